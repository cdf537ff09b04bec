"""Why this date? The lines that lead from a filing to its due time, and that add up to it.

For limits in working time: the ``seconds`` of the COUNTED lines less those of the PAUSED lines are
the limit, and the ``days`` of the COUNTED and SKIPPED lines lead from ``counts_from`` to the due
date. For calendar days and months: the ``days`` of the COUNTED, PAUSED and ROLLED lines lead from
the day of receipt to the due date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from motcua.kernel.worktime.calendars import WorkCalendar, WorkingTime
from motcua.kernel.worktime.counting import (
    base_due,
    counts_from,
    due_second,
    last_civil_day,
    paused_days,
)
from motcua.kernel.worktime.instants import (
    DAY_SECONDS,
    civil_date,
    instant_of,
    local_text,
    wall_second,
)
from motcua.kernel.worktime.limits import Limit, LimitUnit
from motcua.kernel.worktime.pauses import Pause, spans_of
from motcua.kernel.worktime.reasons import DayReason, reasons_of

__all__ = ["Explanation", "Line", "LineRule", "explain"]

CIVIL = frozenset({LimitUnit.CALENDAR_DAY, LimitUnit.MONTH})


class LineRule(StrEnum):
    """What a line of an explanation says."""

    RECEIVED = "received"
    RECEIVED_LATER = "received_later"
    RECEIPT_DAY_NOT_COUNTED = "receipt_day_not_counted"
    CUT_OFF = "cut_off"
    LIMIT = "limit"
    MONTH_END = "month_end"
    COUNTED = "counted"
    SKIPPED = "skipped"
    PAUSED = "paused"
    ROLLED = "rolled"
    PROVISIONAL = "provisional"
    CHANGED = "changed"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, for people in two languages and for machines.

    Units: ``seconds`` of working time; ``days`` civil days, on each of which something was worked
    when the line is COUNTED in working time. ``start`` and ``end`` bound what the line speaks of.
    """

    rule: LineRule
    vi: str
    en: str
    article: str = ""
    start: datetime | None = None
    end: datetime | None = None
    days: int = 0
    seconds: int = 0

    def text(self, language: str = "vi") -> str:
        """Return the line in one language, with its article."""
        words = self.en if language.lower().startswith("en") else self.vi
        return f"{words} [{self.article}]" if self.article else words

    def as_dict(self) -> dict[str, object]:
        """Return the line as JSON values."""
        return {
            "rule": str(self.rule),
            "article": self.article,
            "vi": self.vi,
            "en": self.en,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "days": self.days,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due time and the lines that lead to it."""

    due_at: datetime
    receipt_at: datetime
    counts_from: date
    """The first civil day that counts."""
    limit: Limit
    lines: tuple[Line, ...]

    def text(self, language: str = "vi") -> str:
        """Return all lines in one language."""
        return "\n".join(line.text(language) for line in self.lines)

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as JSON values."""
        return {
            "due_at": self.due_at.isoformat(),
            "receipt_at": self.receipt_at.isoformat(),
            "counts_from": self.counts_from.isoformat(),
            "limit": str(self.limit),
            "lines": [line.as_dict() for line in self.lines],
        }


def explain(
    calendar: WorkCalendar, start: datetime, limit: Limit, pauses: Sequence[Pause] = ()
) -> Explanation:
    """Return the due time of ``limit`` with the lines that lead to it."""
    count = _Count(calendar, wall_second(start), limit, pauses)
    lines = [*count.receipt(), *count.terms(), *count.body(), *count.ending()]
    return Explanation(
        due_at=instant_of(count.due),
        receipt_at=instant_of(count.receipt_second),
        counts_from=civil_date(count.first_day),
        limit=limit,
        lines=tuple(lines),
    )


class _Count:
    """One count, taken apart into lines."""

    def __init__(
        self, calendar: WorkCalendar, start: int, limit: Limit, pauses: Sequence[Pause]
    ) -> None:
        table = calendar.table
        self.calendar, self.table, self.start, self.limit = calendar, table, start, limit
        self.pauses = sorted(pauses, key=lambda pause: pause.span)
        self.due = due_second(table, start, limit, spans_of(pauses))
        self.origin = counts_from(table, start, limit)
        self.receipt_second = table.working_moment(start)
        self.receipt_day = self.receipt_second // DAY_SECONDS
        self.due_day = self.due // DAY_SECONDS - (self.due % DAY_SECONDS == 0)
        self.civil = limit.unit in CIVIL
        self.next_day = self.civil or limit.unit is LimitUnit.WORKING_DAY
        self.first_day = self.receipt_day + self.next_day
        self.reasons = reasons_of(calendar)

    def receipt(self) -> Iterator[Line]:
        """Yield when the request came, and when it is taken as received."""
        at = local_text(self.start)
        yield Line(
            LineRule.RECEIVED,
            f"Nộp lúc {at}.",
            f"Filed at {at}.",
            start=instant_of(self.start),
        )
        if self.receipt_second != self.start:
            opens = local_text(self.receipt_second)
            yield Line(
                LineRule.RECEIVED_LATER,
                f"Ngoài giờ làm việc; tính là tiếp nhận lúc {opens}.",
                f"Outside working hours; taken as received at {opens}.",
                start=instant_of(self.start),
                end=instant_of(self.receipt_second),
            )

    def terms(self) -> Iterator[Line]:
        """Yield the limit and what the day of receipt means for it."""
        yield Line(
            LineRule.LIMIT,
            f"Thời hạn: {self.limit.label('vi')}.",
            f"Limit: {self.limit.label('en')}.",
        )
        on = f"{civil_date(self.receipt_day):%d/%m/%Y}"
        if self.next_day:
            yield Line(
                LineRule.RECEIPT_DAY_NOT_COUNTED,
                f"Ngày tiếp nhận {on} không tính.",
                f"The day of receipt, {on}, is not counted.",
                "BLDS 2015 Đ147(2)",
                *self._bounds(self.receipt_day, self.receipt_day + 1),
            )
        if self._is_late_for_today():
            hour = f"{self.calendar.cut_off:%H:%M}"
            yield Line(
                LineRule.CUT_OFF,
                f"Tiếp nhận từ {hour} trở đi: trả kết quả trong ngày làm việc tiếp theo.",
                f"Received at or after {hour}: due the next working day.",
                "NĐ 61/2018 Đ18(2); NĐ 23/2015 Đ7",
            )

    def _is_late_for_today(self) -> bool:
        """Tell whether the 15:00 rule, and not a pause, moves a same-day request on."""
        if self.limit.unit is not LimitUnit.SAME_DAY:
            return False
        return base_due(self.table, self.start, self.limit) // DAY_SECONDS > self.receipt_day

    def body(self) -> Iterator[Line]:
        """Yield what was counted, skipped and paused."""
        if self.civil:
            yield from self._civil_days()
        else:
            yield from self._worked_days()
            yield from self._pauses()

    def ending(self) -> Iterator[Line]:
        """Yield the due time, with a warning when a year on the way is provisional."""
        years = range(civil_date(self.receipt_day).year, civil_date(self.due_day).year + 1)
        for year in sorted(self.calendar.provisional.intersection(years)):
            yield Line(
                LineRule.PROVISIONAL,
                f"Lịch năm {year} là tạm tính: chưa có thông báo hoán đổi ngày nghỉ.",
                f"The calendar of {year} is provisional: its swaps are not announced.",
            )
        at = local_text(self.due)
        yield Line(LineRule.DUE, f"Đến hạn lúc {at}.", f"Due at {at}.", end=instant_of(self.due))

    def _bounds(self, first: int, end: int) -> tuple[datetime, datetime]:
        return instant_of(first * DAY_SECONDS), instant_of(end * DAY_SECONDS)

    def _runs(self, first: int, end: int) -> Iterator[tuple[DayReason, int, int]]:
        """Yield runs of days of one kind: the reason, the first day, the day after the last."""
        for reason, days in groupby(range(first, end), key=self.reasons.of):
            run = list(days)
            yield reason, run[0], run[-1] + 1

    def _worked_days(self) -> Iterator[Line]:
        for reason, first, end in self._runs(self.first_day, self.due_day + 1):
            begins = max(first * DAY_SECONDS, self.origin)
            ends = min(end * DAY_SECONDS, self.due)
            if not reason.worked:
                yield _skipped(reason, first, end, self._bounds(first, end))
                continue
            seconds = self.table.work_until(ends) - self.table.work_until(begins)
            bounds = instant_of(begins), instant_of(ends)
            yield _counted(reason, first, end, bounds=bounds, seconds=seconds)

    def _pauses(self) -> Iterator[Line]:
        for pause, begins, ends in self._effective():
            yield _paused(
                pause,
                (begins, ends),
                seconds=self.table.work_until(ends) - self.table.work_until(begins),
                days=None,
            )

    def _civil_days(self) -> Iterator[Line]:
        last = last_civil_day(self.table, self.start, self.limit)
        if self.limit.unit is LimitUnit.MONTH:
            yield from _month_end(self.receipt_day, last)
        yield _civil_count(self.first_day, last, self._bounds(self.first_day, last + 1))
        for pause, begins, ends in self._effective():
            days = paused_days(begins, ends)
            last += days
            yield _paused(pause, (begins, ends), seconds=0, days=days)
        for reason, first, end in self._runs(last, self.due_day):
            yield _rolled(reason, first, end, self._bounds(first, end))

    def _effective(self) -> Iterator[tuple[Pause, int, int]]:
        """Yield the part of each pause that no earlier one covers and that costs time."""
        covered = self.origin
        for pause in self.pauses:
            begins, ends = pause.span
            if begins >= self.due:
                break
            if ends > max(begins, covered):
                yield pause, max(begins, covered), ends
                covered = ends


def _dates(first: int, end: int) -> str:
    begins, last = civil_date(first), civil_date(end - 1)
    if begins == last:
        return f"{begins:%d/%m/%Y}"
    return f"{begins:%d/%m/%Y}–{last:%d/%m/%Y}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _counted(
    reason: DayReason, first: int, end: int, *, bounds: tuple[datetime, datetime], seconds: int
) -> Line:
    worked = WorkingTime(seconds)
    days = end - first
    vi, en = (f" ({reason.vi})", f" ({reason.en})") if reason.vi else ("", "")
    return Line(
        LineRule.COUNTED,
        f"Tính {_dates(first, end)}{vi}: {_hours_vi(worked)} trong {days} ngày làm việc.",
        f"Counted {_dates(first, end)}{en}: {_hours_en(worked)} in {_plural(days, 'working day')}.",
        reason.article,
        *bounds,
        days=days,
        seconds=seconds,
    )


def _hours_vi(worked: WorkingTime) -> str:
    return worked.label("vi", day_seconds=1 << 40)


def _hours_en(worked: WorkingTime) -> str:
    return worked.label("en", day_seconds=1 << 40)


def _skipped(reason: DayReason, first: int, end: int, bounds: tuple[datetime, datetime]) -> Line:
    days = end - first
    return Line(
        LineRule.SKIPPED,
        f"Không tính {_dates(first, end)} ({days} ngày): {reason.vi}.",
        f"Skipped {_dates(first, end)} ({_plural(days, 'day')}): {reason.en}.",
        reason.article,
        *bounds,
        days=days,
    )


def _civil_count(first: int, last: int, bounds: tuple[datetime, datetime]) -> Line:
    days = last + 1 - first
    return Line(
        LineRule.COUNTED,
        f"Tính {_dates(first, last + 1)}: {days} ngày theo lịch.",
        f"Counted {_dates(first, last + 1)}: {_plural(days, 'calendar day')}.",
        "BLDS 2015 Đ148",
        *bounds,
        days=days,
    )


def _month_end(receipt: int, last: int) -> Iterable[Line]:
    wanted, reached = civil_date(receipt), civil_date(last)
    if wanted.day == reached.day:
        return []
    return [
        Line(
            LineRule.MONTH_END,
            f"Tháng {reached:%m/%Y} không có ngày {wanted.day}: lấy ngày cuối tháng, "
            f"{reached:%d/%m/%Y}.",
            f"{reached:%m/%Y} has no day {wanted.day}: its last day, {reached:%d/%m/%Y}, is taken.",
            "BLDS 2015 Đ148(3)",
        )
    ]


def _paused(pause: Pause, span: tuple[int, int], *, seconds: int, days: int | None) -> Line:
    begins, ends = (local_text(second) for second in span)
    lost = WorkingTime(seconds)
    vi = f"{_hours_vi(lost)} làm việc" if days is None else f"{days} ngày"
    en = f"{_hours_en(lost)} of working time" if days is None else _plural(days, "day")
    return Line(
        LineRule.PAUSED,
        f"Tạm dừng từ {begins} đến {ends} ({pause.cause.vi}): kéo dài {vi}.",
        f"Paused from {begins} to {ends} ({pause.cause.en}): extended by {en}.",
        pause.cause.article,
        instant_of(span[0]),
        instant_of(span[1]),
        days=days or 0,
        seconds=seconds,
    )


def _rolled(reason: DayReason, first: int, end: int, bounds: tuple[datetime, datetime]) -> Line:
    vi, en = reason.vi, reason.en
    if reason.worked:
        vi, en = "đồng hồ còn tạm dừng khi hết giờ", "the clock stood still at closing"
    days = end - first
    return Line(
        LineRule.ROLLED,
        f"{_dates(first, end)} ({vi}): chuyển sang ngày làm việc tiếp theo.",
        f"{_dates(first, end)} ({en}): moved to the next working day.",
        "" if reason.worked else "BLDS 2015 Đ148(5)",
        *bounds,
        days=days,
    )
