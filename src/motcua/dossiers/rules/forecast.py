"""How likely a dossier is to be late, told from what the post did before and from its queue.

Every time is a whole number of working seconds. What is drawn is drawn from the post's own past:
how long an officer was busy with a task of the step, and how long the dossier took after it. The
queue is then played through, first due first, a few hundred times, always with the same seed.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

LEAST = 20
"""So many finished tasks a forecast needs; with fewer it says that it does not know."""
DRAWS = 300

ANY = ("", "")
"""The key of all steps of the post together, for steps that are too rare by themselves."""


@dataclass(frozen=True, slots=True)
class Closing:
    """One finished task: instants as working seconds on one axis, waits of the applicant left out.

    ``ended`` is where the dossier came to its end; None while it has not.
    """

    step: tuple[str, str]
    officer: int | None
    opened: int
    closed: int
    ended: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """How long the officer was busy with a task, and what the dossier took after it."""

    service: int
    rest: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open task: who has it, how much time is left, and how long it has been at work."""

    key: str
    step: tuple[str, str]
    officer: int | None
    budget: int
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability of missing the due time, and the working seconds still to come (median)."""

    late: float
    left: int
    samples: int


History = Mapping[tuple[str, str], Sequence[Past]]
Draws = Mapping[str, Sequence[Past]]


def history_of(closings: Sequence[Closing]) -> dict[tuple[str, str], list[Past]]:
    """Return what is known of each step, and of all together under :data:`ANY`.

    An officer is busy with a task from its opening, or from his last closing when that is later.
    """
    known: dict[tuple[str, str], list[Past]] = {ANY: []}
    last: dict[int | None, int] = {}
    for each in sorted(closings, key=lambda each: (each.closed, each.opened)):
        begun = max(each.opened, last.get(each.officer, each.opened))
        last[each.officer] = each.closed
        if each.ended is None:
            continue
        past = Past(service=max(0, each.closed - begun), rest=max(0, each.ended - each.closed))
        known.setdefault(each.step, []).append(past)
        known[ANY].append(past)
    return known


def samples_for(history: History, step: tuple[str, str]) -> Sequence[Past]:
    """Return the past of a step, or of the whole post when the step is rare, or nothing."""
    for key in (step, ANY):
        found = history.get(key, ())
        if len(found) >= LEAST:
            return found
    return ()


def drawn(
    queue: Sequence[Waiting], history: History, *, draws: int = DRAWS, seed: int = 24
) -> dict[str, list[Past]]:
    """Return the draws of each task that has a past; the same for the same task and seed.

    What is at work already takes at least as long as it has been.
    """
    found: dict[str, list[Past]] = {}
    for task in queue:
        past = samples_for(history, task.step)
        if past:
            luck = random.Random(f"{seed}:{task.key}")  # noqa: S311  # a simulation, no secret
            longer = [each for each in past if each.service > task.begun] or list(past)
            picks = luck.choices(longer, k=draws)
            found[task.key] = [
                replace(each, service=max(0, each.service - task.begun)) for each in picks
            ]
    return found


def played(
    queue: Sequence[Waiting], draws: Draws, *, officers: Sequence[int]
) -> dict[str, list[int]]:
    """Return when each dossier ends in each draw; a task that nobody has goes to who is free first.

    Shape: ``queue`` in the order in which it is worked, first due first.
    """
    rounds = min((len(each) for each in draws.values()), default=0)
    ends: dict[str, list[int]] = {key: [0] * rounds for key in draws}
    for turn in range(rounds):
        free: dict[int, int] = dict.fromkeys(officers, 0)
        for task in queue:
            mine = draws.get(task.key)
            if mine is None:
                continue
            who = task.officer
            if who is None:
                who = min(free, key=lambda each: free[each]) if free else 0
            done = free.get(who, 0) + mine[turn].service
            free[who] = done
            ends[task.key][turn] = done + mine[turn].rest
    return ends


def forecasts(
    queue: Sequence[Waiting], history: History, *, officers: Sequence[int], draws: int = DRAWS
) -> dict[str, Forecast]:
    """Return the forecast of each task whose past is known; the others are left out."""
    picks = drawn(queue, history, draws=draws)
    ends = played(queue, picks, officers=officers)
    return {
        task.key: Forecast(
            late=sum(end > task.budget for end in ends[task.key]) / len(ends[task.key]),
            left=int(median(ends[task.key])),
            samples=len(samples_for(history, task.step)),
        )
        for task in queue
        if task.key in ends
    }


def expected_late(queue: Sequence[Waiting], draws: Draws, *, officers: Sequence[int]) -> float:
    """Return the expected number of late dossiers of a queue."""
    ends = played(queue, draws, officers=officers)
    budgets = {task.key: task.budget for task in queue}
    return sum(sum(end > budgets[key] for end in each) / len(each) for key, each in ends.items())


@dataclass(frozen=True, slots=True)
class Move:
    """A proposal: give a task to another officer, and what the queue is expected to gain."""

    key: str
    source: int | None
    target: int
    before: float
    after: float


def moves(
    queue: Sequence[Waiting],
    history: History,
    *,
    officers: Sequence[int],
    most: int = 3,
    gain: float = 0.1,
) -> tuple[Move, ...]:
    """Return the moves that lower the expected number of late dossiers most, best first.

    Each is the best one after those before it; a move that gains less than ``gain`` is not worth
    an officer's trouble. The draws are the same before and after, so luck gains nothing.
    """
    draws = drawn(queue, history, draws=100)
    now, found = list(queue), list[Move]()
    while len(found) < most:
        best = _best_move(now, draws, officers)
        if best is None or best.before - best.after < gain:
            break
        found.append(best)
        now = [_given(task, best.target) if task.key == best.key else task for task in now]
    return tuple(found)


def _best_move(now: list[Waiting], draws: Draws, officers: Sequence[int]) -> Move | None:
    before = expected_late(now, draws, officers=officers)
    ends = played(now, draws, officers=officers)
    at_risk = sorted(
        (task for task in now if task.key in ends and task.officer is not None),
        key=lambda task: (-sum(end > task.budget for end in ends[task.key]), task.key),
    )
    tried = [
        Move(task.key, task.officer, other, before, _after(now, draws, officers, task, other))
        for task in at_risk[:8]
        for other in officers
        if other != task.officer
    ]
    return min(tried, key=lambda move: (move.after, move.key, move.target), default=None)


def _after(
    now: list[Waiting], draws: Draws, officers: Sequence[int], task: Waiting, other: int
) -> float:
    moved = [_given(each, other) if each.key == task.key else each for each in now]
    return expected_late(moved, draws, officers=officers)


def _given(task: Waiting, officer: int) -> Waiting:
    return replace(task, officer=officer, begun=0)
