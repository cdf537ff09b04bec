"""The queue through its pages: kiosk, ticket, display, console, figures."""

from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.reception.models import Ticket
from motcua.reception.tests.factories import Hall


@pytest.fixture
def hall(db):
    return Hall.make()


def test_a_number_is_taken_called_served_and_counted(client, hall):
    kiosk = reverse("queue:kiosk", args=[hall.desk.uid])
    assert client.get(kiosk).status_code == 200
    said = {"service": hall.services[0].uid, "uid": uuid4(), "priority": "elderly"}
    link = client.post(kiosk, said).url
    assert client.post(kiosk, said).url == link
    assert "A001" in client.get(link).content.decode()
    client.force_login(hall.account)
    console = reverse("queue:counter", args=[hall.counters[0].uid])
    assert client.get(reverse("queue:home")).status_code == 200
    client.post(console, {"act": "next"})
    ticket = Ticket.objects.get()
    for act in ("again", "start", "finish"):
        assert client.get(console).status_code == 200
        client.post(console, {"act": act, "ticket": ticket.uid})
    ticket.refresh_from_db()
    assert ticket.state == "served"
    for page in (reverse("queue:display", args=[hall.desk.uid]), reverse("queue:figures")):
        assert client.get(page).status_code == 200


def test_a_wrong_kiosk_choice_gives_no_number(client, hall):
    kiosk = reverse("queue:kiosk", args=[hall.desk.uid])
    assert client.post(kiosk, {"service": "x", "uid": "y"}).status_code == 422
    assert Ticket.objects.count() == 0


def test_nobody_waits_is_told(client, hall):
    client.force_login(hall.account)
    console = reverse("queue:counter", args=[hall.counters[0].uid])
    told = client.post(console, {"act": "next"}, follow=True)
    assert told.status_code == 200
