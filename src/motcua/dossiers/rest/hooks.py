"""Webhooks over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from motcua.authority.api import After, Limit, page_of
from motcua.authority.types import Scope
from motcua.dossiers.models import Webhook
from motcua.dossiers.rest.requests import actor_of, answered, now, require_scope
from motcua.dossiers.rest.router import router
from motcua.dossiers.rest.schemas import WebhookIn, WebhookOut, WebhookPageOut
from motcua.dossiers.services import webhooks


def _out(hook: Webhook) -> dict[str, Any]:
    return {"id": hook.uid, "url": hook.url, "events": hook.events, "secret": None}


@router.get("/webhooks", response=WebhookPageOut, summary="List one's webhooks")
def listed(
    request: HttpRequest,
    after: After = None,  # noqa: ARG001  (page_of reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return the client's own webhooks, newest first."""
    found = webhooks.webhooks_of(require_scope(request, Scope.WEBHOOKS_MANAGE))
    return page_of(request, found, limit=limit, key=lambda hook: hook.pk, show=_out)


@router.post("/webhooks", response={201: WebhookOut}, summary="Subscribe to status changes")
def subscribe(request: HttpRequest, body: WebhookIn) -> Status[Any]:
    """Register an address; the secret for checking signatures is in this answer only."""
    by = actor_of(request)

    def do() -> dict[str, Any]:
        hook = webhooks.subscribe(body.url, events=body.events, by=by, at=now())
        return _out(hook) | {"secret": hook.secret}

    return answered(request, do, status=201)


@router.delete("/webhooks/{uid}", response={204: None}, summary="Unsubscribe")
def unsubscribe(request: HttpRequest, uid: UUID) -> Status[None]:
    """Silence an address."""
    webhooks.unsubscribe(uid, by=actor_of(request))
    return Status(204, None)
