"""The nine indicators of an agency and of its officers, with the dossiers behind each figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from motcua.authority.api import (
    agency_of,
    calendar_of,
    day_of,
    decide,
    directory,
    line_of,
    require,
    unit,
)
from motcua.authority.types import Actor, Denied, Level
from motcua.catalogue.types import Channel
from motcua.dossiers.errors import BookPeriodInvalid
from motcua.dossiers.models import Complaint, Dossier, Rating, Task
from motcua.dossiers.rules import clock, evaluation
from motcua.dossiers.rules.evaluation import Case, Sheet
from motcua.dossiers.selectors.boards import offices_of
from motcua.dossiers.selectors.posts import PROVINCE
from motcua.dossiers.types import Outcome, Status, TaskState
from motcua.kernel.worktime import Limit, Pause, PauseCause

MOST_DAYS = 366
MOST_CASES = 20_000
ANSWER = Limit.parse("15 working days")
"""In what time a complaint is to be answered (Decision 766, indicator of feedback)."""
DROPPED = (Outcome.WITHDRAWN, Outcome.STOPPED, Outcome.NOT_ACCEPTED)


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer's sheet."""

    account_id: int
    name: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An agency's sheet over a period, and those of its officers that the asker may see."""

    unit_id: int
    since: date
    until: date
    sheet: Sheet | None
    officers: tuple[OfficerLine, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class _Part:
    officer: int | None
    points: int


def evaluate(unit_id: int, *, since: date, until: date, actor: Actor, at: datetime) -> Evaluation:
    """Return the evaluation of an agency; an officer who leads nothing gets his own line only.

    Units: civil dates, ``until`` is excluded, 366 days at most. Five queries, whatever there is.
    Errors: NotAllowed, BookPeriodInvalid.
    """
    names = _officers(unit_id, at=at)
    sees_all = _sees_all(actor, unit_id)
    if not sees_all and actor.account_id not in names:
        require("unit", actor, "oversee", line_of(unit_id))
    cases, parts, cut = _cases(unit_id, since=since, until=until, at=at)
    shown = names if sees_all else {k: v for k, v in names.items() if k == actor.account_id}
    lines = [
        OfficerLine(account, name, evaluation.officer_sheet(_cases_of(account, cases, parts)))
        for account, name in shown.items()
    ]
    sheet = None
    if sees_all:
        answered = _answered(unit_id, since=since, until=until, at=at)
        sheet = evaluation.agency_sheet(cases, answered=answered)
    lines.sort(key=lambda line: (-line.sheet.dossiers, line.name, line.account_id))
    return Evaluation(unit_id, since, until, sheet, tuple(lines), cut)


def evaluated_cases(
    unit_id: int,
    *,
    since: date,
    until: date,
    actor: Actor,
    at: datetime,
    officer_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Case]:
    """Return the dossiers behind a figure, newest first; ``before`` is the last id seen.

    Errors: NotAllowed: who does not lead the unit sees the dossiers behind his own figures.
    """
    if officer_id is None or officer_id != actor.account_id:
        require("unit", actor, "oversee", line_of(unit_id))
    cases, parts, _ = _cases(unit_id, since=since, until=until, at=at)
    if officer_id is not None:
        cases = _cases_of(officer_id, cases, parts)
    rows = [case for case in cases if before is None or case.id < before]
    return sorted(rows, key=lambda case: -case.id)[:limit]


def _sees_all(actor: Actor, unit_id: int) -> bool:
    return not isinstance(decide("unit", actor, "oversee", line_of(unit_id)), Denied)


def _officers(unit_id: int, *, at: datetime) -> dict[int, str]:
    on = day_of(at)
    offices = offices_of(unit_id, on=on)
    return {o.account_id: o.name for o in directory(unit_id, on=on) if o.unit_id in offices}


def _cases_of(
    account: int, cases: Sequence[Case], parts: Mapping[int, Sequence[_Part]]
) -> list[Case]:
    """Return the dossiers that an officer had a hand in, indicator 2 from his own tasks."""
    found = []
    for case in cases:
        mine = [part.points for part in parts.get(case.id, ()) if part.officer == account]
        if mine:
            points = {**case.points, 2: evaluation.agency_time(mine)}
            found.append(replace(case, points=points))
    return found


def _cases(
    unit_id: int, *, since: date, until: date, at: datetime
) -> tuple[list[Case], dict[int, list[_Part]], bool]:
    if not timedelta() < until - since <= timedelta(days=MOST_DAYS):
        raise BookPeriodInvalid(days=MOST_DAYS)
    agency = agency_of(unit_id).id
    rows = Dossier.objects.filter(
        competent=agency,
        finished_at__gte=_start(since),
        finished_at__lt=_start(until),
        accepted_at__isnull=False,
    ).defer("form", "origins", "facts")
    found = list(rows.order_by("-id")[: MOST_CASES + 1])
    kept = found[:MOST_CASES]
    ids = [row.pk for row in kept]
    parts = _parts(ids, offices_of(unit_id, on=day_of(at)), {row.pk: row for row in kept})
    rated = dict(Rating.objects.filter(dossier__in=ids).values_list("dossier_id", "scores"))
    cases = [_case(row, parts.get(row.pk, ()), rated.get(row.pk, {})) for row in kept]
    return cases, parts, len(found) > MOST_CASES


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=PROVINCE)


def _parts(
    ids: Sequence[int], offices: Sequence[int], dossiers: Mapping[int, Dossier]
) -> dict[int, list[_Part]]:
    """Return the points in time of each task that the offices did, opinions included."""
    rows = Task.objects.filter(
        dossier__in=ids, unit_id__in=offices, state=TaskState.DONE.value
    ).order_by("dossier_id", "id")
    return {
        pk: [_Part(task.officer_id, _part_points(task, dossiers[pk])) for task in group]
        for pk, group in groupby(rows, key=lambda task: task.dossier_id)
    }


def _part_points(task: Task, row: Dossier) -> int:
    calendar = calendar_of(task.unit_id)
    done = task.closed_at or task.opened_at
    waits = _waits(row)
    stays = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in task.rounds]
    seconds = sum(
        calendar.elapsed(a, b, waits).seconds for a, b in stays or [(task.opened_at, done)]
    )
    limit = Limit.parse(task.norm)
    return evaluation.points_of_time(seconds=seconds, done_at=done, due_at=task.due_at, limit=limit)


def _waits(row: Dossier) -> tuple[Pause, ...]:
    return clock.pauses(row.clock["spans"]) if row.clock else ()


def _case(row: Dossier, parts: Iterable[_Part], rated: Mapping[str, int]) -> Case:
    ended = row.finished_at or row.created_at
    asked = row.intake_supplements + row.appraisal_supplements
    at_desk = unit(row.receiving_id).level is Level.ONE_STOP
    online = row.channel == Channel.ONLINE
    dropped = row.outcome in {each.value for each in DROPPED}
    return Case(
        id=row.pk,
        uid=str(row.uid),
        code=row.code,
        procedure=row.procedure_code,
        finished_at=ended,
        late=row.due_at is not None and ended > row.due_at,
        filed_online=online,
        through_desk=at_desk or online,
        returned_at_desk=dropped or row.status == Status.RETURNED,
        points={
            1: _total(row, ended),
            2: evaluation.agency_time(part.points for part in parts),
            3: evaluation.contacts(asked),
            4: evaluation.agencies_to_contact(_others(row)),
            6: evaluation.publicity(rated.get("6")),
            7: evaluation.attitude(rated.get("7")),
        },
    )


def _total(row: Dossier, ended: datetime) -> int | None:
    if row.clock is None or row.due_at is None:
        return None
    start, limit, waits = clock.law_inputs(row.clock)
    seconds = calendar_of(row.competent_id).elapsed(start, max(start, ended), waits).seconds
    return evaluation.total_time(seconds=seconds, done_at=ended, due_at=row.due_at, limit=limit)


def _others(row: Dossier) -> int:
    """Return 1 when the file waited for an obligation that is settled with another agency."""
    spans = row.clock["spans"] if row.clock else []
    return int(any(span["cause"] == PauseCause.PAYMENT for span in spans))


def _answered(unit_id: int, *, since: date, until: date, at: datetime) -> tuple[int, int]:
    """Return the complaints answered in time, and all whose time is over or that are answered."""
    rows = Complaint.objects.filter(
        unit_id=agency_of(unit_id).id, at__gte=_start(since), at__lt=_start(until)
    )
    in_time = due = 0
    calendar = calendar_of(unit_id)
    for asked, answered in rows.values_list("at", "answered_at")[:MOST_CASES]:
        last = calendar.due_at(asked, ANSWER)
        if answered is None and last > at:
            continue
        due += 1
        in_time += answered is not None and answered <= last
    return in_time, due
