"""What must happen after an act: the outbox, webhooks, and the statistics of a day."""

import uuid

from django.db import models
from django.db.models import Q


class OutboxItem(models.Model):
    """One row is one thing that must happen because an act committed: paper, message, webhook.

    Written in the act's own transaction, so none is lost and none is made for an act that failed.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="outbox", db_index=False
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=240, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="outbox_waiting", condition=Q(done_at__isnull=True)),
        )


class Webhook(models.Model):
    """One row is one address that wants to hear of status changes (Standard Webhooks).

    The secret signs the deliveries; it is shown once, to the client that made it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_uid = models.UUIDField()
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=120)
    events = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="webhook_address_is_once_a_client",
                fields=["client_uid", "url"],
                condition=Q(active=True),
            ),
        )


class WebhookDelivery(models.Model):
    """One row is one message to one webhook, tried until it is taken or given up."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    item = models.ForeignKey(OutboxItem, models.CASCADE, related_name="deliveries")
    body = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    status_code = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="delivery_is_one_an_event", fields=["webhook", "item"]),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                name="delivery_waiting",
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
            ),
        )


class DailyStatistic(models.Model):
    """One row is one agency, one procedure, one day: what came, what was done, how much was late.

    Both clocks are counted, the law's and the national statistics' (Decision 766).
    """

    day = models.DateField()
    unit = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=40)
    received = models.PositiveIntegerField(default=0)
    received_online = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    finished_late_law = models.PositiveIntegerField(default=0)
    finished_late_statistics = models.PositiveIntegerField(default=0)
    first_time_valid = models.PositiveIntegerField(default=0)
    green = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="statistic_is_one_a_day", fields=["day", "unit", "procedure_code"]
            ),
        )
