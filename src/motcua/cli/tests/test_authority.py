"""``motcua people`` and ``motcua clients`` as an operator uses them."""

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from motcua.authority import api
from motcua.authority.tests.factories import make_officer, make_person, make_unit
from motcua.authority.types import Role
from motcua.cli.main import app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_ring(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    settings.KEYS_ROOT = tmp_path
    api.ensure_key_ring()


def motcua(*words):
    return CliRunner().invoke(app, words)


def test_keys_are_rotated_and_later_dropped():
    person = make_person(contact={"phone": "0912345678"})
    assert motcua("people", "rotate-keys").stdout == "1 rows encrypted anew.\n"
    assert motcua("people", "reencrypt").stdout == "0 rows encrypted anew.\n"
    assert motcua("people", "drop-keys").stdout == "1 old keys dropped.\n"
    assert api.contact_of(person.pk).contact == {"phone": "0912345678"}


def test_a_program_is_registered_gets_a_token_and_is_closed():
    unit = make_unit()
    role = ("--unit", unit.slug, "--role", "receiver")
    assert motcua("clients", "add", "Kiosk", *role).exit_code == 0
    raw = motcua("clients", "token", "Kiosk", "--scope", "dossiers:file").stdout.strip()
    actor = api.actor_for_token(raw, at=timezone.now())
    assert actor.roles_at(unit.pk) == {Role.RECEIVER}
    assert motcua("clients", "close", "Kiosk").exit_code == 0
    with pytest.raises(api.TokenUnknown):
        api.actor_for_token(raw, at=timezone.now())


def test_a_program_acts_as_an_account():
    officer = make_officer(make_unit(), Role.CLERK)
    assert motcua("clients", "add", "Robot", "--as", officer.username).exit_code == 0
    raw = motcua("clients", "token", "Robot", "--scope", "dossiers:act").stdout.strip()
    assert api.actor_for_token(raw, at=timezone.now()).label == f"officer:{officer.uid}"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "x", "--unit", "somewhere"),
        ("add", "x", "--role", "receiver"),
        ("add", "x", "--unit", "somewhere", "--role", "king"),
        ("add", "x", "--unit", "nowhere", "--role", "receiver"),
        ("token", "nobody", "--scope", "dossiers:read"),
        ("close", "nobody"),
    ],
)
def test_a_wrong_command_is_refused(words):
    assert motcua("clients", *words).exit_code != 0
