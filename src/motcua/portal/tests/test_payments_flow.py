"""Paying: to the gateway simulator over HTTP and back, twice, tampered with, late, and at once."""

from datetime import timedelta
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import httpx
import pytest
from django.urls import reverse
from django.utils import timezone
from simulators.payments import Gateway as Simulator
from simulators.serving import Server

from motcua.authority.models import Account
from motcua.authority.tests.factories import make_account, make_person
from motcua.dossiers import api, store
from motcua.dossiers.gateway import HttpGateway, Standing
from motcua.dossiers.models import FeePayment, OrderState, PaymentOrder
from motcua.dossiers.services import orders
from motcua.dossiers.tests.factories import ANSWERS, AT, World
from motcua.dossiers.tests.threads import together
from motcua.dossiers.types import PaymentState, Status
from motcua.ledger.api import verify_stream

SECRET = "key-of-the-tests"


@pytest.fixture
def simulator(settings):
    simulator = Simulator("", "MOTCUA", SECRET, retries=())
    server = Server(simulator)
    simulator.address = server.address
    server.start()
    settings.PAYMENT_URL, settings.PAYMENT_MERCHANT = server.address, "MOTCUA"
    settings.PAYMENT_SECRET, settings.PUBLIC_URL = SECRET, "http://testserver"
    yield simulator
    server.end()


@pytest.fixture
def world(db):
    return World.make(verified=True)


@pytest.fixture
def owing(world):
    """A green dossier that owes its fee: it is decided when the fee is paid."""
    return api.submit(world.filing(form={**ANSWERS, "kind": "a"}), by=world.receiver, at=AT)


def enter(client, person):
    account = Account.objects.filter(person=person).first() or make_account(person=person)
    client.force_login(account)
    return client


def start_of(dossier):
    return reverse("payments:start", args=[dossier.uid, dossier.payments[0].uid])


def went(client, dossier):
    """Go to the gateway; return the order that was made there."""
    answer = client.post(start_of(dossier))
    assert answer.status_code == 302, answer.content.decode()
    assert httpx.get(answer.url).status_code == 200
    return answer.url, dict(parse_qsl(urlsplit(answer.url).query))["order"]


def came(url, order, do):
    """Pay, fail or cancel at the gateway; return the address that the browser is sent to."""
    site = f"http://{urlsplit(url).netloc}"
    answer = httpx.post(f"{site}/pay", data={"order": order, "do": do})
    parts = urlsplit(answer.headers["location"])
    return parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))


def gateway(simulator):
    return HttpGateway(simulator.address, "MOTCUA", SECRET)


def line(dossier):
    return FeePayment.objects.get(dossier_id=dossier.id)


def order_row():
    return PaymentOrder.objects.get()


def test_a_fee_is_paid_at_the_gateway_and_the_dossier_goes_on(client, world, simulator, owing):
    enter(client, world.citizen)
    assert b"H" in client.get(start_of(owing)).content
    path, facts = came(*went(client, owing), "pay")
    answer = client.get(path, facts, follow=True)
    assert answer.status_code == 200
    assert "Đã nộp" in answer.content.decode()
    assert line(owing).state == PaymentState.PAID.value
    assert store.load(owing.uid).status is Status.RETURNED
    assert verify_stream(store.stream(owing.uid)).is_whole


def test_return_and_notification_in_any_order_and_number_record_once(
    client, world, simulator, owing
):
    enter(client, world.citizen)
    path, facts = came(*went(client, owing), "pay")
    for _ in range(2):
        assert client.post(reverse("payments:notify"), facts).json() == {"code": "00"}
        assert client.get(path, facts).status_code == 302
    assert order_row().state == OrderState.PAID
    kinds = [entry.kind for entry in api.timeline(store.load(owing.uid))]
    assert kinds.count("dossier.record_payment") == 1


@pytest.mark.parametrize(("do", "word"), [("fail", "từ chối"), ("cancel", "hủy")])
def test_an_unhappy_end_is_told_and_one_may_pay_again(client, world, simulator, owing, do, word):
    enter(client, world.citizen)
    path, facts = came(*went(client, owing), do)
    shown = client.get(path, facts, follow=True).content.decode()
    assert word in shown
    assert start_of(owing) in shown
    path, facts = came(*went(client, owing), "pay")
    client.get(path, facts)
    assert line(owing).state == PaymentState.PAID.value
    assert PaymentOrder.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [{"amount": "1"}, {"state": "paid"}, {"signature": ""}, {"order": str(uuid4())}, {"x": "1"}],
)
def test_what_was_tampered_with_changes_nothing(client, world, simulator, owing, change):
    enter(client, world.citizen)
    path, facts = came(*went(client, owing), "fail")
    facts |= change
    assert client.get(path, facts).status_code == 422
    assert client.post(reverse("payments:notify"), facts).json()["code"] == "gateway_unproven"
    assert order_row().state == OrderState.OPEN
    assert line(owing).state == PaymentState.DUE.value


def test_a_proven_word_about_another_amount_or_order_changes_nothing(
    client, world, simulator, owing
):
    enter(client, world.citizen)
    _, order = went(client, owing)
    told = {"merchant": "MOTCUA", "order": order, "amount": "1", "state": "paid"}
    facts = simulator.signed({**told, "transaction": "T1"})
    notify = reverse("payments:notify")
    assert client.post(notify, facts).json()["code"] == "order_mismatch"
    facts = simulator.signed({**told, "transaction": "T1", "order": str(uuid4())})
    assert client.post(notify, facts).json()["code"] == "order_not_found"
    facts = simulator.signed({**told, "transaction": "T1", "merchant": "OTHER"})
    assert client.post(notify, facts).json()["code"] == "gateway_unproven"
    assert order_row().state == OrderState.OPEN


def test_who_pays_twice_has_one_open_order(client, world, simulator, owing):
    enter(client, world.citizen)
    assert went(client, owing) == went(client, owing)
    assert PaymentOrder.objects.count() == 1


def test_a_fee_paid_at_the_counter_meanwhile_makes_the_money_a_surplus(
    client, world, simulator, owing
):
    enter(client, world.citizen)
    url, order = went(client, owing)
    world.paid(owing)
    path, facts = came(url, order, "pay")
    shown = client.get(path, facts, follow=True).content.decode()
    assert "hoàn lại" in shown
    assert order_row().state == OrderState.SURPLUS
    assert verify_stream(f"order:{order}").is_whole


def test_a_payment_that_nobody_told_of_is_found_by_asking(client, world, simulator, owing):
    enter(client, world.citizen)
    _, order = went(client, owing)
    simulator.settle(order, "paid")
    shown = client.get(reverse("payments:order", args=[order])).content.decode()
    assert "Đang chờ" in shown
    at = timezone.now() + timedelta(minutes=2)
    assert orders.reconcile(at=at, gateway=gateway(simulator)) == 1
    assert orders.reconcile(at=at, gateway=gateway(simulator)) == 0
    assert line(owing).state == PaymentState.PAID.value


def test_a_person_may_ask_again_himself(client, world, simulator, owing):
    enter(client, world.citizen)
    _, order = went(client, owing)
    simulator.settle(order, "paid")
    page = reverse("payments:order", args=[order])
    assert client.post(page).status_code == 302
    assert "Đã nộp" in client.get(page).content.decode()


def test_an_order_that_is_never_paid_ends_and_money_that_comes_late_still_counts(
    client, world, simulator, owing
):
    enter(client, world.citizen)
    went(client, owing)
    late = timezone.now() + timedelta(hours=1)
    assert orders.reconcile(at=late, gateway=gateway(simulator)) == 1
    assert order_row().state == OrderState.EXPIRED
    told = Standing(order_row().uid, int(order_row().amount), "paid", "LATE1")
    assert orders.settle(told, at=late) is OrderState.PAID
    assert line(owing).state == PaymentState.PAID.value


def test_an_unhappy_word_after_the_money_changes_nothing(client, world, simulator, owing):
    enter(client, world.citizen)
    path, facts = came(*went(client, owing), "pay")
    client.get(path, facts)
    row = order_row()
    told = Standing(row.uid, int(row.amount), "cancelled", "")
    assert orders.settle(told, at=timezone.now()) is OrderState.PAID


def test_a_gateway_that_is_away_is_told_and_a_later_try_succeeds(
    client, world, simulator, owing, settings
):
    enter(client, world.citizen)
    settings.PAYMENT_URL = "http://127.0.0.1:9"
    answer = client.post(start_of(owing))
    assert answer.status_code == 503
    assert "gián đoạn" in answer.content.decode()
    settings.PAYMENT_URL = simulator.address
    went(client, owing)


def test_nobody_pays_or_sees_the_order_of_another(client, world, simulator, owing):
    enter(client, world.citizen)
    _, order = went(client, owing)
    other = type(client)()
    enter(other, make_person())
    assert other.get(start_of(owing)).status_code == 404
    assert other.post(start_of(owing)).status_code == 404
    assert other.get(reverse("payments:order", args=[order])).status_code == 404
    officer = type(client)()
    officer.force_login(world.posts[world.desk.pk, "receiver"])
    assert officer.get(start_of(owing)).status_code == 403
    nobody = type(client)()
    assert "login" in nobody.get(start_of(owing)).url


def test_the_gateway_tells_again_until_it_is_heard():
    heard = []

    class Deaf(Simulator):
        __slots__ = ()

        def _told(self, order):
            heard.append(order.state)
            return len(heard) == 3

    simulator = Deaf("", "MOTCUA", SECRET, retries=(0, 0, 0, 0), pause=lambda _: None)
    from simulators.payments import Order

    simulator.notify(Order({"order": "1", "amount": "1"}, state="paid"))
    assert heard == ["paid"] * 3


@pytest.mark.django_db(transaction=True)
def test_return_and_notification_at_once_record_once(transactional_db, simulator):
    world = World.make(verified=True)
    dossier = api.submit(world.filing(form={**ANSWERS, "kind": "a"}), by=world.receiver, at=AT)
    fee = dossier.payments[0]
    doors = api.PaymentDoors("http://testserver/r", "http://testserver/n")
    begin = partial(
        orders.begin, dossier.uid, payment=fee.uid, by=world.applicant, at=AT,
        gateway=gateway(simulator), doors=doors,
    )  # fmt: skip
    pages = together(*[begin] * 4)
    assert len(set(pages)) == 1, pages
    row = PaymentOrder.objects.get()
    told = Standing(row.uid, fee.amount, "paid", "T1")
    results = together(*[partial(orders.settle, told, at=AT + timedelta(minutes=1))] * 6)
    assert set(results) == {OrderState.PAID}, results
    kinds = [entry.kind for entry in api.timeline(store.load(dossier.uid))]
    assert kinds.count("dossier.record_payment") == 1


def test_the_wires_of_both_sides_sign_alike():
    from simulators.payments import signature as theirs

    from motcua.dossiers.gateway import signature as ours

    facts = {"b": "Hồ sơ 1 & 2", "a": "=?", "signature": "x"}
    assert ours(facts, SECRET) == theirs(facts, SECRET)
    assert urlencode({"a": "="}) == "a=%3D"
