"""How people sign in: what ``django-allauth`` does here, and who needs a second factor."""

import base64
from collections.abc import Callable
from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .checks import SIGNING_ROLES
from .keys import key_id, key_ring
from .models import Account
from .selectors.actors import actor_for_account
from .types import Actor

PLACE: Final = "mfa"
SEALED: Final = ("secret", "seed")
"""The members of an authenticator's data that are ciphers."""

OPEN_PATHS: Final = ("/accounts/", "/static/", "/i18n/", "/healthz", "/readyz")
"""Where an officer without his second factor may still go: there he adds it."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth bears no types
    """Accounts are made by the province or come from VNeID; nobody signs up with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's shape
        """Nobody."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth bears no types
    """Secrets of second factors are encrypted with the keys of personal data."""

    def encrypt(self, text: str) -> str:
        """Return the cipher as text."""
        return base64.b64encode(key_ring().encrypt(text.encode(), place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Errors: CipherBroken."""
        return key_ring().decrypt(base64.b64decode(encrypted_text), place=PLACE).decode()


@transaction.atomic
def reencrypt_second_factors() -> int:
    """Encrypt with the key in use the secrets that another key encrypted; return how many."""
    adapter, done = SecondFactorAdapter(), 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        turned = {
            name: adapter.encrypt(adapter.decrypt(row.data[name]))
            for name in SEALED
            if name in row.data and _is_old(row.data[name])
        }
        if turned:
            row.data = {**row.data, **turned}
            row.save(update_fields=["data"])
            done += 1
    return done


def _is_old(cipher: str) -> bool:
    return key_id(base64.b64decode(cipher)) != key_ring().primary


def lacks_second_factor(actor: Actor) -> bool:
    """Tell whether an officer who signs has no second factor though the province requires one."""
    if not settings.REQUIRE_MFA or actor.account_id is None or not actor.has_role(*SIGNING_ROLES):
        return False
    of_account = Authenticator.objects.filter(user_id=actor.account_id)
    return not of_account.filter(type=Authenticator.Type.TOTP).exists()


class SecondFactorMiddleware:
    """Sends an officer who signs, and has no second factor, to the page where he adds it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or redirect it."""
        account = request.user
        asked = settings.REQUIRE_MFA and not request.path.startswith(OPEN_PATHS)
        if asked and isinstance(account, Account) and _must_add_one(account):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _must_add_one(account: Account) -> bool:
    # The edge of the process: here, and here only, the clock is read.
    return lacks_second_factor(actor_for_account(account, at=timezone.now()))
