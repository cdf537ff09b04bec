"""What a reader sees of the signatures on a paper."""

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from motcua.documents import api
from motcua.documents.marks import Place, mark_pdf
from motcua.documents.tests.factories import AT, BY, DEPUTY, WARD, draft
from motcua.documents.tests.test_typesetting import text_of
from motcua.documents.types import CertificateKind, SignatureState

PRINTED = 0b100
LONG = "Trung tâm Phục vụ hành chính công, Ủy ban nhân dân phường An Biên"


def widgets_of(uid) -> dict[str, Any]:
    """Return the signature widgets of a stored paper by name."""
    reader = pypdf.PdfReader(io.BytesIO(api.read_file(uid)))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return {str(note["/T"]): note for note in notes if note.get("/FT") == "/Sig"}


def fonts_of(held, seen=None) -> list[Any]:
    """Return every font that can be reached from an appearance."""
    seen = set() if seen is None else seen
    held = held.get_object()
    if id(held) in seen or not isinstance(held, dict | list):
        return []
    seen.add(id(held))
    parts = held.values() if isinstance(held, dict) else held
    own = [held] if isinstance(held, dict) and held.get("/Type") == "/FontDescriptor" else []
    return own + [font for part in parts for font in fonts_of(part, seen)]


@pytest.fixture
def sealed(db):
    """A paper that its officer signed and the clerk sealed afterwards."""
    api.ensure_authority(at=AT)
    paper = api.issue(draft(sealing=api.Sealing.UNSEALED), by=BY, at=AT)
    return api.seal_issued(paper.uid, issuer=WARD, by=BY, at=AT)


def test_the_clerks_seal_is_seen_on_the_left_third_of_the_signature(sealed):
    widgets = widgets_of(sealed.uid)
    left, bottom, right, top = map(float, widgets["Officer1"]["/Rect"])
    seal = list(map(float, widgets["Seal2"]["/Rect"]))
    assert seal[0] < left
    assert (seal[2] - left) / (right - left) == pytest.approx(1 / 3, abs=0.01)
    assert (seal[1], seal[3]) == pytest.approx((bottom, top), abs=0.1)
    assert seal[2] - seal[0] == pytest.approx(34 / 25.4 * 72, abs=2)


def test_both_marks_are_printed_and_bring_their_fonts(sealed):
    for widget in widgets_of(sealed.uid).values():
        assert int(widget["/F"]) & PRINTED
        fonts = fonts_of(widget["/AP"]["/N"])
        assert fonts
        assert all(font.get("/FontFile3") or font.get("/FontFile2") for font in fonts)


def test_a_seal_that_shows_itself_breaks_no_signature(sealed):
    found = api.verify_upload(api.read_file(sealed.uid), at=AT)
    assert [each.field for each in found.signatures] == ["Officer1", "Seal2"]
    assert {each.state for each in found.signatures} == {SignatureState.VALID}


def test_until_it_is_sealed_a_paper_keeps_the_place_of_the_seal_blank(db):
    api.ensure_authority(at=AT)
    paper = api.issue(draft(sealing=api.Sealing.UNSEALED), by=BY, at=AT)
    seal = widgets_of(paper.file.uid)["Seal2"]
    assert "/V" not in seal
    assert not seal["/AP"]["/N"].get_object().get_data()


def test_a_paper_that_no_officer_signs_shows_the_seal_alone(db):
    api.ensure_authority(at=AT)
    paper = api.issue(draft(signers=()), by=BY, at=AT)
    assert set(widgets_of(paper.file.uid)) == {"Seal1"}


def test_a_paper_without_places_is_signed_all_the_same(db):
    api.ensure_authority(at=AT)
    plain = '#import "/decree30.typ": *\n#show: official.with(title: "Giấy")\nMột dòng.'
    paper = api.issue(draft(source=plain), by=BY, at=AT)
    found = api.verify_upload(api.read_file(paper.file.uid), at=AT)
    assert [each.state for each in found.signatures] == [SignatureState.VALID] * 2


@pytest.mark.parametrize("name", [WARD.name, LONG, "W" * 200])
def test_a_mark_names_its_holder_and_day(name):
    at = AT
    unit = replace(WARD, name=name).holder
    officer = replace(DEPUTY, unit=name).holder
    seal = mark_pdf(unit, place=Place(CertificateKind.SEAL, 1, 0, 0, 70, 70), at=at)
    own = mark_pdf(officer, place=Place(CertificateKind.OFFICER, 1, 0, 0, 150, 70), at=at)
    plain = "".join(text_of(seal).replace("\u200b", "").split())
    assert "".join(name.upper().split()) in plain
    assert "ĐÃKÝSỐ" in plain
    assert "05/11/2026" in text_of(seal)
    assert DEPUTY.name in text_of(own)
    assert "09:05:12" in text_of(own)
