"""Codes of agencies, dossiers, people and enterprises."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.kernel.codes import (
    PROVINCES,
    AgencyCode,
    AgencyCodeInvalid,
    CitizenId,
    CitizenIdInvalid,
    CitizenIdMismatch,
    CounterInvalid,
    DossierCode,
    DossierCodeInvalid,
    Sex,
    TaxCode,
    TaxCodeInvalid,
)
from motcua.kernel.errors import DomainError

level_1 = st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True)
groups = st.lists(st.from_regex(r"[A-Z0-9]{1,4}", fullmatch=True), max_size=4)
agencies = st.builds(lambda top, rest: AgencyCode((top, *rest)), level_1, groups)
old_agencies = st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "code", "level", "parent"),
    [
        ("H24", "H24", 1, None),
        ("h24.14 ", "H24.14", 2, "H24"),
        ("H24.14.02", "H24.14.02", 3, "H24.14"),
        ("000.17.22.H56", "H56.22.17", 3, "H56.22"),
        ("000.00.22.H56", "H56.22", 2, "H56"),
        ("000.00.00.H56", "H56", 1, None),
        ("001.00.22.H56", "H56.22.00.001", 4, "H56.22.00"),
    ],
)
def test_qd_20_2020_d4_ids_grow_left_to_right_and_the_old_form_is_read(text, code, level, parent):
    agency = AgencyCode.parse(text)
    assert (str(agency), agency.level) == (code, level)
    assert agency.parent == (AgencyCode.parse(parent) if parent else None)


@pytest.mark.parametrize(
    "text",
    ["", "Z24", "H2", "H24.", "H24..1", "H24.1a!", "24H", "H24." + "A" * 32, "H٢٤", "H24\n.1"],
)
def test_what_is_no_agency_id_is_refused(text):
    with pytest.raises(AgencyCodeInvalid):
        AgencyCode.parse(text)


def test_a_longest_id_has_35_characters():
    assert len(str(AgencyCode.parse("H24." + "A" * 31))) == 35


@given(agencies)
def test_an_agency_id_survives_writing_and_reading(agency):
    assert AgencyCode.parse(str(agency)) == agency


@given(old_agencies)
def test_the_old_form_comes_back_from_the_new(text):
    assert AgencyCode.parse(text).old_form() == text


@given(agencies)
def test_the_old_form_is_the_same_agency_or_refused(agency):
    try:
        text = agency.old_form()
    except AgencyCodeInvalid:
        return
    # A lower end of zeros ("H24.00") is the agency itself.
    assert str(agency).startswith(str(AgencyCode.parse(text)))


@given(agencies, st.from_regex(r"[A-Z0-9]{1,4}", fullmatch=True))
def test_a_child_is_under_its_parents_and_under_nothing_else(agency, group):
    child = agency.child(group)
    assert child.parent == agency
    assert child.is_under(agency)
    assert not agency.is_under(child)
    assert not agency.is_under(agency)


def test_a_longer_number_is_no_child():
    assert not AgencyCode.parse("H24.141").is_under(AgencyCode.parse("H24.14"))


@pytest.mark.parametrize(
    ("text", "agency", "on", "counter"),
    [
        ("000.17.22.H56-210531-0001", "H56.22.17", date(2021, 5, 31), 1),
        ("H56.14-240823-0001", "H56.14", date(2024, 8, 23), 1),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92_637),
        (" h24.14-261123-10000 ", "H24.14", date(2026, 11, 23), 10_000),
    ],
)
def test_codes_met_in_the_field_are_read(text, agency, on, counter):
    code = DossierCode.parse(text)
    assert code.key == (AgencyCode.parse(agency), on, counter)
    assert str(code) == text.strip().upper()


def test_tt_01_2018_d19_a_code_is_agency_day_and_number():
    assert DossierCode.format("H24.14", date(2026, 1, 5), 7) == "H24.14-260105-0007"


def test_the_ten_thousandth_dossier_of_a_day_is_not_cut():
    assert DossierCode.format("H24.14", date(2026, 1, 5), 10_000) == "H24.14-260105-10000"


@given(agencies, days, st.integers(1, 10**12 - 1))
def test_an_issued_code_is_read_back(agency, on, counter):
    assert DossierCode.parse(DossierCode.format(agency, on, counter)).key == (agency, on, counter)


@pytest.mark.parametrize(("on", "counter"), [(date(2026, 1, 1), 0), (date(1999, 1, 1), 1)])
def test_a_code_that_could_not_be_read_back_is_not_issued(on, counter):
    with pytest.raises(CounterInvalid):
        DossierCode.format("H24", on, counter)


@pytest.mark.parametrize(
    "text", ["", "H24.14", "H24-260230-0001", "H24-26010-0001", "H24-260101-", "Z99-260101-1"]
)
def test_what_is_no_dossier_code_is_refused(text):
    with pytest.raises(DossierCodeInvalid):
        DossierCode.parse(text)


def test_tt_07_2016_appendix_1_lists_63_provinces():
    assert len(PROVINCES) == 63
    assert PROVINCES["031"] == "Hải Phòng"


@pytest.mark.parametrize(
    ("text", "province", "sex", "year"),
    [
        ("031099000001", "Hải Phòng", Sex.MALE, 1999),
        ("031 185 000 001", "Hải Phòng", Sex.FEMALE, 1985),
        ("001205.000.001", "Hà Nội", Sex.MALE, 2005),
        ("001326000001", "Hà Nội", Sex.FEMALE, 2026),
        ("110099000001", None, Sex.MALE, 1999),
    ],
)
def test_nd_137_2015_d13_a_number_tells_place_sex_and_year(text, province, sex, year):
    number = CitizenId.parse(text)
    assert (number.province, number.sex, number.birth_year) == (province, sex, year)
    number.check(born_on=date(year, 2, 3), sex=sex)


@pytest.mark.parametrize(
    "text", ["", "03109900000", "0310990000011", "003099000001", "03109900000a"]
)
def test_what_is_no_personal_number_is_refused(text):
    with pytest.raises(CitizenIdInvalid) as refused:
        CitizenId.parse(text)
    assert not text or text not in str(refused.value.facts)


@pytest.mark.parametrize("facts", [{"born_on": date(1998, 12, 31)}, {"sex": Sex.FEMALE}])
def test_a_number_of_another_person_is_refused(facts):
    with pytest.raises(CitizenIdMismatch):
        CitizenId.parse("031099000001").check(**facts)


def test_a_personal_number_does_not_show_in_logs():
    assert repr(CitizenId.parse("031099000123")) == "CitizenId(*********123)"


@pytest.mark.parametrize("text", ["0100109106", "0100109106-001", "0100109106001", " 0100 109 106"])
def test_a_tax_code_with_its_check_digit_is_read(text):
    assert TaxCode.parse(text).number == "0100109106"


@pytest.mark.parametrize("text", ["", "010010910", "0100109107", "0100109106-000", "0100109106-01"])
def test_what_is_no_tax_code_is_refused(text):
    with pytest.raises(TaxCodeInvalid):
        TaxCode.parse(text)


@given(st.integers(0, 10**9 - 1), st.integers(0, 9))
def test_at_most_one_last_digit_makes_a_tax_code(nine, wrong):
    sound = []
    for last in range(10):
        try:
            sound.append(TaxCode(f"{nine:09d}{last}"))
        except TaxCodeInvalid:
            continue
    assert len(sound) <= 1
    for code in sound:
        assert TaxCode.parse(str(code)) == code


@pytest.mark.parametrize(
    "read", [AgencyCode.parse, DossierCode.parse, CitizenId.parse, TaxCode.parse]
)
@given(text=st.text())
@example(text="0" * 100_000)
@example(text="²" * 12)
@example(text="H24-" + "9" * 8 + "-1")
def test_any_text_is_read_or_refused(read, text):
    with suppress(DomainError):
        read(text)
