"""The counting of time, by example."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from motcua.kernel.worktime import (
    CalendarNotPublished,
    ClockStopped,
    Closure,
    HalfDay,
    InstantNaive,
    Limit,
    Pause,
    PauseCause,
    PauseReversed,
    Period,
    PeriodReversed,
    WorkingTime,
    pauses_of,
    standard_calendar,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = standard_calendar()


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HANOI)


def due(start, limit, *pauses, calendar=CALENDAR):
    return calendar.due_at(at(start), Limit.parse(limit), pauses)


def pause(start, end, cause=PauseCause.SUPPLEMENT, step=None):
    return Pause(at(start), at(end) if end else None, cause, step)


def test_four_working_hours_over_tet_2024_end_on_the_morning_after_labour_code_112():
    assert due("2024-02-07 16:40", "4 working hours") == at("2024-02-15 11:10")


def test_the_day_of_receipt_is_not_counted_civil_code_147_2():
    assert due("2024-03-04 07:30", "3 working days") == at("2024-03-07 17:00")


def test_calendar_days_that_end_on_a_sunday_end_on_monday_civil_code_148_5():
    assert due("2024-03-01 09:00", "2 calendar days") == at("2024-03-04 17:00")


def test_a_month_from_31_january_ends_on_the_last_of_february_civil_code_148_3():
    assert due("2024-01-31 09:00", "1 month") == at("2024-02-29 17:00")


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ("2024-03-04 14:59", "2024-03-04 17:00"),
        ("2024-03-04 15:00", "2024-03-05 17:00"),
        ("2024-03-04 17:30", "2024-03-05 17:00"),
        ("2024-03-08 15:10", "2024-03-11 17:00"),
        ("2024-03-09 10:00", "2024-03-11 17:00"),
    ],
)
def test_same_day_results_after_15_00_are_due_the_next_working_day_decree_61_2018_18_2(
    filed, expected
):
    assert due(filed, "same day") == at(expected)


def test_a_make_up_saturday_counts_dispatch_2450_of_2024():
    assert due("2024-05-03 09:00", "1 working day") == at("2024-05-04 17:00")
    assert due("2024-04-26 09:00", "1 working day") == at("2024-05-02 17:00")


def test_filing_after_hours_is_received_at_the_next_opening():
    assert CALENDAR.receipt_at(at("2024-03-08 17:00")) == at("2024-03-11 07:30")
    assert CALENDAR.receipt_at(at("2024-03-08 12:00")) == at("2024-03-08 13:00")
    assert due("2024-03-08 20:00", "1 working day") == at("2024-03-12 17:00")


def test_half_a_working_day_is_half_of_the_next_days_hours():
    assert due("2024-03-04 09:00", "0.5 working days") == at("2024-03-05 11:30")
    assert due("2024-03-04 09:00", "1.5 working days") == at("2024-03-06 11:30")


def test_a_pause_moves_the_due_time_by_the_working_time_it_took():
    stopped = pause("2024-03-05 10:00", "2024-03-07 14:00")
    assert due("2024-03-04 09:00", "3 working days", stopped) == at("2024-03-12 10:00")
    assert due("2024-03-04 09:00", "12 working hours", stopped) == at("2024-03-07 17:00")


def test_a_pause_moves_calendar_days_by_civil_days():
    stopped = pause("2024-03-05 10:00", "2024-03-07 14:00")
    assert due("2024-03-04 09:00", "10 calendar days", stopped) == at("2024-03-18 17:00")


def test_a_due_time_never_lies_inside_a_pause():
    stopped = pause("2024-03-14 10:00", "2024-03-14 20:00")
    assert due("2024-03-04 09:00", "10 calendar days", stopped) == at("2024-03-15 17:00")


def test_a_pause_on_the_day_of_receipt_costs_no_working_day():
    stopped = pause("2024-03-04 10:00", "2024-03-04 15:00")
    assert due("2024-03-04 09:00", "1 working day", stopped) == at("2024-03-05 17:00")


def test_overlapping_and_touching_pauses_count_once_in_any_order():
    parts = [
        pause("2024-03-06 08:00", "2024-03-06 10:00", PauseCause.PAYMENT),
        pause("2024-03-05 10:00", "2024-03-05 16:00"),
        pause("2024-03-05 15:00", "2024-03-06 08:00"),
    ]
    whole = due("2024-03-04 09:00", "3 working days", pause("2024-03-05 10:00", "2024-03-06 10:00"))
    assert due("2024-03-04 09:00", "3 working days", *parts) == whole
    assert due("2024-03-04 09:00", "3 working days", *reversed(parts)) == whole


def test_an_open_pause_leaves_no_due_time_unless_it_begins_after_it():
    with pytest.raises(ClockStopped):
        due("2024-03-04 09:00", "3 working days", pause("2024-03-05 10:00", None))
    late = pause("2024-03-07 17:00", None)
    assert due("2024-03-04 09:00", "3 working days", late) == at("2024-03-07 17:00")


def test_a_step_is_stopped_by_its_own_pauses_and_the_dossiers():
    whole = pause("2024-03-05 10:00", "2024-03-05 11:00")
    mine = pause("2024-03-06 10:00", "2024-03-06 11:00", PauseCause.VERIFICATION, step="examine")
    assert pauses_of([whole, mine], step="examine") == (whole, mine)
    assert pauses_of([whole, mine], step="sign") == (whole,)
    assert pauses_of([whole, mine], step=None) == (whole,)


def test_elapsed_counts_working_time_in_which_the_clock_ran():
    run = CALENDAR.elapsed(at("2024-02-07 16:40"), at("2024-02-15 11:10"))
    assert run == WorkingTime(4 * 3600)
    stopped = pause("2024-03-05 10:00", None)
    run = CALENDAR.elapsed(at("2024-03-04 16:00"), at("2024-03-09 10:00"), [stopped])
    assert run.minutes == 60 + 150
    assert run.label() == "3 giờ 30 phút"
    assert WorkingTime(9 * 3600).label("en") == "1 working day 1 hour"
    assert WorkingTime(0).label("en") == "0 minutes"


def test_elapsed_does_not_run_backwards():
    with pytest.raises(PeriodReversed):
        CALENDAR.elapsed(at("2024-03-05 10:00"), at("2024-03-04 10:00"))


def test_advance_ends_with_the_morning_not_with_the_opening_of_the_afternoon():
    assert CALENDAR.advance(at("2024-03-04 07:30"), 4 * 3600) == at("2024-03-04 11:30")
    assert CALENDAR.advance(at("2024-03-04 12:00"), 0) == at("2024-03-04 13:00")


def test_working_periods_are_half_open():
    assert CALENDAR.is_working(at("2024-03-04 07:30"))
    assert not CALENDAR.is_working(at("2024-03-04 11:30"))
    assert not CALENDAR.is_working(at("2024-03-09 09:00"))


def test_instants_come_back_in_utc():
    assert due("2024-03-04 09:00", "1 working day").tzinfo is UTC


def test_a_count_that_leaves_the_published_years_is_refused():
    calendar = standard_calendar(range(2024, 2025))
    with pytest.raises(CalendarNotPublished):
        due("2024-12-31 09:00", "1 working day", calendar=calendar)
    with pytest.raises(CalendarNotPublished):
        due("2024-12-01 09:00", "1 month", calendar=calendar)
    with pytest.raises(CalendarNotPublished):
        due("2024-12-31 16:00", "2 working hours", calendar=calendar)
    with pytest.raises(CalendarNotPublished):
        due("2023-12-31 09:00", "1 working day", calendar=calendar)
    with pytest.raises(CalendarNotPublished):
        due("2024-12-31 09:00", "9999 months", calendar=calendar)


def test_a_naive_instant_is_refused():
    with pytest.raises(InstantNaive):
        CALENDAR.due_at(datetime(2024, 3, 4, 9), Limit.parse("same day"))  # noqa: DTZ001


def test_a_pause_does_not_end_before_it_begins():
    with pytest.raises(PauseReversed):
        pause("2024-03-05 10:00", "2024-03-05 09:00")


def test_every_pause_cause_is_named_in_both_languages():
    for cause in PauseCause:
        assert cause.vi
        assert cause.en
        assert isinstance(cause.article, str)


def test_a_half_day_only_takes_hours_away():
    row = HalfDay(date(2024, 3, 5), (Period.parse("07:00-11:00"),), "nghỉ chiều", "free afternoon")
    calendar = CALENDAR.plus(half_days=[row])
    assert calendar.periods_on(date(2024, 3, 5)) == (Period.parse("07:30-11:00"),)
    assert due("2024-03-04 09:00", "1 working day", calendar=calendar) == at("2024-03-05 11:00")
    saturday = HalfDay(date(2024, 3, 9), (Period.parse("07:30-11:30"),), "", "")
    assert not CALENDAR.plus(half_days=[saturday]).periods_on(date(2024, 3, 9))


def test_a_closed_unit_does_not_count():
    flood = Closure(at("2024-03-05 09:00"), at("2024-03-07 00:00"), "ngập lụt", "flood")
    calendar = CALENDAR.plus(closures=[flood])
    assert calendar.periods_on(date(2024, 3, 5)) == (Period.parse("07:30-09:00"),)
    assert calendar.periods_on(date(2024, 3, 6)) == ()
    assert due("2024-03-05 08:00", "2 working hours", calendar=calendar) == at("2024-03-07 08:30")


def test_the_15_00_rule_looks_at_the_legal_reception():
    shut = Closure(at("2024-03-05 13:00"), at("2024-03-05 15:10"), "mất điện", "power cut")
    calendar = CALENDAR.plus(closures=[shut])
    assert due("2024-03-05 14:00", "same day", calendar=calendar) == at("2024-03-06 17:00")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2024-03-04 09:00", "2024-03-04 17:00"),
        ("2024-03-04 15:00", "2024-03-05 07:30"),
        ("2024-03-08 16:00", "2024-03-11 07:30"),
        ("2024-03-09 16:00", "2024-03-11 17:00"),
    ],
)
def test_a_dossier_for_another_agency_is_sent_on_that_day_decree_61_2018_18_3(received, expected):
    assert CALENDAR.transfer_due_at(at(received)) == at(expected)


def test_parts_of_a_second_are_cut_off():
    start = at("2024-03-04 09:00") + timedelta(microseconds=999_999)
    assert CALENDAR.due_at(start, Limit.parse("1 working hour")) == at("2024-03-04 10:00")
