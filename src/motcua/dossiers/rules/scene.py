"""What a rule is given: the dossier, its procedure, who acts, when, and how to look things up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.authority.types import Actor
from motcua.catalogue.api import facts_of
from motcua.catalogue.types import Post, Procedure, Verb
from motcua.dossiers.errors import ActBeforeLast
from motcua.dossiers.types import Change, Snapshot, Task, TaskState
from motcua.kernel.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Scene:
    """One act about to be decided.

    ``calendar_of`` maps a unit to its working calendar and ``unit_of`` a post of the process to
    the unit that holds it; both are look-ups in published data, so a rule stays a function of its
    inputs. ``label_of`` gives the ledger's name of an officer's account, ``new_uid`` fresh ids.
    """

    dossier: Snapshot
    procedure: Procedure
    actor: Actor
    at: datetime
    calendar_of: Callable[[int], WorkCalendar]
    unit_of: Callable[[Post], int]
    label_of: Callable[[int], str]
    new_uid: Callable[[], UUID]

    def facts(self) -> dict[str, Any]:
        """Return what the procedure's rules may read (the closed set of variables)."""
        return rule_facts(self.dossier, self.procedure)

    def change(self, verb: Verb, *, body: Mapping[str, Any], **parts: Any) -> Change:
        """Return a change of this act, with what every ledger entry bears.

        A task that nobody had taken is the actor's when he closes it.
        """
        parts["close"] = tuple(self._own(task) for task in parts.get("close", ()))
        status = parts.get("set", {}).get("status", self.dossier.status)
        full = {**body, "from": int(self.dossier.status), "to": int(status)}
        return Change(verb=verb, at=self.at, by=self.actor.label, body=full, **parts)

    def _own(self, task: Task) -> Task:
        if task.officer_id is not None or task.state is TaskState.CANCELLED:
            return task
        return replace(task, officer_id=self.actor.account_id)


SKEW = timedelta(seconds=5)
"""How far two clocks of the province may disagree, or one act wait for another to commit."""


def in_order(dossier: Snapshot, at: datetime) -> datetime:
    """Return the instant that an act bears: never before the act that it follows.

    Who lost a race of moments bears the instant of the one before him.

    Errors: ActBeforeLast when the act is dated further back than that.
    """
    last = dossier.acted_at
    if last is None or at >= last:
        return at
    if last - at > SKEW:
        raise ActBeforeLast(last=last.isoformat())
    return last


def rule_facts(dossier: Snapshot, procedure: Procedure) -> dict[str, Any]:
    """Return the variables of the procedure's rules for one dossier."""
    known = dossier.facts
    supplements = dossier.intake_supplements + dossier.appraisal_supplements
    return facts_of(
        procedure,
        form=dossier.form,
        applicant=known.get("applicant", {}),
        channel=dossier.channel,
        missing=known.get("missing", ()),
        holds=known.get("holds", ()),
        dossier={
            "variant": dossier.variant,
            "copies": known.get("copies", 1),
            "supplements": supplements,
        },
        pages=known.get("pages", 0),
    )
