"""Limits: how they are read, written, compared and refused."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.worktime import (
    Limit,
    LimitInvalid,
    LimitUnit,
    LimitUnitUnknown,
)


@pytest.mark.parametrize("text", ["3", "3 days", "8 hours", "15 ngày", "2 weeks", "1 same day"])
def test_a_limit_without_a_known_unit_is_refused(text):
    with pytest.raises(LimitUnitUnknown):
        Limit.parse(text)


def test_a_unit_that_is_no_unit_is_refused():
    with pytest.raises(LimitUnitUnknown):
        Limit(Decimal(3), "working day")  # the refusal is the point


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many working days",
        "0 working days",
        "0.5 months",
        "1.5 calendar days",
        "1,2,3 months",
        "1.000 working days",
        "3, working days",
    ],
)
def test_a_limit_that_cannot_be_counted_is_refused(text):
    with pytest.raises(LimitInvalid):
        Limit.parse(text)


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal(-1), Decimal(10**9)]
)
def test_a_limit_is_a_finite_positive_number(value):
    with pytest.raises(LimitInvalid):
        Limit(value, LimitUnit.WORKING_DAY)


@pytest.mark.parametrize(
    ("text", "written", "vi"),
    [
        ("3 working days", "3 working days", "3 ngày làm việc"),
        ("1 WORKING  hour", "1 working hour", "1 giờ làm việc"),
        ("0,5 ngày làm việc", "0.5 working days", "0,5 ngày làm việc"),
        ("30 working minutes", "30 working minutes", "30 phút làm việc"),
        ("10 calendar days", "10 calendar days", "10 ngày theo lịch"),
        ("2 tháng", "2 months", "2 tháng"),
        ("same day", "same day", "trong ngày"),
    ],
)
def test_a_limit_is_written_as_it_is_read(text, written, vi):
    limit = Limit.parse(text)
    assert str(limit) == limit.label("en") == written
    assert limit.label() == vi
    assert Limit.parse(written) == limit == Limit.parse(vi)


def test_limits_compare_by_nominal_working_seconds():
    assert Limit.parse("3 working days").nominal_seconds == 24 * 3600
    assert Limit.parse("same day").nominal_seconds == 8 * 3600
    assert Limit.parse("90 working minutes").nominal_seconds == 5400
    assert Limit.parse("1 month").nominal_seconds is None


@settings(deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,7}([.,][0-9]*)? ?(working )?[a-z]{3,7}"))
def test_any_text_is_a_limit_or_one_of_two_refusals(text):
    try:
        limit = Limit.parse(text)
    except (LimitUnitUnknown, LimitInvalid):
        return
    assert Limit.parse(str(limit)) == limit
