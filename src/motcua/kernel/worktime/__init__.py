"""Working time: when a limit is over, how much of it has run, and why.

Pure functions over an immutable :class:`WorkCalendar`. Instants are aware datetimes; those that are
returned are in UTC. ``docs/decisions/0002-counting-time.md`` states how each unit is counted.
"""

from motcua.kernel.worktime.calendars import CUT_OFF, OFFICE_HOURS, WorkCalendar, WorkingTime
from motcua.kernel.worktime.days import (
    Closure,
    DayOff,
    HalfDay,
    MakeUpDay,
    Period,
    Week,
    weekly_hours,
)
from motcua.kernel.worktime.errors import (
    CalendarInvalid,
    CalendarNotPublished,
    ClockStopped,
    InstantNaive,
    LimitInvalid,
    LimitUnitUnknown,
    PauseReversed,
    PeriodReversed,
)
from motcua.kernel.worktime.explanations import Explanation, Line, LineRule
from motcua.kernel.worktime.instants import ZONE
from motcua.kernel.worktime.limits import Limit, LimitUnit
from motcua.kernel.worktime.moves import Clock, Moved
from motcua.kernel.worktime.pauses import Pause, PauseCause, pauses_of
from motcua.kernel.worktime.vietnam import SWAPS, Swap, standard_calendar, statutory_days

__all__ = [
    "CUT_OFF",
    "OFFICE_HOURS",
    "SWAPS",
    "ZONE",
    "CalendarInvalid",
    "CalendarNotPublished",
    "Clock",
    "ClockStopped",
    "Closure",
    "DayOff",
    "Explanation",
    "HalfDay",
    "InstantNaive",
    "Limit",
    "LimitInvalid",
    "LimitUnit",
    "LimitUnitUnknown",
    "Line",
    "LineRule",
    "MakeUpDay",
    "Moved",
    "Pause",
    "PauseCause",
    "PauseReversed",
    "Period",
    "PeriodReversed",
    "Swap",
    "Week",
    "WorkCalendar",
    "WorkingTime",
    "pauses_of",
    "standard_calendar",
    "statutory_days",
    "weekly_hours",
]
