"""Signs that a figure was worked on instead of the work; a sign is no proof, it asks for a look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_DAY_SECONDS = 8 * 3600
"""A supplement asked with no more than one working day left."""
BURST = 10
BURST_WITHIN = timedelta(minutes=5)
AGAIN_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Request:
    """A supplement asked of one dossier, with the working seconds that were left."""

    dossier: str
    code: str
    at: datetime
    seconds_left: int


@dataclass(frozen=True, slots=True)
class Done:
    """One task closed by one officer."""

    dossier: str
    code: str
    officer: int
    at: datetime
    verb: str


@dataclass(frozen=True, slots=True)
class Burst:
    """Many tasks closed by one officer in a few minutes."""

    officer: int
    since: datetime
    until: datetime
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """One filing: whose, of which procedure, and how it ended without a result, when it did."""

    dossier: str
    code: str
    applicant: int
    procedure: str
    filed_at: datetime
    dropped_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Again:
    """A case that was dropped and entered anew: the clock began again."""

    first: Filed
    second: Filed


def asked_on_the_last_day(requests: Iterable[Request]) -> list[Request]:
    """Return the supplements asked when a working day or less was left, the latest first."""
    found = [each for each in requests if 0 <= each.seconds_left <= LAST_DAY_SECONDS]
    return sorted(found, key=lambda each: (each.at, each.code), reverse=True)


def bursts(done: Sequence[Done]) -> list[Burst]:
    """Return the runs of at least ten tasks that one officer closed within five minutes.

    Signing and issuing are left out: many at once is how these are done.
    """
    found: list[Burst] = []
    by_officer: dict[int, list[Done]] = {}
    for each in sorted(done, key=lambda each: (each.at, each.dossier)):
        if each.verb not in {"sign", "issue"}:
            by_officer.setdefault(each.officer, []).append(each)
    for officer, mine in by_officer.items():
        found += [Burst(officer, run[0].at, run[-1].at, tuple(run)) for run in _runs(mine)]
    return sorted(found, key=lambda each: (each.since, each.officer), reverse=True)


def _runs(mine: list[Done]) -> Iterable[list[Done]]:
    start = 0
    while start < len(mine):
        end = start
        while end < len(mine) and mine[end].at - mine[start].at <= BURST_WITHIN:
            end += 1
        if end - start >= BURST:
            yield mine[start:end]
            start = end
        else:
            start += 1


def entered_again(filings: Sequence[Filed]) -> list[Again]:
    """Return the cases dropped without a result and filed anew within thirty days."""
    found: list[Again] = []
    open_ones: dict[tuple[int, str], Filed] = {}
    for each in sorted(filings, key=lambda each: (each.filed_at, each.code)):
        key = (each.applicant, each.procedure)
        first = open_ones.get(key)
        dropped = first.dropped_at if first else None
        if first and dropped and timedelta() <= each.filed_at - dropped <= AGAIN_WITHIN:
            found.append(Again(first, each))
        open_ones[key] = each
    return sorted(found, key=lambda each: (each.second.filed_at, each.second.code), reverse=True)
