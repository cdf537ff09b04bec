"""The payment gateway's wire, known to this module alone.

Parameters sorted by name, joined as a query, signed by HMAC-SHA256 in hex, both ways; whole VND.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import httpx

from motcua.dossiers.errors import GatewayUnavailable, GatewayUnproven

TIMEOUT_SECONDS = 10
PLAIN = ("waiting", "failed", "cancelled", "expired", "paid")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands, as the gateway proved it."""

    order: UUID
    amount: int
    state: str
    transaction: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order asks of the gateway."""

    order: UUID
    amount: int
    description: str
    return_url: str
    notify_url: str
    expires_at: datetime


class Gateway(Protocol):
    """What the platform needs of a payment gateway."""

    def create(self, wish: Wish) -> str:
        """Return the page where a person pays; the same order again gives the same one."""

    def standing(self, order: UUID) -> Standing | None:
        """Return how an order stands; nothing when the gateway never heard of it."""

    def proven(self, facts: Mapping[str, str]) -> Standing:
        """Return what a return or a notification says. Errors: GatewayUnproven."""


def signature(facts: Mapping[str, str], secret: str) -> str:
    """Return the signature of parameters, leaving out the one that they may bear."""
    signed = urlencode(sorted((k, v) for k, v in facts.items() if k != "signature"))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """The gateway over HTTP.

    Errors: GatewayUnavailable, GatewayUnproven.
    """

    url: str
    merchant: str
    secret: str

    def create(self, wish: Wish) -> str:
        """Return the page where a person pays."""
        told = self._post(
            "/orders",
            {
                "order": str(wish.order),
                "amount": str(wish.amount),
                "description": wish.description,
                "return_url": wish.return_url,
                "notify_url": wish.notify_url,
                "expires_at": wish.expires_at.isoformat(),
            },
        )
        page = (told or {}).get("pay_url", "")
        if urlsplit(page).netloc != urlsplit(self.url).netloc:
            raise GatewayUnavailable()
        return page

    def standing(self, order: UUID) -> Standing | None:
        """Return how an order stands."""
        told = self._post("/query", {"order": str(order)})
        if told is None or told.get("order") != str(order):
            return None
        return self.proven(told)

    def proven(self, facts: Mapping[str, str]) -> Standing:
        """Return what signed parameters say. Errors: GatewayUnproven."""
        self._require_signed(facts)
        try:
            standing = Standing(
                order=UUID(facts["order"]),
                amount=int(facts["amount"]),
                state=facts["state"],
                transaction=facts["transaction"][:60],
            )
        except (KeyError, ValueError) as error:
            raise GatewayUnproven() from error
        known = facts.get("merchant") == self.merchant and standing.state in PLAIN
        if not known or (standing.state == "paid" and not standing.transaction):
            raise GatewayUnproven()
        return standing

    def _require_signed(self, facts: Mapping[str, str]) -> None:
        given = facts.get("signature", "").encode()
        if not self.secret or not hmac.compare_digest(
            given, signature(facts, self.secret).encode()
        ):
            raise GatewayUnproven()

    def _post(self, path: str, facts: Mapping[str, str]) -> dict[str, str] | None:
        if not self.url:
            raise GatewayUnavailable()
        whole = {**facts, "merchant": self.merchant}
        data = {**whole, "signature": signature(whole, self.secret)}
        try:
            answer = httpx.post(f"{self.url}{path}", data=data, timeout=TIMEOUT_SECONDS)
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise GatewayUnavailable() from error
        if answer.status_code == 404:
            return None
        if answer.status_code >= 400 or not isinstance(told, dict):
            raise GatewayUnavailable()
        facts = {str(key): str(value) for key, value in told.items()}
        self._require_signed(facts)
        return dict(facts)


def configured() -> Gateway:
    """Return the gateway of the settings; read at the edge of a process only."""
    from django.conf import settings

    return HttpGateway(settings.PAYMENT_URL, settings.PAYMENT_MERCHANT, settings.PAYMENT_SECRET)
