"""Webhooks on every status change, signed by the Standard Webhooks specification."""

import ipaddress
import json
import secrets
import socket
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings
from django.db import IntegrityError, transaction
from standardwebhooks.webhooks import Webhook as Signer

from motcua.authority.api import ScopeMissing
from motcua.authority.types import Actor, ActorKind, Scope
from motcua.dossiers.errors import (
    ClientsOnly,
    WebhookAddressRefused,
    WebhookExists,
    WebhookNotFound,
)
from motcua.dossiers.models import OutboxItem, Webhook, WebhookDelivery
from motcua.dossiers.services.words import checked_text

TIMEOUT_SECONDS = 10
GONE = 410
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
]
"""The pauses between tries that the specification recommends."""


def subscribe(url: str, *, events: Sequence[str], by: Actor, at: datetime) -> Webhook:
    """Register an address; its secret is in the answer and is not shown again.

    Errors: ClientsOnly, ScopeMissing, WebhookAddressRefused, WebhookExists, TextRefused.
    """
    _require_client(by)
    _require_address(url)
    for event in events:
        checked_text(event, most=60)
    secret = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
    try:
        with transaction.atomic():
            return Webhook.objects.create(
                client_uid=by.uid, url=url, secret=secret, events=list(events), created_at=at
            )
    except IntegrityError as error:
        raise WebhookExists() from error


def unsubscribe(uid: UUID, *, by: Actor) -> None:
    """Silence an address of one's own.

    Errors: ClientsOnly, ScopeMissing, WebhookNotFound.
    """
    _require_client(by)
    if not Webhook.objects.filter(uid=uid, client_uid=by.uid, active=True).update(active=False):
        raise WebhookNotFound(webhook=str(uid))


def webhooks_of(actor: Actor) -> list[Webhook]:
    """Return the actor's own addresses, newest first."""
    return list(Webhook.objects.filter(client_uid=actor.uid, active=True).order_by("-id"))


def _require_client(by: Actor) -> None:
    if by.kind is not ActorKind.CLIENT:
        raise ClientsOnly()
    if not by.has_scope(Scope.WEBHOOKS_MANAGE):
        raise ScopeMissing(scope=Scope.WEBHOOKS_MANAGE.value)


def _require_address(url: str) -> None:
    if not is_reachable(url):
        raise WebhookAddressRefused(url=url[:200])


def is_reachable(url: str) -> bool:
    """Return whether an address is HTTP and lies outside the province's own network.

    Asked again before each delivery: a name can come to mean another address.
    """
    try:
        parts = urlsplit(url)
        asked = httpx.URL(url)
        found = [] if settings.WEBHOOK_PRIVATE_ADDRESSES else _addresses(asked.host)
    except (ValueError, httpx.InvalidURL, OSError):
        return False
    if parts.scheme not in {"http", "https"} or not asked.host or parts.username or len(url) > 500:
        return False
    return all(ipaddress.ip_address(address).is_global for address in found)


def _addresses(host: str) -> list[str]:
    return [str(item[4][0]) for item in socket.getaddrinfo(host, None)]


def spread(item: OutboxItem, *, at: datetime) -> int:
    """Make one delivery of a status change for every address that wants it; return how many.

    A client hears of the dossiers that it filed. Runs in the transaction that settles the item.
    """
    filed_by = item.dossier.facts.get("filed_by", "")
    kind, _, uid = filed_by.partition(":")
    if kind != ActorKind.CLIENT.value:
        return 0
    body = _message(item)
    wanting = [
        hook
        for hook in Webhook.objects.filter(client_uid=uid, active=True)
        if not hook.events or body["type"] in hook.events
    ]
    WebhookDelivery.objects.bulk_create(
        [WebhookDelivery(webhook=h, item=item, body=body, next_try_at=at) for h in wanting],
        ignore_conflicts=True,
    )
    return len(wanting)


def _message(item: OutboxItem) -> dict[str, object]:
    dossier = item.dossier
    return {
        "type": f"dossier.{item.kind}",
        "timestamp": item.created_at.isoformat(),
        "data": {
            "dossier": str(dossier.uid),
            "code": dossier.code,
            "status": dossier.status,
            "seq": item.seq,
        },
    }


def deliver(*, at: datetime, limit: int = 50, client: httpx.Client | None = None) -> int:
    """Send what is due; return how many were taken. Each is tried outside any transaction."""
    taken = 0
    with client or httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False) as http:
        for delivery in _claim(at=at, limit=limit):
            taken += _send(delivery, http=http, at=at)
    return taken


@transaction.atomic
def _claim(*, at: datetime, limit: int) -> list[WebhookDelivery]:
    """Reserve due deliveries: the next try is moved before the first byte goes out."""
    due = WebhookDelivery.objects.filter(
        delivered_at__isnull=True,
        given_up_at__isnull=True,
        next_try_at__lte=at,
        webhook__active=True,
    )
    held = due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
    rows = list(held.order_by("next_try_at", "id")[:limit])
    for row in rows:
        row.next_try_at = at + WAITS[min(row.attempts, len(WAITS) - 1)]
        row.attempts += 1
    WebhookDelivery.objects.bulk_update(rows, ["next_try_at", "attempts"])
    return rows


def _send(delivery: WebhookDelivery, *, http: httpx.Client, at: datetime) -> bool:
    body = json.dumps(delivery.body, ensure_ascii=False)
    message_id = f"msg_{delivery.uid.hex}"
    signature = Signer(delivery.webhook.secret).sign(message_id, at, body)
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    code = _post(delivery.webhook.url, http=http, body=body.encode(), headers=headers)
    delivery.status_code = code
    if code is not None and 200 <= code < 300:
        delivery.delivered_at = at
    elif code == GONE:
        # The receiver wants to hear no more (Standard Webhooks): the address falls silent.
        Webhook.objects.filter(pk=delivery.webhook_id).update(active=False)
        delivery.given_up_at = at
    elif delivery.attempts > len(WAITS):
        delivery.given_up_at = at
    delivery.save(update_fields=["status_code", "delivered_at", "given_up_at"])
    return delivery.delivered_at is not None


def _post(url: str, *, http: httpx.Client, body: bytes, headers: dict[str, str]) -> int | None:
    """Return the status of the answer; None when nobody answered or the address is refused."""
    if not is_reachable(url):
        return None
    try:
        return http.post(url, content=body, headers=headers).status_code
    except httpx.HTTPError:
        return None
