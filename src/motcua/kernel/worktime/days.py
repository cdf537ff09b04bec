"""The rows that a working calendar is made of, each with its reason and its source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from motcua.kernel.worktime.errors import CalendarInvalid
from motcua.kernel.worktime.instants import DAY_SECONDS, wall_second

__all__ = ["Closure", "DayOff", "HalfDay", "MakeUpDay", "Period", "Week", "weekly_hours"]

_PERIOD = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class Period(NamedTuple):
    """A working period of a day, half-open.

    Units: seconds from midnight.
    """

    opens: int
    closes: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period written as ``07:30-11:30``; 24:00 ends a day.

        Errors: CalendarInvalid.
        """
        match = _PERIOD.fullmatch(text.strip())
        if match is None:
            raise CalendarInvalid(reason=f"{text!r} is not a period such as 07:30-11:30")
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        opens, closes = from_hour * 3600 + from_minute * 60, to_hour * 3600 + to_minute * 60
        if not 0 <= opens < closes <= DAY_SECONDS or from_minute > 59 or to_minute > 59:
            raise CalendarInvalid(reason=f"{text!r} is not a period of one day")
        return cls(opens, closes)

    def __str__(self) -> str:
        return "-".join(f"{edge // 3600:02}:{edge % 3600 // 60:02}" for edge in self)


Week = tuple[tuple[Period, ...], ...]


def weekly_hours(*periods: str, weekdays: Iterable[int] = range(5)) -> Week:
    """Return a week that works ``periods`` on ``weekdays`` (0 is Monday)."""
    hours = tuple(sorted(Period.parse(text) for text in periods))
    working = set(weekdays)
    return tuple(hours if weekday in working else () for weekday in range(7))


@dataclass(frozen=True, slots=True, order=True)
class DayOff:
    """A whole day on which nobody works: a statutory holiday or a swapped bridge day."""

    on: date
    vi: str
    en: str
    article: str = "BLLĐ 2019 Đ112"
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class MakeUpDay:
    """A day of the weekend that is worked instead of ``instead_of``, with the hours of that day."""

    on: date
    instead_of: date
    article: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A day that works only within ``periods``. It never adds hours to the day."""

    on: date
    periods: tuple[Period, ...]
    vi: str
    en: str
    article: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """A span ``[start, end)`` in which one unit is closed while others work.

    Errors: InstantNaive, CalendarInvalid.
    """

    start: datetime
    end: datetime
    vi: str
    en: str
    article: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if wall_second(self.start) >= wall_second(self.end):
            raise CalendarInvalid(reason=f"a closure from {self.start} ends at {self.end}")
