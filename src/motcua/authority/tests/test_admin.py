"""The back office: operators and auditors look, nobody writes, others stay outside."""

import pytest
from django.urls import reverse

from motcua.authority.models import Unit
from motcua.authority.types import Role

from .factories import make_account, make_officer, make_person, make_province

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_who_oversees_looks_and_changes_nothing(client, role):
    province = make_province()
    client.force_login(make_officer(province, role))
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:authority_unit_changelist")).status_code == 200
    change = reverse("admin:authority_unit_change", args=[province.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"name_vi": "X"}).status_code == 403
    assert client.get(reverse("admin:authority_unit_add")).status_code == 403
    assert client.post(change.replace("change", "delete")).status_code == 403
    assert not Unit.objects.filter(name_vi="X").exists()


def test_secrets_of_sign_in_are_not_shown(client):
    client.force_login(make_officer(make_province(), Role.OPERATOR))
    for name in ("mfa_authenticator", "socialaccount_socialaccount"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_other_officers_and_applicants_stay_outside(client):
    for account in (
        make_officer(make_province(), Role.RECEIVER),
        make_account(person=make_person()),
        make_account(),
    ):
        client.force_login(account)
        assert client.get(reverse("admin:index")).status_code in {302, 403}
