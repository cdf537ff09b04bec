"""Settings that are each allowed and together wrong."""

import pytest

from motcua.config import checks
from motcua.config.environment import Environment


def ids(found):
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("https", "hosts", "expected"),
    [(True, ["*"], ["motcua.E001"]), (True, ["a.vn"], []), (False, ["*"], [])],
)
def test_a_public_site_names_its_hosts(https, hosts, expected, settings):
    settings.HTTPS, settings.ALLOWED_HOSTS = https, hosts
    assert ids(checks.hosts_are_named()) == expected


@pytest.mark.parametrize(
    ("host", "https", "expected"),
    [("0.0.0.0", False, ["motcua.W002"]), ("0.0.0.0", True, []), ("127.0.0.1", False, [])],
)
def test_a_site_that_others_reach_uses_https(host, https, expected, settings):
    settings.HOST, settings.HTTPS = host, https
    assert ids(checks.a_public_site_uses_https()) == expected


def test_a_key_that_others_can_read_is_refused(settings, tmp_path):
    settings.KEYS_ROOT, settings.SECRETS_ROOT = tmp_path / "keys", tmp_path / "secrets"
    settings.KEYS_ROOT.mkdir()
    private, public = "-----BEGIN PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----"
    files = (("seal.pem", private, 0o644), ("field.pem", private, 0o600), ("a.pub", public, 0o644))
    for name, text, mode in files:
        (settings.KEYS_ROOT / name).write_text(text)
        (settings.KEYS_ROOT / name).chmod(mode)
    found = checks.secrets_are_private()
    assert ids(found) == ["motcua.E003"]
    assert "seal.pem" in found[0].msg


def test_a_mistyped_setting_is_warned_of(settings):
    settings.ENVIRONMENT = Environment({"MOTCUA_PROT": "80"})
    assert ids(checks.every_variable_is_known()) == ["motcua.W004"]
