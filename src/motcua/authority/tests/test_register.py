"""The registers of absences and delegations."""

import uuid
from datetime import date, timedelta

import pytest

from motcua.authority import api
from motcua.authority.models import Unit
from motcua.authority.types import Role
from motcua.ledger.api import entries

from .factories import AT, make_account, make_officer, make_province, make_unit
from .test_posts import SINCE, UNTIL, actor, give

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def commune():
    province = make_province()
    return Unit.objects.get(parent_id=province.id, slug="commune")


@pytest.fixture
def chair(commune):
    return make_officer(commune, Role.UNIT_HEAD)


@pytest.fixture
def worker(commune):
    return make_officer(Unit.objects.filter(parent=commune, level="division")[0], Role.OFFICER)


@pytest.fixture
def other(commune):
    return make_account()


def note(worker, other, **facts):
    values = {"substitute": other.pk, "since": SINCE, "until": UNTIL, "by": actor(worker), "at": AT}
    return api.note_absence(worker.pk, **{**values, **facts})


def test_the_head_of_a_unit_above_confirms_an_absence_once(chair, worker, other, commune):
    noted = note(worker, other)
    api.confirm_absence(noted.pk, by=actor(chair), at=AT)
    (line,) = api.absences_in(list(api.unit_tree().below(commune.pk)), on=DAY)
    assert (line.name, line.confirmed_at) == (worker.get_full_name(), AT)
    assert line.confirmed_by == chair.get_full_name()
    with pytest.raises(api.AbsenceRefused):
        api.confirm_absence(noted.pk, by=actor(chair), at=AT)
    kinds = [entry.kind for entry in entries(f"account:{worker.uid}")]
    assert kinds == ["absence.noted", "absence.confirmed"]


def test_the_head_changes_the_substitute_and_the_old_line_stays(chair, worker, other):
    noted, third = note(worker, other), make_account()
    api.change_absence(
        noted.pk, substitute=third.pk, since=SINCE, until=UNTIL, by=actor(chair), at=AT
    )
    assert [line.state(DAY) for line in api.absences_of(worker.pk)] == ["running", "cancelled"]
    assert actor(third).appointments
    assert not actor(other).appointments


def test_a_head_of_another_unit_decides_on_no_absence(commune, worker, other):
    elsewhere = make_officer(make_unit(parent=commune.parent, slug="elsewhere"), Role.UNIT_HEAD)
    noted = note(worker, other)
    for act in (
        lambda: api.confirm_absence(noted.pk, by=actor(elsewhere), at=AT),
        lambda: api.cancel_absence(noted.pk, by=actor(elsewhere), at=AT),
        lambda: note(worker, other, by=actor(elsewhere)),
    ):
        with pytest.raises(api.NotAllowed):
            act()


def test_the_absent_one_does_not_confirm_his_own_absence(worker, other):
    noted = note(worker, other)
    with pytest.raises(api.NotAllowed):
        api.confirm_absence(noted.pk, by=actor(worker), at=AT)


def test_an_unknown_absence_or_delegation_is_told_as_such(chair):
    with pytest.raises(api.AbsenceUnknown):
        api.confirm_absence(0, by=actor(chair), at=AT)
    with pytest.raises(api.AbsenceUnknown):
        api.absence(uuid.uuid4())
    with pytest.raises(api.DelegationUnknown):
        api.delegation(uuid.uuid4())


def test_who_is_away_is_known_for_the_day(worker, other):
    note(worker, other)
    assert api.absent_on([worker.pk, other.pk], on=DAY) == {worker.pk}
    assert api.absent_on([worker.pk], on=UNTIL) == frozenset()


def narrow(delegation, chair, **facts):
    values = {"acts": ["sign"], "procedures": ["1.001193"], "until": UNTIL}
    return api.narrow_delegation(delegation.pk, **{**values, **facts}, by=actor(chair), at=AT)


def test_a_narrowed_delegation_reaches_less_and_keeps_its_history(chair, other, commune):
    delegation = give(chair, other, commune)
    narrow(delegation, chair)
    (ground,) = actor(other).appointments
    assert ground.acts == {"sign"}
    stream = entries(f"delegation:{delegation.uid}")
    assert [entry.kind for entry in stream] == ["delegation.given", "delegation.narrowed"]
    line = api.delegation(delegation.uid)
    assert (line.acts, line.state(DAY), line.receiver) == (
        ("sign",),
        "running",
        other.get_full_name(),
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"acts": ["sign", "issue"]},
        {"acts": []},
        {"procedures": None},
        {"procedures": []},
        {"procedures": ["1.001193", "2.000815"]},
        {"until": UNTIL + timedelta(days=1)},
        {"until": SINCE},
    ],
)
def test_a_delegation_is_never_widened_or_emptied(chair, other, commune, facts):
    delegation = give(chair, other, commune)
    with pytest.raises(api.DelegationRefused):
        narrow(delegation, chair, **facts)


def test_a_revoked_delegation_is_not_narrowed_and_a_stranger_narrows_none(chair, other, commune):
    delegation = give(chair, other, commune)
    with pytest.raises(api.NotAllowed):
        narrow(delegation, other)
    api.revoke_delegation(delegation.pk, by=actor(chair), at=AT)
    with pytest.raises(api.DelegationRefused):
        narrow(delegation, chair)
    assert [line.state(DAY) for line in api.delegations_in([commune.pk])] == ["revoked"]


def test_heads_lead_and_oversight_only_reads(commune, chair, worker):
    division = worker.postings.get().unit
    line = api.line_of(division.pk)
    auditor = make_officer(commune.parent, Role.AUDITOR)
    deputy = make_account()
    give(chair, deputy, commune)
    leads = [
        isinstance(api.decide("unit", actor(who), "lead", line), api.Allowed)
        for who in (chair, auditor, worker, deputy)
    ]
    sees = [
        isinstance(api.decide("unit", actor(who), "oversee", line), api.Allowed)
        for who in (chair, auditor, worker, deputy)
    ]
    assert leads == [True, False, False, False]
    assert sees == [True, True, False, False]
