"""Tables of the documents room."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.documents.types import CertificateKind, PaperKind


class StoredFile(models.Model):
    """One row is one file as someone handed it in or as the province made it.

    The content lies in the storage under its SHA-256; equal contents are kept once. Personal data:
    the name of the file, and whatever the file holds; kept as long as the dossier that it is of.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    stored_by = models.CharField(max_length=80)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "documents_file"
        constraints = [
            models.CheckConstraint(
                name="file_digest_is_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="file_is_not_empty", condition=Q(size_bytes__gt=0)),
            models.CheckConstraint(name="file_has_a_name", condition=~Q(name="")),
        ]


class SigningCertificate(models.Model):
    """One row is one certificate and the place of its private key, never the key itself.

    Personal data: the officer's name, public by the nature of a signature; kept for ever, because
    signatures must be checked for ever.
    """

    kind = models.CharField(
        max_length=10, choices=[(str(kind), str(kind)) for kind in CertificateKind]
    )
    holder = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    serial = models.CharField(max_length=40, unique=True)
    certificate = models.BinaryField()
    key = models.CharField(max_length=120)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        db_table = "documents_certificate"
        constraints = [
            models.UniqueConstraint(
                name="one_certificate_in_use_per_holder",
                fields=["holder"],
                condition=Q(retired_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="certificate_kind_is_known",
                condition=Q(kind__in=[str(kind) for kind in CertificateKind]),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="revoked_certificate_has_a_reason",
                condition=Q(revoked_at=None, revoke_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
            ),
        ]


class StatementKey(models.Model):
    """One row is one Ed25519 key under which QR statements and revocation lists are signed."""

    kid = models.CharField(max_length=16, unique=True)
    public_key = models.BinaryField()
    active_from = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "documents_statement_key"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                name="one_statement_key_in_use",
                condition=Q(retired_at=None),
            ),
        ]


class NumberBook(models.Model):
    """One row is one book of numbers: the papers of one series of one unit in one year.

    ``last`` moves by one, in the transaction of the paper that takes the number: no gap, no
    duplicate (Circular 01/2018/TT-VPCP, article 10: books run by year, from 01).
    """

    unit_uid = models.UUIDField()
    series = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "documents_book"
        constraints = [
            models.UniqueConstraint(
                name="one_book_per_unit_series_year", fields=["unit_uid", "series", "year"]
            ),
            models.CheckConstraint(name="book_counts_from_one", condition=Q(last__gte=1)),
        ]


class OfficialDocument(models.Model):
    """One row is one paper that a unit issued, numbered, signed and stored.

    A trigger keeps it as it was issued: only the seal, revocation and supersession may be added,
    once each. ``sealed_file`` is the signed paper with the agency's seal, when the clerk put it
    under the officer's signature later.
    Personal data: officers' names in ``signers``; the rest lies in the file. Kept for ever.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=[(str(kind), str(kind)) for kind in PaperKind])
    subject = models.CharField(max_length=80, db_index=True)
    dossier_code = models.CharField(max_length=60, default="", blank=True)
    unit_uid = models.UUIDField()
    unit_code = models.CharField(max_length=40)
    unit_name = models.CharField(max_length=300)
    series = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    symbol = models.CharField(max_length=60)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sealed_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True
    )
    sealed_at = models.DateTimeField(null=True)
    signers = models.JSONField()
    facts_salt = models.BinaryField()
    facts_digest = models.BinaryField()
    statement = models.TextField()
    key_id = models.CharField(max_length=16)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=500, default="", blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )

    class Meta:
        db_table = "documents_document"
        constraints = [
            models.UniqueConstraint(
                name="document_number_is_used_once",
                fields=["unit_uid", "series", "year", "number"],
            ),
            models.CheckConstraint(
                name="document_code_is_well_formed",
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{12}$"),
            ),
            models.CheckConstraint(
                name="document_kind_is_known",
                condition=Q(kind__in=[str(kind) for kind in PaperKind]),
            ),
            models.CheckConstraint(
                name="document_number_counts_from_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="revoked_document_has_a_reason",
                condition=Q(revoked_at=None, revoke_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
            ),
            models.CheckConstraint(
                name="sealed_document_has_file_and_instant",
                condition=Q(sealed_file=None, sealed_at=None)
                | Q(sealed_file__isnull=False, sealed_at__gte=F("issued_at")),
            ),
            models.CheckConstraint(
                name="superseded_document_is_revoked",
                condition=Q(superseded_by=None) | Q(revoked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_does_not_supersede_itself",
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
            ),
            models.CheckConstraint(
                name="document_is_revoked_after_issue",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("issued_at")),
            ),
        ]
        indexes = [
            models.Index(
                name="document_revocations",
                fields=["revoked_at"],
                condition=Q(revoked_at__isnull=False),
            ),
        ]
