import io
import json
import shutil
import subprocess
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pypdf.generic import NameObject, TextStringObject

from motcua.documents import api, keys
from motcua.documents.certificates import revoke_certificate
from motcua.documents.errors import CertificateUnusable, CodeUnknown
from motcua.documents.tests.factories import AT, BY, DEPUTY, WARD, draft
from motcua.documents.types import KeyHolder, SignatureState, Verdict
from motcua.ledger.api import ensure_key, seal_all
from motcua.ledger.tests.factories import settle

LATER = AT + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(db):
    api.ensure_authority(at=AT)


@pytest.fixture
def issued():
    return api.issue(draft(), by=BY, at=AT)


@pytest.fixture
def pdf(issued):
    return api.read_file(issued.file.uid)


def added(pdf: bytes) -> bytes:
    """Return ``pdf`` with a further revision that changes its first page."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.pages[0][NameObject("/Note")] = TextStringObject("changed")
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """Return ``pdf`` with one byte of its first page's content changed."""
    place = pdf.index(b"stream\n") + 60
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_an_issued_paper_is_genuine_and_names_its_signers(issued, pdf):
    found = api.verify_upload(pdf, at=LATER)
    assert found.verdict is Verdict.GENUINE
    assert [each.signer for each in found.signatures] == [DEPUTY.name, WARD.name]
    assert {each.state for each in found.signatures} == {SignatureState.VALID}
    assert [each.covers_whole_file for each in found.signatures] == [False, True]
    assert found.document
    assert found.document.code == issued.code
    assert found.signatures[0].signed_at == AT.replace(microsecond=0)


def test_the_code_tells_kind_unit_and_dates_and_nothing_personal(issued):
    told = api.verify_code(api.shown_code(issued.code).lower())
    assert (told.symbol, told.unit_code, told.issued_on) == (
        issued.symbol,
        WARD.code,
        issued.issued_on,
    )
    assert told.ledger.chain_intact
    assert told.ledger.agrees
    assert "Trần Văn Bình" not in repr(told)
    with pytest.raises(CodeUnknown):
        api.verify_code("0000-0000-0000")


ALTERED = {
    "bytes appended": (lambda pdf: pdf + b"\n% more\n", Verdict.ADDED_TO),
    "a page changed by a revision": (added, Verdict.ADDED_TO),
    "a byte of the page changed": (rewritten, Verdict.ALTERED),
    "no PDF at all": (lambda _: b"MZ\x90\x00", Verdict.UNKNOWN),
    "half of it": (lambda pdf: pdf[: len(pdf) // 3], Verdict.UNKNOWN),
    "nothing": (lambda _: b"", Verdict.UNKNOWN),
}


@pytest.mark.parametrize("case", ALTERED)
def test_an_altered_paper_is_found_out(case, pdf):
    change, verdict = ALTERED[case]
    assert api.verify_upload(change(pdf), at=LATER).verdict is verdict


def test_a_paper_with_another_signature_added_is_not_the_paper(issued, pdf):
    stranger = KeyHolder(label=f"officer:{uuid4()}", name="Người lạ", organisation="Khác")
    found = api.verify_upload(api.sign_document(pdf, holder=stranger, at=LATER), at=LATER)
    assert found.verdict is Verdict.ADDED_TO
    assert found.document
    assert found.document.code == issued.code
    assert len(found.signatures) == 3


def test_a_stranger_s_paper_is_unknown_and_a_signed_one_of_ours_is_only_signed():
    plain = api.typeset("03", {})
    assert api.verify_upload(plain, at=LATER).verdict is Verdict.UNKNOWN
    signed = api.sign_document(plain, holder=DEPUTY.holder, at=AT)
    assert api.verify_upload(signed, at=LATER).verdict is Verdict.SIGNED


def test_a_signature_of_another_authority_is_not_trusted(settings, tmp_path):
    from motcua.documents.models import SigningCertificate

    plain = api.sign_document(api.typeset("03", {}), holder=DEPUTY.holder, at=AT)
    SigningCertificate.objects.all().delete()
    settings.KEYS_ROOT = tmp_path
    api.ensure_authority(at=AT)
    found = api.verify_upload(plain, at=LATER)
    assert found.verdict is Verdict.UNKNOWN
    assert found.signatures[0].state is SignatureState.UNTRUSTED


def test_a_revoked_paper_and_a_superseded_one_are_told(issued, pdf):
    api.revoke(issued.uid, by=BY, at=LATER, reason="Cấp nhầm")
    assert api.verify_upload(pdf, at=LATER).verdict is Verdict.REVOKED
    first, second = (api.issue(draft(), by=BY, at=AT) for _ in range(2))
    api.supersede(first.uid, successor=second.uid, by=BY, at=LATER, reason="Đính chính")
    told = api.verify_code(first.code)
    assert told.verdict is Verdict.SUPERSEDED
    assert told.superseded_by == second.code
    assert told.ledger.agrees


def test_a_certificate_revoked_later_leaves_the_paper_genuine_and_signs_no_more(pdf):
    revoke_certificate(DEPUTY.label, at=LATER, reason="Lộ khóa")
    found = api.verify_upload(pdf, at=LATER)
    assert found.verdict is Verdict.GENUINE
    assert found.signatures[0].certificate_revoked
    with pytest.raises(CertificateUnusable):
        api.issue(draft(), by=BY, at=LATER)
    assert api.revocation_list(at=LATER)


def test_a_paper_sealed_later_is_genuine_in_both_its_files():
    signed = api.issue(draft(sealing=api.Sealing.UNSEALED), by=BY, at=AT)
    before = api.read_file(signed.file.uid)
    sealed = api.seal_issued(signed.uid, issuer=WARD, by=BY, at=LATER)
    after = api.read_file(sealed.uid)
    for pdf, signatures in ((before, 1), (after, 2)):
        found = api.verify_upload(pdf, at=LATER)
        assert found.verdict is Verdict.GENUINE
        assert len(found.signatures) == signatures
        assert found.document
        assert found.document.ledger.agrees
    assert api.verify_upload(after + b"%", at=LATER).verdict is Verdict.ADDED_TO


def test_a_register_that_was_changed_no_longer_agrees_with_the_ledger(issued):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_document DISABLE TRIGGER issued_document_is_kept")
        cursor.execute("UPDATE documents_document SET number = number + 1")
    assert not api.verify_code(issued.code).ledger.agrees


@pytest.mark.django_db(transaction=True)
def test_a_sealed_issue_has_a_proof(tmp_path):
    issued = api.issue(draft(), by=BY, at=AT)
    assert not api.verify_code(issued.code).ledger.sealed
    ensure_key(tmp_path)
    settle()
    seal_all(at=LATER, keys=tmp_path)
    assert api.verify_code(issued.code).ledger.sealed
    assert '"seq": 1' in json.dumps(api.proof_of_issue(issued.code)["entry"])


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not here")
def test_pdfsig_accepts_the_paper_and_refuses_the_changed_one(tmp_path, pdf):
    def said(content: bytes) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        return subprocess.run(
            ["pdfsig", "-nocert", path], check=False, capture_output=True, text=True
        ).stdout

    good = said(pdf)
    assert good.count("Signature is Valid.") == 2
    assert "Total document signed" in good.split("Signature #2")[1]
    assert "Signature is Invalid" in said(rewritten(pdf)) or "Digest Mismatch" in said(
        rewritten(pdf)
    )


@pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="poppler-utils or libnss3-tools is not here",
)
def test_pdfsig_trusts_the_paper_once_it_trusts_the_root(tmp_path, pdf):
    paper, root, trust = tmp_path / "paper.pdf", tmp_path / "root.der", f"sql:{tmp_path}"
    paper.write_bytes(pdf)
    root.write_bytes(api.trusted_roots()[0])
    for command in (
        ["certutil", "-N", "-d", trust, "--empty-password"],
        ["certutil", "-A", "-d", trust, "-n", "root", "-t", "CT,CT,CT", "-i", root],
    ):
        subprocess.run(command, check=True)
    said = subprocess.run(
        ["pdfsig", "-nssdir", trust, paper], check=False, capture_output=True, text=True
    ).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.count("Certificate is Trusted.") == 2


def test_keys_are_for_their_owner_only_and_locked(settings):
    folder = settings.KEYS_ROOT / "documents"
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert b"ENCRYPTED" in path.read_bytes()


def test_a_key_that_does_not_open_is_told(settings):
    from motcua.documents.errors import KeyMissing

    with pytest.raises(KeyMissing):
        keys.p256("nobody.pem")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_passes_for_a_genuine_paper_or_breaks_the_check(pdf, data):
    place = data.draw(st.integers(0, len(pdf) - 1))
    removed = data.draw(st.integers(0, 400))
    put = data.draw(st.binary(max_size=40))
    damaged = pdf[:place] + put + pdf[place + removed :]
    assume(damaged != pdf)
    found = api.verify_upload(damaged, at=LATER)
    assert found.verdict in {Verdict.ALTERED, Verdict.ADDED_TO, Verdict.UNKNOWN}
