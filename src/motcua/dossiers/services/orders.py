"""Paying a fee at the gateway: orders, their answers, and the ones that stay without."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.authority.types import SYSTEM, Actor, ActorKind
from motcua.dossiers import store
from motcua.dossiers.errors import (
    DossierNotFound,
    OrderMismatch,
    OrderNotFound,
    PaymentPaidBefore,
    PaymentUnknown,
    StatusForbids,
)
from motcua.dossiers.gateway import Gateway, Standing, Wish
from motcua.dossiers.models import FeePayment, OrderState, PaymentOrder
from motcua.dossiers.services.payments import record_payment
from motcua.dossiers.types import PaymentState, Snapshot
from motcua.kernel.errors import DomainError
from motcua.ledger import api as ledger

log = logging.getLogger(__name__)
OPEN_FOR = timedelta(minutes=15)
PATIENCE = timedelta(minutes=2)
"""How long after its end an order is left to the gateway's late answers."""
ASK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bill:
    """One fee line as its payer sees it; ``order`` is the attempt looked at, if there is one."""

    dossier: Snapshot
    payment: UUID
    name: str
    amount: int
    paid: bool
    order: UUID | None = None
    state: OrderState | None = None


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the gateway sends the person back to, and where it tells us."""

    return_url: str
    notify_url: str


def bill(uid: UUID, *, payment: UUID, by: Actor) -> Bill:
    """Return a fee line of one's own dossier. Errors: DossierNotFound, PaymentUnknown."""
    dossier = _own(uid, by=by)
    line = next((each for each in dossier.payments if each.uid == payment), None)
    if line is None:
        raise PaymentUnknown(payment=str(payment))
    paid = line.state is PaymentState.PAID
    return Bill(dossier, payment, line.name, line.amount, paid)


def bill_of_order(order: UUID, *, by: Actor) -> Bill:
    """Return the fee line of an order of one's own. Errors: OrderNotFound."""
    row = PaymentOrder.objects.select_related("payment__dossier").filter(uid=order).first()
    if row is None:
        raise OrderNotFound(order=str(order))
    try:
        found = bill(row.payment.dossier.uid, payment=row.payment.uid, by=by)
    except DossierNotFound as error:
        raise OrderNotFound(order=str(order)) from error
    return Bill(
        found.dossier, found.payment, found.name, found.amount, found.paid,
        order=row.uid, state=OrderState(row.state),
    )  # fmt: skip


def _own(uid: UUID, *, by: Actor) -> Snapshot:
    dossier = store.load(uid)
    persons = {dossier.applicant_id, dossier.submitter_id}
    if by.kind is not ActorKind.PERSON or by.person_id not in persons:
        raise DossierNotFound(reference=str(uid))
    return dossier


def begin(
    uid: UUID, *, payment: UUID, by: Actor, at: datetime, gateway: Gateway, doors: Doors
) -> str:
    """Return the page at the gateway where a fee of one's own dossier is paid.

    Safe to call twice and side by side: a fee has one open order, and its page is the same.
    Errors: DossierNotFound, PaymentUnknown, PaymentPaidBefore, GatewayUnavailable.
    """
    asked = bill(uid, payment=payment, by=by)
    if asked.paid:
        raise PaymentPaidBefore(payment=str(payment))
    order = _open_order(payment, at=at, gateway=gateway)
    wish = Wish(
        order=order.uid,
        amount=int(order.amount),
        description=f"Ho so {asked.dossier.code or str(uid)[:8]}",
        return_url=doors.return_url,
        notify_url=doors.notify_url,
        expires_at=order.expires_at,
    )
    return gateway.create(wish)


def _open_order(payment: UUID, *, at: datetime, gateway: Gateway) -> PaymentOrder:
    """Return the open order of a fee line, or a new one; the gateway is asked about an old one."""
    found = PaymentOrder.objects.filter(payment__uid=payment, state=OrderState.OPEN.value).first()
    if found is not None and found.expires_at > at:
        return found
    if found is not None:
        ask(found.uid, at=max(at, found.expires_at + PATIENCE), gateway=gateway)
    line = FeePayment.objects.get(uid=payment)
    if line.state == PaymentState.PAID.value:
        raise PaymentPaidBefore(payment=str(payment))
    try:
        with transaction.atomic():
            return PaymentOrder.objects.create(
                payment=line, amount=line.amount, opened_at=at,
                expires_at=at + OPEN_FOR, asked_at=at,
            )  # fmt: skip
    except IntegrityError:
        return PaymentOrder.objects.get(payment=line, state=OrderState.OPEN.value)


@transaction.atomic
def settle(standing: Standing, *, at: datetime) -> OrderState:
    """Take what the gateway proved about an order; money is recorded once, whoever tells of it.

    A paid answer counts whenever it comes, for the money has moved; an unhappy one ends only an
    order that is still open. Money for a fee that is no longer owed is kept as a surplus to refund.

    Errors: OrderNotFound, OrderMismatch.
    """
    held = PaymentOrder.objects.select_for_update(of=("self",)).select_related("payment__dossier")
    order = held.filter(uid=standing.order).first()
    if order is None:
        raise OrderNotFound(order=str(standing.order))
    if standing.amount != order.amount:
        raise OrderMismatch(told=standing.amount, owed=int(order.amount))
    now = OrderState(order.state)
    if now in {OrderState.PAID, OrderState.SURPLUS} or standing.state == "waiting":
        return now
    if standing.state == "paid":
        return _end(order, _recorded(order, standing, at=at), standing.transaction, at=at)
    if now is OrderState.OPEN:
        return _end(order, OrderState(standing.state), "", at=at)
    return now


def _recorded(order: PaymentOrder, standing: Standing, *, at: datetime) -> OrderState:
    """Record the money on the dossier. Relies on the lock of the order."""
    try:
        with transaction.atomic():
            record_payment(
                order.payment.dossier.uid, payment=order.payment.uid, amount=standing.amount,
                reference=standing.transaction, by=SYSTEM, at=at,
            )  # fmt: skip
    except (PaymentPaidBefore, PaymentUnknown, StatusForbids) as error:
        log.warning("payment_surplus", extra={"order": str(order.uid), "e": error.code})
        body = {"amount": standing.amount, "payment": str(order.payment.uid)}
        ledger.record(f"order:{order.uid}", kind="order.surplus", by=SYSTEM.label, at=at, body=body)
        return OrderState.SURPLUS
    return OrderState.PAID


def _end(order: PaymentOrder, state: OrderState, proof: str, *, at: datetime) -> OrderState:
    order.state, order.settled_at, order.transaction = state.value, at, proof
    order.save(update_fields=["state", "settled_at", "transaction"])
    return state


def ask(order: UUID, *, at: datetime, gateway: Gateway) -> OrderState:
    """Ask the gateway how an order stands and take its answer.

    One that the gateway does not know, or still waits for, ends some time after its term.
    Errors: OrderNotFound, GatewayUnavailable, GatewayUnproven, OrderMismatch.
    """
    standing = gateway.standing(order)
    state = OrderState.OPEN if standing is None else settle(standing, at=at)
    if state is OrderState.OPEN:
        over = PaymentOrder.objects.filter(
            uid=order, state=OrderState.OPEN.value, expires_at__lte=at - PATIENCE
        )
        if over.update(state=OrderState.EXPIRED.value, settled_at=at):
            return OrderState.EXPIRED
    return state


def reconcile(*, at: datetime, gateway: Gateway, limit: int = 50) -> int:
    """Ask about the orders that have no answer yet, longest unasked first; return how many ended.

    One that fails holds up no other.
    """
    ended = 0
    waiting = PaymentOrder.objects.filter(state=OrderState.OPEN.value, asked_at__lte=at - ASK_AGAIN)
    for uid in waiting.order_by("asked_at", "id").values_list("uid", flat=True)[:limit]:
        PaymentOrder.objects.filter(uid=uid).update(asked_at=at)
        try:
            ended += ask(uid, at=at, gateway=gateway) is not OrderState.OPEN
        except DomainError as error:
            log.warning("order_not_reconciled", extra={"order": str(uid), "e": error.code})
    return ended
