"""Webhooks against a real HTTP server: signed, tried again, given up, and delivered once."""

import json
from collections import deque
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Checker

from motcua.authority.types import Actor, ActorKind, Scope
from motcua.dossiers import api, errors
from motcua.dossiers.models import WebhookDelivery
from motcua.dossiers.services import webhooks
from motcua.dossiers.tests.factories import uid

HOUR = timedelta(hours=1)


class Receiver(HTTPServer):
    """Keeps what it gets; answers what it was told to answer, then 204."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.got, self.answers, self.moved_to = [], deque(), ""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.answers.popleft() if self.server.answers else 204)
        if self.server.moved_to:
            self.send_header("location", self.server.moved_to)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    server = Receiver()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def portal():
    return Actor(kind=ActorKind.CLIENT, uid=uid(), scopes=frozenset(map(str, Scope)))


def subscribed(portal, receiver, *, events=("dossier.filed",)):
    return webhooks.subscribe(receiver.url, events=events, by=portal, at=timezone.now())


def filed(world, portal):
    now = timezone.now()
    dossier = api.submit(world.filing(), by=portal, at=now)
    api.drain(at=now)
    api.drain(at=now)
    return dossier


def test_a_status_change_is_told_signed_and_once(world, portal, receiver):
    hook = subscribed(portal, receiver)
    dossier = filed(world, portal)
    now = timezone.now()
    assert webhooks.deliver(at=now) == 1
    assert webhooks.deliver(at=now + 99 * HOUR) == 0
    ((headers, body),) = receiver.got
    told = Checker(hook.secret).verify(body, {k.lower(): v for k, v in headers.items()})
    assert told["type"] == "dossier.filed"
    assert told["data"]["dossier"] == str(dossier.uid)
    assert json.loads(body)["data"]["status"] == 1
    assert str(world.citizen.uid) not in body.decode()


def test_a_failing_receiver_is_tried_again_and_given_up_at_last(world, portal, receiver):
    subscribed(portal, receiver)
    filed(world, portal)
    receiver.answers.extend([500] * 50)
    at = timezone.now()
    for _ in range(30):
        webhooks.deliver(at=at)
        at += 24 * HOUR
    delivery = WebhookDelivery.objects.get()
    assert len(receiver.got) == len(webhooks.WAITS) + 1 == delivery.attempts
    assert delivery.given_up_at
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


def test_a_receiver_that_recovers_gets_the_message(world, portal, receiver):
    subscribed(portal, receiver)
    filed(world, portal)
    receiver.answers.append(500)
    at = timezone.now()
    assert webhooks.deliver(at=at) == 0
    assert webhooks.deliver(at=at) == 0
    assert len(receiver.got) == 1, "a failed try waits"
    assert webhooks.deliver(at=at + HOUR) == 1
    assert WebhookDelivery.objects.get().delivered_at


def test_a_receiver_that_is_gone_hears_no_more(world, portal, receiver):
    subscribed(portal, receiver)
    filed(world, portal)
    receiver.answers.append(410)
    webhooks.deliver(at=timezone.now())
    filed(world, portal)
    webhooks.deliver(at=timezone.now() + 99 * HOUR)
    assert len(receiver.got) == 1
    assert webhooks.webhooks_of(portal) == []


def test_a_redirect_is_not_followed(world, portal, receiver):
    subscribed(portal, receiver)
    filed(world, portal)
    receiver.answers.append(302)
    receiver.moved_to = receiver.url
    assert webhooks.deliver(at=timezone.now()) == 0
    assert len(receiver.got) == 1


def test_an_address_silenced_meanwhile_gets_nothing(world, portal, receiver):
    hook = subscribed(portal, receiver)
    filed(world, portal)
    webhooks.unsubscribe(hook.uid, by=portal)
    assert webhooks.deliver(at=timezone.now()) == 0
    assert receiver.got == []


def test_an_address_that_became_private_gets_nothing(world, portal, receiver, settings):
    subscribed(portal, receiver)
    filed(world, portal)
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    assert webhooks.deliver(at=timezone.now()) == 0
    assert receiver.got == []


def test_nobody_hears_of_what_another_client_filed(world, portal, receiver):
    subscribed(portal, receiver)
    filed(world, Actor(kind=ActorKind.CLIENT, uid=uid(), scopes=frozenset(map(str, Scope))))
    assert webhooks.deliver(at=timezone.now()) == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://[::1]/x",
        "http://10.0.0.8/x",
        "http://169.254.169.254/latest/meta-data",
        "http://0x7f000001/x",
        "http://2130706433/x",
        "http://localhost/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://user:pass@example.org/x",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://example.org:99999/",
        "không phải địa chỉ",
        "http://a\x00b/",
        "",
    ],
)
def test_an_address_that_is_not_public_is_refused(portal, url):
    with pytest.raises(errors.WebhookAddressRefused):
        webhooks.subscribe(url, events=(), by=portal, at=timezone.now())


def test_an_address_is_registered_once(db, portal, receiver):
    subscribed(portal, receiver)
    with pytest.raises(errors.WebhookExists):
        subscribed(portal, receiver)
