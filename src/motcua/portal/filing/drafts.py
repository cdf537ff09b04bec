"""A draft between two pages: loaded for its owner, saved, filled in with what the State holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.authority.api import contact_of
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Procedure
from motcua.dossiers.api import Filing, Snapshot, Status, dossier, prefill, save_draft
from motcua.dossiers.types import Given
from motcua.kernel.forms import Form, compile_form
from motcua.portal.filing.screens import Screen, asked_screens


class NoDraft(Exception):
    """The dossier was sent already."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its procedure and form."""

    row: Snapshot
    procedure: Procedure
    form: Form

    @property
    def uid(self) -> UUID:
        """Return the id of the draft."""
        return self.row.uid

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers so far."""
        return dict(self.row.form)

    def screens(self) -> tuple[Screen, ...]:
        """Return the screens that are asked, as far as the answers tell."""
        return asked_screens(self.form, self.answers)

    def held(self, *, at: datetime) -> dict[str, dict[str, str]]:
        """Return the answers that the State holds of the applicant, with their source."""
        return held_of(self.procedure, self.row, self.answers, at=at)


def draft_of(uid: UUID, *, actor: Actor) -> Draft:
    """Return a draft of the actor.

    Errors: DossierNotFound; NoDraft when it was sent.
    """
    row = dossier(str(uid), actor=actor)
    if row.status is not Status.DRAFT:
        raise NoDraft
    procedure = procedure_of(row.version_id)
    return Draft(row, procedure, compile_form(procedure.form))


def held_of(
    procedure: Procedure, row: Snapshot, form: Mapping[str, Any], *, at: datetime
) -> dict[str, dict[str, str]]:
    """Return what may be filled in, given the answers; nothing of another person."""
    if row.applicant_id != row.submitter_id:
        return {}
    return prefill(procedure, contact_of(row.applicant_id), at=at, form=form)


def filing_of(row: Snapshot, *, given: tuple[Given, ...] = (), **changes: Any) -> Filing:
    """Return the filing that a draft stands for, with changes."""
    same = Filing(
        procedure=procedure_of(row.version_id).code,
        channel=row.channel,
        applicant_id=row.applicant_id,
        submitter_id=row.submitter_id,
        receiving_id=row.receiving_id,
        competent_id=row.competent_id,
        form=row.form,
        given=given,
        pages=row.facts.get("pages", 0),
        copies=row.facts.get("copies", 1),
        receipt=row.facts.get("receipt", False),
    )
    return replace(same, **changes)


def save_answers(draft: Draft, form: Mapping[str, Any], *, by: Actor, at: datetime) -> Snapshot:
    """Save answers, with what the State can add to them, and without what no longer is its own."""
    full = filled(draft, form, at=at)
    return save_draft(filing_of(draft.row, form=full), by=by, at=at, uid=draft.uid)


def filled(draft: Draft, form: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return the answers with those that the State holds.

    Who said that she is the mother and then the father is not both: what was filled in under the
    first answer goes with it.
    """
    before = draft.held(at=at)
    now = held_of(draft.procedure, draft.row, form, at=at)
    kept = {
        name: value
        for name, value in form.items()
        if name in now or name not in before or before[name]["value"] != value
    }
    new = {name: one["value"] for name, one in now.items() if name not in kept}
    return draft.form.trimmed({**kept, **new})
