"""Lists over HTTP: pages follow one another, and keys of pages cannot be made up."""

import pytest

from motcua.authority.types import Scope
from motcua.dossiers.tests.factories import World
from motcua.dossiers.tests.test_rest import PDF, caller, upload, wish


@pytest.fixture
def world(db):
    return World.make(verified=True)


def walked(who, path, *, limit):
    """Return the items of every page of a list, and how many pages there were."""
    path, items, pages = f"{path}{'&' if '?' in path else '?'}limit={limit}", [], 0
    while path:
        answer = who.get(path)
        assert answer.status_code == 200, answer.content
        shown = answer.json()
        assert 0 < len(shown["items"]) <= limit
        items, pages = items + shown["items"], pages + 1
        path = shown["next"] and shown["next"].removeprefix("/api/v1")
    return items, pages


def test_pages_follow_one_another(world, client):
    portal = caller(client)
    uids = [portal.post("/dossiers", wish(world)).json()["id"] for _ in range(4)]
    items, pages = walked(portal, "/dossiers", limit=2)
    assert ([item["id"] for item in items], pages) == (uids[::-1], 2)
    receiver = caller(client, account=world.posts[world.desk.pk, "receiver"])
    tasks, pages = walked(receiver, "/worklist?mine=false", limit=3)
    assert ({task["dossier"] for task in tasks}, pages) == (set(uids), 2)
    assert [task["due_at"] for task in tasks] == sorted(task["due_at"] for task in tasks)


def test_the_lists_of_one_dossier_and_of_one_client_have_pages_too(world, client):
    portal = caller(client)
    uid = portal.post("/dossiers", wish(world)).json()["id"]
    receiver = caller(client, account=world.posts[world.desk.pk, "receiver"])
    assert receiver.post(f"/dossiers/{uid}/accept").status_code == 200
    entries, pages = walked(portal, f"/dossiers/{uid}/timeline", limit=1)
    assert ([entry["seq"] for entry in entries], pages) == ([1, 2], 2)
    for host in ("1.1.1.1", "9.9.9.9"):
        made = portal.post("/webhooks", {"url": f"https://{host}/"})
        assert made.status_code == 201, made.content
    hooks, pages = walked(portal, "/webhooks", limit=1)
    assert ([hook["url"] for hook in hooks], pages) == (["https://9.9.9.9/", "https://1.1.1.1/"], 2)
    assert {hook["secret"] for hook in hooks} == {None}


def key(link):
    return link.partition("after=")[2].partition("&")[0]


def test_a_key_that_this_list_did_not_give_is_refused(world, client):
    portal, other = caller(client), caller(client)
    for who in (portal, other):
        for _ in range(2):
            assert who.post("/dossiers", wish(world)).status_code == 201
    mine = key(portal.get("/dossiers?limit=1").json()["next"])
    assert portal.get(f"/dossiers?after={mine}&limit=9").status_code == 200
    spoilt = mine[:-1] + ("A" if mine[-1] != "A" else "B")
    bad = [
        (portal, f"/dossiers?after={spoilt}"),
        (portal, f"/dossiers?after={'X' + mine[1:]}"),
        (portal, f"/dossiers?after={mine}&status=1"),
        (portal, f"/worklist?after={mine}"),
        (portal, f"/webhooks?after={mine}"),
        (portal, f"/procedures?after={mine}"),
        (portal, f"/catalogue?after={mine}"),
        (other, f"/dossiers?after={mine}"),
        (portal, "/dossiers?after=17"),
        (portal, "/dossiers?after="),
        (portal, f"/dossiers?after={'x' * 601}"),
        (portal, "/dossiers?before=17"),
    ]
    for who, path in bad:
        answer = who.get(path)
        assert answer.status_code == 422, path
        (error,) = answer.json()["errors"]
        assert error["in"] == "query"
        assert error["field"] in {"after", "before"}


@pytest.mark.parametrize("path", ["/dossiers", "/worklist", "/webhooks", "/procedures"])
@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "", "9" * 30])
def test_a_limit_out_of_bounds_is_refused(world, client, path, limit):
    answer = caller(client).get(f"{path}?limit={limit}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "limit")


def test_a_missing_scope_is_named(world, client):
    portal = caller(client)
    uid = portal.post("/dossiers", wish(world)).json()["id"]
    weak = caller(client, scopes={Scope.AUDIT_READ})
    person = {"name": "Ai", "number": "031090000999"}
    asked = {
        "dossiers:read": weak.get("/dossiers"),
        "dossiers:file": weak.post("/dossiers", wish(world)),
        "dossiers:act": weak.post(f"/dossiers/{uid}/accept"),
        "webhooks:manage": weak.post("/webhooks", {"url": "https://1.1.1.1/"}),
    }
    for scope, answer in asked.items():
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        assert scope in answer.json()["detail"]
    assert weak.post("/people", person).json()["code"] == "scope_missing"
    assert weak.get(f"/dossiers/{uid}").json()["code"] == "scope_missing"


def test_an_unknown_file_is_told_as_a_file(world, client):
    portal = caller(client)
    uid = portal.post("/dossiers", wish(world)).json()["id"]
    for file in ("00000000-0000-0000-0000-000000000000", "x"):
        answer = portal.get(f"/dossiers/{uid}/files/{file}")
        assert (answer.status_code, answer.json()["code"]) == (404, "file_not_of_dossier")


def test_a_field_is_told_as_the_caller_wrote_it(world, client):
    portal = caller(client)
    answer = portal.post("/dossiers", wish(world, receiving=5, components=[{"copies": -1}]))
    told = {error["field"]: error["pointer"] for error in answer.json()["errors"]}
    assert told == {
        "receiving": "/receiving",
        "components.0.component": "/components/0/component",
        "components.0.copies": "/components/0/copies",
    }
    form = portal.post("/dossiers", wish(world, form={})).json()["errors"]
    assert all(error["pointer"].startswith("/form/") for error in form)


def test_the_same_key_stores_an_upload_once(world, client):
    portal = caller(client)
    first, again = (upload(client, portal, "a.pdf", PDF, key="k") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert upload(client, portal, "b.pdf", PDF, key="k").status_code == 409
    assert upload(client, portal, "a.pdf", PDF).json()["id"] != first.json()["id"]
