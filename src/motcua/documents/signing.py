"""PAdES signatures (baseline B-B) by pyHanko: the officer's first, then the agency's seal.

The first signature certifies: after it only further signatures may be added. There is no offline
time-stamping authority, so long-term levels (B-T and above) would claim more than they hold.
"""

import asyncio
import io
from collections.abc import Coroutine
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.documents import keys, tokens
from motcua.documents.certificates import certificate_of
from motcua.documents.marks import FIELDS, empty_field, keep_places, look_of, places_in
from motcua.documents.models import SigningCertificate
from motcua.documents.rules import PROVINCE_ZONE
from motcua.documents.types import CertificateKind, KeyHolder

__all__ = ["seal_document", "sign_document"]

RESERVED_DIGITS = 12_288
"""Room for one signature with its chain, in hexadecimal digits, so that no trial run is needed."""

T = TypeVar("T")


class KeptKeySigner(Signer):
    """A signer whose key is already open; pyHanko's own opens it anew for every signature."""

    def __init__(self, key: EllipticCurvePrivateKey, **facts: Any) -> None:
        super().__init__(**facts)
        self._key = key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> bytes:
        if dry_run or digest_algorithm != "sha256":
            raise ValueError("only SHA-256, and no trial runs")
        return self._key.sign(data, ECDSA(SHA256()))


@lru_cache(maxsize=4096)
def _signer(serial: str) -> Signer:
    """Return the signer with this certificate; a serial never changes its meaning."""
    row = SigningCertificate.objects.get(serial=serial)
    above = SigningCertificate.objects.filter(
        kind__in=[CertificateKind.ISSUING, CertificateKind.ROOT], revoked_at=None
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # its __init__ has no types
    store.register_multiple([x509.Certificate.load(bytes(each.certificate)) for each in above])
    return KeptKeySigner(
        keys.p256(row.key),
        signing_cert=x509.Certificate.load(bytes(row.certificate)),
        cert_registry=store,
        embed_roots=False,
    )


def sign_document(
    pdf: bytes, *, holder: KeyHolder, at: datetime, reason: str = "", place: str = ""
) -> bytes:
    """Return ``pdf`` with the officer's signature added.

    Errors: CertificateUnusable, KeyMissing.
    """
    return _sign(pdf, holder=holder, at=at, reason=reason, place=place)


def seal_document(pdf: bytes, *, holder: KeyHolder, at: datetime, place: str = "") -> bytes:
    """Return ``pdf`` with the agency's own signature added.

    Errors: CertificateUnusable, KeyMissing.
    """
    return _sign(pdf, holder=holder, at=at, reason="Phát hành văn bản", place=place)


def _sign(pdf: bytes, *, holder: KeyHolder, at: datetime, reason: str, place: str) -> bytes:
    if tokens.is_configured():
        with tokens.TOKEN:
            signer = tokens.token_signer(holder)
            return _signed(pdf, signer, holder=holder, at=at, reason=reason, place=place)
    signer = _signer(certificate_of(holder, at=at).serial)
    return _signed(pdf, signer, holder=holder, at=at, reason=reason, place=place)


def _signed(
    pdf: bytes, signer: Signer, *, holder: KeyHolder, at: datetime, reason: str, place: str
) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    before = len(writer.prev.embedded_signatures)
    if before == 0:
        keep_places(writer)
    shown = empty_field(writer, holder.kind)
    metadata = signers.PdfSignatureMetadata(
        field_name=shown or f"{FIELDS[holder.kind]}{before + 1}",
        md_algorithm="sha256",
        name=holder.name,
        reason=reason or None,
        location=place or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=before == 0,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    look = _look(writer, holder, at=at) if shown else None
    pdf_signer = signers.PdfSigner(metadata, signer=signer, stamp_style=look)
    session = pdf_signer.init_signing_session(writer)
    session.system_time = at.astimezone(PROVINCE_ZONE)
    return _finished(_complete(session, at))


def _look(
    writer: IncrementalPdfFileWriter, holder: KeyHolder, *, at: datetime
) -> StaticStampStyle | None:
    places = (place for place in places_in(writer.prev) if place.kind is holder.kind)
    place = next(places, None)
    return look_of(holder, place=place, at=at) if place else None


async def _complete(session: Any, at: datetime) -> bytes:
    """Carry out pyHanko's steps of one signature, with our instant and no trial run."""
    await session.perform_presign_validation(session.pdf_out)
    paper = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED_DIGITS)
    digest, output = paper.digest_tbs_document()
    await paper.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
    )
    signed: bytes = output.getvalue()
    return signed


def _finished(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
