"""New keys in the place of old ones: of a holder, of the issuing authority, of statements.

What an old key signed stays checkable: certificates and public halves are kept for ever, and only
private halves are destroyed, after the change is committed. The ledger names each change.
"""

from datetime import datetime
from functools import partial

from cryptography.x509.oid import NameOID
from django.db import transaction
from django.db.models import QuerySet

from motcua.documents import certificates, keys
from motcua.documents.errors import CertificateUnusable
from motcua.documents.models import SigningCertificate, StatementKey
from motcua.documents.types import CertificateKind, KeyHolder
from motcua.ledger.api import record

__all__ = [
    "certificates_in_use",
    "renew_certificate",
    "rotate_issuing_authority",
    "rotate_statement_key",
]

STREAM = "documents:keys"
_LEAVES = (CertificateKind.OFFICER, CertificateKind.SEAL)


def certificates_in_use() -> list[SigningCertificate]:
    """Return the newest certificate of every holder, the one that ends first first."""
    newest = SigningCertificate.objects.order_by("holder", "-id").distinct("holder")
    return sorted(newest, key=lambda row: (row.valid_until, row.holder))


@transaction.atomic
def renew_certificate(holder: str, *, by: str, at: datetime) -> SigningCertificate:
    """Give a holder a new key and certificate, also after the last one was revoked.

    Errors: CertificateUnusable when nobody of that label ever had one, or it is an authority's.
    """
    certificates.alone()
    last = SigningCertificate.objects.filter(holder=holder, kind__in=_LEAVES).last()
    if last is None:
        raise CertificateUnusable(holder=holder)
    _retire(SigningCertificate.objects.filter(holder=holder), at=at)
    made = certificates.make_leaf(_named(last), at)
    _record("certificate_renewed", by=by, at=at, old=last.serial, new=made.serial)
    return made


def _named(row: SigningCertificate) -> KeyHolder:
    subject = certificates.load(row).subject
    (organisation,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return KeyHolder(row.holder, row.name, str(organisation.value))


@transaction.atomic
def rotate_issuing_authority(*, by: str, at: datetime) -> SigningCertificate:
    """Make a new issuing authority under the same root; all holders get new certificates as they
    sign.
    """
    certificates.alone()
    old = SigningCertificate.objects.filter(kind=CertificateKind.ISSUING).latest("id")
    _retire(SigningCertificate.objects.filter(kind__in=(*_LEAVES, CertificateKind.ISSUING)), at=at)
    made = certificates.make_issuing(at)
    _record("authority_rotated", by=by, at=at, old=old.serial, new=made.serial)
    return made


@transaction.atomic
def rotate_statement_key(*, by: str, at: datetime) -> str:
    """Sign QR statements and the list of revocations with a new key; return its id."""
    certificates.alone()
    old = StatementKey.objects.get(retired_at=None)
    StatementKey.objects.filter(pk=old.pk).update(retired_at=at)
    made = certificates.make_statement_key(at)
    _record("statement_key_rotated", by=by, at=at, old=old.kid, new=made)
    transaction.on_commit(partial(keys.destroy, f"statement-{old.kid}.pem"))
    return made


def _retire(rows: "QuerySet[SigningCertificate]", *, at: datetime) -> None:
    """Take certificates out of use; what they signed stays valid, their keys are destroyed."""
    in_use = rows.filter(retired_at=None, revoked_at=None)
    for key in in_use.values_list("key", flat=True):
        transaction.on_commit(partial(keys.destroy, key))
    in_use.update(retired_at=at)


def _record(what: str, *, by: str, at: datetime, old: str, new: str) -> None:
    record(STREAM, kind=f"documents.{what}", by=by, at=at, body={"from": old, "to": new})
