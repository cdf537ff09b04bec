"""Machines that call the API, and the requests that are answered once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from motcua.authority.types import Role

from .accounts import Account
from .units import Unit, choices


class ApiClient(models.Model):
    """One row is one program that may call the API.

    Bound to a unit and a role it acts for that unit; bound to an account it acts as that officer or
    applicant, within the token's scopes; bound to neither it only reads what is public to clients.
    Personal data: the account, when there is one. Kept for good.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=16, choices=choices(Role), blank=True, default="")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="client_role_stands_with_a_unit",
                condition=Q(unit__isnull=True, role="")
                | (Q(unit__isnull=False) & Q(role__in=[str(each) for each in Role])),
            ),
            models.CheckConstraint(
                name="client_acts_for_a_unit_or_as_an_account",
                condition=Q(unit__isnull=True) | Q(account__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """One row is one secret of a client; only its SHA-256 is stored. Kept for good."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="tokens")
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-issued_at", "id")
        constraints = (
            models.CheckConstraint(
                name="token_expires_after_issue", condition=Q(expires_at__gt=F("issued_at"))
            ),
            models.CheckConstraint(
                name="token_digest_is_sha256",
                condition=Q(Exact(Length("digest"), 32)),
            ),
            models.CheckConstraint(name="token_has_a_scope", condition=Q(scopes__len__gt=0)),
        )


class IdempotentRequest(models.Model):
    """One row is one public write that was asked for under a key, with its answer.

    ``client`` is the label of whoever asked. The answer may hold personal data of that asker; rows
    are purged after a day.
    """

    client = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["asked_at"], name="idempotent_request_by_instant"),)
        constraints = (
            models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_is_used_once"),
            models.CheckConstraint(name="idempotency_key_is_not_empty", condition=~Q(key="")),
        )
