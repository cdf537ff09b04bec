"""HTTP API of the documents room: checking papers, published keys and lists. Open to all.

Nothing here tells anything personal, and nothing here changes anything.
"""

import base64
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from motcua.authority.api import Day, PerAddress
from motcua.documents import api
from motcua.documents.errors import FileTooLarge
from motcua.documents.types import PaperKind, SignatureState, Verdict
from motcua.ledger.api import daily_roots, key_folder, public_keys, published

router = Router(tags=["documents"])


def answers(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return what the API's document says of an answer that has no shape of ours."""
    return {"responses": {200: {"content": {media_type: {"schema": schema}}}}}


class LedgerOut(Schema):
    """What the ledger says: its chain holds, it agrees with the register, a seal lies over it."""

    entries: int
    chain_intact: bool
    agrees: bool
    sealed: bool


class VerifiedDocumentOut(Schema):
    """A registered document as the public may know it."""

    code: str
    kind: PaperKind
    symbol: str
    unit_code: str
    unit_name: str
    issued_on: date
    issued_at: datetime
    verdict: Verdict
    revoked_at: datetime | None
    superseded_by: str | None
    statement: str
    ledger: LedgerOut


class SignatureOut(Schema):
    """One signature of an uploaded file."""

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    state: SignatureState
    covers_whole_file: bool
    certificate_revoked: bool


class UploadOut(Schema):
    """The judgement on an uploaded file."""

    verdict: Verdict
    sha256: str
    signatures: list[SignatureOut]
    document: VerifiedDocumentOut | None


@router.get(
    "/verify/{code}",
    response=VerifiedDocumentOut,
    auth=None,
    throttle=PerAddress("verify-code"),
    summary="Check a code",
)
def verify_code(request: HttpRequest, code: str) -> Any:  # noqa: ARG001
    """Say what the register and the ledger know of the document with this code."""
    return api.verify_code(code)


@router.post(
    "/verify",
    response=UploadOut,
    auth=None,
    throttle=PerAddress("verify-file"),
    summary="Check a file",
)
def verify_upload(request: HttpRequest, file: File[UploadedFile]) -> Any:  # noqa: ARG001
    """Say who signed a PDF, whether it is whole, ours, and still stands. Nothing is kept."""
    return api.verify_upload(content_of(file), at=timezone.now())


def content_of(file: UploadedFile) -> bytes:
    """Return the bytes of an upload that is not too large.

    Errors: FileTooLarge, told before anything is read.
    """
    limit = api.upload_limit_mb()
    if (file.size or 0) > limit * 1024 * 1024:
        raise FileTooLarge(name=file.name or "PDF", limit_mb=limit)
    return bytes(file.read())


@router.get(
    "/verify/{code}/proof",
    auth=None,
    throttle=PerAddress("proof"),
    openapi_extra=answers("application/json", {"type": "object"}),
    summary="Prove an issue",
)
def proof(request: HttpRequest, code: str) -> Any:  # noqa: ARG001
    """Return the proof that the issue lies under a seal; docs/verify_entry.py checks it."""
    return api.proof_of_issue(code)


@router.get(
    "/keys",
    auth=None,
    openapi_extra=answers("application/json", {"type": "object"}),
    summary="Public keys of QR statements",
)
def keys(request: HttpRequest) -> Any:  # noqa: ARG001
    """Return every key under which statements were signed; docs/verify_document.py reads it."""
    return api.published_keys()


@router.get(
    "/revocations",
    auth=None,
    openapi_extra=answers("application/json", {"type": "object"}),
    summary="Revoked documents, signed",
)
def revocations(request: HttpRequest) -> Any:  # noqa: ARG001
    """Return the signed list of revoked and superseded documents."""
    return api.revocations(at=timezone.now())


@router.get(
    "/revoked-certificates.crl",
    auth=None,
    openapi_extra=answers("application/pkix-crl", {}),
    summary="Revoked certificates",
)
def certificates_revoked(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the authority's certificate revocation list (RFC 5280, DER)."""
    listed = api.revocation_list(at=timezone.now())
    return HttpResponse(listed, content_type="application/pkix-crl")


@router.get(
    "/authority.pem",
    auth=None,
    openapi_extra=answers("application/x-pem-file", {"type": "string"}),
    summary="Root certificates",
)
def authority(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the roots that a checker of signatures must trust, as PEM."""
    return HttpResponse(
        "".join(map(_pem, api.trusted_roots())), content_type="application/x-pem-file"
    )


def _pem(der: bytes) -> str:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"


@router.get(
    "/ledger-roots/{on}",
    auth=None,
    openapi_extra=answers("application/json", {"type": "object"}),
    summary="The ledger's root of a day",
)
def ledger_roots(request: HttpRequest, on: Day) -> Any:  # noqa: ARG001
    """Return the seals of a civil day, their root and the public keys."""
    return published(daily_roots(on), keys=public_keys(key_folder()))
