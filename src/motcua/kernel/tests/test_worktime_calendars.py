"""Calendars: their rows, their digests, and the days that the State swaps."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest

from motcua.kernel.worktime import (
    SWAPS,
    CalendarInvalid,
    Closure,
    DayOff,
    MakeUpDay,
    Period,
    WorkCalendar,
    standard_calendar,
    statutory_days,
    weekly_hours,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = standard_calendar()


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HANOI)


def test_a_closure_ends_after_it_begins():
    with pytest.raises(CalendarInvalid):
        Closure(at("2024-03-05 13:00"), at("2024-03-05 13:00"), "", "")


def test_equal_calendars_have_equal_digests_whatever_the_order_of_rows():
    rows = [DayOff(date(2024, 3, day), "nghỉ", "off") for day in (5, 6)]
    one, other = CALENDAR.plus(days_off=rows), CALENDAR.plus(days_off=reversed(rows))
    assert one == other
    assert hash(one) == hash(other)
    assert one != CALENDAR
    assert one != "a calendar"


def test_a_digest_is_the_same_on_every_machine_and_day():
    calendar = WorkCalendar(
        years=frozenset({2024}),
        days_off=(DayOff(date(2024, 1, 1), "Tết Dương lịch", "New Year's Day", "Đ112", "law"),),
        closures=(Closure(at("2024-09-09 00:00"), at("2024-09-10 13:00"), "bão", "storm"),),
    )
    assert calendar.digest == "59c13d0920b25a4231fe8ac118c1a5aa7adaf242ba16d647229a73f05aec7e6e"


@pytest.mark.parametrize(
    "change",
    [
        {"week": weekly_hours("07:30-11:30")},
        {"week": ((Period(27_001, 41_400),),) * 7},
        {"cut_off": time(16)},
        {"provisional": frozenset({2024})},
        {"days_off": (DayOff(date(2024, 1, 1), "nghỉ", "free"),)},
    ],
)
def test_calendars_that_differ_in_anything_have_different_digests(change):
    rows: dict[str, Any] = {"years": frozenset({2024})}
    rows["days_off"] = (DayOff(date(2024, 1, 1), "nghỉ", "off"),)
    assert WorkCalendar(**{**rows, **change}) != WorkCalendar(**rows)


@pytest.mark.parametrize(
    "rows",
    [
        {"years": frozenset()},
        {"years": frozenset({2024, 2026})},
        {"week": ((),) * 7},
        {"week": ((Period.parse("07:30-11:30"),),)},
        {"week": ((Period.parse("07:30-11:30"), Period.parse("11:00-12:00")), *((),) * 6)},
        {
            "days_off": (DayOff(date(2024, 5, 4), "", ""),),
            "make_up_days": (MakeUpDay(date(2024, 5, 4), instead_of=date(2024, 4, 29)),),
        },
        {"make_up_days": (MakeUpDay(date(2024, 5, 4), instead_of=date(2024, 5, 5)),)},
    ],
)
def test_rows_that_contradict_each_other_are_refused(rows):
    with pytest.raises(CalendarInvalid):
        WorkCalendar(**{"years": frozenset({2024}), **rows})


@pytest.mark.parametrize("text", ["7h30", "11:30-07:30", "07:30-07:75", "07:30-25:00"])
def test_a_period_is_part_of_one_day(text):
    with pytest.raises(CalendarInvalid):
        Period.parse(text)


def test_the_swaps_hold_every_make_up_day_that_the_holidays_package_knows():
    years = range(2018, 2028)
    theirs = holidays.country_holidays("VN", years=years).weekend_workdays
    assert {day for day in theirs if day.year in years} <= {swap.worked for swap in SWAPS}
    assert all(swap.off.weekday() < 5 <= swap.worked.weekday() for swap in SWAPS)


def test_no_statutory_holiday_is_a_swap():
    assert not {row.on for row in statutory_days(range(2018, 2028))} & {swap.off for swap in SWAPS}
