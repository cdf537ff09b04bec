"""New keys in the place of old ones; what the old ones signed still holds."""

from datetime import timedelta

import pytest
from django.conf import settings

from motcua.documents import api, errors
from motcua.documents.models import SigningCertificate
from motcua.documents.statements import read_statement
from motcua.documents.tests.factories import AT, BY, DEPUTY, WARD, draft
from motcua.documents.types import SignatureState
from motcua.ledger.api import entries

LATER = AT + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    api.ensure_authority(at=AT)
    return api.issue(draft(), by=BY, at=AT)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def key_files():
    return {path.name for path in (settings.KEYS_ROOT / "documents").iterdir()}


def all_valid(document, at=LATER):
    found = api.verify_upload(api.read_file(document.file.uid), at=at)
    return {signature.state for signature in found.signatures} == {SignatureState.VALID}


def in_use(holder):
    return SigningCertificate.objects.get(holder=holder, retired_at=None, revoked_at=None)


def test_a_renewed_certificate_signs_and_the_old_signature_holds(paper, committed):
    old = in_use(DEPUTY.label)
    with committed():
        made = api.renew_certificate(DEPUTY.label, by="system", at=LATER)
    assert {old.key, made.key} & key_files() == {made.key}
    assert all_valid(paper)
    later = api.issue(draft(), by=BY, at=LATER + timedelta(hours=1))
    assert in_use(DEPUTY.label).serial == made.serial
    assert all_valid(later, at=LATER + timedelta(hours=2))


def test_after_a_revocation_the_operator_renews(paper):
    api.revoke_certificate(DEPUTY.label, at=LATER, reason="lost")
    with pytest.raises(errors.CertificateUnusable):
        api.issue(draft(), by=BY, at=LATER)
    api.renew_certificate(DEPUTY.label, by="system", at=LATER)
    assert all_valid(
        api.issue(draft(), by=BY, at=LATER + timedelta(hours=1)), at=LATER + timedelta(hours=2)
    )


@pytest.mark.parametrize("holder", ["officer:nobody", "authority:root", "authority:issuing"])
def test_who_never_had_a_certificate_gets_none(paper, holder):
    with pytest.raises(errors.CertificateUnusable):
        api.renew_certificate(holder, by="system", at=LATER)


def test_a_new_issuing_authority_gives_everybody_new_certificates(paper, committed):
    before = {in_use(f"unit:{WARD.uid}").serial, in_use(DEPUTY.label).serial}
    with committed():
        api.rotate_issuing_authority(by="system", at=LATER)
    later = api.issue(draft(), by=BY, at=LATER + timedelta(hours=1))
    after = {in_use(f"unit:{WARD.uid}").serial, in_use(DEPUTY.label).serial}
    assert not before & after
    assert all_valid(paper)
    assert all_valid(later, at=LATER + timedelta(hours=2))


def test_a_new_statement_key_signs_and_old_statements_are_read(paper, committed):
    with committed():
        kid = api.rotate_statement_key(by="system", at=LATER)
    assert f"statement-{paper.key_id}.pem" not in key_files()
    later = api.issue(draft(), by=BY, at=LATER)
    assert later.key_id == kid
    assert {read_statement(each.statement).code for each in (paper, later)} == {
        paper.code, later.code,
    }  # fmt: skip
    assert api.revocations(at=LATER)["kid"] == kid


def test_a_rotation_that_is_undone_destroys_no_key(paper):
    before = key_files()
    api.rotate_statement_key(by="system", at=LATER)  # and the test's transaction is rolled back
    assert before <= key_files()


def test_the_ledger_names_every_change(paper):
    api.renew_certificate(DEPUTY.label, by="system", at=LATER)
    api.rotate_issuing_authority(by="system", at=LATER)
    api.rotate_statement_key(by="system", at=LATER)
    kinds = [entry.kind.removeprefix("documents.") for entry in entries("documents:keys")]
    assert kinds == ["certificate_renewed", "authority_rotated", "statement_key_rotated"]


def test_the_list_shows_the_newest_certificate_of_everybody(paper):
    api.revoke_certificate(DEPUTY.label, at=LATER, reason="lost")
    listed = {row.holder: row for row in api.certificates_in_use()}
    assert set(listed) == {
        "authority:root", "authority:issuing", DEPUTY.label, f"unit:{WARD.uid}",
    }  # fmt: skip
    assert listed[DEPUTY.label].revoked_at == LATER
