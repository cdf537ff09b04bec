"""People find procedures by their own words, over the whole national catalogue."""

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.authority.types import SYSTEM
from motcua.catalogue import api
from motcua.catalogue.models import CatalogueEntry, ProcedureVersion
from motcua.catalogue.source import load_folder
from motcua.catalogue.synonyms import MOST, ideas, readings
from motcua.kernel.vietnamese import search_key

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
PROCEDURES = Path(__file__).parents[4] / "procedures"
ASKED = {
    "KHAI SINH": "1.001193",
    unicodedata.normalize("NFD", "khai sinh trẻ"): "",
    "làm giấy khai sinh cho con": "1.001193",
    "birth certificate": "1.001193",
    " 1.001193 ": "1.001193",
    "giấy độc thân": "1.004873",
    "marital status": "1.004873",
    "ket hon": "1.000894",
    "lấy vợ": "1.000894",
    "bằng lái xe": "3.000346",
    "sổ hộ khẩu": "1.004222",
    "nghi de": "2.000693",
}


@pytest.fixture
def catalogue(db):
    """Import the national catalogue, and publish two procedures of it."""
    api.import_catalogue(by=SYSTEM, at=AT)
    for name in ("1.001193-birth-registration", "1.004873-marital-status"):
        _publish(name)


def _publish(name):
    source = load_folder(PROCEDURES / name)
    ProcedureVersion.objects.create(
        uid=uuid4(),
        code=source.procedure.code,
        number=1,
        digest=source.digest,
        folder=name,
        files=dict(source.files),
        valid_from=date(2020, 1, 1),
        published_by="system",
        published_at=AT,
    )


def codes(words, **filters):
    wanted = api.Wanted(words, **filters)
    return [one.code for one in api.find_procedures(wanted, on=ON)]


@pytest.mark.usefixtures("catalogue")
def test_the_words_of_people_find_the_procedure_on_the_first_page():
    lost = {words for words, code in ASKED.items() if code and code not in codes(words)}
    assert lost == set()


@pytest.mark.usefixtures("catalogue")
def test_what_can_be_filed_here_comes_first():
    assert codes("khai sinh")[0] == "1.001193"
    assert set(codes("")[:2]) == {"1.001193", "1.004873"}
    assert set(codes("", online_here=True)) == {"1.001193", "1.004873"}


@pytest.mark.usefixtures("catalogue")
def test_the_pages_follow_each_other_without_gap_or_repeat():
    seen, after = [], None
    while page := api.find_procedures(api.Wanted("đất"), on=ON, after=after, limit=7):
        seen += [one.code for one in page]
        after = page[-1].key
    whole = [one.code for one in api.find_procedures(api.Wanted("đất"), on=ON, limit=5000)]
    assert seen == whole
    assert len(set(seen)) == len(seen) > 50


@pytest.mark.usefixtures("catalogue")
def test_filters_narrow_and_nothing_is_lost_without_them():
    everything = api.find_procedures(api.Wanted(), on=ON, limit=5000)
    assert len(everything) == CatalogueEntry.objects.count() == 2655
    commune = api.find_procedures(api.Wanted(level="commune"), on=ON, limit=5000)
    assert {"commune"} <= set.intersection(*(set(one.levels) for one in commune))
    field = api.find_procedures(api.Wanted(field="Hộ tịch"), on=ON, limit=5000)
    assert {one.field for one in field} == {"Hộ tịch"}
    assert "1.001193" in codes("", applicant="citizen")
    assert "1.001193" not in codes("", applicant="enterprise")
    assert sum(one.count for one in api.choices()["ministry"]) == 2655


@pytest.mark.usefixtures("catalogue")
def test_a_slip_of_the_pen_is_put_right():
    assert api.suggestions("khai sinhh") == "khai sinh"
    assert api.suggestions("khai sinh") == ""


@pytest.mark.usefixtures("catalogue")
def test_odd_words_find_something_or_nothing_and_break_nothing():
    assert codes("zzzzqqq") == []
    odd = ["%", "_", "\\", "'; DROP TABLE", "…", "   ", "zzzzqqq " * 40]
    assert all(isinstance(codes(words), list) for words in odd)


@pytest.mark.usefixtures("catalogue")
def test_a_search_costs_three_queries(django_assert_num_queries):
    codes("khai sinh")
    with django_assert_num_queries(3):
        codes("khai sinh")


@pytest.mark.usefixtures("catalogue")
def test_every_idea_leads_to_something_in_the_catalogue():
    keys = " | ".join(CatalogueEntry.objects.values_list("search_key", flat=True))
    assert [first for first, _ in ideas() if first not in keys] == []


@given(st.text(max_size=80))
def test_a_question_has_few_readings_and_its_own_words_first(words):
    found = readings(words)
    assert 1 <= len(found) <= MOST
    assert found[0] == ((search_key(words),) if search_key(words) else ())
