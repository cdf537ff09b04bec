"""Whatever goes wrong under /api/ is told as problem details, in the caller's language."""

import json

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client

from motcua.config.problems import PROBLEM, field_problem
from motcua.config.reading import misshapen

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def told(answer, status, code):
    """Check that an answer is this problem; return it."""
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"urn:motcua:error:{code}"
    assert problem["detail"]
    return problem


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/dossiers", "/api/v1/nowhere", "/api/v1/", "/api/v1/dossiers/a/b/c/d"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_unknown_address_is_a_problem(client, path, method):
    told(client.generic(method, path), 404, "address_unknown")


def test_a_wrong_method_names_the_right_ones(client):
    answer = client.put(f"{V1}/procedures", headers={"accept-language": "en"})
    assert "PUT" in told(answer, 405, "method_refused")["detail"]
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "no such address"), ("en-GB,vi;q=0.5", "no such"), ("fr", "không"), ("", "không")],
)
def test_a_problem_speaks_the_language_of_the_caller(client, language, word):
    answer = client.get(f"{V1}/nowhere", headers={"accept-language": language})
    assert word in told(answer, 404, "address_unknown")["detail"]


def test_a_forged_host_is_a_problem_and_never_a_page(client):
    answer = client.get(f"{V1}/procedures", headers={"host": "evil.example"})
    told(answer, 400, "request_unreadable")


@pytest.mark.parametrize(
    "path",
    ["/tracking/%00", "/procedures/%00", "/catalogue/a%00b", "/documents/verify/%00"],
)
def test_a_null_character_in_an_address_names_nothing(client, path):
    told(client.get(V1 + path), 404, "address_unknown")


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "ministry=%00", "%00=1"])
def test_a_null_character_in_a_query_is_refused(client, query):
    problem = told(client.get(f"{V1}/catalogue?{query}"), 422, "misshapen")
    assert problem["errors"][0]["in"] == "query"


@pytest.mark.parametrize("path", ["/procedures/%ff", "/catalogue/%c3%28", "/tracking/%e0%80"])
def test_bad_percent_encoding_names_nothing(client, path):
    assert client.get(V1 + path).status_code == 404
    assert client.get(f"{V1}/catalogue?q=%ff").status_code in {200, 422}


def test_a_parameter_that_is_not_known_is_not_passed_over_in_silence(client):
    answer = client.get(f"{V1}/catalogue?limitt=3", headers={"accept-language": "en"})
    (error,) = told(answer, 422, "misshapen")["errors"]
    assert (error["field"], error["in"], error["pointer"]) == ("limitt", "query", None)
    told(client.get(f"{V1}/procedures/1.000000?x=1"), 422, "misshapen")


@pytest.mark.parametrize(
    "path", ["/catalogue?limit=0", "/documents/ledger-roots/yesterday", "/documents/ledger-roots/0"]
)
def test_query_and_path_parameters_go_by_their_own_names(client, path):
    (error,) = told(client.get(V1 + path), 422, "misshapen")["errors"]
    assert (error["field"], error["in"]) in {("limit", "query"), ("on", "path")}
    assert error["vi"] != error["en"]


def test_an_upload_that_is_no_form_is_refused(client):
    answer = client.post(f"{V1}/documents/verify", b"{}", content_type="application/json")
    assert "multipart/form-data" in told(answer, 415, "content_type_refused")["detail"]


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\xe9",
    ],
)
def test_a_broken_form_is_a_problem(client, content_type):
    answer = client.post(f"{V1}/documents/verify", b"--x\r\nrubbish", content_type=content_type)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == PROBLEM


def test_an_upload_that_is_missing_is_named(client):
    (error,) = told(client.post(f"{V1}/documents/verify", {}), 422, "misshapen")["errors"]
    assert (error["field"], error["in"], error["pointer"]) == ("file", "body", "/file")


def test_nobody_signed_in_is_asked_to_sign_in_and_not_for_a_csrf_token():
    answer = Client(enforce_csrf_checks=True).post(f"{V1}/dossiers", {}, "application/json")
    told(answer, 401, "unauthenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_signed_in_browser_without_csrf_token_is_refused(django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        django_user_model.objects.create(username="an"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    told(browser.post(f"{V1}/dossiers", {}, "application/json"), 403, "csrf_refused")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_no_fault_of_ours(client, monkeypatch, error):
    def broken(*_, **__):
        raise error("server closed the connection: password=x")

    monkeypatch.setattr("motcua.catalogue.rest.selectors.current_version", broken)
    answer = client.get(f"{V1}/procedures/1.000000")
    problem = told(answer, 503, "database_away")
    assert problem["reference"] in problem["detail"]
    assert "password" not in answer.text


@pytest.mark.parametrize("where", ["inside", "before"])
def test_a_fault_is_told_by_a_reference_and_shows_no_inside(monkeypatch, caplog, where):
    def broken(*_, **__):
        raise RuntimeError("031301003021")

    place = {
        "inside": "motcua.catalogue.rest.selectors.current_version",
        "before": "django.middleware.common.CommonMiddleware.process_request",
    }
    monkeypatch.setattr(place[where], broken)
    answer = Client(raise_request_exception=False).get(f"{V1}/procedures/1.000000")
    problem = told(answer, 500, "failed")
    assert "031301003021" not in answer.text
    assert problem["reference"] in problem["detail"]
    assert problem["reference"] in {getattr(record, "reference", "") for record in caplog.records}


def test_what_django_finds_suspicious_is_a_problem(monkeypatch):
    def suspicious(*_, **__):
        raise SuspiciousOperation

    monkeypatch.setattr("motcua.catalogue.rest.selectors.current_version", suspicious)
    answer = Client(raise_request_exception=False).get(f"{V1}/procedures/1.000000")
    told(answer, 400, "request_unreadable")


def test_pages_outside_the_api_stay_pages(client):
    assert client.get("/nowhere")["Content-Type"].startswith("text/html")


def test_fields_have_the_names_that_the_caller_wrote():
    mistakes = [
        {"loc": ("body", "body", "components", 0, "copies"), "type": "int_type", "msg": "x"},
        {"loc": ("body", "body"), "type": "model_attributes_type", "msg": "x"},
        {"loc": ("body", "body", "scores", "x/y", "[key]"), "type": "int_parsing", "msg": "x"},
        {"loc": ("header", "Idempotency-Key"), "type": "string_too_long", "msg": "x"},
    ]
    read = [(e["field"], e["in"], e["pointer"]) for e in misshapen(mistakes).facts["errors"]]
    assert read == [
        ("components.0.copies", "body", "/components/0/copies"),
        ("", "body", ""),
        ("scores.x/y", "body", "/scores/x~1y"),
        ("Idempotency-Key", "header", None),
    ]


@pytest.mark.parametrize(
    ("said", "field", "pointer"),
    [
        ("/owner/na~1me", "form.owner.na/me", "/form/owner/na~1me"),
        ("components.proof", "components.proof", "/components"),
        ("", "", ""),
    ],
)
def test_the_fields_of_a_filing_are_told_by_their_place_in_the_body(said, field, pointer):
    seen = field_problem({"field": said, "code": "x", "vi": "a", "en": "b"})
    assert (seen["field"], seen["pointer"], seen["in"]) == (field, pointer, "body")
    json.dumps(seen)
