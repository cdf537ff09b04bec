"""Complaints: the applicant's side writes, the head of the agency answers."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from motcua.authority.types import Actor
from motcua.dossiers.errors import (
    ComplaintAnswered,
    ComplaintEmpty,
    ComplaintNotFound,
    ComplaintOpen,
    NotAllowed,
    StatusForbids,
)
from motcua.dossiers.models import Complaint
from motcua.dossiers.policy import answers_for
from motcua.dossiers.services.acting import read
from motcua.dossiers.services.words import checked_text, digest_of
from motcua.dossiers.types import Snapshot, Status
from motcua.ledger.api import record


@transaction.atomic
def complain(
    uid: UUID, *, text: str, by: Actor, at: datetime, complaint: UUID | None = None
) -> Complaint:
    """Send a complaint about a dossier to the head of the agency that decides (NĐ 61/2018 Đ32).

    ``complaint`` is the client's own id: the same again is the same complaint.

    Errors: NotAllowed, StatusForbids for a draft, ComplaintEmpty, ComplaintOpen.
    """
    dossier = read(uid)
    _require_side(dossier, by)
    if dossier.status is Status.DRAFT:
        raise StatusForbids(verb="complain", status=0)
    if not text.strip():
        raise ComplaintEmpty()
    wanted = complaint or uuid4()
    known = Complaint.objects.filter(uid=wanted, dossier_id=dossier.id).first()
    return known or _keep(dossier, wanted, text=checked_text(text), by=by, at=at)


def _require_side(dossier: Snapshot, by: Actor) -> None:
    if by.person_id is None or by.person_id not in {dossier.applicant_id, dossier.submitter_id}:
        raise NotAllowed(verb="complain")


def _keep(dossier: Snapshot, uid: UUID, *, text: str, by: Actor, at: datetime) -> Complaint:
    try:
        with transaction.atomic():
            row = Complaint.objects.create(
                uid=uid,
                dossier_id=dossier.id,
                unit_id=dossier.competent_id,
                by=by.label,
                text=text,
                at=at,
            )
    except IntegrityError as error:
        raise ComplaintOpen() from error
    body = {"dossier": str(dossier.uid), "text": digest_of(dossier, text)}
    record(f"complaint:{uid}", kind="complaint.made", by=by.label, at=at, body=body)
    return row


@transaction.atomic
def answer_complaint(uid: UUID, *, text: str, by: Actor, at: datetime) -> Complaint:
    """Answer a complaint, once, as the head or a supervisor of its agency.

    Errors: ComplaintNotFound, also for those who may not see it; ComplaintAnswered, ComplaintEmpty.
    """
    row = Complaint.objects.select_for_update().filter(uid=uid).first()
    if row is None or not answers_for(by, row.unit_id):
        raise ComplaintNotFound(complaint=str(uid))
    if row.answered_at is not None:
        raise ComplaintAnswered()
    if not text.strip():
        raise ComplaintEmpty()
    dossier = read(row.dossier.uid)
    row.answer, row.answered_by, row.answered_at = checked_text(text), by.label, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    body = {"dossier": str(dossier.uid), "text": digest_of(dossier, text)}
    record(f"complaint:{uid}", kind="complaint.answered", by=by.label, at=at, body=body)
    return row
