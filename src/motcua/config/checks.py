"""System checks: combinations of settings that are each allowed and together wrong."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    """Refuse ``*`` on a public site: a forged Host header would reach the links in letters."""
    if settings.HTTPS and "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "MOTCUA_ALLOWED_HOSTS may not be * when MOTCUA_HTTPS is on.",
                hint="Name the hosts of the site, separated by commas.",
                id="motcua.E001",
            )
        ]
    return []


@register(Tags.security)
def a_public_site_uses_https(**_: Any) -> list[CheckMessage]:
    """Warn where other machines can reach the site and nothing encrypts the way."""
    local = settings.HOST in {"127.0.0.1", "::1", "localhost"}
    if local or settings.HTTPS:
        return []
    return [
        checks.Warning(
            f"The site listens at {settings.HOST} without HTTPS.",
            hint="Put a proxy with a certificate in front, then set MOTCUA_HTTPS=yes and "
            "MOTCUA_BEHIND_PROXY=yes.",
            id="motcua.W002",
        )
    ]


@register(Tags.security)
def secrets_are_private(**_: Any) -> list[CheckMessage]:
    """Refuse a secret or key that other users of the machine can read."""
    folders = (settings.SECRETS_ROOT, settings.KEYS_ROOT)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        Error(f"{path} can be read by other users.", hint=f"chmod 600 {path}", id="motcua.E003")
        for path in sorted(files)
        if path.stat().st_mode & 0o077 and _holds_a_secret(path)
    ]


def _holds_a_secret(path: Path) -> bool:
    """Tell keys from certificates, public halves and names of the key in use."""
    is_ours = settings.SECRETS_ROOT in path.parents or path.suffix == ".json"
    return is_ours or b"PRIVATE KEY-----" in path.read_bytes()


@register()
def every_variable_is_known(**_: Any) -> list[CheckMessage]:
    """Warn of a variable with our prefix that nothing reads: a typing error, most often."""
    return [
        checks.Warning(
            f"Nothing reads the setting {name}.",
            hint="See docs/reference/settings.md.",
            id="motcua.W004",
        )
        for name in settings.ENVIRONMENT.unknown("MOTCUA_")
    ]
