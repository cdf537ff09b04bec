"""Viet Nam's calendar: the holidays of the Labour Code and the swaps of the Government.

The dates of the holidays (lunar ones too) come from the ``holidays`` package. It carries some of
the bridge days as well, but not the Saturdays that make up for them as one fact with its source, so
the swaps are rows of their own here and the package's are left out; a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

from motcua.kernel.worktime.calendars import OFFICE_HOURS, WorkCalendar
from motcua.kernel.worktime.days import DayOff, MakeUpDay, Week

__all__ = ["LAST_ANNOUNCED_YEAR", "SWAPS", "YEARS", "Swap", "standard_calendar", "statutory_days"]

YEARS = range(2023, 2028)
"""The years that the standard calendar covers unless told otherwise."""

LAST_ANNOUNCED_YEAR = 2026
"""Later years hold the holidays of the law only; their swaps are not known here."""

_SOURCE = "BLLĐ 2019 Đ111, Đ112; dates by the holidays package"
_SUBSTITUTE = "Ngày nghỉ (thay cho ngày"


@dataclass(frozen=True, slots=True)
class Swap:
    """A working day given free by the Government, worked on another day instead.

    ``note`` says what about the row is not certain.
    """

    off: date
    worked: date
    vi: str
    en: str
    source: str
    note: str = ""


SWAPS = (
    Swap(
        date(2018, 12, 31),
        date(2019, 1, 5),
        "Tết Dương lịch 2019",
        "New Year 2019",
        "Công văn 6519/VPCP-KGVX năm 2018",
    ),
    Swap(
        date(2019, 4, 29),
        date(2019, 5, 4),
        "Ngày Chiến thắng 30/4 năm 2019",
        "Reunification Day 2019",
        "Công văn 6519/VPCP-KGVX năm 2018",
    ),
    # No swap is known of 2020 to 2023: where a holiday met a weekend, the law's own day in lieu
    # (Labour Code 2019, Art. 111(3)) made the bridge.
    Swap(
        date(2024, 4, 29),
        date(2024, 5, 4),
        "Ngày Chiến thắng 30/4 năm 2024",
        "Reunification Day 2024",
        "Công văn 2450/VPCP-KGVX năm 2024",
    ),
    Swap(
        date(2025, 5, 2),
        date(2025, 4, 26),
        "Ngày Quốc tế Lao động 2025",
        "Labour Day 2025",
        "Công văn 8726/VPCP-KGVX năm 2024; Thông báo 6150/TB-BLĐTBXH năm 2024",
    ),
    Swap(
        date(2026, 1, 2),
        date(2026, 1, 10),
        "Tết Dương lịch 2026",
        "New Year 2026",
        "Thông báo của Bộ Nội vụ, tháng 12 năm 2025",
        note="Known from the press; the number of the announcement was not checked, and the "
        "holidays package does not carry this swap.",
    ),
    Swap(
        date(2026, 8, 31),
        date(2026, 8, 22),
        "Quốc khánh 2026",
        "National Day 2026",
        "Lịch nghỉ Quốc khánh 2026 (thuvienphapluat.vn, hỏi đáp 138100727)",
        note="The number of the announcement was not checked.",
    ),
    # For Culture Day (24 November 2026, a Tuesday) a swap of Monday the 23rd was proposed; no
    # decision was found, so there is no row. An operator adds it when it is announced.
)


def standard_calendar(
    years: Iterable[int] = YEARS, swaps: tuple[Swap, ...] = SWAPS, week: Week = OFFICE_HOURS
) -> WorkCalendar:
    """Return the calendar of an ordinary State agency for ``years``.

    07:30-11:30 and 13:00-17:00, Monday to Friday, unless ``week`` says otherwise. A swap counts
    when both its days lie in ``years``; of one that straddles the edge, the day inside counts.
    """
    return _standard_calendar(frozenset(years), swaps, week)


@cache
def _standard_calendar(
    published: frozenset[int], swaps: tuple[Swap, ...], week: Week
) -> WorkCalendar:
    inside = [swap for swap in swaps if {swap.off.year, swap.worked.year} & published]
    off = {row.on: row for row in statutory_days(published)}
    off |= {swap.off: _bridge(swap) for swap in inside if swap.off.year in published}
    return WorkCalendar(
        years=published,
        week=week,
        days_off=tuple(off.values()),
        make_up_days=tuple(
            MakeUpDay(swap.worked, swap.off, article=swap.source, source=swap.source)
            for swap in inside
            if swap.worked.year in published
        ),
        provisional=frozenset(year for year in published if year > LAST_ANNOUNCED_YEAR),
    )


def statutory_days(years: Iterable[int]) -> list[DayOff]:
    """Return the holidays of the law, with the days in lieu of those that meet a weekend.

    Source: Labour Code 2019, Art. 111(3) and 112; Resolution 80-NQ/TW for 24 November.
    """
    wanted = sorted(years)
    vietnamese = holidays.country_holidays("VN", years=wanted, language="vi")
    english = holidays.country_holidays("VN", years=wanted, language="en_US")
    return [
        DayOff(on, *_named(vi, english[on]), source=_SOURCE)
        for on, vi in sorted(vietnamese.items())
        if not vi.startswith(_SUBSTITUTE)
    ]


def _named(vi: str, en: str) -> tuple[str, str]:
    """Return the names of a holiday; the days of Tet, which the package tells apart, share one."""
    if "Tết" in vi and "Dương lịch" not in vi:
        return "Tết Nguyên Đán", "Lunar New Year"
    return vi, en


def _bridge(swap: Swap) -> DayOff:
    worked = f"{swap.worked:%d/%m/%Y}"
    return DayOff(
        swap.off,
        f"nghỉ hoán đổi dịp {swap.vi} (làm bù ngày {worked})",
        f"bridge day of {swap.en} (made up on {worked})",
        article=swap.source,
        source=swap.source,
    )
