"""The catalogue over HTTP: anybody reads what can be filed and how."""

from datetime import UTC, datetime

import pytest

from motcua.authority.api import SYSTEM
from motcua.catalogue.api import import_catalogue, publish
from motcua.catalogue.national.reading import read_catalogue
from motcua.catalogue.tests.folders import FILES

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def published(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return publish(tmp_path, by=SYSTEM, at=AT)


def test_anybody_sees_what_can_be_filed_and_how(client, published):
    (listed,) = client.get("/api/v1/procedures").json()["items"]
    assert (listed["code"], listed["version"]) == ("1.999001", 1)
    told = client.get("/api/v1/procedures/1.999001").json()
    assert told["form"]["required"] == ["owner_kind", "trades"]
    assert [one["id"] for one in told["components"]] == ["application", "mandate", "identity"]
    assert told["statutory"] == [
        {"limit": "3 working days", "channel": None, "variant": None, "law": ""}
    ]
    assert [one["channel"] for one in told["fees"]] == ["counter", "online"]
    assert told["steps"][0]["norm"] == "1 working hour"
    assert told["valid_from"] == "2026-01-01"


def test_an_unknown_procedure_is_told(client):
    answer = client.get("/api/v1/procedures/9.999999")
    assert (answer.status_code, answer.json()["code"]) == (404, "procedure_not_found")
    answer = client.get("/api/v1/catalogue/9.999999")
    assert (answer.status_code, answer.json()["code"]) == (404, "catalogue_entry_not_found")


def test_the_national_catalogue_is_searched_and_shown_with_its_traps(client):
    facts = [one for one in read_catalogue() if one.code in {"2.001610", "1.001193"}]
    import_catalogue(facts, by=SYSTEM, at=AT)
    answer = client.get("/api/v1/catalogue", {"q": "doanh nghiep tu nhan"})
    assert answer.status_code == 200, answer.content
    (found,) = answer.json()["items"]
    assert found["code"] == "2.001610"
    told = client.get("/api/v1/catalogue/2.001610").json()
    assert {one["kind"] for one in told["flags"] if one["blocking"]} == {"fee_suspect"}
    assert told["terms"][0]["fee_amount"] in ("100.00", 100.0)
    assert told["record"]["papers"]


def test_the_pages_of_a_search_follow_one_another(client):
    facts = list(read_catalogue())[:60]
    import_catalogue(facts, by=SYSTEM, at=AT)
    path, codes = "/api/v1/catalogue?q=cap&limit=3", []
    whole = client.get("/api/v1/catalogue?q=cap&limit=200").json()
    while path:
        shown = client.get(path).json()
        codes, path = codes + [one["code"] for one in shown["items"]], shown["next"]
    assert whole["next"] is None
    assert codes == [one["code"] for one in whole["items"]]
    assert len(codes) > 3


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 9999}, {"q": "x" * 300}, {"q": "\0"}])
def test_a_search_beyond_its_bounds_is_refused(client, query):
    assert client.get("/api/v1/catalogue", query).status_code == 422
