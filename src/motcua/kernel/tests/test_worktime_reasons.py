"""Why this date, and what a changed calendar moves."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.kernel.worktime import (
    Clock,
    Closure,
    DayOff,
    HalfDay,
    Limit,
    LineRule,
    Pause,
    PauseCause,
    Period,
    standard_calendar,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = standard_calendar()


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HANOI)


def explained(start, limit, *pauses, calendar=CALENDAR):
    return calendar.explain(at(start), Limit.parse(limit), pauses)


def pause(start, end, cause=PauseCause.SUPPLEMENT):
    return Pause(at(start), at(end) if end else None, cause)


def lines(explanation, rule):
    return [line for line in explanation.lines if line.rule is rule]


def test_tet_is_named_as_the_reason_in_both_languages():
    explanation = explained("2024-02-07 16:40", "4 working hours")
    (skipped,) = lines(explanation, LineRule.SKIPPED)
    assert skipped.days == 7
    assert "08/02/2024–14/02/2024 (7 ngày): Tết Nguyên Đán" in explanation.text("vi")
    assert "08/02/2024–14/02/2024 (7 days): Lunar New Year" in explanation.text("en")
    assert explanation.lines[-1].rule is LineRule.DUE
    assert explanation.due_at == at("2024-02-15 11:10")


def test_an_explanation_is_json():
    explanation = explained(
        "2024-01-31 09:00", "1 month", pause("2024-02-05 10:00", "2024-02-07 14:00")
    )
    told = json.loads(json.dumps(explanation.as_dict()))
    assert told["limit"] == "1 month"
    assert [line["rule"] for line in told["lines"]] == [
        "received",
        "limit",
        "receipt_day_not_counted",
        "month_end",
        "counted",
        "paused",
        "rolled",
        "due",
    ]


def test_the_15_00_rule_is_said_only_when_it_moves_the_date():
    assert not lines(explained("2024-03-04 14:59", "same day"), LineRule.CUT_OFF)
    assert lines(explained("2024-03-04 15:00", "same day"), LineRule.CUT_OFF)
    paused = explained(
        "2024-03-04 14:00", "same day", pause("2024-03-04 16:00", "2024-03-05 08:00")
    )
    assert not lines(paused, LineRule.CUT_OFF)


def test_filing_after_hours_says_when_it_is_taken_as_received():
    (later,) = lines(explained("2024-03-08 20:00", "1 working day"), LineRule.RECEIVED_LATER)
    assert later.end == at("2024-03-11 07:30")


def test_a_make_up_saturday_is_counted_on_a_line_of_its_own_with_its_source():
    counted = lines(explained("2024-05-03 09:00", "2 working days"), LineRule.COUNTED)
    assert counted[0].article == "Công văn 2450/VPCP-KGVX năm 2024"
    assert "ngày làm bù cho 29/04/2024" in counted[0].vi


def test_a_bridge_day_names_the_day_that_makes_up_for_it():
    skipped = lines(explained("2024-04-26 09:00", "1 working day"), LineRule.SKIPPED)
    assert any("làm bù ngày 04/05/2024" in line.vi for line in skipped)


def test_closures_and_half_days_give_their_reasons():
    calendar = CALENDAR.plus(
        half_days=[
            HalfDay(date(2024, 3, 5), (Period.parse("07:30-11:30"),), "họp toàn cơ quan", "meeting")
        ],
        closures=[Closure(at("2024-03-06 00:00"), at("2024-03-08 10:00"), "bão số 1", "storm")],
    )
    explanation = explained("2024-03-04 09:00", "2 working days", calendar=calendar)
    told = explanation.text("vi")
    assert "Tính 05/03/2024 (họp toàn cơ quan): 4 giờ" in told
    assert "Không tính 06/03/2024–07/03/2024 (2 ngày): bão số 1" in told
    assert explanation.due_at == at("2024-03-08 17:00")
    weekend = Closure(at("2024-03-09 00:00"), at("2024-03-10 00:00"), "bão", "storm")
    told = explained(
        "2024-03-08 09:00", "1 working day", calendar=CALENDAR.plus(closures=[weekend])
    )
    assert "bão" not in told.text("vi")


def test_each_second_of_overlapping_pauses_is_charged_to_one_cause():
    explanation = explained(
        "2024-03-04 09:00",
        "3 working days",
        pause("2024-03-05 10:00", "2024-03-05 15:00"),
        pause("2024-03-05 14:00", "2024-03-05 16:00", PauseCause.PAYMENT),
        pause("2024-03-05 14:00", "2024-03-05 15:00", PauseCause.VERIFICATION),
    )
    assert [line.seconds for line in lines(explanation, LineRule.PAUSED)] == [12_600, 3600]


def test_a_provisional_year_is_said():
    explanation = explained("2026-12-31 15:00", "same day")
    (said,) = lines(explanation, LineRule.PROVISIONAL)
    assert "2027" in said.en


def test_a_changed_calendar_lists_the_clocks_that_move_and_why():
    def clock(name, start, *pauses):
        limit = Limit.parse("2 working days")
        return Clock(name, at(start), limit, pauses, CALENDAR.due_at(at(start), limit, pauses))

    clocks = [
        clock("before", "2024-03-01 09:00"),
        clock("across", "2024-03-05 09:00"),
        clock("after", "2024-03-11 09:00"),
    ]
    storm = DayOff(date(2024, 3, 6), "nghỉ chống bão", "storm", article="CĐ 01/2024")
    (moved,) = CALENDAR.moved(clocks, CALENDAR.plus(days_off=[storm]))
    assert moved.id == "across"
    assert (moved.was_due_at, moved.due_at) == (at("2024-03-07 17:00"), at("2024-03-08 17:00"))
    (why,) = moved.why
    assert why.rule is LineRule.CHANGED
    assert why.article == "CĐ 01/2024"
    assert why.vi == "06/03/2024: trước là ngày làm việc, nay là nghỉ chống bão."
    assert why.en == "06/03/2024: was a working day, is now storm."


def test_a_clock_that_stands_still_does_not_move():
    start, limit = at("2024-03-05 09:00"), Limit.parse("2 working days")
    still = Clock("still", start, limit, (pause("2024-03-06 08:00", None),), start)
    assert CALENDAR.moved([still], CALENDAR) == []


def test_a_clock_that_leaves_the_new_calendar_has_no_due_time():
    start, limit = at("2024-12-30 09:00"), Limit.parse("5 working days")
    clock = Clock("edge", start, limit, (), CALENDAR.due_at(start, limit))
    (moved,) = CALENDAR.moved([clock], standard_calendar(range(2024, 2025)))
    assert moved.due_at is None
    (moved,) = CALENDAR.moved([clock], standard_calendar(range(2030, 2031)))
    assert moved.due_at is None
    assert moved.why == ()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_ends_as_a_sentence(language):
    explanation = explained(
        "2024-01-31 15:30", "1 month", pause("2024-02-05 10:00", "2024-02-07 14:00")
    )
    for line in explanation.lines:
        words = line.vi if language == "vi" else line.en
        assert words.endswith(".")
