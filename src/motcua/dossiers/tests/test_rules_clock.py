"""The two clocks, by worked examples of the law and by properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules import clock
from motcua.kernel.worktime import Limit, PauseCause, standard_calendar

CALENDAR = standard_calendar(range(2025, 2029))
FIVE, EIGHT = Limit.parse("5 working days"), Limit.parse("8 working days")
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 in the province."""

DAY = timedelta(days=1)


def running(**more):
    return clock.started(MONDAY, limit=FIVE, statutory=EIGHT, **more)


def waited(ticking, *, since, until, cause=PauseCause.SUPPLEMENT):
    return clock.resumed(clock.paused(ticking, at=since, cause=cause), at=until)


def test_nd61_2018_dieu_17_the_limit_counts_from_the_day_after_a_complete_filing():
    # Tuesday the 24th is Culture Day: 25, 26, 27, 30 November and 1 December are worked.
    assert clock.law_due_at(running(), CALENDAR) == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert clock.statistics_due_at(running(), CALENDAR) == clock.law_due_at(running(), CALENDAR)


def test_nd61_2018_dieu_19_4_after_a_supplement_the_whole_limit_begins_anew():
    after = waited(running(), since=MONDAY + DAY, until=MONDAY + 7 * DAY)
    fresh = clock.started(MONDAY + 7 * DAY, limit=FIVE, statutory=EIGHT)
    assert clock.law_due_at(after, CALENDAR) == clock.law_due_at(fresh, CALENDAR)
    assert clock.law_due_at(after, CALENDAR) == datetime(2026, 12, 7, 10, 0, tzinfo=UTC)


def test_qd766_the_statistics_subtract_the_wait_and_do_not_begin_anew():
    after = waited(running(), since=MONDAY + DAY, until=MONDAY + 7 * DAY)
    first = clock.statistics_due_at(running(), CALENDAR)
    assert first < clock.statistics_due_at(after, CALENDAR) < clock.law_due_at(after, CALENDAR)


def test_qd766_a_second_request_makes_a_dossier_late_in_the_statistics_alone():
    after = waited(running(supplements=1), since=MONDAY + DAY, until=MONDAY + 2 * DAY)
    until = MONDAY + 3 * DAY
    assert clock.statistics_lateness(after, until=until, calendar=CALENDAR).late
    assert not clock.law_lateness(after, until=until, calendar=CALENDAR).late
    once = waited(running(), since=MONDAY + DAY, until=MONDAY + 2 * DAY)
    assert not clock.statistics_lateness(once, until=until, calendar=CALENDAR).late


def test_status_6_waiting_for_a_payment_moves_both_clocks_alike():
    after = waited(running(), since=MONDAY + DAY, until=MONDAY + 3 * DAY, cause=PauseCause.PAYMENT)
    assert after["restarted_at"] is None
    assert clock.law_due_at(after, CALENDAR) == clock.statistics_due_at(after, CALENDAR)
    assert clock.law_due_at(after, CALENDAR) > clock.law_due_at(running(), CALENDAR)


def test_nd61_2018_dieu_19_9_a_new_appointment_leaves_both_clocks_as_they_were():
    moved = clock.rebooked(running(), to=MONDAY + 30 * DAY)
    assert clock.law_due_at(moved, CALENDAR) == clock.law_due_at(running(), CALENDAR)
    assert clock.statistics_due_at(moved, CALENDAR) == clock.law_due_at(running(), CALENDAR)
    assert clock.law_lateness(moved, until=MONDAY + 20 * DAY, calendar=CALENDAR).late


def test_lateness_is_counted_in_working_seconds_on_both_sides():
    due = clock.law_due_at(running(), CALENDAR)
    early = clock.law_lateness(running(), until=due - timedelta(hours=1), calendar=CALENDAR)
    late = clock.law_lateness(running(), until=due + DAY, calendar=CALENDAR)
    assert (early.late, early.working_seconds) == (False, -3600)
    assert (late.late, late.working_seconds) == (True, 8 * 3600)


spans = st.lists(st.integers(1, 10 * 24 * 60), max_size=8)
causes = st.sampled_from([PauseCause.SUPPLEMENT, PauseCause.PAYMENT])


@given(minutes=spans, cause=causes)
def test_waits_never_bring_a_due_time_forward(minutes, cause):
    ticking, at = running(), MONDAY
    law, statistics = (
        clock.law_due_at(ticking, CALENDAR),
        clock.statistics_due_at(ticking, CALENDAR),
    )
    for length in minutes:
        since, at = at, at + timedelta(minutes=length)
        ticking = waited(ticking, since=since, until=at, cause=cause)
        after = clock.law_due_at(ticking, CALENDAR), clock.statistics_due_at(ticking, CALENDAR)
        assert after[0] >= law
        assert after[1] >= statistics
        assert after[0] >= after[1]
        law, statistics = after
