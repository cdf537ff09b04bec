import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.documents.errors import FormUnknown, TemplateFailed
from motcua.documents.tests.samples import AT, FACTS, RESULT_SOURCE, paper
from motcua.documents.typesetting import FORMS, typeset, typeset_source

A4, A5, A4_ACROSS = (595, 842), (420, 595), (842, 595)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def size_of(pdf: bytes) -> tuple[int, int]:
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(box.width), round(box.height)


def test_there_is_a_template_and_a_sample_for_every_form():
    assert set(FORMS) == set(FACTS)
    assert {f"{number:02d}" for number in range(1, 8)} <= set(FORMS)


@pytest.mark.parametrize("form_id", FORMS)
def test_every_form_is_an_archival_paper_with_state_name_and_qr(form_id):
    pdf = typeset(form_id, paper(form_id), at=AT)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    shown = text_of(pdf)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown
    assert "7K3M-9QXW-2T4B" in shown
    expected = {"07": A4_ACROSS}.get(form_id, A5)
    assert size_of(pdf) == expected


@pytest.mark.parametrize("form_id", FORMS)
def test_an_empty_form_still_prints(form_id):
    assert typeset(form_id, {}, at=AT).startswith(b"%PDF")


def test_a_result_of_a_procedure_is_typeset_from_its_own_source():
    data = paper("01") | {"facts": {"owner": {"name": "Trần Văn Bình"}, "capital": 50_000_000}}
    pdf = typeset_source(RESULT_SOURCE, data, at=AT)
    assert size_of(pdf) == A4
    assert "50.000.000 đồng" in text_of(pdf)
    assert "KT. GIÁM ĐỐC" in text_of(pdf)


def test_the_same_data_gives_the_same_bytes():
    assert typeset("01", paper("01"), at=AT) == typeset("01", paper("01"), at=AT)


HOSTILE = [
    '#panic("x")',
    '"); #read("/decree30.typ") #("',
    "$ x^2 $ *bold* _it_ `raw` <label> @ref // comment",
    "\\u{202e} [[[ {{{ ]]] }}}",
    "= Heading\n\n- list",
    "李明 😀 \x00\x07 ع",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_and_never_run(name):
    data = paper("01")
    data["facts"] = FACTS["01"] | {"owner": {"name": name}}
    shown = text_of(typeset("01", data, at=AT)).replace("\u200b", "")
    assert name.split()[0].strip("李明") in shown


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_a_form(text):
    data = paper("03")
    data["facts"] = {"owner": {"name": text, "address": text}, "reason": text}
    assert typeset("03", data, at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("form_id", FORMS)
def test_long_names_stay_on_the_page(form_id):
    def longer(value):
        if isinstance(value, dict):
            return {key: longer(held) for key, held in value.items()}
        if isinstance(value, list):
            return [longer(held) for held in value[:2]]
        return value + "W" * 150 + " dài" * 30 if isinstance(value, str) else value

    data = paper(form_id) | {"facts": longer(FACTS[form_id])}
    pdf = typeset(form_id, data, at=AT)
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        starts = []
        page.extract_text(visitor_text=lambda *seen: starts.append(seen))  # noqa: B023
        assert all(
            place[4] + line[4] < page.mediabox.width
            for text, place, line, *_ in starts
            if text.strip()
        )


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/tablex:0.0.8": *',
        '#import "\\u{40}preview/tablex:0.0.8": *',
        '#read("../../../../etc/passwd")',
        "#while true {}",
        "#unknown-name",
    ],
)
def test_a_template_that_reaches_out_or_fails_is_refused(source):
    with pytest.raises(TemplateFailed):
        typeset_source(source, {}, at=AT)


def test_an_unknown_form_is_told():
    with pytest.raises(FormUnknown):
        typeset("../decree30", {}, at=AT)
