"""The fast clock against the slow one, on 10,000 random cases, and what must always hold."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from motcua.kernel.tests.slow_clock import StandsStill
from motcua.kernel.tests.strategies import (
    FIRST,
    dates,
    local,
    moments,
    pause_lists,
    pauses_from,
    random_calendar,
    seeds,
    slow,
)
from motcua.kernel.worktime import (
    Clock,
    ClockStopped,
    DayOff,
    HalfDay,
    Limit,
    LimitUnit,
    LineRule,
    Period,
)

VALUES = {
    LimitUnit.WORKING_MINUTE: st.integers(1, 2000).map(Decimal),
    LimitUnit.WORKING_HOUR: st.integers(1, 120).map(lambda halves: Decimal(halves) / 2),
    LimitUnit.WORKING_DAY: st.integers(1, 20).map(lambda halves: Decimal(halves) / 2),
    LimitUnit.CALENDAR_DAY: st.integers(1, 30).map(Decimal),
    LimitUnit.MONTH: st.integers(1, 3).map(Decimal),
    LimitUnit.SAME_DAY: st.just(Decimal(1)),
}
CIVIL = {LimitUnit.CALENDAR_DAY, LimitUnit.MONTH}
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=1400, deadline=None, suppress_health_check=list(HealthCheck))

limits = st.sampled_from(LimitUnit).flatmap(
    lambda unit: VALUES[unit].map(lambda value: Limit(value, unit))
)


@st.composite
def clocks(draw, *, most=3):
    """Return a start and naive pauses near it."""
    start = draw(moments)
    return start, draw(pause_lists(start, most=most))


@pytest.mark.parametrize("unit", LimitUnit)
def test_the_due_time_is_the_one_of_a_slow_walk(unit):
    @LONG
    @given(seeds, VALUES[unit], clocks())
    def check(seed, value, clock):
        start, pairs = clock
        expected = slow(seed).due(start, value, unit, pairs)
        limit = Limit(value, unit)
        assert random_calendar(seed).due_at(local(start), limit, pauses_from(pairs)) == local(
            expected
        )

    check()


@QUICK
@given(seeds, limits, clocks(), st.integers(-2000, 8000))
def test_an_open_pause_stops_the_fast_clock_when_it_stops_the_slow_one(seed, limit, clock, minutes):
    start, pairs = clock
    pairs = [*pairs, (start + timedelta(minutes=minutes), None)]
    arguments = (local(start), limit, pauses_from(pairs))
    try:
        expected = local(slow(seed).due(start, limit.value, limit.unit, pairs))
    except StandsStill:
        with pytest.raises(ClockStopped):
            random_calendar(seed).due_at(*arguments)
    else:
        assert random_calendar(seed).due_at(*arguments) == expected


@settings(LONG, max_examples=1000)
@given(seeds, clocks(), st.integers(0, 12_000))
def test_the_time_elapsed_is_the_one_of_a_slow_walk(seed, clock, minutes):
    start, pairs = clock
    end = start + timedelta(minutes=minutes)
    run = random_calendar(seed).elapsed(local(start), local(end), pauses_from(pairs))
    assert run.seconds == 60 * slow(seed).worked(start, end, pairs)


@settings(LONG, max_examples=600)
@given(seeds, moments)
def test_reception_is_the_one_of_a_slow_walk(seed, at):
    received = local(slow(seed).receipt(at))
    assert random_calendar(seed).receipt_at(local(at)) == received
    assert random_calendar(seed).is_working(local(at)) == (received == local(at))


@QUICK
@given(seeds, limits, moments, dates)
def test_one_more_holiday_never_brings_the_due_time_forward(seed, limit, start, on):
    calendar = random_calendar(seed)
    longer = with_holiday(calendar, on)
    assert longer.due_at(local(start), limit) >= calendar.due_at(local(start), limit)


@QUICK
@given(limits, clocks(), dates)
def test_one_more_holiday_never_brings_a_paused_clock_forward_where_days_are_alike(
    limit, clock, on
):
    start, pairs = clock
    calendar = random_calendar(1)
    if limit.unit is LimitUnit.MONTH:
        pairs = []
    arguments = (local(start), limit, pauses_from(pairs))
    assert with_holiday(calendar, on).due_at(*arguments) >= calendar.due_at(*arguments)


@QUICK
@given(seeds, limits, moments, dates)
def test_one_more_half_day_never_brings_the_due_date_forward(seed, limit, start, on):
    calendar = random_calendar(seed)
    half = HalfDay(on, (Period.parse("07:00-11:00"),), "", "")
    before = calendar.due_at(local(start), limit)
    after = calendar.plus(half_days=[half]).due_at(local(start), limit)
    # The last day may close sooner; it is never an earlier day.
    assert after.date() >= before.date()
    if limit.unit in {LimitUnit.WORKING_MINUTE, LimitUnit.WORKING_HOUR}:
        assert after >= before


def with_holiday(calendar, on):
    """Return the calendar with one more day off; a make-up day gives way to it."""
    kept = tuple(row for row in calendar.make_up_days if row.on != on)
    return type(calendar)(
        years=calendar.years,
        week=calendar.week,
        days_off=(*calendar.days_off, DayOff(on, "nghỉ", "off")),
        make_up_days=kept,
        half_days=calendar.half_days,
        closures=calendar.closures,
    )


@QUICK
@given(seeds, limits, clocks(most=4))
def test_pausing_never_shortens(seed, limit, clock):
    start, pairs = clock
    calendar = random_calendar(seed)
    before = calendar.due_at(local(start), limit)
    for count in range(len(pairs)):
        after = calendar.due_at(local(start), limit, pauses_from(pairs[: count + 1]))
        assert after >= before
        before = after


@QUICK
@given(seeds, limits, clocks(most=4), st.randoms())
def test_the_order_of_events_does_not_matter(seed, limit, clock, random):
    start, pairs = clock
    calendar = random_calendar(seed)
    pauses = list(pauses_from(pairs))
    before = calendar.due_at(local(start), limit, pauses)
    random.shuffle(pauses)
    assert calendar.due_at(local(start), limit, pauses) == before


@QUICK
@given(seeds, limits, clocks())
def test_no_due_time_lies_inside_a_pause(seed, limit, clock):
    start, pairs = clock
    pauses = pauses_from(pairs)
    due = random_calendar(seed).due_at(local(start), limit, pauses)
    assert not any(pause.start < due < pause.end for pause in pauses)


@QUICK
@given(seeds, clocks(), st.integers(0, 8000), st.integers(0, 8000))
def test_time_elapsed_adds_up(seed, clock, first, second):
    start, pairs = clock
    calendar, pauses = random_calendar(seed), pauses_from(pairs)
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = [
        calendar.elapsed(local(a), local(b), pauses).seconds
        for a, b in ((start, middle), (middle, end))
    ]
    assert sum(parts) == calendar.elapsed(local(start), local(end), pauses).seconds


@QUICK
@given(seeds, st.integers(1, 200_000), clocks())
def test_the_time_elapsed_at_the_due_time_is_the_limit(seed, seconds, clock):
    start, pairs = clock
    calendar, pauses = random_calendar(seed), pauses_from(pairs)
    limit = Limit(Decimal(max(seconds // 60, 1)), LimitUnit.WORKING_MINUTE)
    due = calendar.due_at(local(start), limit, pauses)
    assert calendar.elapsed(local(start), due, pauses).seconds == limit.whole
    # And not a second sooner.
    sooner = due - timedelta(seconds=1)
    assert calendar.elapsed(local(start), sooner, pauses).seconds < limit.whole
    assert calendar.advance(local(start), limit.whole) == calendar.due_at(local(start), limit)


@QUICK
@given(seeds, limits, moments, st.integers(0, 5000))
def test_who_files_later_is_never_due_sooner(seed, limit, start, minutes):
    calendar = random_calendar(seed)
    later = start + timedelta(minutes=minutes)
    assert calendar.due_at(local(later), limit) >= calendar.due_at(local(start), limit)


@QUICK
@given(seeds, limits, clocks())
@example(0, Limit.parse("1 month"), (FIRST + timedelta(days=42, hours=9), []))
def test_the_lines_of_an_explanation_add_up_to_the_due_time(seed, limit, clock):
    start, pairs = clock
    calendar, pauses = random_calendar(seed), pauses_from(pairs)
    explanation = calendar.explain(local(start), limit, pauses)
    due = calendar.due_at(local(start), limit, pauses)
    assert explanation.due_at == due
    reached = (due - timedelta(seconds=1)).astimezone(local(start).tzinfo).date()
    days, seconds = totals(explanation)
    if limit.unit in CIVIL:
        assert explanation.counts_from + timedelta(days=sum(days.values()) - 1) == reached
        return
    walked = days[LineRule.COUNTED] + days[LineRule.SKIPPED]
    assert explanation.counts_from + timedelta(days=walked - 1) == reached
    unpaused = seconds[LineRule.COUNTED] - seconds[LineRule.PAUSED]
    assert unpaused == budget(seed, limit, start)


def totals(explanation):
    """Return the days and the seconds of an explanation's lines, by rule."""
    days, seconds = dict.fromkeys(LineRule, 0), dict.fromkeys(LineRule, 0)
    for line in explanation.lines:
        days[line.rule] += line.days
        seconds[line.rule] += line.seconds
    return days, seconds


def budget(seed, limit, start):
    """Return the working seconds that a limit gives, by the slow clock."""
    clock = slow(seed)
    due = clock.due(start, limit.value, limit.unit)
    if limit.unit is LimitUnit.WORKING_DAY:
        start = clock.closing(clock.receipt(start).date())
    return 60 * clock.worked(start, due)


@QUICK
@given(seeds, limits, clocks(), dates)
def test_a_clock_moves_exactly_when_its_due_time_differs(seed, limit, clock, on):
    start, pairs = clock
    calendar, pauses = random_calendar(seed), pauses_from(pairs)
    running = Clock(
        "one", local(start), limit, pauses, calendar.due_at(local(start), limit, pauses)
    )
    assert calendar.moved([running], calendar) == []
    changed = with_holiday(calendar, on)
    moved = calendar.moved([running], changed)
    after = changed.due_at(local(start), limit, pauses)
    assert [found.due_at for found in moved] == ([after] if after != running.due_at else [])
    assert all(found.why for found in moved)
