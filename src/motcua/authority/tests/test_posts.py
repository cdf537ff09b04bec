"""Postings, delegations and absences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.authority import api
from motcua.authority.models import Posting, Unit
from motcua.authority.rules import appointment_for
from motcua.authority.types import SYSTEM, Actor, ActorKind, Appointment, Formula, Role
from motcua.ledger.api import entries

from .factories import AT, ON, make_account, make_officer, make_province

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def commune():
    province = make_province()
    return Unit.objects.get(parent_id=province.id, slug="commune")


@pytest.fixture
def chair(commune):
    return make_officer(commune, Role.UNIT_HEAD, username="chair")


@pytest.fixture
def deputy():
    return make_account(username="deputy")


def actor(account, at=AT):
    return api.actor_for_account(account, at=at)


def give(chair, deputy, commune, **facts):
    values = {
        "unit_id": commune.id,
        "role": Role.UNIT_HEAD,
        "to": deputy.pk,
        "formula": Formula.FOR_HEAD,
        "acts": ["sign", "approve"],
        "procedures": ["1.001193"],
        "since": SINCE,
        "until": UNTIL,
        "document_number": "12/QĐ-UBND",
        "document_on": SINCE,
        "by": actor(chair),
        "at": AT,
    }
    return api.delegate(**{**values, **facts})


def test_a_deputy_signs_for_the_head_within_the_delegation(chair, deputy, commune):
    delegation = give(chair, deputy, commune)
    ground = appointment_for(
        actor(deputy),
        unit_id=commune.id,
        role=Role.UNIT_HEAD,
        act="sign",
        procedure="1.001193",
    )
    assert ground.delegation_id == delegation.pk
    assert ground.formula is Formula.FOR_HEAD
    assert ground.on_behalf_of == f"officer:{chair.uid}"
    assert [entry.kind for entry in entries(f"delegation:{delegation.uid}")] == ["delegation.given"]


@pytest.mark.parametrize(
    "asked", [{"act": "issue", "procedure": "1.001193"}, {"act": "sign", "procedure": "1.001612"}]
)
def test_outside_its_scope_a_delegation_is_refused(chair, deputy, commune, asked):
    give(chair, deputy, commune)
    with pytest.raises(api.OutsideDelegation):
        appointment_for(actor(deputy), unit_id=commune.id, role=Role.UNIT_HEAD, **asked)
    with pytest.raises(api.NoAppointment):
        appointment_for(actor(deputy), unit_id=commune.id, role=Role.CLERK, **asked)


def test_outside_its_days_a_delegation_gives_nothing(chair, deputy, commune):
    give(chair, deputy, commune)
    assert actor(deputy, AT + timedelta(days=8)).appointments == ()
    assert actor(deputy, AT - timedelta(days=30)).appointments == ()


def test_a_delegation_is_not_passed_on(chair, deputy, commune):
    give(chair, deputy, commune)
    with pytest.raises(api.NotAllowed, match="own_role_needed"):
        give(deputy, make_account(), commune)


@pytest.mark.parametrize(
    "facts",
    [
        {"acts": []},
        {"acts": ["Sign!"]},
        {"procedures": []},
        {"document_number": " "},
        {"formula": Formula.OWN},
        {"until": SINCE},
        {"since": date(2019, 1, 1)},
    ],
)
def test_a_delegation_that_cannot_stand_is_refused(chair, deputy, commune, facts):
    with pytest.raises(api.DelegationRefused):
        give(chair, deputy, commune, **facts)
    assert actor(deputy).appointments == ()


def test_nobody_delegates_to_oneself_or_to_a_closed_account(chair, commune):
    with pytest.raises(api.DelegationRefused):
        give(chair, chair, commune)
    with pytest.raises(api.AccountUnknown):
        give(chair, make_account(is_active=False), commune)


def test_a_revoked_delegation_ends_at_once_and_only_once(chair, deputy, commune):
    delegation = give(chair, deputy, commune)
    api.revoke_delegation(delegation.pk, by=actor(chair), at=AT)
    assert actor(deputy).appointments == ()
    assert actor(deputy, AT - timedelta(minutes=1)).appointments
    with pytest.raises(api.DelegationRefused):
        api.revoke_delegation(delegation.pk, by=actor(chair), at=AT)


def test_a_substitute_acts_with_the_absent_ones_postings(chair, deputy, commune):
    absence = api.note_absence(
        chair.pk, substitute=deputy.pk, since=SINCE, until=UNTIL, by=actor(chair), at=AT
    )
    (ground,) = actor(deputy).appointments
    assert (ground.unit_id, ground.role) == (commune.id, Role.UNIT_HEAD)
    assert ground.on_behalf_of == f"officer:{chair.uid}"
    assert actor(deputy, AT + timedelta(days=8)).appointments == ()
    api.cancel_absence(absence.pk, by=actor(chair), at=AT)
    assert actor(deputy).appointments == ()
    with pytest.raises(api.AbsenceRefused):
        api.cancel_absence(absence.pk, by=actor(chair), at=AT)


def test_a_substitute_does_not_get_the_delegations_of_the_absent_one(chair, deputy, commune):
    give(chair, deputy, commune)
    third = make_account()
    api.note_absence(
        deputy.pk, substitute=third.pk, since=SINCE, until=UNTIL, by=actor(deputy), at=AT
    )
    assert actor(third).appointments == ()


def test_substitutes_make_no_chain_and_nobody_stands_in_for_oneself(chair, deputy):
    third = make_account()

    def note(absent, substitute):
        api.note_absence(
            absent.pk, substitute=substitute.pk, since=SINCE, until=UNTIL, by=SYSTEM, at=AT
        )

    note(chair, deputy)
    for absent, substitute in (
        (deputy, third),  # the substitute goes away as well
        (third, chair),  # the substitute is away already
        (chair, third),  # twice in one period
        (third, third),
    ):
        with pytest.raises(api.AbsenceRefused):
            note(absent, substitute)
    with pytest.raises(api.AbsenceRefused):
        api.note_absence(third.pk, substitute=deputy.pk, since=UNTIL, until=SINCE, by=SYSTEM, at=AT)


def test_only_oneself_or_an_operator_notes_an_absence(chair, deputy):
    with pytest.raises(api.NotAllowed):
        api.note_absence(
            chair.pk, substitute=deputy.pk, since=SINCE, until=UNTIL, by=actor(deputy), at=AT
        )


def test_an_account_is_appointed_once_and_its_posting_ends(commune, deputy):
    def appoint():
        return api.appoint(
            deputy.pk, unit_id=commune.id, role=Role.CLERK, since=SINCE, by=SYSTEM, at=AT
        )

    posting = appoint()
    with pytest.raises(api.PostingOverlaps):
        appoint()
    assert actor(deputy).has_role(Role.CLERK)
    api.end_posting(posting.pk, until=ON, by=SYSTEM, at=AT)
    assert actor(deputy).appointments == ()
    with pytest.raises(api.PostingOverlaps):
        api.end_posting(posting.pk, until=SINCE, by=SYSTEM, at=AT)
    kinds = [entry.kind for entry in entries(f"account:{deputy.uid}")]
    assert kinds == ["posting.given", "posting.ended"]


def test_an_officer_who_is_no_operator_appoints_nobody(chair, commune, deputy):
    with pytest.raises(api.NotAllowed):
        api.appoint(
            deputy.pk, unit_id=commune.id, role=Role.OPERATOR, since=SINCE, by=actor(chair), at=AT
        )
    assert not Posting.objects.filter(account=deputy).exists()


def test_a_unit_out_of_force_gives_no_ground(chair, commune):
    from django.db.backends.postgresql.psycopg_any import DateRange

    Unit.objects.filter(pk=commune.pk).update(valid=DateRange(date(2020, 1, 1), ON))
    assert actor(chair).appointments == ()


acts = st.sampled_from(["sign", "approve", "issue"])
codes = st.sampled_from(["1.001193", "1.001612", "2.000815"])
grounds = st.builds(
    Appointment,
    unit_id=st.integers(1, 2),
    role=st.sampled_from([Role.UNIT_HEAD, Role.CLERK]),
    delegation_id=st.none() | st.integers(1, 3),
    procedures=st.none() | st.frozensets(codes, min_size=1),
    acts=st.none() | st.frozensets(acts, min_size=1),
)


@given(held=st.lists(grounds, max_size=4), act=acts, procedure=codes)
def test_a_ground_is_found_exactly_when_one_reaches_and_ones_own_comes_first(held, act, procedure):
    who = Actor(kind=ActorKind.OFFICER, uid=SYSTEM.uid, appointments=tuple(held))
    reaching = [
        each
        for each in held
        if (each.unit_id, each.role) == (1, Role.UNIT_HEAD)
        and (each.acts is None or act in each.acts)
        and (each.procedures is None or procedure in each.procedures)
    ]
    asked = {"unit_id": 1, "role": Role.UNIT_HEAD, "act": act, "procedure": procedure}
    if not reaching:
        with pytest.raises((api.NoAppointment, api.OutsideDelegation)):
            appointment_for(who, **asked)
    else:
        found = appointment_for(who, **asked)
        assert found in reaching
        assert (found.delegation_id is None) == any(g.delegation_id is None for g in reaching)
