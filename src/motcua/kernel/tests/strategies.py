"""Random calendars and clocks over the winter of 2023-2024: New Year, Tet, a leap day."""

from datetime import datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from motcua.kernel.tests.slow_clock import SlowClock
from motcua.kernel.worktime import (
    Closure,
    DayOff,
    HalfDay,
    MakeUpDay,
    Pause,
    PauseCause,
    Period,
    WorkCalendar,
    standard_calendar,
    weekly_hours,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
YEARS = frozenset({2023, 2024})
FIRST = datetime(2023, 12, 20)  # noqa: DTZ001
SPAN_MINUTES = 80 * 1440
SEEDS = range(12)


def local(moment):
    """Return the instant of a naive local datetime."""
    return moment.replace(tzinfo=HANOI)


@cache
def random_calendar(seed):
    """Return one of a fixed family of calendars; 0 is the standard one, 1 has days alike."""
    if seed == 0:
        return standard_calendar(YEARS)
    random = Random(seed)
    days = [FIRST.date() + timedelta(days=day) for day in range(100)]
    week = random.choice(
        [
            weekly_hours("07:30-11:30", "13:00-17:00"),
            weekly_hours("07:00-11:30", "13:30-17:00"),
            (*weekly_hours("08:00-12:00", "13:30-17:30")[:5], (Period.parse("08:00-12:00"),), ()),
        ]
    )
    off = set(random.sample(days, random.randrange(15)))
    calendar = WorkCalendar(
        years=YEARS, week=week, days_off=tuple(DayOff(on, "nghỉ", "off") for on in off)
    )
    if seed == 1:
        return calendar
    weekdays = [on for on in days if on.weekday() < 5]
    weekend = [on for on in days if on.weekday() >= 5 and on not in off]
    return calendar.plus(
        make_up_days=[MakeUpDay(on, random.choice(weekdays)) for on in random.sample(weekend, 3)],
        half_days=[
            HalfDay(on, (Period.parse(random.choice(["07:30-11:00", "14:00-17:00"])),), "", "")
            for on in random.sample(days, 6)
        ],
        closures=[_closure(random) for _ in range(3)],
    )


def _closure(random):
    # Even minutes, so that half of any day is whole minutes: the slow clock knows no seconds.
    start = FIRST + timedelta(minutes=random.randrange(0, SPAN_MINUTES, 2))
    end = start + timedelta(minutes=random.randrange(2, 4000, 2))
    return Closure(local(start), local(end), "đóng cửa", "closed")


@cache
def slow(seed):
    """Return the oracle of a calendar of the family."""
    return slow_clock(random_calendar(seed))


def slow_clock(calendar):
    """Return the oracle that reads the rows of a calendar."""
    return SlowClock(
        years=calendar.years,
        week=[[_minutes(period) for period in day] for day in calendar.week],
        off={row.on for row in calendar.days_off},
        make_up={row.on: row.instead_of for row in calendar.make_up_days},
        half={
            row.on: [
                [_minutes(period) for period in other.periods]
                for other in calendar.half_days
                if other.on == row.on
            ]
            for row in calendar.half_days
        },
        closed=[(_naive(row.start), _naive(row.end)) for row in calendar.closures],
        cut_off=calendar.cut_off.hour * 60 + calendar.cut_off.minute,
    )


def _minutes(period):
    return period.opens // 60, period.closes // 60


def _naive(instant):
    return instant.astimezone(HANOI).replace(tzinfo=None)


seeds = st.sampled_from(SEEDS)
moments = st.integers(0, SPAN_MINUTES).map(lambda minutes: FIRST + timedelta(minutes=minutes))
dates = st.integers(0, 80).map(lambda days: FIRST.date() + timedelta(days=days))


@st.composite
def pause_lists(draw, after, *, most=3):
    """Return naive ``(start, end)`` pairs near ``after``; they overlap, touch and come unsorted."""
    pairs = []
    edges = [after]
    for _ in range(draw(st.integers(0, most))):
        touching = draw(st.booleans())
        start = (
            draw(st.sampled_from(edges))
            if touching
            else after + timedelta(minutes=draw(st.integers(-1000, 8000)))
        )
        end = start + timedelta(minutes=draw(st.sampled_from([0, 30, 600, 1440, 4000])))
        end += timedelta(minutes=draw(st.integers(0, 500)))
        pairs.append((start, end))
        edges += [start, end]
    return pairs


def pauses_from(pairs):
    """Return the pauses of naive pairs, their causes by turns."""
    causes = list(PauseCause)
    return tuple(
        Pause(local(start), local(end) if end else None, causes[index % len(causes)])
        for index, (start, end) in enumerate(pairs)
    )
