"""Payments: what they set going, once each, and the platform that may record them and no more."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from motcua.authority.types import Scope
from motcua.catalogue.types import PaymentMoment
from motcua.dossiers import api, errors, store
from motcua.dossiers.models import FeePayment
from motcua.dossiers.rules import intake
from motcua.dossiers.services import green
from motcua.dossiers.tests.factories import ANSWERS, AT, World
from motcua.dossiers.tests.test_rest import caller, wish
from motcua.dossiers.tests.threads import together
from motcua.dossiers.types import PaymentState, Snapshot, Status
from motcua.kernel.errors import Conflict
from motcua.ledger.api import verify_stream

LATER = AT + timedelta(hours=1)
GREEN = {**ANSWERS, "kind": "a"}


@pytest.fixture
def world(db):
    return World.make(verified=True)


def owing(world, **changes):
    """Return a green dossier at the counter, which owes its fee."""
    return api.submit(world.filing(form=GREEN, **changes), by=world.receiver, at=AT)


def more(dossier, moment, amount=7000):
    """Put one more fee line on a dossier."""
    row = FeePayment.objects.create(
        dossier_id=dossier.id, name="Bản sao", amount=amount, moment=int(moment), asked_at=AT
    )
    return row.uid


def pay(dossier, payment, *, by, amount=None, at=LATER, **facts):
    lines = {line.uid: line for line in store.load(dossier.uid).payments}
    owed = amount if amount is not None else lines[payment].amount
    return api.record_payment(
        dossier.uid, payment=payment, amount=owed, reference="GD-1", by=by, at=at, **facts
    )


def test_a_green_dossier_is_decided_when_its_fee_is_paid(world):
    dossier = owing(world)
    assert dossier.status is Status.NEW
    after = pay(dossier, dossier.payments[0].uid, by=world.receiver)
    assert after.status is Status.RETURNED
    assert after == store.load(dossier.uid)
    acts = [(e.kind.removeprefix("dossier."), e.by == "system") for e in api.timeline(after)]
    assert acts == [
        ("file", False), ("record_payment", False),
        ("accept", True), ("issue", True), ("hand_over", True),
    ]  # fmt: skip


def test_a_green_dossier_waits_for_its_last_fee(world):
    dossier = owing(world)
    second = more(dossier, PaymentMoment.FILING)
    assert pay(dossier, second, by=world.receiver).status is Status.NEW
    after = pay(dossier, dossier.payments[0].uid, by=world.receiver)
    assert after.status is Status.RETURNED


def test_a_green_result_is_made_at_once_and_handed_over_when_its_own_fee_is_paid(world):
    dossier = owing(world)
    due_at_return = more(dossier, PaymentMoment.RETURN)
    after = pay(dossier, dossier.payments[0].uid, by=world.receiver)
    assert after.status is Status.DONE
    assert pay(after, due_at_return, by=world.receiver).status is Status.RETURNED


def test_a_green_filing_that_owes_at_the_return_is_not_refused(world):
    dossier = owing(world)
    FeePayment.objects.filter(dossier_id=dossier.id).update(moment=int(PaymentMoment.RETURN))
    after = green.settle(store.load(dossier.uid), at=LATER)
    assert after.status is Status.DONE


def test_what_an_officer_asked_about_is_his_to_finish(world):
    dossier = owing(world)
    api.ask_supplement(dossier.uid, items=("proof",), reason="Thiếu", by=world.receiver, at=AT)
    after = pay(dossier, dossier.payments[0].uid, by=world.receiver)
    assert after.status is Status.SUPPLEMENT
    assert after.payments[0].state is PaymentState.PAID
    after = api.supplement(dossier.uid, by=world.applicant, at=LATER)
    assert after.status is Status.NEW
    assert api.accept(dossier.uid, by=world.receiver, at=LATER).status is Status.ACCEPTED


def test_a_payment_stands_when_the_result_cannot_be_made(world, monkeypatch):
    def broken(*_, **__):
        raise errors.LeadsNowhere(step="receive")

    monkeypatch.setattr(intake, "accept", broken)
    dossier = owing(world)
    after = pay(dossier, dossier.payments[0].uid, by=world.receiver)
    assert after.status is Status.NEW
    assert store.load(dossier.uid) == after
    assert after.payments[0].state is PaymentState.PAID
    assert after.open_tasks()


def test_a_dossier_at_work_goes_on_when_the_last_obligation_is_paid(world):
    dossier = world.examined()
    examiner = world.worker(dossier, "examine")
    asked = api.ask_payment(dossier.uid, amounts={"A": 5, "B": 6}, by=examiner, at=LATER)
    due = [p for p in asked.payments if p.state is PaymentState.DUE]
    one = pay(asked, due[0].uid, by=world.receiver, at=LATER + timedelta(hours=1))
    assert (one.status, one.clock["spans"][-1]["end"]) == (Status.PAYMENT, None)
    two = pay(asked, due[1].uid, by=world.receiver, at=LATER + timedelta(days=2))
    assert two.status is Status.PROCESSING
    assert two.clock["spans"][-1]["end"] is not None
    assert two.due_at > dossier.due_at
    assert api.forward(dossier.uid, by=examiner, at=LATER + timedelta(days=2)).open_tasks()


def test_a_payment_is_recorded_once(world):
    dossier = world.examined()
    paid = dossier.payments[0]
    with pytest.raises(errors.PaymentPaidBefore):
        pay(dossier, paid.uid, by=world.receiver)
    with pytest.raises(errors.PaymentUnknown):
        pay(dossier, uuid4(), by=world.receiver, amount=1)


@pytest.mark.django_db(transaction=True)
def test_one_payment_recorded_by_many_at_once_decides_a_green_dossier_once(transactional_db):
    world = World.make(verified=True)
    dossier = owing(world)
    by = world.receiver
    results = together(*[partial(pay, dossier, dossier.payments[0].uid, by=by)] * 6)
    won = [r for r in results if isinstance(r, Snapshot)]
    assert [after.status for after in won] == [Status.RETURNED]
    assert all(isinstance(r, Snapshot | Conflict) for r in results), results
    assert len(api.timeline(won[0])) == 5
    assert [p.kind for p in api.papers(won[0])].count("result") == 1
    assert verify_stream(store.stream(dossier.uid)).is_whole


@pytest.mark.django_db(transaction=True)
def test_two_fees_paid_at_once_decide_a_green_dossier_once(transactional_db):
    world = World.make(verified=True)
    by = world.receiver
    for _ in range(4):
        dossier = owing(world)
        lines = [dossier.payments[0].uid, more(dossier, PaymentMoment.FILING)]
        results = together(*(partial(pay, dossier, line, by=by) for line in lines))
        assert {r.status for r in results} == {Status.NEW, Status.RETURNED}
        assert store.load(dossier.uid).status is Status.RETURNED


@pytest.mark.django_db(transaction=True)
def test_three_obligations_paid_at_once_set_the_clock_going_once(transactional_db):
    world = World.make(verified=True)
    dossier = world.examined()
    examiner, by = world.worker(dossier, "examine"), world.receiver
    asked = api.ask_payment(dossier.uid, amounts={"A": 5, "B": 6, "C": 7}, by=examiner, at=LATER)
    due = [p.uid for p in asked.payments if p.state is PaymentState.DUE]
    results = together(*(partial(pay, asked, line, by=by) for line in due))
    assert sorted(r.status for r in results) == [4, 6, 6]
    assert store.load(dossier.uid).status is Status.PROCESSING


def test_a_payment_platform_pays_and_can_do_nothing_else(world, client):
    portal, platform = caller(client), caller(client, scopes={Scope.DOSSIERS_PAY})
    sent = wish(world, form=GREEN, channel="counter", components=[])
    filed = portal.post("/dossiers", sent).json()
    owed = filed["payments"][0]
    proof = {"payment": owed["id"], "amount": owed["amount"], "reference": "GD-77"}
    path = f"/dossiers/{filed['id']}"
    wrong = platform.post(f"{path}/payments", {**proof, "amount": 1})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "payment_unknown")
    blind = platform.post(f"{path}/payments", {**proof, "payment": str(uuid4())})
    assert blind.status_code == 404
    paid = platform.post(f"{path}/payments", proof)
    assert paid.status_code == 200, paid.content
    assert paid.json() == {**owed, "state": "paid"}
    again = platform.post(f"{path}/payments", proof)
    assert (again.status_code, again.json()["code"]) == (409, "payment_paid_before")
    assert portal.get(path).json()["status"] == Status.RETURNED
    for read in ("", "/timeline", "/documents", "/why"):
        assert platform.get(f"{path}{read}").status_code in {403, 404}, read
    assert platform.get("/dossiers").json().get("items", []) == []
    for act in ("accept", "forward", "issue", "hand-over", "file", "withdraw", "supplement"):
        assert platform.post(f"{path}/{act}").status_code in {403, 404}, act
    assert platform.post("/dossiers", sent).status_code == 403


@pytest.mark.parametrize("scopes", [set(Scope) - {Scope.DOSSIERS_PAY}, {Scope.DOSSIERS_ACT}])
def test_a_client_without_the_scope_records_no_payment(world, client, scopes):
    filed = caller(client).post("/dossiers", wish(world, channel="counter")).json()
    owed = filed["payments"][0]
    proof = {"payment": owed["id"], "amount": owed["amount"], "reference": "GD-77"}
    answer = caller(client, scopes=scopes).post(f"/dossiers/{filed['id']}/payments", proof)
    assert answer.status_code == 403
    assert not FeePayment.objects.exclude(paid_at=None).exists()


def test_an_officer_of_another_desk_records_no_payment_whatever_his_token_reaches(world, client):
    filed = caller(client).post("/dossiers", wish(world, channel="counter")).json()
    owed = filed["payments"][0]
    proof = {"payment": owed["id"], "amount": owed["amount"], "reference": "GD-77"}
    clerk = world.posts[world.commune.pk, "clerk"]
    stranger = caller(client, account=clerk, scopes={Scope.DOSSIERS_PAY})
    assert stranger.post(f"/dossiers/{filed['id']}/payments", proof).status_code == 403
    receiver = caller(client, account=world.posts[world.desk.pk, "receiver"])
    assert receiver.post(f"/dossiers/{filed['id']}/payments", proof).status_code == 200


def test_a_platform_pays_for_a_dossier_at_work_too(world):
    dossier = world.examined()
    asked = api.ask_payment(dossier.uid, by=world.worker(dossier, "examine"), at=LATER)
    due = next(p for p in asked.payments if p.state is PaymentState.DUE)
    platform = caller(Client(), scopes={Scope.DOSSIERS_PAY})
    proof = {"payment": str(due.uid), "amount": due.amount, "reference": "GD-78"}
    assert platform.post(f"/dossiers/{asked.code}/payments", proof).status_code == 200
    assert store.load(dossier.uid).status is Status.PROCESSING
