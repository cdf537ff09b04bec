"""Every door of the house tried by everybody: nothing of a dossier leaks, and nothing breaks.

The operations come from the OpenAPI document and the addresses from the URL table, so that a new
one is walked through on the day it is added.
"""

import json
from datetime import timedelta
from functools import partial
from pathlib import PurePosixPath
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from motcua.authority.models import Account
from motcua.authority.tests.factories import make_account, make_officer, make_person
from motcua.authority.types import Role, Scope
from motcua.config.api import api as http
from motcua.dossiers import api
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import ANSWERS, World, make_other_commune
from motcua.dossiers.tests.test_bad_input import BODIES
from motcua.dossiers.tests.test_rest import caller, wish

PUBLIC = {
    "GET /api/v1/documents/authority.pem",
    "GET /api/v1/documents/keys",
    "GET /api/v1/documents/ledger-roots/{on}",
    "GET /api/v1/documents/revocations",
    "GET /api/v1/documents/revoked-certificates.crl",
    "GET /api/v1/documents/verify/{code}",
    "GET /api/v1/documents/verify/{code}/proof",
    "POST /api/v1/documents/verify",
    "GET /api/v1/catalogue",
    "GET /api/v1/catalogue/{code}",
    "GET /api/v1/procedures",
    "GET /api/v1/procedures/{code}",
    "GET /api/v1/tracking/{code}",
}
"""What anybody may ask; every other operation wants to know who is there."""

HIDDEN = "Bùi Thị Kín Đáo", "031190777123", "Ngõ Bí Mật 17"
"""Name, number and address of the applicant: what may reach nobody who has no part."""


def operations():
    """Yield each operation as its name, method and path."""
    for path, methods in http.get_openapi_schema()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path}", method.upper(), path


OPERATIONS = sorted(operations())


class Somebody:
    """One role at the door: a client that may bear a token or be signed in."""

    def __init__(self, *, token="", account=None):
        self.client, self.token = Client(), token
        if account is not None:
            self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, method, path, body=None):
        extra = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}
        content = json.dumps(body or {}) if method == "POST" else ""
        return self.client.generic(method, path, content, content_type="application/json", **extra)


class House:
    """A province with one dossier at work whose applicant must stay unknown."""

    def __init__(self):
        self.world = world = World.make()
        world.citizen = make_person(
            name=HIDDEN[0], number=HIDDEN[1], contact={"address": HIDDEN[2]}
        )
        now = timezone.now()
        dossier = world.filed(by=world.receiver, at=now - timedelta(hours=1), form=ANSWERS)
        dossier = api.accept(dossier.uid, by=world.receiver, at=now - timedelta(minutes=30))
        self.dossier = api.forward(dossier.uid, by=world.receiver, at=now - timedelta(minutes=20))
        while api.drain(at=now):
            continue
        self.paper = api.papers(self.dossier)[0]

    def path(self, template):
        known = {
            "place": self.world.desk.code,
            "reference": str(self.dossier.uid),
            "code": self.dossier.code,
            "uid": str(self.paper.file.uid),
            "on": "2026-11-23",
        }
        return template.format(**known)

    def body(self, path):
        if path.endswith("/dossiers"):
            return wish(self.world)
        return BODIES.get(PurePosixPath(path).name, {})

    def strangers(self):
        """Return everybody who has no part in the dossier, by name."""
        world = self.world
        token = partial(caller, Client())
        far = Account.objects.get(pk=make_other_commune(world).account_id)
        operator = make_officer(world.province, Role.OPERATOR)
        steward = make_officer(world.commune, Role.DATA_STEWARD)
        person = make_account(person=make_person())
        return {
            "stranger": Somebody(account=person),
            "another commune's receiver": Somebody(token=token(account=far).token),
            "operator": Somebody(token=token(account=operator).token),
            "data steward": Somebody(token=token(account=steward).token),
            "another client": Somebody(token=token().token),
            "client without scopes": Somebody(token=token(scopes={Scope.WEBHOOKS_MANAGE}).token),
        }

    def readers(self):
        """Return those who may read the dossier, by name."""
        world, token = self.world, partial(caller, Client())
        posts = {
            "receiver": (world.desk, "receiver"),
            "officer": (world.unit("economy"), "officer"),
            "clerk": (world.commune, "clerk"),
            "auditor": (world.province, "auditor"),
        }
        people = {
            name: Somebody(token=token(account=world.posts[unit.pk, role]).token)
            for name, (unit, role) in posts.items()
        }
        return people | {"applicant": Somebody(account=make_account(person=world.citizen))}


@pytest.fixture
def house(db):
    return House()


def test_every_operation_but_the_public_ones_asks_who_is_there(house):
    nobody = Somebody()
    entered = set()
    for name, method, path in OPERATIONS:
        answer = nobody.ask(method, house.path(path), house.body(path))
        assert answer.status_code < 500, (name, answer.content)
        assert not any(word in answer.content.decode(errors="replace") for word in HIDDEN)
        if answer.status_code != 401:
            entered.add(name)
    assert entered == PUBLIC


def test_who_has_no_part_in_a_dossier_learns_nothing_of_it(house):
    before = state()
    for who, somebody in house.strangers().items():
        for name, method, path in OPERATIONS:
            answer = somebody.ask(method, house.path(path), house.body(path))
            text = answer.content.decode(errors="replace")
            assert answer.status_code < 500, (who, name, text)
            assert not any(word in text for word in HIDDEN), (who, name)
            if "{reference}" in path:
                assert answer.status_code in {403, 404}, (who, name, answer.status_code, text)
                assert house.dossier.code not in text
            elif name not in PUBLIC:
                assert str(house.dossier.uid) not in text, (who, name)
    assert state() == before


def state():
    filed = Dossier.objects.filter(applicant__name=HIDDEN[0])
    return [store_line(row) for row in filed.order_by("id")[:1]]


def store_line(row):
    return row.uid, row.seq, row.status, bytes(row.head)


def test_who_has_a_part_reads_it_whole(house):
    reads = [op for op in OPERATIONS if op[1] == "GET" and "{reference}" in op[2]]
    assert len(reads) >= 5
    for who, somebody in house.readers().items():
        for name, method, path in reads:
            answer = somebody.ask(method, house.path(path))
            assert answer.status_code == 200, (who, name, answer.content)


def test_reading_a_dossier_is_no_right_to_act_on_it(house):
    readers = house.readers()
    for who in ("clerk", "auditor"):
        for name, method, path in OPERATIONS:
            if method == "POST" and "{reference}" in path:
                answer = readers[who].ask(method, house.path(path), house.body(path))
                assert 400 <= answer.status_code < 500, (who, name, answer.content)
    assert api.dossier(house.dossier.code, actor=house.world.receiver).seq == house.dossier.seq


def test_the_filter_of_lists_and_the_rule_of_one_dossier_agree(house):
    draft = api.save_draft(
        house.world.filing(), by=house.world.applicant, at=timezone.now(), uid=uuid4()
    )
    for who, somebody in (house.strangers() | house.readers()).items():
        listed = somebody.ask("GET", "/api/v1/dossiers")
        items = listed.json()["items"] if listed.status_code == 200 else []
        shown = {item["id"] for item in items}
        for uid in (house.dossier.uid, draft.uid):
            one = somebody.ask("GET", f"/api/v1/dossiers/{uid}").status_code == 200
            assert one == (str(uid) in shown), (who, uid)


def test_a_code_tells_its_holder_the_progress_and_nothing_more(house):
    told = Somebody().ask("GET", f"/api/v1/tracking/{house.dossier.code}").json()
    allowed = {"code", "procedure", "status", "status_name"}
    assert set(told) <= allowed | {"accepted_at", "appointment_at", "finished_at"}


def addresses(patterns, prefix=""):
    """Yield every address of the site, its parameters filled."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if "api/v1" not in route:
                yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "(" not in route and "^" not in route:
            yield "/" + route


def filled(house, address):
    """Return an address with each parameter replaced by something of the dossier."""
    samples = {
        "uuid": str(house.dossier.uid),
        "int": str(house.dossier.id),
        "str": house.dossier.code,
        "slug": "x",
        "path": "x",
    }
    parts = []
    for part in address.replace("<", "\0<").split("\0"):
        inside, closed, rest = part.partition(">")
        kind = inside.lstrip("<").partition(":")[0] if ":" in inside else "str"
        parts.append(samples.get(kind, "x") + rest if closed else part)
    return "".join(parts)


def test_every_address_of_the_site_stands_and_tells_strangers_nothing(house):
    seen = 0
    people = {"nobody": Somebody()} | house.strangers()
    for address in addresses(get_resolver().url_patterns):
        for who in ("nobody", "stranger"):
            answer = people[who].client.get(filled(house, address))
            text = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code < 500, (who, address)
            assert not any(word in text.decode(errors="replace") for word in HIDDEN), address
        seen += 1
    assert seen > 20


def test_the_back_office_opens_to_no_applicant(house):
    stranger = house.strangers()["stranger"].client
    for address in addresses(get_resolver().url_patterns):
        if address.startswith("/admin/") and address != "/admin/login/":
            answer = stranger.get(filled(house, address))
            assert answer.status_code in {301, 302, 403, 404}, address
