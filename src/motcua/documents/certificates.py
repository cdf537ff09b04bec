"""The demonstration certificate authority: a root, an issuing authority, officers and seals.

It stands where a province has certificates of the Government's authority (Decree 68/2024/NĐ-CP,
by title only); every certificate says in its name that it is a demonstration.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection, transaction

from motcua.documents import keys
from motcua.documents.errors import CertificateUnusable
from motcua.documents.models import SigningCertificate, StatementKey
from motcua.documents.types import CertificateKind, KeyHolder

__all__ = [
    "alone",
    "certificate_of",
    "ensure_authority",
    "load",
    "make_issuing",
    "make_leaf",
    "make_statement_key",
    "revocation_list",
    "revoke_certificate",
    "trusted_roots",
]

DEMONSTRATION = "Demonstration, synthetic data"
ROOT_HOLDER, ISSUING_HOLDER = "authority:root", "authority:issuing"
ROOT_VALID, ISSUING_VALID, LEAF_VALID = (timedelta(days=365 * years) for years in (20, 10, 3))
RENEWED_BEFORE = timedelta(days=30)
LONGEST_NAME_BYTES = 64
# A clock that is a little behind must not find a certificate that is not valid yet.
BACKDATED = timedelta(hours=1)
LOCK = 0x6D6F_7463_7561_0001


def ensure_authority(*, at: datetime) -> None:
    """Make the root, the issuing authority and the statement key, where they are missing."""
    with transaction.atomic():
        alone()
        if not _in_use(ROOT_HOLDER):
            _make_root(at)
        if not _in_use(ISSUING_HOLDER):
            make_issuing(at)
        if not StatementKey.objects.filter(retired_at=None).exists():
            make_statement_key(at)


def alone() -> None:
    """Let one process at a time make authorities; freed at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _in_use(holder: str) -> SigningCertificate | None:
    return SigningCertificate.objects.filter(
        holder=holder, retired_at=None, revoked_at=None
    ).first()


def make_statement_key(at: datetime) -> str:
    """Make the key of QR statements and return its id; none may be in use."""
    kid = f"{x509.random_serial_number():x}"[:8]
    key = keys.make_statement_key(f"statement-{kid}.pem")
    StatementKey.objects.create(
        kid=kid, public_key=key.public_key().public_bytes_raw(), active_from=at
    )
    return kid


def _name(common: str, organisation: str, holder: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(organisation)),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMONSTRATION),
        x509.NameAttribute(NameOID.COMMON_NAME, _fitting(common)),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, _fitting(holder)),
    ]
    return x509.Name(parts)


def _fitting(text: str) -> str:
    """Return what fits into an attribute: the library counts 64 bytes, RFC 5280 characters."""
    return text.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore")


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _begin(
    subject: x509.Name, key: EllipticCurvePrivateKey, *, at: datetime, valid: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACKDATED)
        .not_valid_after(at + valid)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _make_root(at: datetime) -> SigningCertificate:
    name = _name("Một Cửa Demonstration Root", "Một Cửa", ROOT_HOLDER)
    return _make(
        CertificateKind.ROOT, KeyHolder(ROOT_HOLDER, "root", ""), name, at=at, valid=ROOT_VALID
    )


def make_issuing(at: datetime) -> SigningCertificate:
    """Make the issuing authority; none may be in use."""
    name = _name("Một Cửa Demonstration Issuing Authority", "Một Cửa", ISSUING_HOLDER)
    holder = KeyHolder(ISSUING_HOLDER, "issuing", "")
    return _make(CertificateKind.ISSUING, holder, name, at=at, valid=ISSUING_VALID)


def make_leaf(holder: KeyHolder, at: datetime) -> SigningCertificate:
    """Make a holder's key and certificate; none of his may be in use."""
    name = _name(holder.name, holder.organisation, holder.label)
    return _make(holder.kind, holder, name, at=at, valid=LEAF_VALID)


def _make(
    kind: CertificateKind, holder: KeyHolder, subject: x509.Name, *, at: datetime, valid: timedelta
) -> SigningCertificate:
    """Make a key and its certificate, signed by the authority above; write both down."""
    key_name = f"{kind}-{x509.random_serial_number():x}.pem"
    key = keys.make_p256(key_name)
    builder = _begin(subject, key, at=at, valid=valid)
    signed = _sign(_extended(builder, kind), kind, key, subject)
    return SigningCertificate.objects.create(
        kind=kind,
        holder=holder.label,
        name=holder.name[:300],
        serial=f"{signed.serial_number:x}",
        certificate=signed.public_bytes(Encoding.DER),
        key=key_name,
        valid_from=signed.not_valid_before_utc,
        valid_until=signed.not_valid_after_utc,
    )


def _extended(builder: x509.CertificateBuilder, kind: CertificateKind) -> x509.CertificateBuilder:
    authority = kind in {CertificateKind.ROOT, CertificateKind.ISSUING}
    path = {CertificateKind.ROOT: 1, CertificateKind.ISSUING: 0}.get(kind)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=authority, path_length=path), critical=True
    ).add_extension(_usage(authority=authority), critical=True)
    if kind is CertificateKind.ROOT:
        return builder
    address = f"{settings.PUBLIC_URL}/api/v1/documents/revoked-certificates.crl"
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    return builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)


def _sign(
    builder: x509.CertificateBuilder,
    kind: CertificateKind,
    key: EllipticCurvePrivateKey,
    subject: x509.Name,
) -> x509.Certificate:
    if kind is CertificateKind.ROOT:
        return builder.issuer_name(subject).sign(key, SHA256())
    above = ROOT_HOLDER if kind is CertificateKind.ISSUING else ISSUING_HOLDER
    row = SigningCertificate.objects.get(holder=above, retired_at=None, revoked_at=None)
    authority = load(row)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(
        authority.public_key()  # type: ignore[arg-type]  # ours are P-256, the stub says any kind
    )
    return (
        builder.issuer_name(authority.subject)
        .add_extension(identifier, critical=False)
        .sign(keys.p256(row.key), SHA256())
    )


def load(row: SigningCertificate) -> x509.Certificate:
    """Return the certificate of a row."""
    return x509.load_der_x509_certificate(bytes(row.certificate))


def certificate_of(holder: KeyHolder, *, at: datetime) -> SigningCertificate:
    """Return the certificate in use of ``holder``; the first call, and one near its end, makes it.

    Errors: CertificateUnusable when the holder's certificate was revoked and none replaces it.
    """
    row = _in_use(holder.label)
    if row and row.valid_from <= at < row.valid_until - RENEWED_BEFORE:
        return row
    with transaction.atomic():
        alone()
        row = _in_use(holder.label)
        if row and row.valid_from <= at < row.valid_until - RENEWED_BEFORE:
            return row
        _refuse_revoked(holder)
        SigningCertificate.objects.filter(
            holder=holder.label, retired_at=None, revoked_at=None
        ).update(retired_at=at)
        return make_leaf(holder, at)


def _refuse_revoked(holder: KeyHolder) -> None:
    """A holder whose last certificate was revoked gets a new one from the operator only."""
    last = SigningCertificate.objects.filter(holder=holder.label).order_by("-id").first()
    if last and last.revoked_at:
        raise CertificateUnusable(holder=holder.name)


def revoke_certificate(holder: str, *, at: datetime, reason: str) -> None:
    """Revoke the certificate in use of a holder.

    Errors: CertificateUnusable when there is none in use.
    """
    moved = SigningCertificate.objects.filter(
        holder=holder, retired_at=None, revoked_at=None
    ).update(revoked_at=at, revoke_reason=reason)
    if moved != 1:
        raise CertificateUnusable(holder=holder)


def trusted_roots() -> list[bytes]:
    """Return every root certificate as DER: our own, and those of the file in the settings."""
    rows = SigningCertificate.objects.filter(kind=CertificateKind.ROOT).order_by("id")
    ours = [bytes(row.certificate) for row in rows]
    if not settings.TRUSTED_ROOTS:
        return ours
    named = x509.load_pem_x509_certificates(Path(settings.TRUSTED_ROOTS).read_bytes())
    return ours + [each.public_bytes(Encoding.DER) for each in named]


def revocation_list(*, at: datetime) -> bytes:
    """Return the issuing authority's list of revoked certificates, DER, good for a day."""
    row = SigningCertificate.objects.get(holder=ISSUING_HOLDER, retired_at=None, revoked_at=None)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(load(row).subject)
        .last_update(at.astimezone(UTC))
        .next_update(at.astimezone(UTC) + timedelta(days=1))
    )
    for revoked in SigningCertificate.objects.exclude(revoked_at=None).order_by("id"):
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(int(revoked.serial, 16))
            .revocation_date(revoked.revoked_at or at)
            .build()
        )
    return builder.sign(keys.p256(row.key), SHA256()).public_bytes(Encoding.DER)
