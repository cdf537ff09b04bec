"""The working calendar of a unit, put together from its rows and those above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from motcua.authority import models
from motcua.authority.memory import Memory
from motcua.authority.selectors.units import unit_tree
from motcua.kernel import worktime
from motcua.kernel.worktime import WorkCalendar

STATE = 0
"""Stands for the whole State where a unit's id is expected."""

T = TypeVar("T")


@dataclass(slots=True)
class Calendars:
    """Every calendar row, by unit, and the calendars made of them so far.

    Units without rows of their own share one calendar: its table is built once.
    """

    years: frozenset[int]
    provisional: frozenset[int]
    hours: dict[int, list[models.WorkingPeriod]]
    days_off: dict[int, list[worktime.DayOff]]
    half_days: dict[int, list[worktime.HalfDay]]
    closures: dict[int, list[worktime.Closure]]
    make_up_days: list[worktime.MakeUpDay]
    made: dict[tuple[int, ...], WorkCalendar] = field(default_factory=dict)

    def of_line(self, line: Iterable[int]) -> WorkCalendar:
        """Return the calendar of a line of unit ids, lowest first. Errors: CalendarInvalid."""
        tables = (self.hours, self.days_off, self.half_days, self.closures)
        key = tuple(each for each in line if any(each in table for table in tables))
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._make((*key, STATE))
        return found

    def _make(self, line: tuple[int, ...]) -> WorkCalendar:
        nearest = next((each for each in line if each in self.hours), STATE)
        week = _week(self.hours.get(nearest, []))
        own_days_off = {row.on for each in line if each for row in self.days_off.get(each, ())}
        return WorkCalendar(
            years=self.years,
            provisional=self.provisional,
            week=week,
            days_off=tuple(row for each in line for row in self.days_off.get(each, ())),
            half_days=tuple(row for each in line for row in self.half_days.get(each, ())),
            closures=tuple(row for each in line for row in self.closures.get(each, ())),
            # A unit with hours of its own that does not work the freed weekday, or one that is off
            # on the make-up day, has nothing to make up.
            make_up_days=tuple(
                row
                for row in self.make_up_days
                if row.on not in own_days_off
                and (nearest == STATE or week[row.instead_of.weekday()])
            ),
        )


def calendar_of(unit_id: int) -> WorkCalendar:
    """Return the working calendar of a unit, from the memory of the process.

    The hours are the nearest ones up the line; days off, half days and closures of the whole line
    add up. Errors: CalendarInvalid when the rows contradict each other.
    """
    return _calendars.get().of_line(unit.id for unit in unit_tree().line(unit_id))


def _load() -> Calendars:
    years = dict(models.PublishedYear.objects.values_list("year", "provisional"))
    swaps = list(models.Swap.objects.all())
    days_off = _by_unit((row.unit_id, _day_off(row)) for row in models.DayOff.objects.all())
    days_off.setdefault(STATE, []).extend(_bridge(row) for row in swaps)
    return Calendars(
        years=frozenset(years),
        provisional=frozenset(year for year, waits in years.items() if waits),
        hours=_by_unit(
            (row.unit_id, row) for row in models.WorkingPeriod.objects.filter(valid__upper_inf=True)
        ),
        days_off=days_off,
        half_days=_by_unit((row.unit_id, _half_day(row)) for row in models.HalfDay.objects.all()),
        closures=_by_unit((row.unit_id, _closure(row)) for row in models.Closure.objects.all()),
        make_up_days=[
            worktime.MakeUpDay(
                row.work_on, instead_of=row.off_on, article=row.article, source=row.source
            )
            for row in swaps
        ],
    )


_calendars: Memory[Calendars] = Memory("calendars", _load)


def _by_unit(rows: Iterable[tuple[int | None, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for unit_id, row in rows:
        found.setdefault(unit_id or STATE, []).append(row)
    return found


def _week(rows: Iterable[models.WorkingPeriod]) -> worktime.Week:
    days: list[list[worktime.Period]] = [[] for _ in range(7)]
    for row in rows:
        days[row.weekday - 1].append(_period(row.starts, row.ends))
    return tuple(tuple(sorted(day)) for day in days)


def _period(starts: time, ends: time) -> worktime.Period:
    return worktime.Period(_second(starts), _second(ends))


def _second(of_day: time) -> int:
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second


def _day_off(row: models.DayOff) -> worktime.DayOff:
    return worktime.DayOff(row.on, row.reason_vi, row.reason_en, row.article, row.source)


def _bridge(row: models.Swap) -> worktime.DayOff:
    return worktime.DayOff(row.off_on, row.reason_vi, row.reason_en, row.article, row.source)


def _half_day(row: models.HalfDay) -> worktime.HalfDay:
    return worktime.HalfDay(
        row.on,
        (_period(row.starts, row.ends),),
        row.reason_vi,
        row.reason_en,
        row.article,
        row.source,
    )


def _closure(row: models.Closure) -> worktime.Closure:
    return worktime.Closure(
        row.span.lower, row.span.upper, row.reason_vi, row.reason_en, row.article, row.source
    )


def is_off(on: date) -> bool:
    """Tell whether the whole State is off on a day. Errors: CalendarNotPublished."""
    return not _calendars.get().of_line(()).periods_on(on)
