"""Filing over HTTP: drafts, filing, supplements, payments, files."""

import hashlib
from functools import partial
from typing import Any

from django.http import HttpRequest
from ninja import File, Status
from ninja.files import UploadedFile

from motcua.authority.types import Actor, ActorKind, Scope
from motcua.documents.api import store_file
from motcua.dossiers.errors import ApplicantMissing
from motcua.dossiers.rest.requests import (
    answered,
    given_of,
    hidden,
    now,
    person_id,
    require_scope,
    unit_id,
)
from motcua.dossiers.rest.router import router
from motcua.dossiers.rest.schemas import (
    DossierOut,
    FileOut,
    FilingIn,
    PaymentIn,
    PaymentOut,
    SupplementIn,
    WithdrawIn,
)
from motcua.dossiers.rest.shapes import dossier_out, payment_out
from motcua.dossiers.selectors.dossiers import charges_line, uid_of
from motcua.dossiers.services import desk, endings, filing, green, payments


@router.post("/dossiers", response={201: DossierOut}, summary="File a dossier, or save a draft")
def create(request: HttpRequest, body: FilingIn) -> Status[Any]:
    """Check the filing whole and put it before the desk; ``draft`` keeps it unfinished instead."""
    by = require_scope(request, Scope.DOSSIERS_FILE)

    def do() -> dict[str, Any]:
        wish = filing_of(body, by=by)
        if body.draft:
            saved = filing.save_draft(wish, by=by, at=now(), uid=body.id)
        else:
            saved = green.submit(wish, by=by, at=now(), uid=body.id)
        return dossier_out(saved, actor=by)

    return answered(request, do, status=201)


def filing_of(body: FilingIn, *, by: Actor) -> filing.Filing:
    """Return the wish behind a request; without an applicant one files for oneself.

    Errors: ApplicantMissing, UnitUnknown, PersonNotFound.
    """
    applicant = person_id(body.applicant) or by.person_id
    if applicant is None:
        raise ApplicantMissing()
    return filing.Filing(
        procedure=body.procedure,
        channel=body.channel,
        applicant_id=applicant,
        submitter_id=person_id(body.submitter) or by.person_id,
        receiving_id=unit_id(body.receiving) or 0,
        support_id=unit_id(body.support),
        competent_id=unit_id(body.competent),
        form=body.form,
        given=given_of(body.components),
        pages=body.pages,
        copies=body.copies,
        receipt=body.receipt,
    )


@router.post("/dossiers/{reference}/file", response=DossierOut, summary="File a draft")
def file(request: HttpRequest, reference: str) -> Status[Any]:
    """Send a saved draft to the State."""
    by = require_scope(request, Scope.DOSSIERS_FILE)

    def do() -> dict[str, Any]:
        doing = partial(green.send, uid_of(reference), by=by, at=now())
        return dossier_out(hidden(reference, by, doing), actor=by)

    return answered(request, do)


@router.post("/dossiers/{reference}/supplement", response=DossierOut, summary="Supplement")
def supplement(request: HttpRequest, reference: str, body: SupplementIn) -> Status[Any]:
    """Hand in what was asked for."""
    by = require_scope(request, Scope.DOSSIERS_FILE)

    def do() -> dict[str, Any]:
        doing = partial(
            desk.supplement,
            uid_of(reference),
            form=body.form,
            given=given_of(body.components),
            expected_seq=body.expected_seq,
            by=by,
            at=now(),
        )
        return dossier_out(hidden(reference, by, doing), actor=by)

    return answered(request, do)


@router.post("/dossiers/{reference}/withdraw", response=DossierOut, summary="Withdraw")
def withdraw(request: HttpRequest, reference: str, body: WithdrawIn) -> Status[Any]:
    """Take the dossier back."""
    by = require_scope(request, Scope.DOSSIERS_FILE)

    def do() -> dict[str, Any]:
        doing = partial(
            endings.withdraw,
            uid_of(reference),
            reason=body.reason,
            expected_seq=body.expected_seq,
            by=by,
            at=now(),
        )
        return dossier_out(hidden(reference, by, doing), actor=by)

    return answered(request, do)


@router.post("/dossiers/{reference}/payments", response=PaymentOut, summary="Record a payment")
def pay(request: HttpRequest, reference: str, body: PaymentIn) -> Status[Any]:
    """Record the proof of a payment; the answer tells of the payment, not of the dossier."""
    by = require_scope(request, Scope.DOSSIERS_PAY)

    def do() -> dict[str, Any]:
        doing = partial(
            payments.record_payment,
            uid_of(reference),
            payment=body.payment,
            amount=body.amount,
            reference=body.reference,
            expected_seq=body.expected_seq,
            by=by,
            at=now(),
        )
        # A payment platform has no part in the dossier; who names one of its fee lines was sent by
        # the dossier's own people, and must learn why he is refused.
        sent = by.kind is ActorKind.CLIENT and charges_line(reference, line=body.payment)
        after = doing() if sent else hidden(reference, by, doing)
        return payment_out(next(p for p in after.payments if p.uid == body.payment))

    return answered(request, do)


@router.post("/files", response={201: FileOut}, summary="Upload a file")
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[Any]:
    """Store a file and return its id, by which a filing names it."""
    by = require_scope(request, Scope.DOSSIERS_FILE)
    opened: Any = file.file
    name = file.name or "file"

    def do() -> dict[str, Any]:
        stored = store_file(opened, name=name, by=by.label, at=now())
        same = ("sha256", "size_bytes", "media_type", "name")
        return {"id": stored.uid} | {each: getattr(stored, each) for each in same}

    return answered(request, do, status=201, content=_digest(opened, name))


def _digest(opened: Any, name: str) -> str:
    """Return what tells one upload from another, and put the file back at its beginning."""
    opened.seek(0)
    content = hashlib.file_digest(opened, "sha256").hexdigest()
    opened.seek(0)
    return f"{name}\n{content}"
