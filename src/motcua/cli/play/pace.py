"""When things happen in a play: now, or as the working calendar would have it."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

from motcua.authority import api as authority
from motcua.catalogue import api as catalogue
from motcua.cli.play.acts import task_of
from motcua.cli.play.script import Cue
from motcua.dossiers.api import Snapshot, Status

__all__ = ["AsTheyWork", "AtOnce", "Pace"]

A_DAY = 8 * 3600
SHORTEST = 300
AFTER: dict[str, tuple[float, float]] = {
    "supplement": (0.3, 2.0),
    "record_payment": (0.1, 1.0),
    "withdraw": (0.2, 0.8),
    "rate": (0.2, 1.5),
    "correct": (0.3, 1.0),
}
"""After how many working days people act whom no norm binds: from, to."""


class Pace(Protocol):
    """Says at which instant the next act is done."""

    def next_at(self, dossier: Snapshot, cue: Cue, *, last: datetime) -> datetime:
        """Return the instant of the act that a cue names, not before ``last``."""
        ...


class AtOnce:
    """Everything is done now."""

    def next_at(self, dossier: Snapshot, cue: Cue, *, last: datetime) -> datetime:
        """Return the present instant."""
        del dossier, cue
        return max(last, timezone.now())


@dataclass(frozen=True, slots=True)
class AsTheyWork:
    """Officers take a part of the norm, or more than it: ``speed`` 1.0 is up to the norm itself."""

    draw: random.Random
    speed: float = 1.0

    def next_at(self, dossier: Snapshot, cue: Cue, *, last: datetime) -> datetime:
        """Return an instant in working hours, drawn between the last act and the task's norm."""
        calendar = authority.calendar_of(dossier.competent_id)
        if cue.do == "stop":
            return max(last, _waited_until(dossier)) + timedelta(minutes=5)
        return calendar.advance(last, max(SHORTEST, self._seconds(dossier, cue, last)))

    def _seconds(self, dossier: Snapshot, cue: Cue, last: datetime) -> int:
        if cue.do in AFTER:
            return int(self.draw.uniform(*AFTER[cue.do]) * A_DAY)
        if cue.do == "apologise":
            return SHORTEST
        task = task_of(dossier, cue, at=last)
        if task is None or task.due_at <= task.opened_at:
            return SHORTEST
        calendar = authority.calendar_of(task.unit_id)
        norm = calendar.elapsed(task.opened_at, task.due_at).seconds
        gone = calendar.elapsed(task.opened_at, max(last, task.opened_at)).seconds
        return int(norm * self.draw.uniform(0.2, 0.9) * self.speed) - gone


def _waited_until(dossier: Snapshot) -> datetime:
    """Return until when the version's rule waits for the applicant."""
    waiting = catalogue.procedure(dossier.version_id).waiting
    limit = waiting.payment if dossier.status is Status.PAYMENT else waiting.supplement
    since = dossier.waiting_since or dossier.created_at
    return authority.calendar_of(dossier.competent_id).due_at(since, limit)
