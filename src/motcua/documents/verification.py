"""Judging an uploaded PDF: whose signatures, are they whole, is it ours, does it still stand.

The register knows the bytes of every paper that was issued. A file with just these bytes is that
paper; a file that begins with them had something added; a file with broken signatures was changed.
"""

import asyncio
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import x509
from django.conf import settings
from django.db.models import Q
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from motcua.documents.certificates import trusted_roots
from motcua.documents.errors import FileTooLarge
from motcua.documents.models import OfficialDocument, SigningCertificate, StoredFile
from motcua.documents.pdf import UNREADABLE_ERRORS
from motcua.documents.selectors import verified
from motcua.documents.types import (
    CertificateKind,
    SignatureFound,
    SignatureState,
    UploadVerdict,
    Verdict,
)

__all__ = ["upload_limit_mb", "verify_upload"]

MOST_SIGNATURES = 32
UNREADABLE = (*UNREADABLE_ERRORS, SigningError)


def upload_limit_mb() -> int:
    """Return the largest size of a file that is taken, in MB."""
    return settings.FILE_LIMIT_MB


def verify_upload(content: bytes, *, at: datetime) -> UploadVerdict:
    """Return what is to be thought of a PDF that someone hands in for checking. Stores nothing.

    Errors: FileTooLarge.
    """
    if len(content) > upload_limit_mb() * 1024 * 1024:
        raise FileTooLarge(name="PDF", limit_mb=upload_limit_mb())
    sha256 = hashlib.sha256(content).hexdigest()
    row = _registered([sha256])
    embedded = _embedded(content)
    found = tuple(_judged(signature, registered=row is not None, at=at) for signature in embedded)
    if row is not None:
        known = verified(row)
        return UploadVerdict(known.verdict, sha256, found, known)
    original = _registered([_sha256_until(content, signature) for signature in embedded])
    if original is not None:
        return UploadVerdict(Verdict.ADDED_TO, sha256, found, verified(original))
    return UploadVerdict(_unregistered(found), sha256, found)


def _registered(digests: Sequence[str]) -> OfficialDocument | None:
    rows = OfficialDocument.objects.select_related("file", "sealed_file", "superseded_by")
    # Two steps, each by an index: OR over two joins would read the whole register.
    files = list(StoredFile.objects.filter(sha256__in=digests).values_list("id", flat=True))
    ours = Q(file_id__in=files) | Q(sealed_file_id__in=files)
    return rows.filter(ours).order_by("id").first()


def _embedded(content: bytes) -> list[EmbeddedPdfSignature]:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return list(reader.embedded_signatures)[:MOST_SIGNATURES]
    except UNREADABLE:
        # No PDF, or one too broken to be read: then it has no signature that counts.
        return []


def _sha256_until(content: bytes, signature: EmbeddedPdfSignature) -> str:
    """Return the digest of the file as it was when this signature was made."""
    parts = [int(part) for part in signature.byte_range]
    end = sum(parts[-2:]) if len(parts) == 4 else 0
    return hashlib.sha256(content[: max(end, 0)]).hexdigest()


def _unregistered(found: Sequence[SignatureFound]) -> Verdict:
    """Return the verdict on a file that is not one of the register and does not begin as one."""
    if any(signature.state is SignatureState.BROKEN for signature in found):
        return Verdict.ALTERED
    trusted = [signature for signature in found if signature.state is SignatureState.VALID]
    if not trusted:
        return Verdict.UNKNOWN
    return Verdict.SIGNED if trusted[-1].covers_whole_file else Verdict.ADDED_TO


# ---- one signature


def _judged(signature: EmbeddedPdfSignature, *, registered: bool, at: datetime) -> SignatureFound:
    """Judge one signature; for a registered paper as of its signing, else as of now.

    The register, and the ledger under it, prove when a paper was there; for any other file the
    time in the signature is only what the signer says.
    """
    signed_at = signature.self_reported_timestamp
    moment = signed_at if registered and signed_at else at
    status = _status(signature, moment=moment)
    certificate = signature.signer_cert
    row = _our_certificate(certificate)
    revoked = bool(row and row.revoked_at and row.revoked_at <= moment)
    return SignatureFound(
        field=str(signature.field_name),
        signer=_part(certificate, "common_name"),
        organisation=_part(certificate, "organization_name"),
        signed_at=signed_at,
        state=_state(status, revoked=revoked),
        covers_whole_file=bool(status and status.coverage is SignatureCoverageLevel.ENTIRE_FILE),
        certificate_revoked=bool(row and row.revoked_at),
    )


def _state(status: PdfSignatureStatus | None, *, revoked: bool) -> SignatureState:
    if status is None or not (status.intact and status.valid):
        return SignatureState.BROKEN
    return SignatureState.VALID if status.trusted and not revoked else SignatureState.UNTRUSTED


def _status(signature: EmbeddedPdfSignature, *, moment: datetime) -> PdfSignatureStatus | None:
    """Return pyHanko's judgement, or None when the signature cannot even be judged."""
    try:
        return asyncio.run(
            async_validate_pdf_signature(
                signature, signer_validation_context=_trust(moment), skip_diff=True
            )
        )
    except (SignatureValidationError, ValidationError, *UNREADABLE):
        return None


def _trust(moment: datetime) -> ValidationContext:
    """Return whom we trust: our own roots, at one moment, without asking the network.

    Revocation is asked of the register of certificates, which the authority itself keeps.
    """
    issuing = SigningCertificate.objects.filter(kind=CertificateKind.ISSUING)
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in trusted_roots()],
        other_certs=[x509.Certificate.load(bytes(row.certificate)) for row in issuing],
        allow_fetching=False,
        moment=moment,
        revocation_mode="soft-fail",
    )


def _our_certificate(certificate: x509.Certificate) -> SigningCertificate | None:
    row = SigningCertificate.objects.filter(serial=f"{certificate.serial_number:x}").first()
    return row if row and bytes(row.certificate) == certificate.dump() else None


def _part(certificate: x509.Certificate, name: str) -> str:
    return str(certificate.subject.native.get(name, ""))
