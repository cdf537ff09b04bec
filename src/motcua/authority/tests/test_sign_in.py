"""Signing in: limits, second factors, and who must have one."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.urls import reverse

from motcua.authority import api
from motcua.authority.types import SYSTEM, Role

from .factories import AT, make_account, make_officer, make_person, make_unit

pytestmark = pytest.mark.django_db
PASSWORD = "one door for all"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.fixture
def chair():
    account = make_officer(make_unit(), Role.UNIT_HEAD, username="chair")
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, password=PASSWORD, username="chair"):
    data = {"login": username, "password": password}
    return client.post(reverse("account_login"), data)


def test_an_officer_signs_in_with_his_password(client, chair):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(chair.pk)


def test_after_too_many_wrong_passwords_the_right_one_is_refused_too(client, chair):
    for _ in range(6):
        sign_in(client, password="wrong")
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_an_officer_with_a_second_factor_is_asked_for_it(client, chair):
    TOTP.activate(chair, generate_totp_secret())
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    data = {"username": "me", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert "_auth_user_id" not in client.session


def test_the_back_office_has_no_door_of_its_own(client):
    answer = client.get("/admin/login/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_secrets_of_second_factors_are_sealed_and_survive_a_rotation(own_ring, chair):
    secret = generate_totp_secret()
    TOTP.activate(chair, secret)
    codes = RecoveryCodes.activate(chair).get_unused_codes()
    stored = {row.type: row for row in Authenticator.objects.all()}
    assert secret not in str([row.data for row in stored.values()])
    person = make_person()
    api.rotate_keys(by=SYSTEM, at=AT)
    fresh = {row.type: row for row in Authenticator.objects.all()}
    assert fresh["totp"].data != stored["totp"].data
    assert RecoveryCodes(fresh["recovery_codes"]).get_unused_codes() == codes
    assert api.contact_of(person.pk).name == person.name


@pytest.mark.parametrize(
    ("required", "role", "lacks"),
    [
        (False, Role.UNIT_HEAD, False),
        (True, Role.RECEIVER, False),
        (True, Role.UNIT_HEAD, True),
        (True, Role.CLERK, True),
    ],
)
def test_who_signs_must_have_a_second_factor_when_required(settings, required, role, lacks):
    settings.REQUIRE_MFA = required
    account = make_officer(make_unit(), role)
    actor = api.actor_for_account(account, at=AT)
    assert api.lacks_second_factor(actor) is lacks
    TOTP.activate(account, generate_totp_secret())
    assert not api.lacks_second_factor(actor)


def test_without_it_an_officer_gets_no_further_than_where_he_adds_it(client, settings, chair):
    settings.REQUIRE_MFA = True
    client.force_login(chair)
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url == reverse("mfa_activate_totp")
    client.force_login(make_account())
    assert client.get("/").status_code == 200


def test_an_officer_finds_the_pages_of_passkeys_and_of_the_second_factor(client, chair):
    sign_in(client)
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"):
        answer = client.get(reverse(name))
        assert answer.status_code in {200, 302}, name
    assert client.get(reverse("mfa_list_webauthn")).status_code == 200


def test_a_passkey_is_asked_for_with_a_challenge_of_its_own(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert "passkey_login" in page
    first, second = (
        client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
        for _ in range(2)
    )
    options = [each["request_options"]["publicKey"] for each in (first, second)]
    assert options[0]["challenge"] != options[1]["challenge"]
    assert options[0]["rpId"] == "testserver"


def test_a_passkey_that_nobody_registered_signs_nobody_in(client, chair):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session
