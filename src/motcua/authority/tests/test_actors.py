"""Who an account is."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority import api
from motcua.authority.models import Posting
from motcua.authority.types import ActorKind, Role

from .factories import AT, ON, make_account, make_officer, make_person, make_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return api.parts_of(make_province().id, on=ON)[2]


def test_an_officer_acts_on_his_postings(commune, django_assert_num_queries):
    from motcua.authority.models import Unit

    account = make_officer(Unit.objects.get(pk=commune.id), Role.UNIT_HEAD)
    with django_assert_num_queries(1):
        actor = api.actor_for_account(account, at=AT)
    assert actor.kind is ActorKind.OFFICER
    assert actor.label == f"officer:{account.uid}"
    assert actor.roles_at(commune.id) == {Role.UNIT_HEAD}


def test_an_applicant_is_known_in_two_queries(django_assert_num_queries):
    person = make_person()
    account = make_account(person=person)
    with django_assert_num_queries(2):
        actor = api.actor_for_account(account, at=AT)
    assert actor.kind is ActorKind.PERSON
    assert actor.label == f"person:{person.uid}"
    assert actor.appointments == ()


def test_a_posting_that_is_over_gives_nothing(commune):
    account = make_account()
    over = DateRange(date(2024, 1, 1), ON)
    Posting.objects.create(account=account, unit_id=commune.id, role=Role.CLERK, period=over)
    assert api.actor_for_account(account, at=AT).appointments == ()
    before = AT - timedelta(days=1)
    assert len(api.actor_for_account(account, at=before).appointments) == 1


def test_a_closed_account_is_nobody():
    with pytest.raises(api.AccountUnknown):
        api.actor_for_account(make_account(is_active=False), at=AT)
