"""The page of powers: given by the person himself, ended by either side, closed to strangers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motcua.authority import api
from motcua.authority.models import Representation
from motcua.authority.tests.factories import citizen_number, make_account, make_person

pytestmark = pytest.mark.django_db
PAGE = "/my/representation/"


def entered(client, person):
    client.force_login(make_account(person=person))
    return client


@pytest.fixture
def two(client):
    number = citizen_number()
    giver, other = make_person(), make_person(number=number, name="Trần Thị Thay")
    return entered(client, giver), entered(type(client)(), other), number


def test_a_power_is_given_and_ended_by_either_side(two):
    giver, other, number = two
    assert giver.get(PAGE).status_code == 200
    said = {"number": number, "name": "tran thi thay"}
    assert giver.post(PAGE, said).status_code == 302
    assert giver.post(PAGE, said).status_code == 302, "twice is once"
    power = Representation.objects.get()
    assert "Trần Thị Thay" in giver.get(PAGE).content.decode()
    assert other.post(reverse("representation:revoke", args=[power.uid])).status_code == 302
    assert not api.represents(
        power.representative_id, principal_id=power.principal_id, procedure="1", at=timezone.now()
    )


def test_a_wrong_name_an_unknown_number_and_nonsense_are_refused_alike(two):
    giver, _, number = two
    wrong = [
        {"number": number, "name": "Ai Khác"},
        {"number": citizen_number(), "name": "Trần Thị Thay"},
        {"number": "12", "name": "x"},
        {"number": number, "name": "Trần Thị Thay", "valid_until": "2001-01-01"},
        {},
    ]
    for each in wrong:
        assert giver.post(PAGE, {"x": "1", **each}).status_code == 422
    assert not Representation.objects.exists()


def test_a_stranger_ends_nothing(two, client):
    giver, _, number = two
    giver.post(PAGE, {"number": number, "name": "Trần Thị Thay"})
    power = Representation.objects.get()
    stranger = entered(type(client)(), make_person())
    assert stranger.post(reverse("representation:revoke", args=[power.uid])).status_code == 403
    power.refresh_from_db()
    assert power.revoked_at is None
