"""Instants as whole seconds of the province's wall clock, and back.

Viet Nam has kept UTC+7 without summer time since 13 June 1975, so wall-clock seconds are UTC
seconds plus a constant, and a day always has 86,400 of them.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from motcua.kernel.worktime.errors import InstantNaive

__all__ = [
    "DAY_SECONDS",
    "ZONE",
    "civil_date",
    "day_number",
    "instant_of",
    "local_text",
    "wall_second",
]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFSET_SECONDS = 7 * 3600
DAY_SECONDS = 86_400
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def wall_second(at: datetime) -> int:
    """Return the whole second of ``at`` on the wall clock; parts of a second are cut off.

    Errors: InstantNaive.
    """
    if at.tzinfo is None:
        raise InstantNaive(instant=at.isoformat())
    return int(at.timestamp() // 1) + OFFSET_SECONDS


def instant_of(second: int) -> datetime:
    """Return the instant, in UTC, of a second of the wall clock."""
    return datetime.fromtimestamp(second - OFFSET_SECONDS, UTC)


def day_number(on: date) -> int:
    """Return the number of civil days from 1 January 1970 to ``on``."""
    return on.toordinal() - _EPOCH_ORDINAL


def civil_date(number: int) -> date:
    """Return the civil date of a day number."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def local_text(second: int) -> str:
    """Return a second of the wall clock as people read it: ``17:00 15/02/2024``."""
    on, rest = civil_date(second // DAY_SECONDS), second % DAY_SECONDS
    hours, minutes, seconds = rest // 3600, rest % 3600 // 60, rest % 60
    tail = f":{seconds:02}" if seconds else ""
    return f"{hours:02}:{minutes:02}{tail} {on:%d/%m/%Y}"
