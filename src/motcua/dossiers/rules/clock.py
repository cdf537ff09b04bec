"""The two clocks of a dossier, computed from its raw events.

The law restarts the whole limit when a complete file comes back after a supplement was asked in
appraisal (NĐ 61/2018/NĐ-CP Đ19(4)); the national statistics subtract the time waited and call a
dossier late that was sent back more than once (Decision 766). The two are never mixed: the events
are stored, and each clock is read from them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from motcua.catalogue.types import Verb
from motcua.dossiers.types import ClockData, Lateness, Span
from motcua.kernel.worktime import Limit, Pause, PauseCause, WorkCalendar
from motcua.ledger.types import Json, Prepared


def started(
    received_at: datetime, *, limit: Limit, statutory: Limit, supplements: int = 0
) -> ClockData:
    """Return the clock of a dossier that was accepted complete at ``received_at``.

    ``supplements`` were asked for at intake; the national statistics count them too.
    """
    return ClockData(
        v=1,
        received_at=received_at.isoformat(),
        limit=str(limit),
        statutory=str(statutory),
        spans=[],
        restarted_at=None,
        supplements=supplements,
        rebooked_to=None,
    )


def paused(clock: ClockData, *, at: datetime, cause: PauseCause) -> ClockData:
    """Return the clock stopped at ``at`` for a cause that the law names."""
    span = Span(start=at.isoformat(), end=None, cause=cause.value)
    asked = clock["supplements"] + (1 if cause is PauseCause.SUPPLEMENT else 0)
    return ClockData(**{**clock, "spans": [*clock["spans"], span], "supplements": asked})


def resumed(clock: ClockData, *, at: datetime) -> ClockData:
    """Return the clock running again; a supplement restarts the law's limit (Đ19(4))."""
    last = clock["spans"][-1]
    closed = Span(start=last["start"], end=at.isoformat(), cause=last["cause"])
    restart = at.isoformat() if last["cause"] == PauseCause.SUPPLEMENT else clock["restarted_at"]
    return ClockData(**{**clock, "spans": [*clock["spans"][:-1], closed], "restarted_at": restart})


def rebooked(clock: ClockData, *, to: datetime) -> ClockData:
    """Return the clock with the new appointment beside the events, which stay as they were."""
    return ClockData(**{**clock, "rebooked_to": to.isoformat()})


def folded(entries: Iterable[Prepared]) -> ClockData | None:
    """Return the clock as the ledger of a dossier tells it; None before acceptance.

    The stored clock is a copy of this: an auditor needs the chain alone.

    Shape: ``entries`` are those of one dossier, oldest first.
    """
    clock: ClockData | None = None
    asked = 0
    for entry in entries:
        verb, body = Verb(entry.kind.removeprefix("dossier.")), entry.body
        if verb is Verb.ACCEPT:
            clock = _accepted(body, supplements=asked)
        elif verb is Verb.ASK_SUPPLEMENT and clock is None:
            asked += 1
        elif clock is not None:
            clock = _after(clock, entry, verb=verb)
    return clock


def _accepted(body: Mapping[str, Json], *, supplements: int) -> ClockData:
    return started(
        datetime.fromisoformat(str(body["received_at"])),
        limit=Limit.parse(str(body["limit"])),
        statutory=Limit.parse(str(body["statutory"])),
        supplements=supplements,
    )


def _after(clock: ClockData, entry: Prepared, *, verb: Verb) -> ClockData:
    body, at = entry.body, entry.at
    if verb is Verb.ASK_SUPPLEMENT:
        return paused(clock, at=at, cause=PauseCause.SUPPLEMENT)
    if verb is Verb.ASK_PAYMENT:
        return paused(clock, at=at, cause=PauseCause.PAYMENT)
    if verb in {Verb.SUPPLEMENT, Verb.RECORD_PAYMENT} and body["from"] != body["to"]:
        return resumed(clock, at=at)
    if verb is Verb.APOLOGISE:
        return rebooked(clock, to=datetime.fromisoformat(str(body["appointment_at"])))
    return clock


def pauses(spans: Iterable[Span], *, since: datetime | None = None) -> tuple[Pause, ...]:
    """Return the ended waits as pauses of working time, those before ``since`` left out."""
    return tuple(
        Pause(
            start=datetime.fromisoformat(span["start"]),
            end=datetime.fromisoformat(span["end"]),
            cause=PauseCause(span["cause"]),
        )
        for span in spans
        if span["end"] is not None
        and (since is None or datetime.fromisoformat(span["start"]) >= since)
    )


def law_inputs(clock: ClockData) -> tuple[datetime, Limit, tuple[Pause, ...]]:
    """Return start, limit and pauses of the law's clock (restart after a supplement)."""
    received = datetime.fromisoformat(clock["received_at"])
    restarted = clock["restarted_at"]
    start = datetime.fromisoformat(restarted) if restarted else received
    return start, Limit.parse(clock["limit"]), pauses(clock["spans"], since=start)


def statistics_inputs(clock: ClockData) -> tuple[datetime, Limit, tuple[Pause, ...]]:
    """Return start, limit and pauses of the national statistics' clock (waits subtracted)."""
    received = datetime.fromisoformat(clock["received_at"])
    return received, Limit.parse(clock["limit"]), pauses(clock["spans"])


def law_due_at(clock: ClockData, calendar: WorkCalendar) -> datetime:
    """Return the instant by which the law wants the result."""
    start, limit, waits = law_inputs(clock)
    return calendar.due_at(start, limit, waits)


def statistics_due_at(clock: ClockData, calendar: WorkCalendar) -> datetime:
    """Return the due time as the national statistics count it."""
    start, limit, waits = statistics_inputs(clock)
    return calendar.due_at(start, limit, waits)


def law_lateness(clock: ClockData, *, until: datetime, calendar: WorkCalendar) -> Lateness:
    """Return the law's verdict on a dossier that ended, or still runs, at ``until``."""
    return _verdict(law_due_at(clock, calendar), until=until, calendar=calendar)


def statistics_lateness(clock: ClockData, *, until: datetime, calendar: WorkCalendar) -> Lateness:
    """Return the statistics' verdict; more than one supplement is late by itself (Decision 766)."""
    verdict = _verdict(statistics_due_at(clock, calendar), until=until, calendar=calendar)
    late = verdict.late or clock["supplements"] > 1
    return Lateness(due_at=verdict.due_at, late=late, working_seconds=verdict.working_seconds)


def _verdict(due_at: datetime, *, until: datetime, calendar: WorkCalendar) -> Lateness:
    if until > due_at:
        seconds = calendar.elapsed(due_at, until).seconds
    else:
        seconds = -calendar.elapsed(until, due_at).seconds
    return Lateness(due_at=due_at, late=until > due_at, working_seconds=seconds)
