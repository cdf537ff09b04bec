"""Prefix sums over the days of a calendar: every count is a look-up or a binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from motcua.kernel.worktime.days import Period
from motcua.kernel.worktime.errors import CalendarNotPublished
from motcua.kernel.worktime.instants import DAY_SECONDS, civil_date

__all__ = ["DayTable", "day_table"]


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """The working time of consecutive days.

    Units: seconds of the wall clock; days by number.
    Shape: ``opens``, ``closes`` one entry a period; ``worked`` one more: the working seconds before
    each period, and the total. ``days``, ``closings``, ``cut_offs`` one entry a working day (a day
    with at least one period): its number, its last working second, the second from which a same-day
    request moves on. ``ranks`` one entry a day, and the total: the working days before it.
    """

    first_day: int
    end_day: int
    opens: list[int]
    closes: list[int]
    worked: list[int]
    days: list[int]
    closings: list[int]
    cut_offs: list[int]
    ranks: list[int]

    def outside(self) -> CalendarNotPublished:
        """Return the error for a count that leaves the table."""
        return CalendarNotPublished(
            first=civil_date(self.first_day).year, last=civil_date(self.end_day - 1).year
        )

    def check(self, second: int) -> None:
        """Refuse a second outside the published days; the very end of the last one is inside."""
        if not self.first_day * DAY_SECONDS <= second <= self.end_day * DAY_SECONDS:
            raise self.outside()

    def work_until(self, second: int) -> int:
        """Return the working seconds from the start of the table to ``second``."""
        period = bisect_right(self.opens, second) - 1
        if period < 0:
            return 0
        return self.worked[period] + min(second, self.closes[period]) - self.opens[period]

    def when_worked(self, seconds: int) -> int:
        """Return the first second at which ``seconds`` (>= 1) have been worked.

        The first one: work that fills the morning is done at its end, not when the afternoon opens.
        """
        if seconds > self.worked[-1]:
            raise self.outside()
        period = bisect_left(self.worked, seconds) - 1
        return self.opens[period] + seconds - self.worked[period]

    def working_moment(self, second: int) -> int:
        """Return ``second`` when it is worked, else the next opening."""
        period = bisect_right(self.closes, second)
        if period == len(self.opens):
            raise self.outside()
        return max(second, self.opens[period])

    def is_worked(self, day: int) -> bool:
        """Tell whether anything is worked on a day of the table."""
        index = day - self.first_day
        return self.ranks[index + 1] > self.ranks[index]

    def closing_on_or_after(self, day: int) -> int:
        """Return the closing of ``day``, or of the next working day when it is off."""
        if day >= self.end_day:
            raise self.outside()
        return self.closing_of(self.ranks[day - self.first_day])

    def closing_of(self, rank: int) -> int:
        """Return the closing of the working day number ``rank`` of the table."""
        try:
            return self.closings[rank]
        except IndexError:
            raise self.outside() from None


def day_table(first_day: int, days: Sequence[Sequence[Period]], *, cut_off: int) -> DayTable:
    """Return the table of ``days``, the first of which has the number ``first_day``."""
    numbered = [(first_day + index, periods) for index, periods in enumerate(days)]
    spans = [
        (number * DAY_SECONDS + period.opens, number * DAY_SECONDS + period.closes)
        for number, periods in numbered
        for period in periods
    ]
    working = [(number, periods) for number, periods in numbered if periods]
    return DayTable(
        first_day=first_day,
        end_day=first_day + len(days),
        opens=[opens for opens, _ in spans],
        closes=[closes for _, closes in spans],
        worked=_sums(closes - opens for opens, closes in spans),
        days=[number for number, _ in working],
        closings=[number * DAY_SECONDS + periods[-1].closes for number, periods in working],
        cut_offs=[number * DAY_SECONDS + cut_off for number, _ in working],
        ranks=_sums(bool(periods) for _, periods in numbered),
    )


def _sums(values: Iterable[int]) -> list[int]:
    return list(accumulate(values, initial=0))
