"""The pages of notices: one's own only, and how one wants to be told."""

import pytest
from django.urls import reverse

from motcua.authority.tests.factories import make_account
from motcua.dossiers import api
from motcua.dossiers.tests.factories import AT, World


@pytest.fixture
def world(db):
    return World.make(verified=True)


@pytest.fixture
def citizen(client, world):
    client.force_login(make_account(person=world.citizen))
    return client


def test_a_person_reads_his_notices(citizen, world):
    world.filed()
    while api.drain(at=AT):
        continue
    page = citizen.get(reverse("inbox:list")).content.decode()
    assert "Mới" in page
    assert citizen.post(reverse("inbox:list")).status_code == 302
    assert "Mới" not in citizen.get(reverse("inbox:list")).content.decode()
    assert citizen.get(reverse("inbox:list"), {"before": "x" * 9}).status_code == 200


def test_an_officer_has_an_inbox_of_his_own(client, world, citizen):
    assert citizen.get(reverse("inbox:officer")).status_code == 403
    client.force_login(world.posts[world.desk.pk, "receiver"])
    assert client.get(reverse("inbox:officer")).status_code == 200
    assert client.get(reverse("inbox:list")).status_code == 403


def test_a_wish_is_kept_and_a_channel_without_address_is_refused(citizen, world):
    page = reverse("inbox:preferences")
    wish = {"language": "en", "sms": "on", "phone": ""}
    answer = citizen.post(page, wish)
    assert answer.status_code == 422
    assert "bỏ chọn kênh" in answer.content.decode()
    assert citizen.post(page, {**wish, "phone": "0900 000 001"}).status_code == 302
    known = api.notice_wish(world.citizen.pk)
    assert (known.language, known.sms, known.phone, known.email) == (
        "en",
        True,
        "0900 000 001",
        False,
    )
    assert citizen.post(page, {**wish, "phone": "<b>"}).status_code == 422
