"""Hải Phòng as loaded."""

from datetime import date

import pytest

from motcua.authority import api
from motcua.authority.models import Account, Posting, Unit, UnitSuccession
from motcua.authority.types import ActorKind, Level, Role
from motcua.kernel.codes import TaxCode
from motcua.ledger.api import head

from .factories import AT, ON

pytestmark = pytest.mark.django_db

BEFORE = date(2025, 6, 30)
AFTER = date(2025, 7, 1)


@pytest.fixture
def haiphong():
    api.seed_units(at=AT)


def below_haiphong(level, on):
    province = api.unit_at("H24", on)
    inside = api.unit_tree().below(province.id)
    return [unit for unit in api.units_of(level, on=on) if unit.id in inside]


@pytest.mark.usefixtures("haiphong")
class TestHaiPhong:
    def test_before_july_2025_it_has_three_levels(self):
        assert len(below_haiphong(Level.DISTRICT, BEFORE)) == 15
        assert len(below_haiphong(Level.COMMUNE, BEFORE)) == 167

    def test_since_july_2025_it_has_two_levels_and_114_communes(self):
        assert below_haiphong(Level.DISTRICT, AFTER) == []
        assert len(below_haiphong(Level.COMMUNE, AFTER)) == 114
        # The city's 14 departments; the police and the tax office, which are the ministries' own.
        assert len(below_haiphong(Level.DEPARTMENT, AFTER)) == 14 + 2

    def test_every_commune_has_a_desk_and_three_divisions(self):
        for commune in below_haiphong(Level.COMMUNE, ON):
            slugs = {part.slug for part in api.parts_of(commune.id, on=ON)}
            assert slugs == {"one-stop", "office", "economy", "culture"}

    def test_72_old_communes_are_flagged_as_divided(self):
        divided = UnitSuccession.objects.filter(divided=True)
        assert divided.values("old").distinct().count() == 72

    def test_every_old_commune_has_a_successor_in_force(self):
        for old in api.units_of(Level.COMMUNE, on=BEFORE):
            found = api.successors(old.id, AFTER)
            assert found
            assert all(unit.level is Level.COMMUNE for unit in found)

    def test_every_new_commune_knows_where_it_comes_from(self):
        for new in below_haiphong(Level.COMMUNE, AFTER):
            assert api.predecessors(new.id, BEFORE)

    def test_a_department_still_in_force_is_its_own_successor(self):
        justice = api.unit_by_slug("justice", on=BEFORE)
        assert api.successors(justice.id, AFTER) == (justice,)

    def test_a_dissolved_district_has_no_successor(self):
        district = api.unit_by_slug("quan-hong-bang", on=BEFORE)
        assert api.successors(district.id, AFTER) == ()

    def test_loading_twice_changes_nothing(self):
        count = Unit.objects.count()
        assert api.seed_units(at=AT) == 0
        assert Unit.objects.count() == count

    def test_every_unit_names_its_source_and_synthetic_codes_are_marked(self):
        assert not Unit.objects.filter(source="").exists()
        assert set(Unit.objects.filter(synthetic=False).values_list("code", flat=True)) == {"H24"}

    def test_the_act_is_in_the_ledger(self):
        assert head("reference:units").seq == 1


@pytest.mark.usefixtures("haiphong")
def test_every_unit_gets_its_officers():
    made = api.seed_staff(at=AT)
    assert made == Account.objects.count() > 1000
    for commune in below_haiphong(Level.COMMUNE, ON):
        assert api.officers_of(commune.id, Role.UNIT_HEAD, ON)
        assert api.officers_of(commune.id, Role.CLERK, ON)
        assert api.officers_of(commune.id, Role.OFFICER, ON)
        desk = api.one_stop_of(commune.id, on=ON)
        assert api.officers_of(desk.id, Role.RECEIVER, ON)
        assert api.officers_of(desk.id, Role.RECEIVER, AFTER)
    assert api.seed_staff(at=AT) == 0


@pytest.mark.usefixtures("haiphong")
def test_every_role_is_held_by_someone():
    api.seed_staff(at=AT)
    assert set(Posting.objects.values_list("role", flat=True)) == {str(role) for role in Role}


@pytest.mark.usefixtures("haiphong")
def test_only_demo_accounts_have_the_demo_password():
    api.seed_staff(at=AT, password="one door")
    usable = {a.username for a in Account.objects.all() if a.has_usable_password()}
    assert usable == set(api.demo_usernames(ON))
    assert {"nhan.an-bien", "lanhdao.an-bien", "vanhanh.hai-phong"} <= usable
    assert api.account("nhan.an-bien").check_password("one door")


def test_the_synthetic_applicants_can_sign_in_and_are_made_once():
    assert api.seed_people(at=AT, password="one door") == len(api.applicant_usernames())
    assert api.seed_people(at=AT, password="one door") == 0
    citizen = api.account("congdan1")
    assert citizen.check_password("one door")
    assert api.actor_for_account(citizen, at=AT).kind is ActorKind.PERSON
    company = api.actor_for_account(api.account("doanhnghiep1"), at=AT)
    assert company.person_id is not None
    assert TaxCode.parse(api.contact_of(company.person_id).number)


def test_one_scenario_can_be_loaded_alone():
    assert api.seed_units(["haiphong-2025"], at=AT) > 600
    assert api.seed_units(at=AT) > 0
    assert UnitSuccession.objects.count() == 489
