from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.documents.rules import (
    amount_in_words,
    code_of,
    printable,
    safe_name,
    shown_code,
    symbol_of,
    template_value,
)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (104, "Một trăm linh bốn đồng"),
        (2_000, "Hai nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (
            1_334_567,
            "Một triệu ba trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng",
        ),
    ],
)
def test_a_sum_is_written_in_words(amount, words):
    assert amount_in_words(amount) == words


def test_numbers_below_ten_take_a_zero_decree_30_2020_appendix_1():
    assert symbol_of(5, kind_symbol="TB", unit_symbol="UBND") == "05/TB-UBND"
    assert symbol_of(120, kind_symbol="TB", unit_symbol="UBND") == "120/TB-UBND"


def test_a_code_is_read_as_people_type_it():
    assert code_of("7k3m-9qxw-2t4b") == "7K3M9QXW2T4B"
    assert code_of(" 7K3M 9QXW 2TOL ") == "7K3M9QXW2T01"
    assert code_of("7K3M-9QXW") is None
    assert shown_code("7K3M9QXW2T4B") == "7K3M-9QXW-2T4B"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\giấy tờ\\đơn.pdf", "đơn.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("con.txt", "file_con.txt"),
        ("   ", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(sent, kept):
    assert safe_name(sent) == kept


@given(st.text())
def test_every_file_name_has_a_harmless_form(name):
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set('/\\:*?"<>|\x00\n')
    assert safe_name(kept) == kept


def test_values_arrive_as_a_template_reads_them():
    at = datetime(2026, 11, 5, 2, 5, 12, tzinfo=UTC)
    assert template_value({"at": at, "on": date(2026, 11, 5), "fee": Decimal("2000.00")}) == {
        "at": "2026-11-05T09:05:12+07:00",
        "on": "2026-11-05",
        "fee": 2000,
    }


def test_text_is_printed_whole_or_with_a_box():
    assert printable("Nguyễn Thị Ánh") == "Nguyễn Thị Ánh"
    assert printable("李 A\u202eB\x00") == "□ AB"
