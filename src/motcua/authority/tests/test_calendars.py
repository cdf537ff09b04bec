"""Calendars put together from rows."""

from datetime import UTC, date, datetime, time

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from motcua.authority import api
from motcua.authority.models import Closure, WorkingPeriod
from motcua.kernel.worktime import standard_calendar

from .factories import AT, make_province, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    api.seed_calendars(at=AT)
    return make_province()


def test_the_seeded_calendar_is_the_kernels_standard_one(province):
    seeded, standard = api.calendar_of(province.id), standard_calendar()
    for year in (2025, 2026):
        for day in (date.fromordinal(date(year, 1, 1).toordinal() + n) for n in range(365)):
            assert seeded.periods_on(day) == standard.periods_on(day), day


def test_units_without_rows_of_their_own_share_one_calendar(province, django_assert_num_queries):
    first, second = make_unit(parent=province), make_unit(parent=province)
    held = api.calendar_of(first.id)
    with django_assert_num_queries(0):
        assert api.calendar_of(second.id) is held


def test_a_closure_reaches_the_parts_of_a_unit_and_no_other(province):
    commune, other = make_unit(parent=province), make_unit(parent=province)
    desk = make_unit(parent=commune, slug="one-stop", level="one_stop")
    noon = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    Closure.objects.create(
        unit=commune,
        span=DateTimeTZRange(datetime(2026, 11, 25, 0, 0, tzinfo=UTC), noon.replace(day=26)),
        reason_vi="Lũ",
        reason_en="Flood",
        source="test",
    )
    api.forget()
    at = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert not api.calendar_of(desk.id).is_working(at)
    assert api.calendar_of(other.id).is_working(at)


def test_a_units_own_hours_take_the_place_of_the_states(province):
    commune = make_unit(parent=province)
    WorkingPeriod.objects.create(
        unit=commune,
        weekday=6,
        starts=time(8),
        ends=time(11),
        valid=DateRange(date(2026, 1, 1), None),
        source="test",
    )
    api.forget()
    saturday = date(2026, 11, 28)
    assert api.calendar_of(commune.id).periods_on(saturday)
    assert not api.calendar_of(commune.id).periods_on(date(2026, 11, 25))
    assert not api.calendar_of(province.id).periods_on(saturday)


def test_seeding_twice_changes_nothing(province):
    assert api.seed_calendars(at=AT) == 0
    assert api.seed_calendars(years=range(2023, 2029), at=AT) == 1
