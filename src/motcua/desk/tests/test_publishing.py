"""Publishing: the reform office sees what changes and what stays, publishes, and nobody else."""

import shutil

import pytest
from django.urls import reverse

from motcua.authority.tests.factories import make_officer
from motcua.authority.types import Role
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import api
from motcua.dossiers.tests.factories import FOLDER, World


@pytest.fixture
def world(db):
    return World.make(verified=True)


@pytest.fixture
def page(settings, tmp_path):
    folder = tmp_path / "procedures" / "sample"
    shutil.copytree(FOLDER, folder)
    settings.ROOT = tmp_path
    return folder


@pytest.fixture
def office(client, world):
    client.force_login(make_officer(world.province, Role.REFORM_OFFICE))
    return client


def one():
    return reverse("publishing:one", args=["sample"])


def test_what_is_in_force_already_needs_no_publishing(office, page):
    assert office.get(reverse("publishing:folders")).status_code == 200
    shown = office.get(one()).content.decode()
    assert "Không có gì để công bố" in shown


def test_a_change_is_shown_with_the_dossiers_that_it_does_not_touch(office, world, page):
    world.examined()
    world.filed()
    source = page / "procedure.yaml"
    text = source.read_text()
    changed = text.replace("3 working days", "2 working days", 1)
    source.write_text(changed if changed != text else text.replace("vi: ", "vi: X ", 1))
    shown = office.get(one()).content.decode()
    assert "Những điểm thay đổi" in shown
    assert sum(api.in_flight("9.000001").values()) == 2


def test_a_broken_folder_is_told_and_nothing_is_published(office, page):
    (page / "procedure.yaml").write_text("code: [")
    before = ProcedureVersion.objects.count()
    assert office.get(one()).status_code == 422
    assert office.post(one()).status_code == 422
    assert ProcedureVersion.objects.count() == before


def test_only_the_reform_office_enters(client, world, page):
    for role in (Role.UNIT_HEAD, Role.OPERATOR, Role.AUDITOR):
        client.force_login(make_officer(world.province, role))
        assert client.get(reverse("publishing:folders")).status_code == 403
        assert client.post(one()).status_code == 403


def test_an_unknown_folder_is_not_there(office, page):
    assert office.get(reverse("publishing:one", args=["nothing"])).status_code == 404
