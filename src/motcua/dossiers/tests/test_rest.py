"""The HTTP API as its clients see it: tokens, keys, problems, pages."""

import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.authority.services.clients import issue_token, register_client
from motcua.authority.types import SYSTEM, Scope
from motcua.documents.api import typeset_source
from motcua.dossiers import api
from motcua.dossiers.tests.factories import ANSWERS, CODE, World, uid

PDF = typeset_source("Giấy tờ", {})


@pytest.fixture
def world(db):
    return World.make(verified=True)


class Caller:
    """A client with a token: posts JSON and reads JSON."""

    def __init__(self, client, token):
        self.client, self.token = client, token

    def call(self, method, path, body=None, **headers):
        extra = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", "HTTP_ACCEPT_LANGUAGE": "en"}
        extra |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        data = json.dumps(body) if body is not None else None
        return self.client.generic(
            method, f"/api/v1{path}", data or "", content_type="application/json", **extra
        )

    def post(self, path, body=None, **headers):
        return self.call("POST", path, body if body is not None else {}, **headers)

    def get(self, path):
        return self.call("GET", path)


def caller(client, *, account=None, scopes=frozenset(Scope)):
    at = timezone.now()
    program = register_client(
        str(uid()), account_id=account.pk if account else None, by=SYSTEM, at=at
    )
    token = issue_token(
        program.pk, scopes=frozenset(scopes), expires_at=at + timedelta(days=1), by=SYSTEM, at=at
    )
    return Caller(client, token)


def wish(world, **changes):
    return {
        "procedure": CODE,
        "receiving": str(world.desk.uid),
        "applicant": str(world.citizen.uid),
        "form": ANSWERS,
        **changes,
    }


def test_a_client_files_and_an_officer_takes_it_to_the_end(world, client):
    portal = caller(client)
    filed = portal.post("/dossiers", wish(world))
    assert filed.status_code == 201, filed.content
    uid = filed.json()["id"]
    posts = {
        "accept": world.posts[world.desk.pk, "receiver"],
        "forward": world.posts[world.desk.pk, "receiver"],
        "forward-2": world.posts[world.unit("economy").pk, "officer"],
        "approve": world.posts[world.unit("economy").pk, "unit_head"],
        "sign": world.posts[world.commune.pk, "unit_head"],
        "issue": world.posts[world.commune.pk, "clerk"],
        "hand-over": world.posts[world.desk.pk, "receiver"],
    }
    for verb, account in posts.items():
        answer = caller(client, account=account).post(f"/dossiers/{uid}/{verb.split('-2')[0]}")
        assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == 10
    assert len(portal.get(f"/dossiers/{uid}/timeline").json()["items"]) == 8
    papers = portal.get(f"/dossiers/{uid}/documents").json()["items"]
    content = portal.get(f"/dossiers/{uid}/files/{papers[0]['file']}")
    assert content.content.startswith(b"%PDF")
    assert content["X-Content-Type-Options"] == "nosniff"
    assert portal.get(f"/dossiers/{uid}/why").json()["lines"]
    code = answer.json()["code"]
    assert client.get(f"/api/v1/tracking/{code}").json()["status"] == 10


def test_the_same_key_does_the_act_once(world, client):
    portal = caller(client)
    first = portal.post("/dossiers", wish(world), idempotency_key="k1")
    again = portal.post("/dossiers", wish(world), idempotency_key="k1")
    assert first.json()["id"] == again.json()["id"]
    assert len(api.dossiers(SYSTEM)) == 1
    other = portal.post("/dossiers", wish(world, copies=2), idempotency_key="k1")
    assert other.status_code in {409, 422}
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_that_cannot_protect_is_refused_and_files_nothing(world, client, key):
    answer = caller(client).post("/dossiers", wish(world), idempotency_key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_invalid")
    assert api.dossiers(SYSTEM) == []


def test_a_code_is_found_however_people_write_it(world, client):
    filed = caller(client).post("/dossiers", wish(world)).json()
    receiver = caller(client, account=world.posts[world.desk.pk, "receiver"])
    code = receiver.post(f"/dossiers/{filed['id']}/accept").json()["code"]
    agency, day, counter = code.split("-")
    for text in (code.lower(), f" {code} ", f"{agency}-20{day}-{int(counter)}"):
        assert client.get(f"/api/v1/tracking/{text}").json()["code"] == code
        assert receiver.get(f"/dossiers/{text}").json()["code"] == code


def test_a_refused_filing_names_every_field_in_problem_details(world, client):
    answer = caller(client).post("/dossiers", wish(world, form={}))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "filing_refused"
    assert {error["field"] for error in problem["errors"]}
    assert api.dossiers(SYSTEM) == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/dossiers", {"procedure": CODE}, 422),
        ("/dossiers", {"procedure": CODE, "receiving": "nowhere", "form": {}}, 422),
        ("/dossiers/00000000-0000-0000-0000-000000000000/accept", {}, 404),
        ("/dossiers/H24.1-990101-0001/accept", {}, 404),
        ("/dossiers/%00/accept", {}, 404),
        ("/dossiers", {"procedure": "no.such", "receiving": "DESK", "applicant": "ME"}, 404),
        ("/webhooks", {"url": "http://127.0.0.1/x"}, 422),
        ("/webhooks", {"url": "file:///etc/passwd"}, 422),
        ("/people", {"name": "A", "number": "123"}, 422),
    ],
)
def test_bad_input_gets_a_clear_answer_and_changes_nothing(world, client, path, body, status):
    named = {"DESK": str(world.desk.uid), "ME": str(world.citizen.uid)}
    sent = {
        key: named.get(value, value) if isinstance(value, str) else value
        for key, value in body.items()
    }
    answer = caller(client).post(path, sent)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]
    assert api.dossiers(SYSTEM) == []


def test_nobody_without_a_token_comes_in(world, client):
    answer = client.get("/api/v1/dossiers")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert Caller(client, "wrong").get("/dossiers").status_code == 401


def test_a_token_does_no_more_than_its_scopes(world, client):
    reader = caller(client, scopes={Scope.DOSSIERS_READ})
    assert reader.post("/dossiers", wish(world)).status_code == 403
    receiver = world.posts[world.desk.pk, "receiver"]
    filed = caller(client).post("/dossiers", wish(world)).json()["id"]
    weak = caller(client, account=receiver, scopes={Scope.DOSSIERS_READ})
    assert weak.post(f"/dossiers/{filed}/accept").status_code == 403


def test_one_client_does_not_see_what_another_filed(world, client):
    uid = caller(client).post("/dossiers", wish(world)).json()["id"]
    other = caller(client)
    for path in ("", "/timeline", "/why", "/documents"):
        assert other.get(f"/dossiers/{uid}{path}").status_code == 404
    assert other.post(f"/dossiers/{uid}/withdraw").status_code == 404
    assert other.get("/dossiers").json()["items"] == []


def test_a_stale_sequence_is_told(world, client):
    filed = caller(client).post("/dossiers", wish(world)).json()
    receiver = caller(client, account=world.posts[world.desk.pk, "receiver"])
    answer = receiver.post(f"/dossiers/{filed['id']}/accept", {"expected_seq": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "dossier_moved")


def upload(client, caller, name, content, *, key=""):
    extra = {"HTTP_AUTHORIZATION": f"Bearer {caller.token}"}
    extra |= {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    file = io.BytesIO(content)
    file.name = name
    return client.post("/api/v1/files", {"file": file}, **extra)


def test_a_file_is_given_by_whoever_uploaded_it(world, client):
    portal, other = caller(client), caller(client)
    mine = upload(client, portal, "giay.pdf", PDF)
    assert mine.status_code == 201, mine.content
    given = [{"component": "proof", "file": mine.json()["id"]}]
    assert other.post("/dossiers", wish(world, components=given)).status_code == 404
    assert portal.post("/dossiers", wish(world, components=given)).status_code == 201


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("virus.pdf", b"MZ" + bytes(2000), 415),
        ("big.pdf", PDF + bytes(50 * 1024 * 1024), 413),
        ("empty.pdf", b"", 422),
    ],
)
def test_a_bad_file_is_refused(world, client, name, content, status):
    answer = upload(client, caller(client), name, content)
    assert answer.status_code in {status, 422}, answer.content
    assert answer.json()["detail"]


def test_the_openapi_document_is_3_1(world, client):
    spec = client.get("/api/v1/openapi.json").json()
    assert spec["openapi"].startswith("3.1")
    assert "/api/v1/dossiers/{reference}/sign" in spec["paths"]
