"""Units: places, changes, and the memory of the process."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.authority import api
from motcua.authority.models import Unit, UnitSuccession
from motcua.authority.types import SYSTEM, Level, Role, SuccessionKind
from motcua.kernel.codes import AgencyCodeInvalid
from motcua.ledger.api import entries

from .factories import AT, ON, make_officer, make_province, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def commune(province):
    return Unit.objects.get(parent_id=province.id, slug="commune")


def new(code, slug, parent, level=Level.COMMUNE):
    return api.NewUnit(
        code=code, slug=slug, name_vi=slug, name_en=slug, level=level, parent_id=parent.id
    )


def test_places_of_a_step_resolve_to_units(province, commune):
    desk = api.one_stop_of(commune.id, on=ON)
    justice = Unit.objects.get(slug="justice")

    def place(text):
        return api.unit(
            api.place_unit(text, competent_id=commune.id, receiving_id=desk.id, on=ON)
        ).slug

    assert place("receiving") == "one-stop"
    assert place("competent") == "commune"
    assert place("competent:economy") == "economy"
    assert place("department:justice") == "justice"
    assert place("department:justice:civil-status") == "civil-status"
    assert justice.parent_id == province.id
    for wrong in ("", "nowhere", "receiving:x", "competent:none", "department", "department:none"):
        with pytest.raises(api.PlaceUnknown):
            place(wrong)


@given(text=st.text(max_size=30))
def test_any_text_is_a_place_or_a_clear_error(text):
    from motcua.authority.rules import build_tree, resolve_place

    tree = build_tree([])
    with suppress(api.PlaceUnknown, api.UnitUnknown):
        assert resolve_place(tree, text, competent_id=1, receiving_id=2, on=ON) == 2


def test_a_place_costs_no_query_once_the_units_are_held(commune, django_assert_num_queries):
    api.unit_tree()
    with django_assert_num_queries(0):
        api.place_unit("competent:economy", competent_id=commune.id, receiving_id=0, on=ON)


def test_a_change_made_round_python_is_seen_when_the_window_ends(commune, settings):
    settings.MOTCUA_REFERENCE_WINDOW = 0
    assert api.unit(commune.id).name_vi != "Đổi tên"
    Unit.objects.filter(pk=commune.pk).update(name_vi="Đổi tên")
    assert api.unit(commune.id).name_vi == "Đổi tên"


def test_a_unit_that_is_not_there_is_told():
    for key in (0, "T99", SYSTEM.uid):
        with pytest.raises(api.UnitUnknown):
            api.unit(key)
    with pytest.raises(api.UnitUnknown):
        api.unit_by_slug("none", on=ON)


def test_a_renamed_unit_keeps_its_code_and_both_are_found_by_day(province, commune):
    (renamed,) = api.replace_units(
        [commune.id],
        by_units=[new(commune.code, "renamed", province)],
        kind=SuccessionKind.RENAME,
        on=ON,
        source="test",
        by=SYSTEM,
        at=AT,
    )
    assert api.unit_at(commune.code, date(2026, 11, 22)).id == commune.id
    assert api.unit_at(commune.code, ON) == renamed
    assert api.unit(commune.code) == renamed
    assert api.successors(commune.id, ON) == (renamed,)
    assert [unit.id for unit in api.predecessors(renamed.id, date(2026, 1, 1))] == [commune.id]
    assert api.parts_of(commune.id, on=ON) == ()
    assert [entry.kind for entry in entries(f"unit:{commune.uid}")] == ["unit.replaced"]


def test_a_split_flags_the_old_unit_as_divided(province, commune):
    parts = api.replace_units(
        [commune.id],
        by_units=[new("T00.A", "a", province), new("T00.B", "b", province)],
        kind=SuccessionKind.SPLIT,
        on=ON,
        source="test",
        by=SYSTEM,
        at=AT,
    )
    assert api.successors(commune.id, ON) == parts
    assert set(UnitSuccession.objects.values_list("divided", flat=True)) == {True}


def test_a_merger_into_a_unit_in_force_and_a_dissolution(province, commune):
    other = make_unit(parent=province)

    def replace(old, by_units, kind):
        api.replace_units(
            [old.id], by_units=by_units, kind=kind, on=ON, source="test", by=SYSTEM, at=AT
        )

    replace(commune, [other.id], SuccessionKind.MERGE)
    assert [unit.id for unit in api.successors(commune.id, ON)] == [other.id]
    third = make_unit(parent=province)
    replace(third, [], SuccessionKind.DISSOLVE)
    assert api.successors(third.id, ON) == ()


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (SuccessionKind.RENAME, 2),
        (SuccessionKind.SPLIT, 1),
        (SuccessionKind.MERGE, 0),
        (SuccessionKind.DISSOLVE, 1),
    ],
)
def test_a_succession_of_the_wrong_shape_changes_nothing(province, commune, kind, count):
    with pytest.raises(api.UnitChangeRefused):
        api.replace_units(
            [commune.id],
            by_units=[new(f"T00.N{n}", f"n{n}", province) for n in range(count)],
            kind=kind,
            on=ON,
            source="test",
            by=SYSTEM,
            at=AT,
        )
    assert api.unit(commune.id).in_force(ON)


def test_a_held_code_a_held_slug_and_a_bad_code_are_refused(province, commune):
    for facts, error in (
        (new(commune.code, "fresh", province), api.UnitChangeRefused),
        (new("T00.NEW", "commune", province), api.UnitChangeRefused),
        (new("no code", "fresh", province), AgencyCodeInvalid),
    ):
        with pytest.raises(error):
            api.found_unit(facts, on=ON, source="test", by=SYSTEM, at=AT)


def test_only_operators_change_units(province, commune):
    clerk = api.actor_for_account(make_officer(commune, Role.CLERK), at=AT)
    with pytest.raises(api.NotAllowed):
        api.found_unit(new("T00.NEW", "fresh", province), on=ON, source="x", by=clerk, at=AT)


def test_the_directory_lists_a_units_officers_in_one_query(commune, django_assert_num_queries):
    desk = Unit.objects.get(parent=commune, slug="one-stop")
    clerk, receiver = make_officer(commune, Role.CLERK), make_officer(desk, Role.RECEIVER)
    make_officer(commune, Role.CLERK, is_active=False)
    api.unit_tree()
    with django_assert_num_queries(1):
        listed = api.directory(commune.id, on=ON)
    assert {officer.account_id for officer in listed} == {clerk.pk, receiver.pk}


def test_units_are_found_by_name_without_accents(province):
    unit = make_unit(parent=province, name_vi="Ủy ban nhân dân phường Đồ Sơn")
    assert [each.id for each in api.units_named("do son", on=ON)] == [unit.id]
    assert api.units_named("do son bien", on=ON) == ()
