"""Checking the components of a dossier one by one, and the supplement that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.dossiers.errors import CheckReasonMissing, ComponentUnknown, NotAllowed
from motcua.dossiers.models import ComponentCheck
from motcua.dossiers.services.words import checked_text
from motcua.dossiers.types import Snapshot

REASON_MOST = 240


@dataclass(frozen=True, slots=True)
class Verdict:
    """An officer's word on one component; a component that is not right bears the reason."""

    valid: bool
    reason: str = ""


def may_check(dossier: Snapshot, actor: Actor) -> bool:
    """Return whether the actor has an open task of the dossier at one of his posts."""
    code = procedure_of(dossier.version_id).code
    held = {(a.unit_id, str(a.role)) for a in actor.appointments if a.covers(procedure=code)}
    return any((task.unit_id, task.role) in held for task in dossier.open_tasks())


@transaction.atomic
def note_checks(
    dossier: Snapshot, verdicts: Mapping[str, Verdict], *, by: Actor, at: datetime
) -> None:
    """Keep an officer's word on each named component, in the place of the one before.

    Errors: NotAllowed, ComponentUnknown, CheckReasonMissing; nothing is kept then.
    """
    if by.account_id is None or not may_check(dossier, by):
        raise NotAllowed(verb="check")
    known = {component.id for component in procedure_of(dossier.version_id).components}
    for component, verdict in verdicts.items():
        if component not in known:
            raise ComponentUnknown(component=component[:60])
        reason = "" if verdict.valid else checked_text(verdict.reason.strip(), most=REASON_MOST)
        if not verdict.valid and not reason:
            raise CheckReasonMissing(component=component)
        ComponentCheck.objects.update_or_create(
            dossier_id=dossier.id,
            component=component,
            defaults={
                "valid": verdict.valid,
                "reason": reason,
                "officer_id": by.account_id,
                "at": at,
            },
        )
