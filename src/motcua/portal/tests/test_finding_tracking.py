"""Anybody follows a dossier by its code, and learns nothing of persons."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from motcua.dossiers import api
from motcua.dossiers.tests.factories import AT, World


@pytest.fixture
def world(db):
    cache.clear()
    return World.make()


def test_the_code_shows_progress_and_nothing_of_persons(client, world):
    dossier = world.examined()
    page = client.get(f"/track/{dossier.code}/")
    assert page.status_code == 200
    assert "Đang xử lý" in page.text
    assert world.citizen.name not in page.text
    assert "no-cache" in page["Cache-Control"]


def test_the_form_leads_to_the_code_read_leniently(client, world):
    dossier = world.examined()
    sent = client.get("/track/", {"code": f"  {dossier.code.lower()} "})
    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200


def test_a_dossier_past_its_time_is_called_late(client, world):
    world.examined()
    long_ago = AT - timedelta(days=200)
    dossier = world.filed(at=long_ago)
    dossier = api.accept(dossier.uid, by=world.receiver, at=long_ago)
    assert "quá hạn" in client.get(f"/track/{dossier.code}/").text


def test_a_code_that_is_not_there_is_told_and_can_be_typed_again(client, db):
    page = client.get("/track/H24-261124-9999/")
    assert page.status_code == 404
    assert 'value="H24-261124-9999"' in page.text


def test_an_id_is_no_code(client, world):
    dossier = world.examined()
    assert client.get(f"/track/{dossier.uid}/").status_code == 404


def test_who_tries_many_codes_has_to_wait(client, db, settings):
    cache.clear()
    settings.PUBLIC_REQUESTS = 2
    answers = [client.get("/track/H24-261124-9999/").status_code for _ in range(4)]
    assert answers[:2] == [404, 404]
    assert answers[-1] == 429
