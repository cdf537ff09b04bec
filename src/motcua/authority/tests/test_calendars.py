"""Calendars put together from rows."""

from datetime import UTC, date, datetime, time

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from motcua.authority import api
from motcua.authority.models import Closure, DayOff, WorkingPeriod
from motcua.authority.services import calendars as calendar_services
from motcua.authority.types import Role
from motcua.kernel.worktime import CalendarInvalid, Limit, standard_calendar
from motcua.ledger.api import entries

from .factories import AT, make_officer, make_province, make_unit

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


def operator(at=AT):
    return api.actor_for_account(make_officer(make_unit(), Role.OPERATOR), at=at)


CLOSURE = {"reason_vi": "Lũ", "reason_en": "Flood", "source": "test"}
OPENS = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SHUTS = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


@pytest.fixture
def told():
    heard: list[api.CalendarChanged] = []
    api.on_calendar_change(heard.append)
    yield heard
    calendar_services._hooks.remove(heard.append)


def test_a_change_moves_due_times_and_tells_who_must_know(
    province, told, django_capture_on_commit_callbacks
):
    commune = make_unit(parent=province)
    desk = make_unit(parent=commune, slug="one-stop", level="one_stop")
    limit = Limit.parse("3 working days")
    before = api.calendar_of(desk.id).due_at(AT, limit)
    with django_capture_on_commit_callbacks(execute=True):
        reached = api.change_calendar(
            api.AddClosure(unit_id=commune.id, start=OPENS, end=SHUTS, **CLOSURE),
            by=operator(),
            at=AT,
        )
    assert reached == {commune.id, desk.id}
    assert api.calendar_of(desk.id).due_at(AT, limit) > before
    assert [change.unit_ids for change in told] == [reached]
    assert [entry.kind for entry in entries(f"calendar:{commune.uid}")] == ["calendar.changed"]


def test_a_row_taken_back_restores_the_calendar(province):
    at_first = api.calendar_of(province.id)
    api.change_calendar(
        api.AddDayOff(on=date(2026, 12, 1), reason_vi="x", reason_en="x", source="test"),
        by=operator(),
        at=AT,
    )
    assert api.calendar_of(province.id) != at_first
    row = DayOff.objects.get(on=date(2026, 12, 1))
    removal = api.RemoveRow(table="day_off", row_id=row.pk, source="test")
    api.change_calendar(removal, by=operator(), at=AT)
    assert api.calendar_of(province.id) == at_first


def test_half_days_swaps_and_hours_count(province):
    commune = make_unit(parent=province)
    by = operator()
    api.change_calendar(
        api.AddHalfDay(
            on=date(2026, 12, 2),
            starts=time(7, 30),
            ends=time(11, 30),
            reason_vi="x",
            reason_en="x",
            source="test",
        ),
        by=by,
        at=AT,
    )
    api.change_calendar(
        api.AddSwap(off_on=date(2026, 12, 3), work_on=date(2026, 12, 5), **CLOSURE), by=by, at=AT
    )
    api.change_calendar(
        api.SetHours(
            unit_id=commune.id,
            periods={day: ((time(8), time(12)),) for day in range(1, 6)},
            since=date(2026, 12, 1),
            source="test",
        ),
        by=by,
        at=AT,
    )
    calendar = api.calendar_of(province.id)
    assert len(calendar.periods_on(date(2026, 12, 2))) == 1
    assert not calendar.periods_on(date(2026, 12, 3))
    assert calendar.periods_on(date(2026, 12, 5))
    assert len(api.calendar_of(commune.id).periods_on(date(2026, 12, 4))) == 1
    assert len(calendar.periods_on(date(2026, 12, 4))) == 2


def test_the_hours_of_the_whole_state_are_followed_by_new_ones(province):
    before = WorkingPeriod.objects.count()
    api.change_calendar(
        api.SetHours(
            periods={day: ((time(8), time(12)), (time(13), time(17))) for day in range(1, 6)},
            since=date(2027, 1, 1),
            source="test",
        ),
        by=operator(),
        at=AT,
    )
    assert WorkingPeriod.objects.count() == before + 10
    assert api.calendar_of(province.id).periods_on(date(2026, 11, 25))[0].opens == 8 * 3600


@pytest.mark.parametrize(
    "change",
    [
        api.AddSwap(off_on=date(2026, 12, 6), work_on=date(2026, 12, 8), **CLOSURE),
        api.AddSwap(off_on=date(2026, 12, 7), work_on=date(2026, 12, 7), **CLOSURE),
        api.AddDayOff(on=date(2026, 1, 10), reason_vi="x", reason_en="x", source="test"),
        api.AddDayOff(on=date(2026, 1, 12), reason_vi="x", reason_en="x", source=""),
        api.SetHours(periods={}, since=date(2026, 12, 1), source="test"),
        api.RemoveRow(table="day_off", row_id=0, source="test"),
        api.RemoveRow(table="unit", row_id=0, source="test"),
    ],
)
def test_a_change_that_contradicts_the_calendar_leaves_nothing(province, change):
    at_first = api.calendar_of(province.id)
    with pytest.raises(CalendarInvalid):
        api.change_calendar(change, by=operator(), at=AT)
    assert api.calendar_of(province.id) == at_first
    assert [entry.kind for entry in entries("calendar:state")] == ["calendar.seeded"]


def test_only_operators_change_calendars(province):
    clerk = api.actor_for_account(make_officer(province, Role.CLERK), at=AT)
    change = api.AddClosure(unit_id=province.id, start=OPENS, end=SHUTS, **CLOSURE)
    with pytest.raises(api.NotAllowed):
        api.change_calendar(change, by=clerk, at=AT)
