"""Citizens who come from the national identity (OpenID Connect): who they are here.

The number that the provider vouches for finds the person, who is registered at the first sign-in.
The numbers stay out of allauth's tables: what they keep is the provider's own name for somebody,
which says nothing elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from motcua.kernel.errors import DomainError

from .errors import IdentityTooWeak, IdentityUnreadable, PersonErased
from .models import Account, Person
from .selectors.people import same_number
from .services.people import register_person, verify_person
from .types import SYSTEM, PersonKind

PROVIDER_ID: Final = "vneid"
LEAST_LEVEL: Final = 2
"""The level of assurance that stands for the paper card (NĐ 69/2024/NĐ-CP, electronic identity)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of who signed in."""

    number: str
    name: str
    birth_on: date | None
    residence: str
    level: int


def claims_of(told: Mapping[str, Any]) -> Claims:
    """Read the provider's answer.

    Errors: IdentityUnreadable when it lacks what we need or speaks of two people.
    """
    about = told.get("userinfo") or {}
    token = told.get("id_token") or {}
    if not about.get("sub") or about["sub"] != token.get("sub"):
        raise IdentityUnreadable(claim="sub")
    for claim in ("citizen_id", "name"):
        if not isinstance(about.get(claim), str) or not about[claim].strip():
            raise IdentityUnreadable(claim=claim)
    born, level = str(about.get("birthdate") or ""), str(token.get("acr", ""))
    return Claims(
        number=about["citizen_id"],
        name=about["name"],
        birth_on=_day(born) if born else None,
        residence=str((about.get("address") or {}).get("formatted", ""))[:300],
        level=int(level) if level.isascii() and level.isdigit() else 0,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise IdentityUnreadable(claim="birthdate") from error


@transaction.atomic
def account_of(claims: Claims, *, at: datetime) -> Account:
    """Return the account of a verified citizen; person and account are made when they are new.

    Safe to call twice and side by side.
    Errors: IdentityTooWeak, NumberTaken, PersonErased, PersonInvalid, CitizenIdInvalid.
    """
    if claims.level < LEAST_LEVEL:
        raise IdentityTooWeak(level=claims.level, least=LEAST_LEVEL)
    person = register_person(
        kind=PersonKind.CITIZEN,
        name=claims.name,
        number=claims.number,
        birth_on=claims.birth_on,
        contact={"address": claims.residence} if claims.residence else {},
        verified=True,
        by=SYSTEM,
        at=at,
    )
    verify_person(person.pk, ground="vneid", by=SYSTEM, at=at)
    return _account(person, at=at)


def _account(person: Person, *, at: datetime) -> Account:
    found = Account.objects.filter(person=person).first()
    if found is not None:
        return found
    account = Account(
        username=f"vneid-{person.uid.hex}", name=person.name, person=person, date_joined=at
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        return Account.objects.get(person=person)
    return account


class IdentityProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth bears no types
    """The provider as we use it: nothing that it tells of a person is kept beside the person."""

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Keep nothing."""
        return {}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:  # noqa: ARG002
        """Take no address: a person gives one himself when he wants letters."""
        return []

    def sociallogin_from_response(self, request: HttpRequest, response: Mapping[str, Any]) -> Any:
        """Return the sign-in, with the claims for the time of the request."""
        login = super().sociallogin_from_response(request, response)
        login.told = response
        return login


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth bears no types
    """Where a sign-in by the national identity ends: at the person's account, or at a refusal."""

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        """Return our kind of provider."""
        found = super().get_provider(request, provider, client_id=client_id)
        return IdentityProvider(request, app=found.app)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account; the edge of the process, where the clock is read."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(refused(request, "connect"))
        try:
            _settle(request, sociallogin, at=timezone.now())
        except DomainError as error:
            told = error.message(get_language() or "vi")
            raise ImmediateHttpResponse(refused(request, error.code, told)) from error

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Nobody: accounts are made above."""
        return False


def refused(request: HttpRequest, code: str, told: str = "") -> Any:
    """Return the page that says why nobody was signed in."""
    facts = {"code": code, "told": told}
    return render(request, "socialaccount/authentication_error.html", facts, status=403)


def _settle(request: HttpRequest, sociallogin: SocialLogin, *, at: datetime) -> None:
    claims = claims_of(sociallogin.told)
    if not sociallogin.is_existing:
        sociallogin.connect(request, account_of(claims, at=at))
        return
    if claims.level < LEAST_LEVEL:
        raise IdentityTooWeak(level=claims.level, least=LEAST_LEVEL)
    person = sociallogin.user.person
    if person is None or person.erased_at is not None:
        raise PersonErased()
    if not same_number(person, claims.number):
        raise IdentityUnreadable(claim="citizen_id")
