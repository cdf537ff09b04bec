import shutil
import subprocess

import pytest

from motcua.documents import api
from motcua.documents.tests.factories import AT, BY, draft
from motcua.ledger.api import entries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(db):
    api.ensure_authority(at=AT)


def test_a_result_is_numbered_signed_stored_and_written_down():
    document = api.issue(draft(), by=BY, at=AT)
    assert document.symbol == "01/GCN-UBND"
    pdf = api.read_file(document.file.uid)
    assert pdf.startswith(b"%PDF")
    (entry,) = entries(f"document:{document.uid}")
    assert entry.kind == "document.issued"
    assert entry.body["sha256"] == document.file.sha256


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not here")
def test_pdfsig_accepts_both_signatures(tmp_path):
    document = api.issue(draft(), by=BY, at=AT)
    path = tmp_path / "result.pdf"
    path.write_bytes(api.read_file(document.file.uid))
    said = subprocess.run(
        ["pdfsig", "-nocert", path], check=True, capture_output=True, text=True
    ).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.count("Total document signed") == 1 + 1 - said.count("Not total document signed")
