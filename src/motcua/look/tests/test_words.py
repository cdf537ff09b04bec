"""How instants, days, money and time are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from motcua.kernel.worktime import Limit, WorkingTime
from motcua.look.templatetags.look import clock, day, initials, money, when

AT = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)


def test_an_instant_is_written_by_the_clock_of_viet_nam():
    assert when(AT) == "25/11/2026 01:05"
    assert when(None) == ""


def test_a_day_is_written_day_first():
    assert day(date(2026, 2, 1)) == "01/02/2026"
    assert day(AT) == "25/11/2026"


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1234000, "1.234.000"), (Decimal(0), "0"), (Decimal("12.50"), "12,50"), (None, "")],
)
def test_money_is_written_as_the_country_does(amount, text):
    assert money(amount) == (f"{text}\u00a0đ" if text else "")


@pytest.mark.parametrize(
    ("span", "vi", "en"),
    [
        (Limit.parse("3 working days"), "3 ngày làm việc", "3 working days"),
        (WorkingTime(3600), "1 giờ", "1 hour"),
        (5400, "1 giờ 30 phút", "1 hour 30 minutes"),
        (timedelta(minutes=2), "2 phút", "2 minutes"),
    ],
)
def test_working_time_is_written_in_the_language_of_the_reader(span, vi, en):
    with override("vi"):
        assert clock(span) == vi
    with override("en"):
        assert clock(span) == en


def test_initials_are_of_the_middle_and_the_given_name():
    assert initials("Nguyễn Văn An") == "VA"
    assert initials("") == ""
