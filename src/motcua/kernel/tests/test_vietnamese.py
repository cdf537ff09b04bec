"""Vietnamese text: keys, names, amounts and dates."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.kernel.vietnamese import (
    AmountNotWritable,
    full_date,
    given_name_first,
    money_in_words,
    number_in_words,
    search_key,
    sort_key,
    split_name,
    tidy,
)

vietnamese = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệ ỏọớờởỡợủụứừửữựỹỵ")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đặng Thị Hường", "dang thi huong"),
        ("  ĐƯỜNG   số 5/2-A ", "duong so 5 2 a"),
        ("Thủy Nguyên", "thuy nguyen"),
        ("Ðà Nẵng", "da nang"),  # the Icelandic letter, as old keyboards typed it
        ("", ""),
    ],
)
def test_a_search_key_has_no_accents_case_or_punctuation(text, key):
    assert search_key(text) == key
    assert search_key(unicodedata.normalize("NFD", text)) == key


@given(st.text())
@example("İ")
@example("ﬃ")
@example("㏇")
def test_a_search_key_of_any_text_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(text)


@given(st.text())
def test_a_sort_key_of_any_text_does_not_depend_on_its_composition(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(
        unicodedata.normalize("NFC", text)
    )


def test_words_sort_by_the_alphabet_then_by_tone():
    words = ["a", "à", "ả", "ã", "á", "ạ", "an", "anh", "ă", "ằng", "ân", "ba", "cá", "da", "đa"]
    words += ["e", "ê", "o", "ô", "ơ", "u", "ư", "ứ", "vy", "xa", "y"]
    words_backwards = list(reversed(words))
    assert sorted(words_backwards, key=sort_key) == words


def test_a_tone_is_weighed_within_its_syllable():
    assert sorted(["Hà An", "Ha Vy", "Hạ An"], key=sort_key) == ["Ha Vy", "Hà An", "Hạ An"]


@given(vietnamese, vietnamese)
def test_the_case_does_not_change_the_order(one, other):
    assert (sort_key(one) < sort_key(other)) == (sort_key(one.upper()) < sort_key(other.upper()))


def test_officers_are_listed_by_given_family_and_middle_name():
    officers = ["Trần Văn Ân", "Lê Thị An", "Đỗ Bá An", "Dương Thị An", "Lê Anh An"]
    assert sorted(officers, key=given_name_first) == [
        "Dương Thị An",
        "Đỗ Bá An",
        "Lê Anh An",
        "Lê Thị An",
        "Trần Văn Ân",
    ]


def test_a_name_is_split_into_family_middle_and_given():
    name = split_name(" Nguyễn  Thị Minh Khai")
    assert (name.family, name.middle, name.given) == ("Nguyễn", "Thị Minh", "Khai")
    assert split_name("Y").given == "Y"


@given(st.text())
def test_the_parts_of_any_name_make_it_again(name):
    assert str(split_name(name)) == tidy(name)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (35, "Ba mươi lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (2_000, "Hai nghìn đồng"),
        (8_005, "Tám nghìn không trăm linh năm đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (1_001_000_000_000, "Một nghìn không trăm linh một tỷ đồng"),
        (111, "Một trăm mười một đồng"),
    ],
)
def test_money_is_put_in_words(amount, words):
    assert money_in_words(amount) == words


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
@example(1_000_000, 1_000_000_000)
def test_two_numbers_never_share_their_words(one, other):
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


@pytest.mark.parametrize("amount", [-1, 10**18, True, 1.5])
def test_an_amount_that_has_no_words_is_refused(amount):
    with pytest.raises(AmountNotWritable):
        money_in_words(amount)


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_decree_30_2020_appendix_1_dates_take_zeros_below_day_10_and_month_3(on, text):
    assert full_date(on) == text
