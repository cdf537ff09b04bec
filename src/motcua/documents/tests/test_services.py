from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from motcua.documents import api, errors
from motcua.documents.models import (
    NumberBook,
    OfficialDocument,
    SigningCertificate,
    StatementKey,
    StoredFile,
)
from motcua.documents.tests.factories import AT, BY, WARD, draft
from motcua.documents.types import PaperKind
from motcua.ledger.api import entries

LATER = AT + timedelta(days=1)


@pytest.fixture
def authority(db):
    api.ensure_authority(at=AT)


@pytest.fixture
def issued(authority):
    return api.issue(draft(), by=BY, at=AT)


def test_a_result_is_numbered_signed_stored_and_written_down(issued):
    assert issued.symbol == "01/GCN-UBND"
    assert api.read_file(issued.file.uid).startswith(b"%PDF")
    (entry,) = entries(f"document:{issued.uid}")
    assert entry.kind == "document.issued"
    assert entry.body["sha256"] == issued.file.sha256


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind != "result"])
def test_every_kind_of_paper_is_issued_from_its_form(authority, kind):
    issued = api.issue(draft(kind), by=BY, at=AT)
    assert issued.number == 1
    assert b"/ByteRange" in api.read_file(issued.file.uid)


def test_numbers_run_by_unit_kind_and_year(authority):
    symbols = [
        api.issue(paper, by=BY, at=at).symbol
        for paper, at in (
            (draft(), AT),
            (draft(), AT),
            (draft(series="QĐ"), AT),
            (draft(), AT + timedelta(days=366)),
        )
    ]
    assert symbols == ["01/GCN-UBND", "02/GCN-UBND", "01/QĐ-UBND", "01/GCN-UBND"]


def test_a_prepared_paper_that_is_not_committed_takes_no_number(authority):
    prepared = api.prepare_document(draft(), by=BY, at=AT)
    assert api.issue(draft(), by=BY, at=AT).number == prepared.book.number == 1
    with pytest.raises(errors.NumberTaken), transaction.atomic():
        api.commit_document(prepared)
    assert OfficialDocument.objects.count() == StoredFile.objects.count() == 1


def test_a_paper_whose_template_fails_leaves_nothing(authority):
    with pytest.raises(errors.TemplateFailed):
        api.issue(draft(source="#nothing-of-that-name"), by=BY, at=AT)
    assert not OfficialDocument.objects.exists()
    assert not NumberBook.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_papers_issued_side_by_side_get_numbers_without_gap_or_duplicate():
    api.ensure_authority(at=AT)

    def one(_):
        try:
            return api.issue(draft(), by=BY, at=AT).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        numbers = sorted(threads.map(one, range(24)))
    assert numbers == list(range(1, 25))


def test_revoking_needs_a_reason_and_happens_once(issued):
    with pytest.raises(errors.ReasonMissing):
        api.revoke(issued.uid, by=BY, at=LATER, reason=" ")
    api.revoke(issued.uid, by=BY, at=LATER, reason="Cấp nhầm")
    with pytest.raises(errors.DocumentRevoked):
        api.revoke(issued.uid, by=BY, at=LATER, reason="Cấp nhầm")
    with pytest.raises(errors.DocumentUnknown):
        api.revoke(uuid4(), by=BY, at=LATER, reason="Cấp nhầm")
    kinds = [entry.kind for entry in entries(f"document:{issued.uid}")]
    assert kinds == ["document.issued", "document.revoked"]


def test_the_reason_of_a_revocation_stays_out_of_the_ledger(issued):
    api.revoke(issued.uid, by=BY, at=LATER, reason="Ông Trần Văn Bình đã mất")
    *_, last = entries(f"document:{issued.uid}")
    assert "Bình" not in str(last.body)


def test_a_paper_is_not_superseded_by_an_unknown_or_revoked_one(issued):
    with pytest.raises(errors.DocumentUnknown):
        api.supersede(issued.uid, successor=uuid4(), by=BY, at=LATER, reason="Đính chính")


def test_a_sealed_paper_is_not_sealed_again(authority):
    signed = api.issue(draft(sealing=api.Sealing.UNSEALED), by=BY, at=AT)
    api.seal_issued(signed.uid, issuer=WARD, by=BY, at=LATER)
    with pytest.raises(errors.DocumentSealed):
        api.seal_issued(signed.uid, issuer=WARD, by=BY, at=LATER)


def test_setting_up_twice_makes_one_authority(authority):
    api.ensure_authority(at=LATER)
    assert SigningCertificate.objects.count() == 2
    assert StatementKey.objects.count() == 1


DOCUMENT_BREAKS = {
    "document_code_is_well_formed": {"code": "ILOU00000000"},
    "document_kind_is_known": {"kind": "08"},
    "document_number_counts_from_one": {"number": 0},
    "revoked_document_has_a_reason": {"revoked_at": LATER},
    "superseded_document_is_revoked": {"superseded_by_id": -1},
    "document_does_not_supersede_itself": {
        "superseded_by_id": F("id"),
        "revoked_at": LATER,
        "revoke_reason": "x",
    },
    "document_is_revoked_after_issue": {
        "revoked_at": AT - timedelta(days=1),
        "revoke_reason": "x",
    },
    "sealed_document_has_file_and_instant": {"sealed_at": LATER},
}


@pytest.mark.parametrize(("name", "change"), DOCUMENT_BREAKS.items())
def test_the_database_refuses_a_broken_document(issued, name, change):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_document DISABLE TRIGGER issued_document_is_kept")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OfficialDocument.objects.filter(pk=issued.pk).update(**change)


def test_the_database_refuses_a_number_twice(issued):
    again = OfficialDocument.objects.get(pk=issued.pk)
    again.pk, again.uid, again.code = None, uuid4(), "000000000000"
    with pytest.raises(IntegrityError, match="document_number_is_used_once"), transaction.atomic():
        again.save(force_insert=True)


KEPT = [
    {"symbol": "99/GCN-UBND"},
    {"number": 2},
    {"issued_at": LATER},
    {"statement": ""},
    {"signers": []},
]


@pytest.mark.parametrize("change", KEPT)
def test_an_issued_document_is_kept(issued, change):
    with pytest.raises(IntegrityError, match="issued_document_is_kept"), transaction.atomic():
        OfficialDocument.objects.filter(pk=issued.pk).update(**change)


def test_a_document_is_neither_deleted_nor_unrevoked(issued):
    with pytest.raises(IntegrityError, match="issued_document_is_kept"), transaction.atomic():
        OfficialDocument.objects.filter(pk=issued.pk).delete()
    api.revoke(issued.uid, by=BY, at=LATER, reason="Cấp nhầm")
    with pytest.raises(IntegrityError, match="issued_document_is_kept"), transaction.atomic():
        OfficialDocument.objects.filter(pk=issued.pk).update(revoked_at=None, revoke_reason="")


def test_the_database_refuses_a_book_that_counts_from_nought(issued):
    with pytest.raises(IntegrityError, match="book_counts_from_one"), transaction.atomic():
        NumberBook.objects.update(last=0)
    with (
        pytest.raises(IntegrityError, match="one_book_per_unit_series_year"),
        transaction.atomic(),
    ):
        NumberBook.objects.create(unit_uid=WARD.uid, series="GCN", year=2026, last=1)


CERTIFICATE_BREAKS = {
    "certificate_kind_is_known": {"kind": "other"},
    "certificate_ends_after_it_begins": {"valid_until": F("valid_from")},
    "revoked_certificate_has_a_reason": {"revoked_at": LATER},
    "one_certificate_in_use_per_holder": {"holder": "authority:root"},
}


@pytest.mark.parametrize(("name", "change"), CERTIFICATE_BREAKS.items())
def test_the_database_refuses_a_broken_certificate(authority, name, change):
    rows = SigningCertificate.objects.filter(holder="authority:issuing")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)


def test_the_database_refuses_two_statement_keys_in_use(authority):
    with pytest.raises(IntegrityError, match="one_statement_key_in_use"), transaction.atomic():
        StatementKey.objects.create(kid="other", public_key=b"x", active_from=AT)


def test_a_unit_with_a_long_vietnamese_name_seals_too(authority):
    name = "Trung tâm Phục vụ hành chính công thuộc Ủy ban nhân dân thành phố Hải Phòng"
    wish = draft()
    paper = api.issue(replace(wish, issuer=replace(wish.issuer, name=name)), by=BY, at=AT)
    assert paper.unit_name == name
