"""The forecast of lateness: calibrated on a made-up history, honest without one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules.forecast import (
    ANY,
    LEAST,
    Closing,
    Past,
    Waiting,
    forecasts,
    history_of,
    moves,
)

STEP = ("1.001193", "examine")
HOUR = 3600


def day_at_a_desk(luck, *, number, load):
    """Play one officer who works first come, first served; return arrivals, services and rests."""
    now, free, made = 0, 0, []
    for _ in range(number):
        now += int(luck.expovariate(1 / (HOUR / load)))
        service, rest = int(luck.lognormvariate(0, 0.6) * 2900), int(luck.expovariate(1 / HOUR))
        begins = max(now, free)
        free = begins + service
        made.append((now, begins, free, free + rest))
    return made


def test_the_forecast_is_calibrated_within_ten_points_on_a_made_up_history():
    luck = random.Random(7)
    past = day_at_a_desk(luck, number=900, load=0.95)
    history = history_of([Closing(STEP, 1, a, closed, end) for a, _, closed, end in past])
    future = day_at_a_desk(luck, number=2400, load=0.95)
    told: list[tuple[float, bool]] = []
    for index in range(100, 2400, 2):
        now = future[index][0]
        at_desk = [
            (n, max(0, now - begins))
            for n, (arrived, begins, closed, _) in enumerate(future[: index + 1])
            if arrived <= now < closed
        ]
        budget = int(luck.uniform(0.5, 2) * HOUR * (len(at_desk) + 1))
        queue = [Waiting(str(n), STEP, 1, budget, begun) for n, begun in at_desk]
        chance = forecasts(queue, history, officers=[1], draws=100)[str(index)].late
        told.append((chance, future[index][3] - now > queue[-1].budget))
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        held = [(p, late) for p, late in told if low <= p < low + 0.2 or p == low + 0.2 == 1]
        assert len(held) >= 60
        said, was = (sum(each[i] for each in held) / len(held) for i in (0, 1))
        print(f"told {said:.2f}, came true {was:.2f} ({len(held)})")
        assert abs(said - was) <= 0.1
    base = sum(late for _, late in told) / len(told)
    brier = sum((p - late) ** 2 for p, late in told) / len(told)
    assert brier < 0.75 * base * (1 - base)


def test_without_enough_history_there_is_no_forecast():
    few = {STEP: [Past(HOUR, 0)] * (LEAST - 1), ANY: [Past(HOUR, 0)] * (LEAST - 1)}
    assert forecasts([Waiting("a", STEP, 1, HOUR)], few, officers=[1]) == {}
    enough = {ANY: [Past(HOUR, 0)] * LEAST}
    assert forecasts([Waiting("a", STEP, 1, 2 * HOUR)], enough, officers=[1])["a"].late == 0


def test_an_officer_is_busy_from_his_last_closing_on():
    history = history_of(
        [
            Closing(STEP, 1, 0, 100, 150),
            Closing(STEP, 1, 0, 130, 130),
            Closing(STEP, 2, 0, 90, None),
        ]
    )
    assert history[STEP] == [Past(100, 50), Past(30, 0)]


def test_the_queue_ahead_makes_late():
    history = {ANY: [Past(HOUR, 0)] * LEAST}
    queue = [Waiting(str(n), STEP, 1, 3 * HOUR) for n in range(5)]
    told = forecasts(queue, history, officers=[1, 2])
    assert [told[str(n)].late for n in range(5)] == [0, 0, 0, 1, 1]
    assert told["4"].left == 5 * HOUR


def test_a_proposal_moves_work_to_who_is_free_and_says_what_it_gains():
    history = {ANY: [Past(HOUR, 0)] * LEAST}
    queue = [Waiting(str(n), STEP, 1, 3 * HOUR) for n in range(5)]
    found = moves(queue, history, officers=[1, 2])
    assert [(move.source, move.target, move.before, move.after) for move in found] == [
        (1, 2, 2, 1),
        (1, 2, 1, 0),
    ]
    assert moves(queue, history, officers=[1]) == ()


pasts = st.lists(st.builds(Past, st.integers(0, 9 * HOUR), st.integers(0, HOUR)), min_size=LEAST)
budgets = st.lists(st.integers(-HOUR, 40 * HOUR), min_size=1, max_size=6)


@given(past=pasts, budgets=budgets, more=st.integers(0, HOUR))
def test_a_probability_is_one_and_more_time_never_makes_later(past, budgets, more):
    def told(extra):
        queue = [Waiting(str(n), STEP, 1, b + extra) for n, b in enumerate(budgets)]
        return forecasts(queue, {ANY: past}, officers=[1], draws=20)

    now, eased = told(0), told(more)
    for key, forecast in now.items():
        assert 0 <= eased[key].late <= forecast.late <= 1


@given(past=pasts, budgets=budgets)
def test_no_proposal_makes_it_worse(past, budgets):
    queue = [Waiting(str(n), STEP, 1 + n % 2, b) for n, b in enumerate(budgets)]
    for move in moves(queue, {ANY: past}, officers=[1, 2, 3]):
        assert move.after < move.before
        assert move.source != move.target


@pytest.mark.parametrize("officers", [[], [4]])
def test_a_task_of_somebody_who_left_the_post_is_still_forecast(officers):
    history = {ANY: [Past(HOUR, 0)] * LEAST}
    queue = [Waiting("a", STEP, 9, HOUR), Waiting("b", STEP, None, HOUR)]
    assert set(forecasts(queue, history, officers=officers)) == {"a", "b"}
