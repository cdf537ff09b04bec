"""Who may file for whom: granted, bounded, revoked, written in the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.authority import api
from motcua.authority.errors import NotAllowed, RepresentationRefused, RepresentationUnknown
from motcua.authority.models import Representation
from motcua.authority.selectors.actors import actor_for_account
from motcua.authority.types import Actor, ActorKind, Level, RepresentationGround, Role
from motcua.ledger.api import verify_stream

from .factories import AT, make_officer, make_person, make_province, make_unit

pytestmark = pytest.mark.django_db
GROUND = RepresentationGround
DAY = timedelta(days=1)


def person(row):
    return Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk, name="x")


@pytest.fixture
def two():
    return make_person(), make_person()


@pytest.fixture
def receiver():
    desk = make_unit(parent=make_province(), slug="one-stop-x", level=Level.ONE_STOP)
    return actor_for_account(make_officer(desk, Role.RECEIVER), at=AT)


def grant(two, *, by=None, at=AT, ground=GROUND.GRANTED, **facts):
    principal, other = two
    return api.grant_representation(
        principal.pk, representative_id=other.pk, ground=ground,
        by=by or person(principal), at=at, **facts,
    )  # fmt: skip


def holds(two, *, at, procedure="1.1"):
    return api.represents(two[1].pk, principal_id=two[0].pk, procedure=procedure, at=at)


def test_a_power_without_a_term_holds_a_year_bo_luat_dan_su_dieu_563(two):
    row = grant(two)
    assert row.valid_until == date(2027, 11, 23)
    assert holds(two, at=AT)
    assert not holds(two, at=AT + 365 * DAY)
    assert not holds(two[::-1], at=AT)


def test_a_parent_represents_until_the_child_is_of_age_dieu_136(receiver):
    child = make_person(number="031212000001", birth_on=date(2012, 3, 4), name="Bé Thử")
    row = grant((child, make_person()), by=receiver, ground=GROUND.PARENT)
    assert row.valid_until == date(2030, 3, 4)
    with pytest.raises(RepresentationRefused):
        grant((make_person(), make_person()), by=receiver, ground=GROUND.PARENT)


def test_only_the_principal_grants_and_only_a_desk_writes_down_a_paper(two, receiver):
    stranger = person(make_person())
    for by in (stranger, person(two[1]), receiver):
        with pytest.raises(NotAllowed):
            grant(two, by=by)
    with pytest.raises(NotAllowed):
        grant(two, ground=GROUND.LEGAL, document="x")
    assert grant(two, by=receiver, ground=GROUND.LEGAL, document="GCN ĐKDN").valid_until is None
    with pytest.raises(RepresentationRefused):
        grant(two, by=receiver, ground=GROUND.AUTHORISED)


def test_granting_twice_is_one_and_other_facts_are_told(two):
    assert grant(two).pk == grant(two).pk
    with pytest.raises(RepresentationRefused):
        grant(two, procedures=["1.1"])
    renewed = grant(two, at=AT + 400 * DAY)
    assert renewed.valid_from > date(2027, 1, 1)
    with pytest.raises(RepresentationRefused):
        grant((two[0], two[0]))
    with pytest.raises(RepresentationRefused):
        grant(two[::-1], valid_until=AT.date())


def test_a_power_for_named_procedures_reaches_those(two):
    grant(two, procedures=["1.1", "1.2"])
    assert holds(two, at=AT, procedure="1.2")
    assert not holds(two, at=AT, procedure="1.3")


def test_either_side_revokes_and_a_stranger_does_not(two):
    row = grant(two)
    with pytest.raises(NotAllowed):
        api.revoke_representation(row.uid, by=person(make_person()), at=AT + DAY)
    api.revoke_representation(row.uid, by=person(two[1]), at=AT + DAY)
    api.revoke_representation(row.uid, by=person(two[0]), at=AT + 2 * DAY)
    assert not holds(two, at=AT + DAY)
    with pytest.raises(RepresentationUnknown):
        api.revoke_representation(two[0].uid, by=person(two[0]), at=AT)


def test_both_sides_see_it_and_the_ledger_holds_it(two):
    row = grant(two)
    assert [each.uid for each in api.represented_by(person(two[1]), at=AT)] == [row.uid]
    assert [each.uid for each in api.representatives_of(person(two[0]), at=AT)] == [row.uid]
    api.revoke_representation(row.uid, by=person(two[0]), at=AT + DAY)
    assert api.representatives_of(person(two[0]), at=AT + DAY) == ()
    assert verify_stream(f"person:{two[0].uid}").is_whole


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("representation_ground_is_known", {"ground": "odd"}),
        ("representation_ends_after_it_begins", {"valid_until": date(2020, 1, 1)}),
        ("representation_names_its_procedures_or_all", {"procedures": []}),
        ("representation_shows_its_paper", {"ground": "legal"}),
    ],
)
def test_the_database_refuses_a_wrong_representation(two, name, change):
    row = grant(two)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Representation.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_representing_oneself_and_a_second_power(two):
    row = grant(two)
    with pytest.raises(IntegrityError, match="representation_is_of_another"), transaction.atomic():
        Representation.objects.filter(pk=row.pk).update(representative=two[0])
    row.pk, row.uid = None, two[1].uid
    with (
        pytest.raises(IntegrityError, match="representation_is_granted_once"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


def test_a_leap_day_birth_is_of_age_on_the_first_of_march(receiver):
    child = make_person(number="031212000002", birth_on=date(2012, 2, 29), name="Bé Nhuận")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    row = grant((child, make_person()), by=receiver, ground=GROUND.PARENT, at=at)
    assert row.valid_until == date(2030, 3, 1)
