"""What a changed calendar does to clocks that are already running."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.worktime.calendars import WorkCalendar
from motcua.kernel.worktime.errors import CalendarNotPublished, ClockStopped
from motcua.kernel.worktime.explanations import Line, LineRule
from motcua.kernel.worktime.instants import DAY_SECONDS, civil_date, instant_of, wall_second
from motcua.kernel.worktime.limits import Limit
from motcua.kernel.worktime.pauses import Pause
from motcua.kernel.worktime.reasons import DayReason, changed_days, reasons_of

__all__ = ["Clock", "Moved", "moved"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A running limit as it was counted; ``id`` is the caller's own."""

    id: str
    start: datetime
    limit: Limit
    pauses: tuple[Pause, ...]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose due time is another one by the new calendar.

    ``due_at`` is None when the count leaves the years that the new calendar publishes. ``why`` are
    the changed days between the start and the later of the two due times.
    """

    id: str
    was_due_at: datetime
    due_at: datetime | None
    why: tuple[Line, ...]


def moved(clocks: Iterable[Clock], *, before: WorkCalendar, after: WorkCalendar) -> list[Moved]:
    """Return the clocks that move, each with the changed days that move it."""
    changes = [(day, _line(day, old, new)) for day, old, new in _changes(before, after)]
    found = []
    for clock in clocks:
        try:
            due_at = after.due_at(clock.start, clock.limit, clock.pauses)
        except ClockStopped:
            continue
        except CalendarNotPublished:
            due_at = None
        if due_at != clock.due_at:
            found.append(Moved(clock.id, clock.due_at, due_at, _why(clock, due_at, changes)))
    return found


def _changes(
    before: WorkCalendar, after: WorkCalendar
) -> Iterable[tuple[int, DayReason, DayReason]]:
    old, new = reasons_of(before), reasons_of(after)
    for day in changed_days(before, after):
        yield day, old.of(day), new.of(day)


def _why(
    clock: Clock, due_at: datetime | None, changes: list[tuple[int, Line]]
) -> tuple[Line, ...]:
    first = wall_second(clock.start) // DAY_SECONDS
    last = wall_second(max(clock.due_at, due_at or clock.due_at)) // DAY_SECONDS
    return tuple(line for day, line in changes if first <= day <= last)


def _line(day: int, old: DayReason, new: DayReason) -> Line:
    on = civil_date(day)
    return Line(
        rule=LineRule.CHANGED,
        article=new.article or old.article,
        vi=f"{on:%d/%m/%Y}: trước là {_said(old, 'vi')}, nay là {_said(new, 'vi')}.",
        en=f"{on:%d/%m/%Y}: was {_said(old, 'en')}, is now {_said(new, 'en')}.",
        start=instant_of(day * DAY_SECONDS),
        end=instant_of((day + 1) * DAY_SECONDS),
        days=1,
    )


def _said(reason: DayReason, language: str) -> str:
    words = reason.vi if language == "vi" else reason.en
    if words:
        return words
    return "ngày làm việc" if language == "vi" else "a working day"
