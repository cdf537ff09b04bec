"""The nine indicators of TT 01/2018/TT-VPCP Đ13, each with its article."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules import evaluation as rule
from motcua.kernel.worktime import Limit

DUE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = 3600


@pytest.mark.parametrize(
    ("limit", "hours", "early_days", "points"),
    [
        ("5 working days", 31, 1, 2),
        ("5 working days", 33, 0, 1),
        ("5 working days", 40, 0, 1),
        ("5 working days", 41, -1, 0),
        ("1 working day", 6.5, 0, 2),
        ("1 working day", 7.5, 0, 1),
        ("same day", 2, 0, 2),
        ("4 working hours", 2.5, 0, 2),
        ("4 working hours", 3.5, 0, 1),
        ("10 calendar days", 30, 1, 2),
        ("10 calendar days", 30, 0, 1),
        ("1 month", 90, -1, 0),
    ],
)
def test_tt_01_2018_d13_1_total_time_shorter_two_equal_one_longer_none(
    limit, hours, early_days, points
):
    done = DUE - timedelta(days=early_days)
    found = rule.total_time(
        seconds=int(hours * HOUR), done_at=done, due_at=DUE, limit=Limit.parse(limit)
    )
    assert found == points


def test_tt_01_2018_d13_2_time_of_each_agency_the_consulted_included():
    assert rule.agency_time([2, 1, 2]) == 1
    assert rule.agency_time([2, 0]) == 0
    assert rule.agency_time([]) is None


@pytest.mark.parametrize(
    ("requests", "own", "points"), [(0, 0, 2), (1, 0, 1), (2, 0, 0), (3, 2, 1)]
)
def test_tt_01_2018_d13_3_contacts_to_complete_the_file_own_fault_left_out(requests, own, points):
    assert rule.contacts(requests, own_fault=own) == points


@pytest.mark.parametrize(("others", "points"), [(0, 2), (1, 1), (2, 0), (5, 0)])
def test_tt_01_2018_d13_4_agencies_to_contact(others, points):
    assert rule.agencies_to_contact(others) == points


@pytest.mark.parametrize(
    ("desk", "back", "total", "points"), [(4, 4, 4, 2), (4, 3, 4, 1), (3, 4, 4, 0), (0, 0, 0, None)]
)
def test_tt_01_2018_d13_5_organisation_at_the_one_stop_section(desk, back, total, points):
    assert rule.organised(through_desk=desk, returned_at_desk=back, total=total) == points


def test_tt_01_2018_d13_6_publicity_is_what_the_applicant_said():
    assert [rule.publicity(each) for each in (2, 1, 0, None)] == [2, 1, 0, None]


def test_tt_01_2018_d13_7_attitude_leaves_out_what_was_found_false():
    assert rule.attitude(0) == 0
    assert rule.attitude(0, found_false=True) is None


@pytest.mark.parametrize(
    ("in_time", "due", "points"), [(10, 10, 2), (9, 10, 1), (89, 100, 0), (0, 0, None)]
)
def test_tt_01_2018_d13_8_feedback_answered_in_time_from_ninety_per_cent(in_time, due, points):
    assert rule.feedback(in_time=in_time, due=due) == points


@pytest.mark.parametrize(
    ("filed", "late", "total", "points"),
    [(30, 0, 100, 2), (29, 0, 100, 1), (15, 0, 100, 1), (14, 0, 100, 0), (90, 1, 100, 0)],
)
def test_tt_01_2018_d13_9_online_share_thirty_and_fifteen_and_none_late(filed, late, total, points):
    assert rule.online(filed_online=filed, late_online=late, total=total) == points
    assert rule.online(filed_online=0, late_online=0, total=0) is None


def test_tt_01_2018_d15_the_average_is_rounded_to_one_decimal_and_the_missing_left_out():
    assert rule.average([2, 1, None, 2, 0]) == Decimal("1.3")
    assert rule.average([2, 2, 2, 1, 1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1]) == Decimal(
        "1.5"
    )
    assert rule.average([None]) is None


@pytest.mark.parametrize(
    ("points", "grade"),
    [("10", "full"), ("5", "full"), ("4.9", "most"), ("3.5", "most"), ("3.4", "below")],
)
def test_tt_01_2018_d15_classes_of_officers(points, grade):
    assert rule.officer_class(Decimal(points)) == grade


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("18", "excellent"),
        ("15", "excellent"),
        ("14.9", "good"),
        ("12", "good"),
        ("9", "fair"),
        ("6", "average"),
        ("5.9", "weak"),
    ],
)
def test_tt_01_2018_d15_classes_of_agencies(points, grade):
    assert rule.agency_class(Decimal(points)) == grade


def case(**facts):
    values = {
        "id": 1,
        "uid": "u",
        "code": "c",
        "procedure": "p",
        "finished_at": DUE,
        "late": False,
        "filed_online": True,
        "through_desk": True,
        "returned_at_desk": True,
        "points": {1: 2},
    }
    return rule.Case(**{**values, **facts})


def test_a_sheet_is_scaled_to_the_full_mark_for_what_is_missing():
    sheet = rule.officer_sheet([case(points={1: 2, 2: 1, 3: 2, 4: None, 7: None})])
    assert (sheet.total, sheet.most, sheet.scaled, sheet.grade) == (5, 6, Decimal("8.3"), "full")
    empty = rule.agency_sheet([])
    assert (empty.total, empty.most, empty.scaled, empty.grade) == (0, 0, None, "")


scores = st.dictionaries(st.sampled_from(rule.PER_DOSSIER), st.none() | st.integers(0, 2))


@given(cases=st.lists(st.builds(case, points=scores, late=st.booleans()), max_size=12))
def test_a_sheet_stays_within_its_marks(cases):
    for sheet, full in ((rule.officer_sheet(cases), 10), (rule.agency_sheet(cases), 18)):
        assert 0 <= sheet.total <= sheet.most <= full
        assert sheet.scaled is None or 0 <= sheet.scaled <= full
