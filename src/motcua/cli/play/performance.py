"""A play under way: act after act, each at its instant."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from motcua.cli.play import acts
from motcua.cli.play.cast import Applicant
from motcua.cli.play.pace import Pace
from motcua.cli.play.script import Cue, Play
from motcua.dossiers.api import Snapshot

__all__ = ["Performance"]


@dataclass
class Performance:
    """One dossier of a play. ``next_at`` is when it goes on; None when the play is over."""

    play: Play
    pace: Pace
    next_at: datetime | None
    uid: UUID | None = None
    dossier: Snapshot | None = None
    applicant: Applicant | None = None
    cues: deque[Cue] = field(default_factory=deque)

    def act(self) -> Snapshot:
        """Do the next act at its instant, and fix the instant of the one after it.

        Errors: TaskNotOpen, PostVacant, and what the services refuse; the play then stands still.
        """
        at, self.next_at = self.next_at, None
        if at is None:
            raise ValueError(f"the play {self.play.id} is over")
        if self.dossier is None or self.applicant is None:
            self.dossier, self.applicant = acts.file(self.play, at=at, uid=self.uid)
            self.cues = deque(self.play.cues)
        else:
            cue = self.cues.popleft()
            self.dossier = acts.perform(self.dossier, cue, self.applicant, at=at)
        if self.cues:
            self.next_at = self.pace.next_at(self.dossier, self.cues[0], last=at)
        return self.dossier

    def whole(self) -> Snapshot:
        """Play to the end and return the dossier."""
        dossier = self.act()
        while self.next_at is not None:
            dossier = self.act()
        return dossier
