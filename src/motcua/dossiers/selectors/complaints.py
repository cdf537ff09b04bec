"""Reads of complaints: the applicant's own, and those that a head has to answer."""

from motcua.authority.types import Actor
from motcua.dossiers.models import Complaint
from motcua.dossiers.policy import answering_units
from motcua.dossiers.types import Snapshot


def complaints_about(found: Snapshot, *, actor: Actor) -> list[Complaint]:
    """Return the complaints about a dossier that the actor may read, newest first.

    His own side's, or those of the agencies that he heads or supervises; no others.
    """
    rows = Complaint.objects.filter(dossier_id=found.id)
    if actor.person_id not in {found.applicant_id, found.submitter_id} or actor.person_id is None:
        rows = rows.filter(unit__in=answering_units(actor))
    return list(rows.order_by("-id")[:50])


def complaints_for(
    actor: Actor, *, before: int | None = None, limit: int = 50, waiting: bool = False
) -> list[Complaint]:
    """Return the complaints to the units that the actor heads, newest first; or the waiting ones.

    ``before`` is the last id seen.
    """
    rows = Complaint.objects.filter(unit__in=answering_units(actor)).select_related("dossier")
    if waiting:
        rows = rows.filter(answered_at__isnull=True)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])
