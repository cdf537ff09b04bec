"""Who may file for another person or for an enterprise."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.authority.types import RepresentationGround

from .people import Person
from .units import choices

SEEN = (RepresentationGround.PARENT, RepresentationGround.GRANTED)
"""Grounds without a paper: the register of births shows the one, the account the other."""


class Representation(models.Model):
    """One row lets one person file and act for another, for a time, in all or named procedures.

    ``valid_until`` is excluded; null means until revoked. Revoking sets an instant; the row stays.
    Personal data: the two persons, by id. Kept as the ground of what was filed under it.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    ground = models.CharField(max_length=12, choices=choices(RepresentationGround))
    procedures = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document = models.CharField(max_length=120, blank=True, default="")
    granted_by = models.CharField(max_length=60)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["representative", "principal"], name="representation_of"),
            models.Index(fields=["principal"], name="representation_by_principal"),
        )
        constraints = (
            models.CheckConstraint(
                name="representation_is_of_another", condition=~Q(principal=F("representative"))
            ),
            models.CheckConstraint(
                name="representation_ground_is_known",
                condition=Q(ground__in=[str(each) for each in RepresentationGround]),
            ),
            models.CheckConstraint(
                name="representation_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="representation_names_its_procedures_or_all",
                condition=Q(procedures__isnull=True) | Q(procedures__len__gt=0),
            ),
            models.CheckConstraint(
                name="representation_shows_its_paper",
                condition=Q(ground__in=[str(each) for each in SEEN]) | ~Q(document=""),
            ),
            models.UniqueConstraint(
                name="representation_is_granted_once",
                fields=["principal", "representative", "ground"],
                condition=Q(revoked_at__isnull=True),
            ),
        )
