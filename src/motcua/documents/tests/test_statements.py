import json
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
import zxingcpp
from django.conf import settings

from motcua.documents import api
from motcua.documents.statements import read_statement
from motcua.documents.tests.factories import AT, BY, draft
from motcua.documents.typesetting import qr_svg

LATER = AT + timedelta(days=1)
SCRIPT = settings.ROOT / "docs" / "verify_document.py"
pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(db):
    api.ensure_authority(at=AT)
    return api.issue(draft(), by=BY, at=AT)


@pytest.fixture
def offline(tmp_path, issued):
    """Run the published script on a text, as someone without Motcua does."""

    def run(text, *, listed=True):
        (tmp_path / "keys.json").write_text(json.dumps(api.published_keys()))
        (tmp_path / "revocations.json").write_text(json.dumps(api.revocations(at=LATER)))
        files = ["keys.json", "revocations.json"][: 2 if listed else 1]
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, text, *files],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        return done.returncode, done.stdout

    return run


def scanned(pdf: bytes, tmp_path) -> str:
    """Return what a reader sees in the QR of the first page, printed at 150 dots an inch."""
    path, picture = tmp_path / "paper.pdf", tmp_path / "paper"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-singlefile", path, picture], check=True)
    _, size, _, dots = picture.with_suffix(".pgm").read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    (found,) = zxingcpp.read_barcodes(memoryview(dots).cast("B", (height, width)))
    return str(found.text)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler-utils is not here")
def test_the_qr_is_read_from_the_printed_page_and_holds_offline(issued, tmp_path, offline):
    text = scanned(api.read_file(issued.file.uid), tmp_path)
    assert text == f"{settings.PUBLIC_URL}/v/{issued.code}#{issued.statement}"
    code, said = offline(text)
    assert (code, said.splitlines()[-1]) == (0, "GENUINE")
    assert issued.symbol in said


def test_a_changed_statement_is_not_genuine(issued, offline):
    payload, signature = issued.statement.split(".")
    for text in (
        f"{payload[:-2]}AA.{signature}",
        f"{payload}.{signature[:-4]}AAAA",
        f"https://x/v/000000000000#{issued.statement}",
        "rubbish",
        "",
    ):
        code, said = offline(text)
        assert code == 1, said
    assert read_statement(f"{payload}.{signature[:-4]}AAAA") is None
    assert read_statement("rubbish") is None


def test_a_revoked_paper_is_on_the_signed_list(issued, offline):
    assert offline(issued.statement, listed=False)[0] == 0
    api.revoke(issued.uid, by=BY, at=LATER, reason="Cấp nhầm")
    code, said = offline(issued.statement)
    assert code == 2
    assert "REVOKED" in said


def test_a_statement_says_what_the_register_says(issued):
    said = read_statement(issued.statement)
    assert said
    assert (said.code, said.symbol, said.issued_on) == (
        issued.code,
        issued.symbol,
        issued.issued_on,
    )


def test_a_statement_fits_a_qr_that_is_read_from_paper(issued):
    import segno

    address = f"https://motcua.haiphong.example.vn/v/{issued.code}#{issued.statement}"
    assert qr_svg(address)
    assert int(segno.make_qr(address, error="m", boost_error=False).version) <= 18
