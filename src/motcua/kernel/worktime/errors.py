"""What the counting of time refuses."""

from motcua.kernel.errors import Conflict, Invalid

__all__ = [
    "CalendarInvalid",
    "CalendarNotPublished",
    "ClockStopped",
    "InstantNaive",
    "LimitInvalid",
    "LimitUnitUnknown",
    "PauseReversed",
    "PeriodReversed",
]


class LimitUnitUnknown(Invalid):
    """A limit bears no unit, or one that does not say how time is counted."""

    code = "limit_unit_unknown"
    vi = "Thời hạn “{text}” không ghi rõ đơn vị tính (ngày làm việc, ngày theo lịch, …)."
    en = "The limit {text!r} does not say how it is counted (working days, calendar days, …)."


class LimitInvalid(Invalid):
    """A limit is not a quantity that can be counted in its unit."""

    code = "limit_invalid"
    vi = "Thời hạn “{text}” không tính được: cần một số dương phù hợp với đơn vị."
    en = "The limit {text!r} cannot be counted: it needs a positive number that suits its unit."


class CalendarNotPublished(Invalid):
    """A count leaves the years for which the working calendar is published."""

    code = "calendar_not_published"
    vi = "Lịch làm việc mới công bố cho các năm {first}–{last}; không tính được thời hạn ngoài đó."
    en = "The working calendar is published for {first}-{last} only; the count leaves these years."


class CalendarInvalid(Invalid):
    """The rows of a calendar contradict each other."""

    code = "calendar_invalid"
    vi = "Lịch làm việc không hợp lệ: {reason}."
    en = "The working calendar is not valid: {reason}."


class InstantNaive(Invalid):
    """An instant was given without its time zone."""

    code = "instant_naive"
    vi = "Thời điểm {instant} thiếu múi giờ."
    en = "The instant {instant} has no time zone."


class PauseReversed(Invalid):
    """A pause ends before it begins."""

    code = "pause_reversed"
    vi = "Khoảng tạm dừng kết thúc ({end}) trước khi bắt đầu ({start})."
    en = "The pause ends ({end}) before it begins ({start})."


class PeriodReversed(Invalid):
    """Time was to be measured from a later instant to an earlier one."""

    code = "period_reversed"
    vi = "Thời điểm cuối ({end}) trước thời điểm đầu ({start})."
    en = "The end ({end}) lies before the start ({start})."


class ClockStopped(Conflict):
    """The clock stands still, so the due time is not known until it resumes."""

    code = "clock_stopped"
    vi = "Đồng hồ đang tạm dừng từ {since}; chưa xác định được thời điểm đến hạn."
    en = "The clock has stood still since {since}; there is no due time until it resumes."
