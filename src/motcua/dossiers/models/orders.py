"""Orders at the payment gateway, and how each ended."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q


class OrderState(StrEnum):
    """How an order stands; ``surplus`` is money that came for a fee no longer owed."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SURPLUS = "surplus"


PROVEN = (OrderState.PAID.value, OrderState.SURPLUS.value)
"""States in which the gateway has vouched for the money."""


class PaymentOrder(models.Model):
    """One row is one attempt to pay one fee line at the gateway. Whole VND, no personal data.

    Kept as long as the fee line: a refund is settled from it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey("dossiers.FeePayment", models.PROTECT, related_name="orders")
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    state = models.CharField(
        max_length=10,
        default=OrderState.OPEN.value,
        choices=[(s.value, s.value) for s in OrderState],
    )
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    transaction = models.CharField(max_length=60, blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="order_is_one_open_a_fee",
                fields=["payment"],
                condition=Q(state=OrderState.OPEN.value),
            ),
            models.UniqueConstraint(
                name="order_transaction_is_of_one",
                fields=["transaction"],
                condition=~Q(transaction=""),
            ),
            models.CheckConstraint(name="order_is_of_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="order_state_is_known",
                condition=Q(state__in=[each.value for each in OrderState]),
            ),
            models.CheckConstraint(
                name="order_settled_has_instant",
                condition=Q(state=OrderState.OPEN.value, settled_at__isnull=True)
                | (~Q(state=OrderState.OPEN.value) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="order_proven_has_transaction",
                condition=~Q(state__in=PROVEN) | ~Q(transaction=""),
            ),
        )
        indexes = (
            models.Index(
                fields=["asked_at"],
                name="order_without_answer",
                condition=Q(state=OrderState.OPEN.value),
            ),
        )
