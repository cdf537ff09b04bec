"""Bad input to every verb over HTTP: a clear problem in both languages, and nothing changed."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from motcua.authority.models import Account
from motcua.dossiers import api
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import World, make_other_commune, uid
from motcua.dossiers.tests.test_rest import Caller, caller, wish
from motcua.ledger.models import LedgerEntry

NOWHERE = "00000000-0000-0000-0000-000000000000"
WORDS = {"reason": "Chưa đủ căn cứ"}
BODIES = {
    "accept": {},
    "refuse": WORDS,
    "ask-supplement": {**WORDS, "items": ["proof"], "sector_law": "x"},
    "ask-payment": {"amounts": {"Phí": 1000}},
    "hand-over": {"task": NOWHERE},
    "assign": {"task": NOWHERE, "officer": "OFFICER"},
    "claim": {"task": NOWHERE},
    "forward": {"task": NOWHERE},
    "approve": {"task": NOWHERE},
    "send-back": {**WORDS, "task": NOWHERE},
    "consult": {
        "place": "department:justice",
        "role": "officer",
        "norm": "1 working day",
        "question": "Ý kiến?",
        "law": "x",
    },
    "answer": {"task": NOWHERE, "opinion": "Có", "agrees": True},
    "sign": {"task": NOWHERE},
    "issue": {"task": NOWHERE},
    "stop": WORDS,
    "apologise": {**WORDS, "to": "2026-12-30T10:00:00+07:00"},
    "correct": {**WORDS, "form": {}},
    "rate": {"scores": {"7": 2}, "comment": "Tốt"},
    "supplement": {"form": {}, "components": [{"component": "proof"}]},
    "withdraw": {"reason": "Đổi ý"},
    "payments": {"payment": NOWHERE, "amount": 1, "reference": "BL"},
}
"""Each verb's own body, well shaped; the tests below spoil one thing at a time."""

LONG = "x" * 100_000
HOSTILE = {"nul": "a\x00b", "half": "\ud800", "long": LONG, "kind": 17, "list": [], "null": None}
DEEP = "[" * 5_000 + "]" * 5_000
NESTED: dict[str, object] = {}
for _ in range(40):
    NESTED = {"a": NESTED}


@pytest.fixture
def world(db):
    return World.make(verified=True)


@pytest.fixture
def filed(world, client):
    """A dossier that a portal filed and that lies with the desk, and its callers."""
    portal = caller(client)
    dossier = portal.post("/dossiers", wish(world)).json()
    return Filed(world, client, portal, dossier)


class Filed:
    def __init__(self, world, client, portal, dossier):
        self.world, self.client, self.portal, self.dossier = world, client, portal, dossier
        receiver = world.posts[world.desk.pk, "receiver"]
        self.receiver = caller(client, account=receiver)
        self.officer = receiver.username

    def path(self, verb):
        return f"/dossiers/{self.dossier['id']}/{verb}"

    def body(self, verb, **changes):
        body = {**BODIES[verb], **changes}
        return {k: self.officer if v == "OFFICER" else v for k, v in body.items()}

    def by(self, verb):
        applicants = {"supplement", "withdraw", "rate"}
        return self.portal if verb in applicants else self.receiver


def dump():
    """Return how many rows every table has, and where every dossier stands."""
    counts = {m._meta.label: m.objects.count() for m in apps.get_models() if not m._meta.proxy}
    moving = {"authority.ApiToken", "authority.ApiClient", "authority.Account"}
    counts = {name: count for name, count in counts.items() if name not in moving}
    stands = list(Dossier.objects.order_by("id").values_list("uid", "seq", "status", "code"))
    return counts, stands, LedgerEntry.objects.filter(kind__startswith="dossier").count()


def raw(who, method, path, content, *, language="en", **extra):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {who.token}", "HTTP_ACCEPT_LANGUAGE": language}
    return who.client.generic(
        method, f"/api/v1{path}", content, content_type="application/json", **headers, **extra
    )


def refused(who, path, body, *, statuses=range(400, 500), method="POST"):
    """Send a bad body in both languages; return the English problem."""
    before = dump()
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    said = {}
    for language in ("vi", "en"):
        answer = raw(who, method, path, content, language=language)
        assert answer.status_code in statuses, (path, body, answer.status_code, answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["detail"]
        assert problem["code"] != "failed"
        said[language] = problem
    assert said["vi"]["detail"] != said["en"]["detail"]
    assert dump() == before
    return said["en"]


@pytest.mark.parametrize("verb", BODIES)
def test_every_string_refuses_hostile_text(filed, verb):
    for name, value in BODIES[verb].items():
        for what, hostile in HOSTILE.items():
            if value is True and what == "kind":
                continue
            if name in {"task", "amounts", "law", "reason"} and hostile is None:
                continue  # these may be left out, or the verb is refused for another reason
            if isinstance(value, list) and what == "list" and name == "components":
                continue
            refused(filed.by(verb), filed.path(verb), filed.body(verb, **{name: hostile}))


BROKEN = ("", "{", "[]", '"x"', DEEP, '{"a": NaN}', '{"expected_seq": 1e400}', b"\xff\xfe")


@pytest.mark.parametrize("verb", BODIES)
def test_what_is_no_json_object_is_refused(filed, verb):
    for content in BROKEN:
        refused(filed.by(verb), filed.path(verb), content)


@pytest.mark.parametrize("verb", BODIES)
def test_unknown_and_misshapen_fields_are_refused(filed, verb):
    who, path = filed.by(verb), filed.path(verb)
    for spoiled in ({"moreover": 1}, {"expected_seq": -1}, {"expected_seq": "x"}):
        problem = refused(who, path, filed.body(verb, **spoiled), statuses={422})
        assert problem["errors"][0]["field"].endswith(next(iter(spoiled)))
    for name in BODIES[verb]:
        body = filed.body(verb)
        del body[name]
        if name in {"task", "amounts", "sector_law", "role", "law", "comment", "form"}:
            continue
        if (verb, name) in {("withdraw", "reason"), ("supplement", "components")}:
            continue
        refused(who, path, body, statuses={422})


@pytest.mark.parametrize("verb", sorted(set(BODIES) - {"withdraw"}))
def test_a_stale_sequence_is_told_before_anything_else(filed, verb):
    body = filed.body(verb, expected_seq=99)
    problem = refused(filed.by(verb), filed.path(verb), body, statuses={409, 422, 404, 403})
    assert problem["code"] in {"dossier_moved", "task_unknown", "no_task"}


@pytest.mark.parametrize(
    "verb",
    sorted(set(BODIES) - {"accept", "refuse", "ask-supplement", "withdraw", "claim", "payments"}),
)
def test_a_new_dossier_forbids_what_its_status_forbids(filed, verb):
    statuses = {409, 403}
    refused(filed.by(verb), filed.path(verb), filed.body(verb), statuses=statuses)


@pytest.mark.parametrize("verb", BODIES)
def test_officers_of_elsewhere_learn_nothing(filed, verb):
    far = make_other_commune(filed.world)
    account = Account.objects.get(pk=far.account_id)
    who = caller(filed.client, account=account)
    problem = refused(who, filed.path(verb), filed.body(verb), statuses={404, 403})
    assert problem["code"] == "dossier_not_found"
    assert filed.dossier["procedure"] not in json.dumps(problem)


ABSENT = (NOWHERE, "H24.1-990101-0001", "%00", "%ff", "a" * 3000)


@pytest.mark.parametrize("verb", BODIES)
def test_a_dossier_that_is_not_there_is_not_found(filed, verb):
    for reference in ABSENT:
        path = f"/dossiers/{reference}/{verb}"
        refused(filed.by(verb), path, filed.body(verb), statuses={404})


@pytest.mark.parametrize("verb", ["accept", "refuse", "withdraw", "ask-supplement"])
def test_a_key_with_another_body_is_refused_and_with_the_same_one_done_once(filed, verb):
    who, path = filed.by(verb), filed.path(verb)
    first = who.post(path, filed.body(verb), idempotency_key="k")
    assert first.status_code == 200, first.content
    before = dump()
    assert who.post(path, filed.body(verb), idempotency_key="k").json() == first.json()
    again = who.post(path, filed.body(verb, expected_seq=1), idempotency_key="k")
    assert again.json()["code"] == "idempotency_key_reused"
    for bad in ("x" * 201, "a\x00b"):
        assert who.post(path, filed.body(verb), idempotency_key=bad).status_code == 422
    assert dump() == before


FILINGS = [
    ({"procedure": "no.such"}, {404}),
    ({"receiving": "nowhere"}, {422, 404}),
    ({"receiving": ""}, {422, 404}),
    ({"receiving": "COMMUNE"}, {422}),
    ({"competent": "DESK"}, {422}),
    ({"competent": "nowhere"}, {422, 404}),
    ({"support": "nowhere"}, {422, 404}),
    ({"applicant": NOWHERE}, {404}),
    ({"applicant": None}, {422}),
    ({"submitter": NOWHERE}, {404}),
    ({"channel": "pigeon"}, {422}),
    ({"form": {"kind": "b"}}, {422}),
    ({"form": NESTED}, {400, 422}),
    ({"form": {"kind": "b\x00"}}, {400, 422}),
    ({"form": {"kind": LONG * 3}}, {413, 422}),
    ({"form": {str(n): n for n in range(20_000)}}, {422}),
    ({"form": {"kind": 2**70}}, {400}),
    ({"form": []}, {422}),
    ({"components": [{"component": "no such"}]}, {422}),
    ({"components": [{"component": "proof", "file": NOWHERE}]}, {404, 422}),
    ({"components": [{"component": "proof", "paper": NOWHERE}]}, {404}),
    ({"components": [{"component": "proof", "copies": -1}]}, {422}),
    ({"components": [{"component": "proof", "kind": "rumour"}]}, {422}),
    ({"components": [{"component": "proof"}] * 300}, {422}),
    ({"pages": -1}, {422}),
    ({"copies": 10**9}, {422}),
    ({"id": "x"}, {422}),
    ({"draft": True, "form": {"a": "\x00"}}, {400}),
    ({"draft": True, "form": {"a": LONG * 3}}, {413, 422}),
]


@pytest.mark.parametrize(("change", "statuses"), FILINGS)
def test_a_bad_filing_is_refused(world, client, change, statuses):
    named = {"COMMUNE": str(world.commune.uid), "DESK": str(world.desk.uid)}
    body = wish(world, **change)
    body = {k: named.get(v, v) if isinstance(v, str) else v for k, v in body.items()}
    refused(caller(client), "/dossiers", body, statuses=statuses)


def test_a_gigantic_body_is_refused(world, client):
    body = json.dumps(wish(world, form={"kind": "x" * 5_000_000}))
    assert refused(caller(client), "/dossiers", body, statuses={413})["code"] == "too_large"


def test_anothers_draft_is_not_overwritten(filed):
    key = str(uid())
    mine = filed.portal.post("/dossiers", wish(filed.world, draft=True, id=key))
    assert mine.status_code == 201, mine.content
    other = caller(filed.client)
    for more in ({"draft": True}, {"draft": False}):
        body = wish(filed.world, id=key, **more, form={"kind": "stolen"})
        refused(other, "/dossiers", body, statuses={403, 404, 422})
    person = {"name": "Ai đó", "number": "031090000999", "birth_on": "1990-01-01"}
    someone = filed.portal.post("/people", person).json()["id"]
    body = wish(filed.world, id=key, draft=True, applicant=someone)
    assert refused(filed.portal, "/dossiers", body)["code"] == "draft_is_another"


QUERIES = [
    "/worklist?after=x",
    "/worklist?after=2026-01-01T00:00:00~1",
    "/worklist?after=2026-01-01T00:00:00%2B00:00~99999999999999999999",
    "/worklist?limit=0",
    "/worklist?limit=9999",
    "/worklist?after=%00",
    "/dossiers?before=1",
    "/dossiers?after=1",
    "/dossiers?after=",
    "/dossiers?status=77",
    "/dossiers?limit=x",
    "/dossiers/%00",
    "/tracking/%00",
    "/tracking/H24.1-990101-0001",
    f"/tracking/{NOWHERE}",
]


@pytest.mark.parametrize("path", QUERIES)
def test_bad_questions_get_a_clear_answer(world, client, path):
    refused(caller(client), path, "", method="GET", statuses={404, 422})


@pytest.mark.parametrize(
    "body",
    [
        {"url": "http://127.0.0.1/"},
        {"url": "x" * 600},
        {"url": "https://a.example/\x00"},
        {"url": 5},
        {"url": "https://a.example/", "events": ["\x00"]},
        {"url": "https://a.example/", "events": "all"},
        {},
    ],
)
def test_a_bad_webhook_is_refused(world, client, body):
    refused(caller(client), "/webhooks", body, statuses={400, 422})


def test_a_calendar_that_is_not_published_yet_is_said(filed):
    later = timezone.now() + timedelta(days=365 * 40)
    head = caller(filed.client, account=filed.world.posts[filed.world.commune.pk, "unit_head"])
    accepted = filed.receiver.post(filed.path("accept"))
    assert accepted.status_code == 200
    body = {**WORDS, "to": later.isoformat()}
    problem = refused(head, filed.path("apologise"), body, statuses={422})
    assert problem["code"] == "calendar_not_published"


def test_a_token_of_nowhere_is_told_so(world, client):
    refused(Caller(client, "x"), "/dossiers", wish(world), statuses={401})
    assert api.dossiers(world.receiver) == []
