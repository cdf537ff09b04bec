"""Notices to people: what the account's inbox shows, and what other channels owe."""

import uuid

from django.db import models
from django.db.models import Q

CHANNELS = ("email", "sms", "zalo")


class Notice(models.Model):
    """One row is one notice to one person or one officer about one event of a dossier.

    It holds no personal data: the text is made from its kind and the dossier's code. Kept as long
    as the dossier; gone with the erasure of the person.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey("dossiers.OutboxItem", models.CASCADE, related_name="told")
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="told")
    person = models.ForeignKey("authority.Person", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("authority.Account", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="notice_is_once_a_person",
                fields=["item", "person"],
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="notice_is_once_an_officer",
                fields=["item", "account"],
                condition=Q(account__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_has_one_reader",
                condition=Q(person__isnull=False, account__isnull=True)
                | Q(person__isnull=True, account__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["account", "-id"], name="notice_of_account"),
        )


class NoticeDelivery(models.Model):
    """One row is one notice on one channel outside, tried until it is taken or given up.

    ``uid`` goes with every try, so that a provider who heard it before does not send it again.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="notice_is_once_a_channel", fields=["notice", "channel"]),
            models.CheckConstraint(
                name="notice_channel_is_known", condition=Q(channel__in=CHANNELS)
            ),
            models.CheckConstraint(
                name="notice_is_sent_or_given_up",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                name="notice_waiting",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )


class NoticePreference(models.Model):
    """One row is how one person wants to be told. Without one: in the account and by e-mail.

    Personal data: ``zalo_user``, the person's id at the official account. Gone with erasure.
    """

    person = models.OneToOneField("authority.Person", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="vi")
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)
    zalo = models.BooleanField(default=False)
    zalo_user = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="notice_language_is_known", condition=Q(language__in=["vi", "en"])
            ),
        )
