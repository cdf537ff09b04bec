"""What the database refuses of payment orders, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from motcua.dossiers import api
from motcua.dossiers.models import FeePayment, PaymentOrder
from motcua.dossiers.tests.factories import ANSWERS, AT, World


@pytest.fixture
def owing(db):
    world = World.make(verified=True)
    return api.submit(world.filing(form={**ANSWERS, "kind": "a"}), by=world.receiver, at=AT)


def line(dossier):
    return FeePayment.objects.get(dossier_id=dossier.id)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("order_is_of_money", {"amount": 0}),
        ("order_state_is_known", {"state": "odd", "settled_at": AT}),
        ("order_settled_has_instant", {"settled_at": AT}),
        ("order_settled_has_instant", {"state": "failed"}),
        ("order_proven_has_transaction", {"state": "paid", "settled_at": AT}),
    ],
)
def test_the_database_refuses_a_wrong_order(owing, name, change):
    row = PaymentOrder.objects.create(
        payment=line(owing), amount=5, opened_at=AT, expires_at=AT, asked_at=AT
    )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PaymentOrder.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_two_open_orders_and_one_transaction_twice(owing):
    facts = {"payment": line(owing), "amount": 5, "opened_at": AT, "expires_at": AT, "asked_at": AT}
    PaymentOrder.objects.create(**facts)
    with pytest.raises(IntegrityError, match="order_is_one_open_a_fee"), transaction.atomic():
        PaymentOrder.objects.create(**facts)
    ended = {**facts, "state": "paid", "settled_at": AT, "transaction": "T"}
    PaymentOrder.objects.create(**ended)
    with pytest.raises(IntegrityError, match="order_transaction_is_of_one"), transaction.atomic():
        PaymentOrder.objects.create(**ended)
