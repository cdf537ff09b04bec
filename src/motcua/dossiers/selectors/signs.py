"""Signs of worked-on figures in one agency, each with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from motcua.authority.api import agency_of, calendar_of, day_of, line_of, require
from motcua.authority.types import Actor
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.rules import clock, gaming
from motcua.dossiers.rules.gaming import Again, Burst, Done, Filed, Request
from motcua.dossiers.selectors.boards import offices_of
from motcua.dossiers.selectors.posts import PROVINCE
from motcua.dossiers.types import ClockData, Outcome
from motcua.kernel.worktime import PauseCause

MOST = 20_000
DROPPED = [each.value for each in (Outcome.WITHDRAWN, Outcome.STOPPED, Outcome.NOT_ACCEPTED)]


@dataclass(frozen=True, slots=True)
class Signs:
    """What asks for a look in one agency and period; ``names`` are the officers' by account."""

    last_day: tuple[Request, ...]
    bursts: tuple[Burst, ...]
    again: tuple[Again, ...]
    names: Mapping[int, str]


def signs(unit_id: int, *, since: date, until: date, actor: Actor, at: datetime) -> Signs:
    """Return the signs of a period, in three queries and two for the rights.

    Units: civil dates, ``until`` is excluded.
    Errors: NotAllowed unless the actor supervises or audits the unit or one above it.
    """
    require("unit", actor, "inspect", line_of(unit_id))
    begins, ends = _start(since), _start(until)
    done, names = _done(offices_of(unit_id, on=day_of(at)), begins, ends)
    return Signs(
        last_day=tuple(gaming.asked_on_the_last_day(_requests(unit_id, begins, ends))),
        bursts=tuple(gaming.bursts(done)),
        again=tuple(gaming.entered_again(_filings(unit_id, begins, ends))),
        names=names,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=PROVINCE)


def _requests(unit_id: int, since: datetime, until: datetime) -> list[Request]:
    agency = agency_of(unit_id).id
    rows = Dossier.objects.filter(
        competent=agency, appraisal_supplements__gt=0, acted_at__gte=since, clock__isnull=False
    ).order_by("-id")
    calendar, found = calendar_of(agency), list[Request]()
    for uid, code, stored in rows.values_list("uid", "code", "clock")[:MOST]:
        for asked_at, due_at in _asked(stored, agency):
            if since <= asked_at < until and asked_at <= due_at:
                left = calendar.elapsed(asked_at, due_at).seconds
                found.append(Request(str(uid), code, asked_at, left))
    return found


def _asked(stored: ClockData | None, agency: int) -> list[tuple[datetime, datetime]]:
    """Return each request of a clock with the due time that ran when it was made."""
    found = []
    for number, span in enumerate(stored["spans"] if stored else ()):
        if stored and span["cause"] == PauseCause.SUPPLEMENT:
            before = ClockData(**{**stored, "spans": stored["spans"][:number]})
            asked_at = datetime.fromisoformat(span["start"])
            found.append((asked_at, clock.statistics_due_at(before, calendar_of(agency))))
    return found


def _done(
    offices: tuple[int, ...], since: datetime, until: datetime
) -> tuple[list[Done], dict[int, str]]:
    rows = Task.objects.filter(
        unit_id__in=offices,
        closed_at__gte=since,
        closed_at__lt=until,
        officer__isnull=False,
        closed_by__startswith="officer:",
    ).order_by("-closed_at", "-id")
    found, names = list[Done](), dict[int, str]()
    columns = ("dossier__uid", "dossier__code", "officer_id", "closed_at", "verb")
    people = ("officer__name", "officer__username")
    for uid, code, officer, at, verb, name, username in rows.values_list(*columns, *people)[:MOST]:
        found.append(Done(str(uid), code, officer, at, verb))
        names[officer] = name or username
    return found, names


def _filings(unit_id: int, since: datetime, until: datetime) -> list[Filed]:
    rows = Dossier.objects.filter(
        competent=agency_of(unit_id).id, filed_at__gte=since, filed_at__lt=until
    ).order_by("-id")
    columns = ("uid", "code", "applicant_id", "procedure_code", "filed_at", "finished_at")
    return [
        Filed(str(uid), code, applicant, procedure, filed, ended if how in DROPPED else None, how)
        for uid, code, applicant, procedure, filed, ended, how in rows.values_list(
            *columns, "outcome"
        )[:MOST]
    ]
