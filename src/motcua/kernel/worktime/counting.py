"""How each unit of a limit is counted, on whole seconds of the wall clock.

The rules, their articles and the readings that were rejected: docs/decisions/0002-counting-time.md.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from motcua.kernel.worktime.errors import ClockStopped
from motcua.kernel.worktime.instants import DAY_SECONDS, civil_date, day_number, local_text
from motcua.kernel.worktime.limits import Limit, LimitUnit
from motcua.kernel.worktime.pauses import FOREVER, Span
from motcua.kernel.worktime.tables import DayTable

__all__ = ["add_months", "base_due", "counts_from", "due_second", "last_civil_day", "paused_days"]

# Names of this module: looking a member up on its enum costs as much as a binary search.
_MINUTE, _HOUR = LimitUnit.WORKING_MINUTE, LimitUnit.WORKING_HOUR
_DAY, _SAME_DAY = LimitUnit.WORKING_DAY, LimitUnit.SAME_DAY


def due_second(table: DayTable, start: int, limit: Limit, spans: Sequence[Span] = ()) -> int:
    """Return the second at which ``limit`` is over.

    Shape: ``spans`` disjoint and in order, as :func:`spans_of` makes them.
    Errors: CalendarNotPublished, ClockStopped.
    """
    due = base_due(table, start, limit)
    if not spans:
        return due
    origin = counts_from(table, start, limit)
    if limit.unit is LimitUnit.CALENDAR_DAY or limit.unit is LimitUnit.MONTH:
        return _civil_with_pauses(table, origin, last_civil_day(table, start, limit), spans)
    return _worked_with_pauses(table, origin, due, spans)


def base_due(table: DayTable, start: int, limit: Limit) -> int:
    """Return the second at which ``limit`` is over when nothing stops the clock."""
    if start < table.first_day * DAY_SECONDS:
        raise table.outside()
    unit = limit.unit
    if unit is _DAY:
        rank = bisect_right(table.closings, start) + limit.whole
        try:
            due = table.closings[rank]
        except IndexError:
            raise table.outside() from None
        return due if limit.value == limit.whole else _part_of_day(table, rank, limit)
    if unit is _HOUR or unit is _MINUTE:
        return table.when_worked(table.work_until(start) + limit.whole)
    if unit is _SAME_DAY:
        # The legal reception decides: a unit that was closed until 15:10 received at 15:10.
        received = table.working_moment(start)
        rank = bisect_right(table.closings, received)
        return table.closing_of(rank + (received >= table.cut_offs[rank]))
    return table.closing_on_or_after(last_civil_day(table, start, limit))


def _part_of_day(table: DayTable, rank: int, limit: Limit) -> int:
    """Return when the fraction of the working day after ``rank`` has been worked."""
    before = table.work_until(table.closing_of(rank))
    whole_day = table.work_until(table.closing_of(rank + 1)) - before
    return table.when_worked(before + max(1, int(whole_day * limit.fraction)))


def last_civil_day(table: DayTable, start: int, limit: Limit) -> int:
    """Return the number of the last day of a limit in calendar days or months, before rolling."""
    rank = bisect_right(table.closings, start)
    if rank >= len(table.days):
        raise table.outside()
    if limit.unit is LimitUnit.MONTH:
        return day_number(add_months(civil_date(table.days[rank]), limit.whole))
    return table.days[rank] + limit.whole


def add_months(on: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a month that is too short.

    Source: Civil Code 2015, Art. 148(3).
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def counts_from(table: DayTable, start: int, limit: Limit) -> int:
    """Return the second from which a pause can cost time.

    Working days begin after the day of receipt, which is not counted; the others at receipt.
    """
    if limit.unit is _DAY:
        return table.closing_of(bisect_right(table.closings, start))
    return table.working_moment(start)


def paused_days(begins: int, ends: int) -> int:
    """Return the civil days of a pause: the day it begins is not counted, the day it ends is."""
    return ends // DAY_SECONDS - begins // DAY_SECONDS


def _worked_with_pauses(table: DayTable, origin: int, due: int, spans: Sequence[Span]) -> int:
    """Return ``due`` moved by exactly the working time that was paused before it."""
    for begins, ends in spans:
        if begins >= due:
            break
        if ends <= origin:
            continue
        _check_resumed(table, begins, ends)
        lost = table.work_until(ends) - table.work_until(max(begins, origin))
        if lost:
            due = table.when_worked(table.work_until(due) + lost)
    return due


def _civil_with_pauses(table: DayTable, origin: int, last: int, spans: Sequence[Span]) -> int:
    """Return the closing of ``last`` moved by the civil days paused, then to a working day.

    A due time never lies inside a pause: when it would, it is the first closing after it.
    """
    due = table.closing_on_or_after(last)
    for begins, ends in spans:
        if begins >= due:
            break
        if ends <= origin:
            continue
        _check_resumed(table, begins, ends)
        last += paused_days(max(begins, origin), ends)
        due = max(due, table.closing_on_or_after(last))
        if due < ends:
            due = table.closing_of(bisect_left(table.closings, ends))
    return due


def _check_resumed(table: DayTable, begins: int, ends: int) -> None:
    if ends == FOREVER:
        raise ClockStopped(since=local_text(begins))
    table.check(ends)
