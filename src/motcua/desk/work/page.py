"""Everything that stands on the page of one dossier, read once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from motcua.authority.api import unit
from motcua.authority.types import Actor, UnitView
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Procedure
from motcua.dossiers import api
from motcua.ledger.api import Entry


@dataclass(frozen=True, slots=True)
class Happening:
    """One act of the history, as people read it."""

    entry: Entry
    verb: str
    by: str
    text: str


@dataclass
class DossierPage:
    """One dossier as one officer sees it at one instant; each part is read when it is shown."""

    found: api.Snapshot
    actor: Actor
    at: datetime
    bound: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def procedure(self) -> Procedure:
        """The version under which the dossier was filed."""
        return procedure_of(self.found.version_id)

    @cached_property
    def acts(self) -> tuple[api.PossibleAct, ...]:
        """What the officer may do now."""
        return api.possible_acts(self.found, self.actor, at=self.at)

    @cached_property
    def components(self) -> list[api.ComponentLine]:
        """The checklist."""
        return api.components(self.found)

    @cached_property
    def draft(self) -> tuple[tuple[str, ...], str]:
        """What a request for a supplement would say by the checklist."""
        return api.supplement_draft(self.found, self.components)

    @cached_property
    def may_check(self) -> bool:
        """Whether the officer may tick the checklist."""
        return api.may_check(self.found, self.actor)

    @cached_property
    def answers(self) -> list[api.AnswerLine]:
        """The form."""
        return api.answers(self.found)

    @cached_property
    def tasks(self) -> list[api.TaskLine]:
        """Every task, who holds it."""
        return api.tasks(self.found)

    @property
    def steps(self) -> list[api.TaskLine]:
        """The steps of the process so far."""
        return [line for line in self.tasks if line.task.kind is api.TaskKind.STEP]

    @property
    def consultations(self) -> list[api.TaskLine]:
        """The opinions asked."""
        return api.consultations(self.tasks)

    @cached_property
    def parties(self) -> api.Parties:
        """Applicant and submitter."""
        return api.parties(self.found)

    @cached_property
    def payments(self) -> Sequence[Any]:
        """The fee lines."""
        return api.payments(self.found)

    @cached_property
    def papers(self) -> Sequence[Any]:
        """The papers issued."""
        return api.papers(self.found)

    @cached_property
    def clocks(self) -> tuple[api.Lateness, api.Lateness] | None:
        """The law's and the statistics' clock."""
        return api.both_clocks(self.found, at=self.at)

    @cached_property
    def why(self) -> Any:
        """Why the dossier is due when it is due."""
        return api.why_this_date(self.found)

    @cached_property
    def history(self) -> list[Happening]:
        """What happened, newest first."""
        told = api.timeline(self.found)
        names = api.actor_names(self.found, {entry.by for entry in told})
        words = api.remarks(self.found)
        return [
            Happening(
                entry=entry,
                verb=entry.kind.rpartition(".")[2],
                by=names.get(entry.by, ""),
                text=words[entry.seq].text if entry.seq in words else "",
            )
            for entry in reversed(told)
        ]

    @property
    def receiving(self) -> UnitView:
        """The desk that took the dossier."""
        return unit(self.found.receiving_id)

    @property
    def competent(self) -> UnitView:
        """The agency that decides."""
        return unit(self.found.competent_id)

    def changed_since(self, seq: int) -> list[Happening]:
        """Return what was done since the officer read the dossier."""
        return [each for each in self.history if each.entry.seq > seq]


def page_of(reference: UUID, *, actor: Actor, at: datetime) -> DossierPage:
    """Return the page of a dossier that the officer may see.

    Errors: DossierNotFound.
    """
    return DossierPage(api.dossier(str(reference), actor=actor), actor, at)


def language() -> str:
    """Return the language of the visitor, as the rooms below name it."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"
