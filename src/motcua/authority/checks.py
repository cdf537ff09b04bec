"""System checks of the room: settings that do not go together."""

# ruff: noqa: ARG001  # Django calls a check with both

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  # Django's name

from .errors import KeyRingMissing
from .keys import load
from .types import Role

SIGNING_ROLES = (Role.UNIT_HEAD, Role.CLERK)
"""Roles whose officers sign or seal; they ought to have a second factor."""


@register()
def check_person_keys(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Stop the start-up when the keys of personal data are set but cannot be read."""
    if not settings.PERSON_KEYS:
        return []
    try:
        load(settings.PERSON_KEYS)
    except KeyRingMissing:
        hint = 'It is JSON: {"primary": id, "keys": {id: base64 of 32 bytes}, "index": base64}.'
        return [Error("MOTCUA_PERSON_KEYS is not a key ring.", hint=hint, id="authority.E001")]
    return []


@register(deploy=True)
def check_second_factor(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Warn when officers who sign may sign in by password alone."""
    if settings.REQUIRE_MFA:
        return []
    return [
        Warning(
            "Officers who sign may sign in without a second factor.",
            hint="Set MOTCUA_REQUIRE_MFA=yes.",
            id="authority.W001",
        )
    ]
