"""What kind of day a day is, in words: the reason, its article and its source."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from motcua.kernel.worktime.calendars import WorkCalendar
from motcua.kernel.worktime.instants import DAY_SECONDS, civil_date, day_number, wall_second

__all__ = ["DayReason", "ReasonsByDay", "changed_days", "reasons_of"]


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is worked or not. An ordinary working day has no words."""

    worked: bool
    vi: str = ""
    en: str = ""
    article: str = ""
    source: str = ""


ORDINARY = DayReason(worked=True)
WEEKEND = DayReason(
    worked=False, vi="ngày nghỉ hằng tuần", en="weekly day of rest", article="BLLĐ 2019 Đ111"
)


class ReasonsByDay:
    """The reasons of a calendar's days, found by day number."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.off = {row.on: row for row in reversed(calendar.days_off)}
        self.make_up = {row.on: row for row in calendar.make_up_days}
        self.halves = {row.on: row for row in calendar.half_days}

    def of(self, day: int) -> DayReason:
        """Return why the day is worked or not."""
        on = civil_date(day)
        worked = self.calendar.table.is_worked(day)
        if (off := self.off.get(on)) is not None:
            return DayReason(worked, off.vi, off.en, off.article, off.source)
        if (closure := self._closure(day)) is not None:
            return DayReason(worked, *closure)
        if (half := self.halves.get(on)) is not None and self.calendar.week[on.weekday()]:
            return DayReason(worked, half.vi, half.en, half.article, half.source)
        if (row := self.make_up.get(on)) is not None:
            return _made_up(row.instead_of, row.article, row.source)
        return ORDINARY if worked else WEEKEND

    def _closure(self, day: int) -> tuple[str, str, str, str] | None:
        """Return the words of a closure that takes hours from the day."""
        midnight = day * DAY_SECONDS
        weekday = civil_date(day).weekday()
        if not self.calendar.week[weekday] and civil_date(day) not in self.make_up:
            return None
        for row in self.calendar.closures:
            if wall_second(row.start) < midnight + DAY_SECONDS and midnight < wall_second(row.end):
                return row.vi, row.en, row.article, row.source
        return None


@lru_cache(maxsize=64)
def reasons_of(calendar: WorkCalendar) -> ReasonsByDay:
    """Return the reasons of a calendar, kept for the next explanation."""
    return ReasonsByDay(calendar)


def _made_up(instead_of: date, article: str, source: str) -> DayReason:
    return DayReason(
        worked=True,
        vi=f"ngày làm bù cho {instead_of:%d/%m/%Y}",
        en=f"make-up day for {instead_of:%d/%m/%Y}",
        article=article,
        source=source,
    )


def changed_days(before: WorkCalendar, after: WorkCalendar) -> list[int]:
    """Return the numbers of the days, published in both, whose working periods differ."""
    years = sorted(before.years & after.years)
    if not years:
        return []
    first, end = day_number(date(years[0], 1, 1)), day_number(date(years[-1], 12, 31)) + 1
    old, new = before.hours(first, end), after.hours(first, end)
    pairs = enumerate(zip(old, new, strict=True), start=first)
    return [day for day, (was, now) in pairs if was != now]
