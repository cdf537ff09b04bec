"""The working calendar of a unit: built once, immutable, told apart by its digest."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from hashlib import sha256
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from motcua.kernel.worktime.counting import due_second
from motcua.kernel.worktime.days import (
    Closure,
    DayOff,
    HalfDay,
    MakeUpDay,
    Period,
    Week,
    weekly_hours,
)
from motcua.kernel.worktime.errors import CalendarInvalid, PeriodReversed
from motcua.kernel.worktime.instants import (
    DAY_SECONDS,
    civil_date,
    day_number,
    instant_of,
    wall_second,
)
from motcua.kernel.worktime.limits import Limit
from motcua.kernel.worktime.pauses import Pause, spans_of
from motcua.kernel.worktime.tables import DayTable, day_table

if TYPE_CHECKING:
    from motcua.kernel.worktime.explanations import Explanation
    from motcua.kernel.worktime.moves import Clock, Moved

__all__ = ["CUT_OFF", "OFFICE_HOURS", "WorkCalendar", "WorkingTime"]

OFFICE_HOURS = weekly_hours("07:30-11:30", "13:00-17:00")
CUT_OFF = time(15, 0)
"""From this hour a same-day request is due the next working day (NĐ 61/2018 Đ18(2))."""

_SAME_DAY = Limit.parse("same day")


@dataclass(frozen=True, slots=True, order=True)
class WorkingTime:
    """A quantity of working time.

    Units: whole seconds.
    """

    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes; what is over is cut off."""
        return self.seconds // 60

    def label(self, language: str = "vi", *, day_seconds: int = 8 * 3600) -> str:
        """Return the time in working days, hours and minutes, as officers speak of lateness."""
        days, rest = divmod(self.seconds, day_seconds)
        amounts = (days, rest // 3600, rest % 3600 // 60)
        if language.lower().startswith("en"):
            words = ["working day", "hour", "minute"]
            units = [
                f"{word}{'' if n == 1 else 's'}" for n, word in zip(amounts, words, strict=True)
            ]
        else:
            units = ["ngày làm việc", "giờ", "phút"]
        said = [f"{n} {unit}" for n, unit in zip(amounts, units, strict=True) if n]
        return " ".join(said) or f"0 {units[-1]}"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WorkCalendar:
    """When a unit works, over the years for which that is published.

    Shape: ``years`` without gaps. A day off and a make-up day may not meet; half days and closures
    only take hours away. ``provisional`` are published years whose swaps the Government has not
    announced: they count, and ``explain`` says so.
    Units: every instant taken is aware; every instant returned is in UTC, on a whole second.
    Errors: CalendarInvalid.
    """

    years: frozenset[int]
    week: Week = OFFICE_HOURS
    days_off: tuple[DayOff, ...] = ()
    make_up_days: tuple[MakeUpDay, ...] = ()
    half_days: tuple[HalfDay, ...] = ()
    closures: tuple[Closure, ...] = ()
    cut_off: time = CUT_OFF
    provisional: frozenset[int] = frozenset()
    digest: str = field(init=False)
    """SHA-256 of the rows: equal calendars have equal digests, on every machine."""
    table: DayTable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("days_off", "make_up_days", "half_days", "closures"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        _check(self)
        object.__setattr__(self, "digest", _digest(self))
        object.__setattr__(self, "table", _table(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def plus(
        self,
        *,
        days_off: Iterable[DayOff] = (),
        make_up_days: Iterable[MakeUpDay] = (),
        half_days: Iterable[HalfDay] = (),
        closures: Iterable[Closure] = (),
    ) -> "WorkCalendar":
        """Return this calendar with more rows."""
        return replace(
            self,
            days_off=(*self.days_off, *days_off),
            make_up_days=(*self.make_up_days, *make_up_days),
            half_days=(*self.half_days, *half_days),
            closures=(*self.closures, *closures),
        )

    def due_at(self, start: datetime, limit: Limit, pauses: Sequence[Pause] = ()) -> datetime:
        """Return the instant at which ``limit``, begun by a receipt at ``start``, is over.

        Errors: InstantNaive, CalendarNotPublished; ClockStopped when a pause before the due time
        has no end yet.
        Source: docs/decisions/0002-counting-time.md.
        """
        spans = spans_of(pauses) if pauses else ()
        return instant_of(due_second(self.table, wall_second(start), limit, spans))

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> WorkingTime:
        """Return the working time from ``start`` to ``end`` in which the clock ran.

        An open pause lasts to ``end``.
        Errors: PeriodReversed, InstantNaive, CalendarNotPublished.
        """
        begins, ends = wall_second(start), wall_second(end)
        if ends < begins:
            raise PeriodReversed(start=start.isoformat(), end=end.isoformat())
        table = self.table
        table.check(begins)
        table.check(ends)
        seconds = table.work_until(ends) - table.work_until(begins)
        for pause_begins, pause_ends in spans_of(pauses):
            first, last = max(pause_begins, begins), min(pause_ends, ends)
            if first < last:
                seconds -= table.work_until(last) - table.work_until(first)
        return WorkingTime(seconds)

    def advance(self, start: datetime, working_seconds: int) -> datetime:
        """Return the first instant at which ``working_seconds`` have been worked after ``start``.

        None of them: the legal instant of reception.
        """
        begins = wall_second(start)
        self.table.check(begins)
        if working_seconds <= 0:
            return instant_of(self.table.working_moment(begins))
        return instant_of(self.table.when_worked(self.table.work_until(begins) + working_seconds))

    def is_working(self, at: datetime) -> bool:
        """Tell whether the unit works at ``at``; it does at an opening, not at a closing."""
        second = wall_second(at)
        self.table.check(second)
        return self.table.working_moment(second) == second

    def receipt_at(self, at: datetime) -> datetime:
        """Return the legal instant of reception: ``at`` in working hours, else the next opening."""
        second = wall_second(at)
        self.table.check(second)
        return instant_of(self.table.working_moment(second))

    def transfer_due_at(self, at: datetime) -> datetime:
        """Return by when a dossier received for another agency is to be sent on to it.

        The closing of the day of reception; from 15:00 on, the opening of the next working day.
        Errors: InstantNaive, CalendarNotPublished.
        Source: NĐ 61/2018 Đ18(2), (3).
        """
        received = self.receipt_at(at)
        closing = self.due_at(received, _SAME_DAY)
        if wall_second(closing) // DAY_SECONDS == wall_second(received) // DAY_SECONDS:
            return closing
        midnight = wall_second(closing) // DAY_SECONDS * DAY_SECONDS
        return instant_of(self.table.working_moment(midnight))

    def periods_on(self, on: date) -> tuple[Period, ...]:
        """Return the working periods of a day; none when it is off.

        Errors: CalendarNotPublished.
        """
        self.table.check(day_number(on) * DAY_SECONDS)
        return self.hours(day_number(on), day_number(on) + 1)[0]

    def hours(self, first: int, end: int) -> list[tuple[Period, ...]]:
        """Return what is worked on each day from the day number ``first`` to before ``end``."""
        rows = _RowsByDay(self)
        return [rows.periods(day) for day in range(first, end)]

    def explain(self, start: datetime, limit: Limit, pauses: Sequence[Pause] = ()) -> "Explanation":
        """Return the due time of ``limit`` with the lines that lead to it.

        Errors: as ``due_at``.
        """
        from motcua.kernel.worktime.explanations import explain

        return explain(self, start, limit, pauses)

    def moved(self, clocks: "Iterable[Clock]", new: "WorkCalendar") -> "list[Moved]":
        """Return which of ``clocks``, counted by this calendar, are due at another time by ``new``.

        Shape: in the order given; a clock that stands still is left out.
        """
        from motcua.kernel.worktime.moves import moved

        return moved(clocks, before=self, after=new)


def _check(calendar: WorkCalendar) -> None:
    years = calendar.years
    if not years or max(years) - min(years) + 1 != len(years):
        raise CalendarInvalid(reason="the published years must follow one another without a gap")
    if len(calendar.week) != 7:
        raise CalendarInvalid(reason="a week has seven days")
    hours = (*calendar.week, *(half.periods for half in calendar.half_days))
    if any(before.closes > after.opens for day in hours for before, after in pairwise(day)):
        raise CalendarInvalid(reason="the periods of a day must follow one another")
    off = {row.on for row in calendar.days_off}
    for row in calendar.make_up_days:
        if row.on in off:
            raise CalendarInvalid(reason=f"{row.on} is both a day off and a make-up day")
        if not calendar.week[row.instead_of.weekday()]:
            raise CalendarInvalid(
                reason=f"{row.on} makes up for {row.instead_of}, a day not worked"
            )
    if not any(any(day) for day in calendar.week):
        raise CalendarInvalid(reason="no weekday is worked")


def _digest(calendar: WorkCalendar) -> str:
    """Hash every column of every row: whoever keeps something by digest keeps the words too."""
    words = ("vi", "en", "article", "source")
    rows: dict[str, object] = {
        "years": sorted(calendar.years),
        "provisional": sorted(calendar.provisional),
        "cut_off": calendar.cut_off.isoformat(),
        "week": calendar.week,
        "days_off": _cells(calendar.days_off, "on", *words),
        "make_up_days": _cells(calendar.make_up_days, "on", "instead_of", "article", "source"),
        "half_days": _cells(calendar.half_days, "on", "periods", *words),
        "closures": _cells(calendar.closures, "start", "end", *words),
    }
    return sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _cells(rows: Iterable[object], *names: str) -> list[list[object]]:
    return [[_cell(getattr(row, name)) for name in names] for row in rows]


def _cell(value: object) -> object:
    """Return a cell as JSON; an instant by its second, for one instant has many texts."""
    if isinstance(value, datetime):
        return wall_second(value)
    return value.isoformat() if isinstance(value, date) else value


def _table(calendar: WorkCalendar) -> DayTable:
    first = day_number(date(min(calendar.years), 1, 1))
    end = day_number(date(max(calendar.years), 12, 31)) + 1
    cut_off = calendar.cut_off.hour * 3600 + calendar.cut_off.minute * 60
    return day_table(first, calendar.hours(first, end), cut_off=cut_off)


class _RowsByDay:
    """The rows of a calendar, found by day."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.week = calendar.week
        self.off = {row.on for row in calendar.days_off}
        self.make_up = {row.on: row.instead_of for row in calendar.make_up_days}
        self.halves: dict[date, list[tuple[Period, ...]]] = {}
        for row in calendar.half_days:
            self.halves.setdefault(row.on, []).append(row.periods)
        self.closed: dict[int, list[Period]] = {}
        for closure in calendar.closures:
            for day, period in _split(wall_second(closure.start), wall_second(closure.end)):
                self.closed.setdefault(day, []).append(period)

    def periods(self, day: int) -> tuple[Period, ...]:
        """Return what is worked on a day: its hours, within its half day, without its closures."""
        on = civil_date(day)
        if on in self.off:
            return ()
        hours = self.week[self.make_up.get(on, on).weekday()]
        for within in self.halves.get(on, ()):
            hours = _within(hours, within)
        for closed in self.closed.get(day, ()):
            hours = _without(hours, closed)
        return hours


def _split(begins: int, ends: int) -> Iterable[tuple[int, Period]]:
    """Yield the part of a closure that lies in each day."""
    for day in range(begins // DAY_SECONDS, -(-ends // DAY_SECONDS)):
        midnight = day * DAY_SECONDS
        yield day, Period(max(begins - midnight, 0), min(ends - midnight, DAY_SECONDS))


def _within(hours: Sequence[Period], kept: Sequence[Period]) -> tuple[Period, ...]:
    parts = (
        Period(max(one.opens, other.opens), min(one.closes, other.closes))
        for one in hours
        for other in kept
    )
    return tuple(part for part in parts if part.opens < part.closes)


def _without(hours: Sequence[Period], closed: Period) -> tuple[Period, ...]:
    before_and_after = chain.from_iterable(
        (
            Period(one.opens, min(one.closes, closed.opens)),
            Period(max(one.opens, closed.closes), one.closes),
        )
        for one in hours
    )
    return tuple(part for part in before_and_after if part.opens < part.closes)
