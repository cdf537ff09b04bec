"""Loading the working calendar of the whole State: the hours, the holidays, the swaps."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.memory import changing
from motcua.authority.models import DayOff, PublishedYear, Swap, WorkingPeriod
from motcua.authority.types import SYSTEM, Actor
from motcua.kernel.worktime import OFFICE_HOURS, standard_calendar
from motcua.ledger import api as ledger

YEARS = range(2023, 2028)
HOURS_SOURCE = "Usual office hours 07:30-11:30 and 13:00-17:00; a province may set its own"
STANDARD = "The standard calendar of motcua.kernel.worktime"


@changing()
@transaction.atomic
def seed_calendars(*, years: Iterable[int] = YEARS, at: datetime, by: Actor = SYSTEM) -> int:
    """Write the standard calendar of some years; return the number of years that were new.

    Safe to call twice: the years, days and hours that are there are left alone.
    """
    known = set(PublishedYear.objects.values_list("year", flat=True))
    fresh = sorted(set(years) - known)
    if not fresh:
        return 0
    _write(fresh)
    if not WorkingPeriod.objects.filter(unit__isnull=True).exists():
        WorkingPeriod.objects.bulk_create(_hours())
    ledger.record(
        "calendar:state",
        kind="calendar.seeded",
        by=by.label,
        at=at,
        body={"years": fresh},
    )
    return len(fresh)


def _write(years: list[int]) -> None:
    standard = standard_calendar(range(min(years), max(years) + 1))
    made_up = {row.instead_of: row for row in standard.make_up_days}
    off = {row.on: row for row in standard.days_off if row.on.year in years}
    PublishedYear.objects.bulk_create(
        PublishedYear(year=year, provisional=year in standard.provisional, source=STANDARD)
        for year in years
    )
    DayOff.objects.bulk_create(
        (
            DayOff(
                on=row.on,
                reason_vi=row.vi,
                reason_en=row.en,
                article=row.article,
                source=row.source or STANDARD,
            )
            for row in off.values()
            if row.on not in made_up
        ),
        ignore_conflicts=True,
    )
    Swap.objects.bulk_create(
        (
            Swap(
                off_on=row.on,
                work_on=made_up[row.on].on,
                reason_vi=row.vi,
                reason_en=row.en,
                article=made_up[row.on].article,
                source=row.source or STANDARD,
            )
            for row in off.values()
            if row.on in made_up
        ),
        ignore_conflicts=True,
    )


def _hours() -> Iterable[WorkingPeriod]:
    for weekday, periods in enumerate(OFFICE_HOURS, start=1):
        for period in periods:
            yield WorkingPeriod(
                weekday=weekday,
                starts=_time(period.opens),
                ends=_time(period.closes),
                valid=DateRange(date(2000, 1, 1), None),
                source=HOURS_SOURCE,
            )


def _time(second: int) -> time:
    return time(second // 3600, second % 3600 // 60)
