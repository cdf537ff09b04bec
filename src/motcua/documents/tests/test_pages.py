import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ninja.testing import TestClient

from motcua.documents import api
from motcua.documents.rest import router
from motcua.documents.tests.factories import AT, BY, WARD, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(db):
    api.ensure_authority(at=AT)
    return api.issue(draft(), by=BY, at=AT)


@pytest.fixture
def pdf(issued):
    return SimpleUploadedFile("a.pdf", api.read_file(issued.file.uid), "application/pdf")


@pytest.fixture
def page():
    return Client(headers={"accept-language": "vi"})


def test_the_qr_s_address_shows_the_document(page, issued):
    answer = page.get(f"/v/{issued.code}")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Văn bản thật" in shown
    assert issued.symbol in shown
    assert "Trần Văn Bình" not in shown


def test_a_typed_code_leads_to_the_document(page, issued):
    answer = page.get("/v/", {"code": api.shown_code(issued.code).lower()})
    assert answer.headers["Location"] == f"/v/{issued.code}"


def test_a_wrong_code_is_told_in_the_reader_s_language(page):
    answer = page.get("/v/000000000000", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "No document has the code" in answer.content.decode()
    assert "<script>" not in page.get("/v/<script>").content.decode()


def test_a_file_is_judged_on_the_page(page, pdf):
    shown = page.post("/v/", {"file": pdf}).content.decode()
    assert "Văn bản thật" in shown
    assert WARD.name in shown
    pdf.seek(0)
    changed = SimpleUploadedFile("a.pdf", pdf.read() + b"x")
    assert "Có nội dung được thêm" in page.post("/v/", {"file": changed}).content.decode()


def test_the_number_of_queries_of_a_check_is_pinned(page, issued, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        page.get(f"/v/{issued.code}")


def test_the_api_checks_codes_and_files(issued, pdf):
    client = TestClient(router)
    told = client.get(f"/verify/{issued.code}").json()
    assert (told["verdict"], told["symbol"]) == ("genuine", issued.symbol)
    told = client.post("/verify", FILES={"file": pdf}).json()
    assert told["verdict"] == "genuine"
    assert [each["state"] for each in told["signatures"]] == ["valid", "valid"]
    assert told["document"]["ledger"]["chain_intact"]


def test_keys_lists_and_roots_are_published(issued):
    client = TestClient(router)
    api.revoke(issued.uid, by=BY, at=AT + timedelta(days=1), reason="Cấp nhầm")
    assert len(client.get("/keys").json()["keys"]) == 1
    listed = json.loads(client.get("/revocations").json()["list"])
    assert [each["code"] for each in listed["revoked"]] == [issued.code]
    assert client.get("/authority.pem").content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert client.get("/revoked-certificates.crl").content[:1] == b"\x30"
    assert client.get("/ledger-roots/2026-11-05").json()["on"] == "2026-11-05"


def test_a_file_that_is_too_large_is_refused_on_the_page(page, pdf, settings):
    settings.FILE_LIMIT_MB = 0
    assert page.post("/v/", {"file": pdf}).status_code == 413
