"""The OpenAPI document: valid, and it tells the errors as they are told."""

from typing import get_args

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from motcua.authority import throttle
from motcua.config.api import api
from motcua.config.problems import PROBLEM
from motcua.config.tests.declared import check, document
from motcua.kernel.errors import every_error

OPERATIONS = [
    (f"{method.upper()} {path}", told)
    for path, methods in document()["paths"].items()
    for method, told in methods.items()
]


@pytest.fixture
def served(client):
    return client.get("/api/v1/openapi.json").json()


def test_the_document_is_valid_openapi_3_1(served):
    assert served["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(served).iter_errors()] == []


@pytest.mark.parametrize(("name", "told"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_operation_declares_its_errors(name, told):
    statuses = {int(status) for status in told["responses"]}
    assert statuses >= {400, 404, 422, 500, 503}
    assert ({401, 403} <= statuses) == ("security" in told)
    assert ({413, 415} <= statuses) == ("requestBody" in told)
    if "security" in told and not name.startswith("GET"):
        assert 409 in statuses
    assert all(str(status) == status for status in told["responses"])


def test_lists_take_the_same_parameters_and_give_the_next_page():
    schemas = document()["components"]["schemas"]
    for name, told in OPERATIONS:
        named = {each.get("name") for each in told["parameters"]}
        assert not named & {"before", "offset", "page", "cursor"}
        answer = told["responses"].get("200", {}).get("content", {}).get("application/json", {})
        assert answer.get("schema", {}).get("type") != "array", name
        shape = schemas.get(answer.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
        pages = set(shape.get("properties", {})) == {"items", "next"}
        assert pages == ({"after", "limit"} <= named), name


def test_no_two_shapes_share_a_name():
    """Of two models with one name the document would show only the last."""
    models = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in (*operation.models, *operation.response_models.values()):
                    for shape in shapes_of(model):
                        models.setdefault(shape.__name__, set()).add(shape)
    double = {name for name, found in models.items() if len(found) > 1}
    assert double == set()


def shapes_of(model, seen=None):
    """Yield the named models inside a model of ninja's."""
    seen = set() if seen is None else seen
    for field in getattr(model, "model_fields", {}).values():
        left = [field.annotation]
        while left:
            kind = left.pop()
            left += get_args(kind)
            if isinstance(kind, type) and hasattr(kind, "model_fields") and kind not in seen:
                seen.add(kind)
                shapes_of(kind, seen)
    return seen


def test_every_act_declares_the_key_that_does_it_once():
    keyed = {name for name, told in OPERATIONS if "IdempotencyKey" in str(told["parameters"])}
    writes = {name for name, _ in OPERATIONS if name.startswith("POST")}
    assert writes - keyed == {"POST /api/v1/people", "POST /api/v1/documents/verify"}


def test_a_problem_has_the_shape_that_is_declared(client, served):
    components = {"components": served["components"]}
    shape = jsonschema_rs.validator_for(components | {"$ref": "#/components/schemas/Problem"})
    for path in ("/api/v1/nowhere", "/api/v1/dossiers", "/api/v1/catalogue?limit=0"):
        assert list(shape.iter_errors(client.get(path).json())) == []


def test_one_name_stands_for_one_status():
    statuses = {}
    for error in every_error():
        statuses.setdefault(error.code, set()).add(error.status)
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_an_answer_that_is_not_declared_is_noticed(client, monkeypatch):
    answer = client.get("/api/v1/dossiers")
    answer["Content-Type"] = "application/json"
    with pytest.raises(AssertionError):
        check(answer)
    answer["Content-Type"] = PROBLEM
    monkeypatch.setattr(answer, "json", lambda: {"status": 401, "code": "made_up"})
    with pytest.raises(AssertionError):
        check(answer)


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(client, settings, monkeypatch):
    settings.PUBLIC_REQUESTS = 2
    monkeypatch.setattr(throttle.time, "time", lambda: 4_000_000_010.0)
    path = "/api/v1/tracking/H24.1-990101-0001"
    asked = [client.get(path, REMOTE_ADDR="192.0.2.1") for _ in range(3)]
    assert [answer.status_code for answer in asked] == [404, 404, 429]
    assert asked[2].json()["code"] == "asked_too_often"
    assert 1 <= int(asked[2]["Retry-After"]) <= 60
    assert client.get(path, REMOTE_ADDR="192.0.2.2").status_code == 404


def test_behind_a_proxy_only_the_proxy_is_believed(rf, settings):
    asked = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 192.0.2.7"})
    assert throttle.address_of(asked) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert throttle.address_of(asked) == "192.0.2.7"
