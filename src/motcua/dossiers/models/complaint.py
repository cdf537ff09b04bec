"""Complaints about how a dossier is handled."""

import uuid

from django.db import models
from django.db.models import Q


class Complaint(models.Model):
    """One row is one complaint of the applicant's side about one dossier, and its answer.

    It goes to the head and the supervisors of the agency that decides, never to the officer alone
    (NĐ 61/2018 Đ32). Personal data: free text, erased with the person; the ledger holds its salted
    digest in the stream ``complaint:<uid>``. Kept as long as the dossier.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="complaints")
    unit = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    by = models.CharField(max_length=60)
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=60, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["unit", "-id"], name="complaint_of_unit"),)
        constraints = (
            models.UniqueConstraint(
                name="complaint_is_one_open_a_dossier",
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(name="complaint_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="complaint_answered_is_whole",
                condition=Q(answered_at__isnull=True, answer="", answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="complaint_answered_after_it_came",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("at")),
            ),
        )
