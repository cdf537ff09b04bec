"""Issuing, revoking and superseding official documents; each with one ledger entry."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import rfc8785
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from motcua.documents import storage
from motcua.documents.errors import (
    DocumentRevoked,
    DocumentSealed,
    DocumentUnknown,
    NumberTaken,
    ReasonMissing,
)
from motcua.documents.models import OfficialDocument, StoredFile
from motcua.documents.rules import (
    CODE_LETTERS,
    PROVINCE_ZONE,
    shown_code,
    symbol_of,
    template_value,
)
from motcua.documents.signing import seal_document, sign_document
from motcua.documents.statements import Statement, active_key_id, short_digest, sign_statement
from motcua.documents.types import (
    BookEntry,
    Draft,
    Issuer,
    PaperKind,
    PreparedDocument,
    PreparedFile,
    Sealing,
    Signatory,
)
from motcua.documents.typesetting import form_source, qr_svg, typeset_source
from motcua.ledger.api import Head, Prepared, append, append_parameters, prepare
from motcua.ledger.api import head as ledger_head

__all__ = [
    "commit_document",
    "commit_parameters",
    "documents_of",
    "issue",
    "prepare_document",
    "revoke",
    "seal_issued",
    "supersede",
]

SERIES = {
    PaperKind.RECEIPT: "TNHS",
    PaperKind.SUPPLEMENT_REQUEST: "HDHS",
    PaperKind.REFUSAL: "TCHS",
    PaperKind.APOLOGY: "PXL",
    PaperKind.STOPPING: "TB",
    PaperKind.CONTROL_SLIP: "KSHS",
    PaperKind.TRACKING_BOOK: "STD",
    PaperKind.FEE_RECEIPT: "BL",
    PaperKind.HAND_OVER: "BGKQ",
    PaperKind.TRANSFER: "CXL",
    PaperKind.RESULT_RETURN: "TKQ",
    PaperKind.RESULT: "KQ",
}
"""The symbol of each kind in its number. TNHS, HDHS and PXL stand on the published forms."""

COMMIT_SQL = "documents_issue(%s::jsonb, %s::jsonb, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"
"""Issues a prepared document inside any statement; its arguments are ``commit_parameters``."""


NO_CODE = "------------"
"""Stands on a preview where the code of the issued paper will stand."""


def prepare_document(draft: Draft, *, by: str, at: datetime) -> PreparedDocument:
    """Number, typeset, sign, seal and store a paper; return all that issuing it needs.

    Nothing of it is issued until ``commit_document``. Inside a transaction the book of numbers is
    held until its end, so the number is sure; outside, another paper may take it first, and
    committing then says NumberTaken: prepare again.

    Errors: FormUnknown, TemplateFailed, CertificateUnusable, KeyMissing.
    """
    issuer = draft.issuer
    book = next_number(issuer, series=draft.series or SERIES[draft.kind], at=at)
    symbol = symbol_of(book.number, kind_symbol=book.series, unit_symbol=issuer.symbol)
    salt = secrets.token_bytes(16)
    digest = _facts_digest(draft.facts, salt=salt)
    statement = _statement(draft, symbol=symbol, digest=digest, at=at)
    pdf = _paper(draft, statement=statement, at=at)
    uid = uuid4()
    file = _hold_pdf(pdf, symbol=symbol)
    body = _issue_body(draft, code=statement.code, book=book, sha256=file.sha256, digest=digest)
    return PreparedDocument(
        uid=uid,
        code=statement.code,
        kind=draft.kind,
        subject=draft.subject,
        dossier_code=draft.dossier_code,
        unit_code=issuer.code,
        unit_name=issuer.name,
        book=book,
        symbol=symbol,
        issued_on=statement.issued_on,
        issued_at=at,
        file=file,
        signers=tuple(_signer_kept(signer) for signer in draft.signers),
        facts_salt=salt,
        facts_digest=digest,
        statement=sign_statement(statement),
        key_id=statement.key_id,
        entry=prepare(Head(f"document:{uid}"), kind="document.issued", by=by, at=at, body=body),
        pdf=pdf,
    )


def _statement(draft: Draft, *, symbol: str, digest: bytes, at: datetime) -> Statement:
    return Statement(
        code=_new_code(),
        kind=str(draft.kind),
        symbol=symbol,
        unit_code=draft.issuer.code,
        dossier_code=draft.dossier_code,
        issued_on=at.astimezone(PROVINCE_ZONE).date(),
        digest=short_digest(digest),
        key_id=active_key_id(),
    )


def _paper(draft: Draft, *, statement: Statement, at: datetime) -> bytes:
    """Return the paper, typeset and signed."""
    issuer = draft.issuer
    verify = verify_block(statement.code, statement=sign_statement(statement))
    pdf = _typeset(draft, symbol=statement.symbol, verify=verify, at=at)
    for signer in draft.signers:
        pdf = sign_document(
            pdf, holder=signer.holder, at=at, reason=signer.position, place=issuer.place
        )
    sealed = draft.sealing is Sealing.SEALED
    return seal_document(pdf, holder=issuer.holder, at=at, place=issuer.place) if sealed else pdf


def _typeset(draft: Draft, *, symbol: str, verify: Mapping[str, str], at: datetime) -> bytes:
    issuer = draft.issuer
    sealed = draft.sealing is Sealing.SEALED
    data = {
        "head": {
            "superior": issuer.superior,
            "agency": issuer.name,
            "place": issuer.place,
            "date": at.astimezone(PROVINCE_ZONE).date(),
            "symbol": symbol,
        },
        "signers": [{**asdict(signer), "at": at} for signer in draft.signers],
        "seal": {"unit": issuer.name, "at": at} if sealed else None,
        "recipients": draft.recipients,
        "verify": verify,
        "demo": settings.DEMONSTRATION,
        "facts": draft.facts,
    }
    return typeset_source(draft.source or form_source(str(draft.kind)), data, at=at)


def preview_document(draft: Draft, *, at: datetime) -> bytes:
    """Return the paper as it would be issued, without number, code and signature: nothing is kept.

    Errors: FormUnknown, TemplateFailed.
    """
    symbol = f"…/{draft.issuer.symbol}"
    verify = verify_block(NO_CODE, statement="")
    return _typeset(draft, symbol=symbol, verify=verify, at=at)


def _hold_pdf(pdf: bytes, *, symbol: str) -> PreparedFile:
    sha256, _ = storage.hold(pdf)
    name = f"{symbol.replace('/', '-')}.pdf"
    return PreparedFile(uuid4(), sha256, len(pdf), "application/pdf", name)


def _issue_body(
    draft: Draft, *, code: str, book: BookEntry, sha256: str, digest: bytes
) -> dict[str, object]:
    return {
        "code": code,
        "kind": str(draft.kind),
        "subject": draft.subject,
        "unit": str(draft.issuer.uid),
        "series": book.series,
        "year": book.year,
        "number": book.number,
        "sha256": sha256,
        "facts": digest.hex(),
        "signers": [signer.label for signer in draft.signers],
        "sealed": draft.sealing is Sealing.SEALED,
    }


def next_number(issuer: Issuer, *, series: str, at: datetime) -> BookEntry:
    """Return the next place in a book; inside a transaction the book is held until its end."""
    year = at.astimezone(PROVINCE_ZONE).year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last FROM documents_book WHERE unit_uid = %s AND series = %s AND year = %s"
            " FOR UPDATE",
            [issuer.uid, series, year],
        )
        row = cursor.fetchone()
    return BookEntry(
        unit_uid=issuer.uid, series=series, year=year, number=(row[0] if row else 0) + 1
    )


def _new_code() -> str:
    """Return twelve random letters: 60 bits, so a code is not found by trying."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


def _facts_digest(facts: Mapping[str, object], *, salt: bytes) -> bytes:
    """Return the salted digest of what the paper says; without the salt nothing can be guessed."""
    plain = rfc8785.dumps(template_value(facts))  # type: ignore[arg-type]  # it is plain JSON now
    return hashlib.sha256(salt + plain).digest()


def _signer_kept(signer: Signatory) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(signer).items()}


def verify_block(code: str, *, statement: str) -> dict[str, str]:
    """Return what a template prints for checking: the code, the address and the QR."""
    address = f"{settings.PUBLIC_URL}/v"
    return {
        "code": shown_code(code),
        "url": address,
        "qr": qr_svg(f"{address}/{code}#{statement}"),
    }


def commit_parameters(prepared: PreparedDocument) -> tuple[Any, ...]:
    """Return the arguments of ``documents_issue`` for a caller's own SQL statement."""
    book = prepared.book
    document = {
        "uid": str(prepared.uid),
        "code": prepared.code,
        "kind": str(prepared.kind),
        "subject": prepared.subject,
        "dossier_code": prepared.dossier_code,
        "unit_uid": str(book.unit_uid),
        "unit_code": prepared.unit_code,
        "unit_name": prepared.unit_name,
        "series": book.series,
        "year": book.year,
        "number": book.number,
        "symbol": prepared.symbol,
        "issued_on": prepared.issued_on.isoformat(),
        "signers": list(prepared.signers),
        "statement": prepared.statement,
        "key_id": prepared.key_id,
    }
    file = {**asdict(prepared.file), "uid": str(prepared.file.uid)}
    _, *entry = append_parameters(prepared.entry)
    return (
        json.dumps(document),
        json.dumps(file),
        prepared.facts_salt,
        prepared.facts_digest,
        *entry,
    )


def commit_document(prepared: PreparedDocument) -> int:
    """Issue a prepared document in the caller's transaction; return the key of its row.

    Errors: NumberTaken, when another paper took the number since; the transaction is then lost.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COMMIT_SQL}", commit_parameters(prepared))
            return int(cursor.fetchone()[0])
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) != "MC409":
            raise
        raise NumberTaken(number=prepared.symbol) from error


def issue(draft: Draft, *, by: str, at: datetime) -> OfficialDocument:
    """Issue a paper: number, typeset, sign, seal, store and register it, in one transaction.

    Errors: as ``prepare_document``.
    """
    try:
        key = _issue(draft, by=by, at=at)
    except NumberTaken:
        # Two papers opened one book. The book is there now, and held by whoever reads it.
        key = _issue(draft, by=by, at=at)
    return OfficialDocument.objects.select_related("file").get(pk=key)


@transaction.atomic
def _issue(draft: Draft, *, by: str, at: datetime) -> int:
    return commit_document(prepare_document(draft, by=by, at=at))


def seal_issued(uid: UUID, *, issuer: Issuer, by: str, at: datetime) -> StoredFile:
    """Put the agency's seal under a paper that its officer signed; return the sealed file.

    The signature comes first and the clerk's seal later (NĐ 30/2020 Đ33), so the paper has two
    files: as signed, and as sealed.

    Errors: DocumentUnknown, DocumentRevoked, DocumentSealed, CertificateUnusable, KeyMissing.
    """
    with transaction.atomic():
        held = OfficialDocument.objects.select_for_update(of=("self",)).select_related("file")
        document = held.filter(uid=uid).first()
        if document is None:
            raise DocumentUnknown(uid=str(uid))
        if document.revoked_at is not None:
            raise DocumentRevoked(symbol=document.symbol)
        if document.sealed_at is not None:
            raise DocumentSealed(symbol=document.symbol)
        pdf = storage.take(document.file.sha256)
        sealed = seal_document(pdf, holder=issuer.holder, at=at, place=issuer.place)
        sha256, _ = storage.hold(sealed)
        file = StoredFile.objects.create(
            sha256=sha256,
            size_bytes=len(sealed),
            media_type="application/pdf",
            name=document.file.name,
            stored_by=by,
            stored_at=at,
        )
        OfficialDocument.objects.filter(pk=document.pk).update(sealed_file=file, sealed_at=at)
        body = {"unit": str(issuer.uid), "sha256": sha256}
        head = ledger_head(f"document:{uid}")
        append(prepare(head, kind="document.sealed", by=by, at=at, body=body))
    return file


def documents_of(subject: str) -> QuerySet[OfficialDocument]:
    """Return the papers issued on a subject, oldest first, their files with them."""
    rows = OfficialDocument.objects.filter(subject=subject).select_related("file", "sealed_file")
    return rows.order_by("issued_at", "id")


def revoke(uid: UUID, *, by: str, at: datetime, reason: str) -> None:
    """Revoke an issued document.

    Errors: DocumentUnknown, DocumentRevoked, ReasonMissing.
    """
    _end(uid, by=by, at=at, reason=reason, successor=None)


def supersede(uid: UUID, *, successor: UUID, by: str, at: datetime, reason: str) -> None:
    """Put another issued document in the place of this one.

    Errors: DocumentUnknown, DocumentRevoked, ReasonMissing.
    """
    following = OfficialDocument.objects.filter(uid=successor, revoked_at=None).first()
    if following is None:
        raise DocumentUnknown(uid=str(successor))
    _end(uid, by=by, at=at, reason=reason, successor=following)


def _end(
    uid: UUID, *, by: str, at: datetime, reason: str, successor: OfficialDocument | None
) -> None:
    if not reason.strip():
        raise ReasonMissing(uid=str(uid))
    with transaction.atomic():
        moved = OfficialDocument.objects.filter(uid=uid, revoked_at=None).update(
            revoked_at=at, revoke_reason=reason.strip(), superseded_by=successor
        )
        if moved != 1:
            _say_why_not(uid)
        append(_end_entry(uid, by=by, at=at, reason=reason, successor=successor))


def _say_why_not(uid: UUID) -> None:
    document = OfficialDocument.objects.filter(uid=uid).first()
    if document is None:
        raise DocumentUnknown(uid=str(uid))
    raise DocumentRevoked(symbol=document.symbol)


def _end_entry(
    uid: UUID, *, by: str, at: datetime, reason: str, successor: OfficialDocument | None
) -> Prepared:
    body = {"reason_digest": hashlib.sha256(f"{uid}{reason}".encode()).hexdigest()}
    if successor is not None:
        body["superseded_by"] = str(successor.uid)
    kind = "document.revoked" if successor is None else "document.superseded"
    return prepare(ledger_head(f"document:{uid}"), kind=kind, by=by, at=at, body=body)
