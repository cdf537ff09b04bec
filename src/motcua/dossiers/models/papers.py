"""What was handed in, digitised, paid, drafted and rated."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.types import PaymentState


class DigitisedPaper(models.Model):
    """One row is one paper of a person, digitised once and reused in later dossiers.

    Metadata as QĐ 1100/QĐ-BKHĐT (2022) lists them: type, owner, name, period of validity, scope.
    Personal data: the file behind it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("authority.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)
    name = models.CharField(max_length=240)
    file_uid = models.UUIDField()
    from_dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    is_result = models.BooleanField(default=False)
    digitised_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    law = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["owner", "kind", "-digitised_at"], name="paper_of_owner"),)
        constraints = (
            models.CheckConstraint(
                name="paper_valid_after_digitising",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("digitised_at")),
            ),
        )


class Component(models.Model):
    """One row is one component of one dossier, as handed in."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="components")
    component = models.CharField(max_length=60)
    paper = models.ForeignKey("dossiers.DigitisedPaper", models.PROTECT, null=True)
    file_uid = models.UUIDField(null=True)
    copies = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, default="electronic")
    at = models.DateTimeField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="component_is_given_once_an_act", fields=["dossier", "component", "seq"]
            ),
            models.CheckConstraint(
                name="component_kind_is_known",
                condition=Q(kind__in=["original", "certified", "copy", "electronic"]),
            ),
        )


class FeePayment(models.Model):
    """One row is one fee line of one dossier and whether it was paid. Whole VND."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="payments")
    name = models.CharField(max_length=240)
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    currency = models.CharField(max_length=3, default="VND")
    moment = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        default=PaymentState.DUE.value,
        choices=[(s.value, s.value) for s in PaymentState],
    )
    asked_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(name="payment_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="payment_paid_has_instant",
                condition=Q(state=PaymentState.PAID.value, paid_at__isnull=False)
                | (~Q(state=PaymentState.PAID.value) & Q(paid_at__isnull=True)),
            ),
        )


class DraftPaper(models.Model):
    """One row is an official form that the platform drafted and a person still has to decide on."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="draft_is_one_a_form", fields=["dossier", "form"]),
        )


class Rating(models.Model):
    """One row is the applicant's rating of one dossier; who rated is not shown to the rated."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="rating")
    scores = models.JSONField()
    comment = models.TextField(blank=True, default="")
    at = models.DateTimeField()
