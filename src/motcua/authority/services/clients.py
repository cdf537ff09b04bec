"""Writing API clients and tokens, and answering a public write once."""

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from motcua.authority.errors import (
    ClientUnknown,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    ScopeUnknown,
    TokenUnknown,
)
from motcua.authority.models import ApiClient, ApiToken, IdempotentRequest
from motcua.authority.policies import require
from motcua.authority.types import Actor, Role, Scope, StoredResponse
from motcua.ledger import api as ledger

PREFIX = "mc_"
"""What every token begins with, so that a leaked one is found by scanners."""


@transaction.atomic
def register_client(
    name: str,
    *,
    unit_id: int | None = None,
    role: Role | None = None,
    account_id: int | None = None,
    by: Actor,
    at: datetime,
) -> ApiClient:
    """Write down a program: bound to a role at a unit, to an account, or to neither.

    Errors: NotAllowed.
    """
    require("client", by, "change", None)
    client = ApiClient.objects.create(
        name=name, unit_id=unit_id, role=role or "", account_id=account_id, registered_at=at
    )
    _record(client, "client.registered", by, at, {"role": str(role or "")})
    return client


@transaction.atomic
def issue_token(
    client_id: int, *, scopes: Collection[str], expires_at: datetime, by: Actor, at: datetime
) -> str:
    """Return a new secret of a client; it is shown once and only its SHA-256 is kept.

    Errors: NotAllowed, ClientUnknown, ScopeUnknown.
    """
    require("client", by, "change", None)
    client = ApiClient.objects.filter(pk=client_id, closed_at__isnull=True).first()
    if client is None:
        raise ClientUnknown()
    known = {str(each) for each in Scope}
    wrong = sorted(str(each) for each in scopes if str(each) not in known)
    if wrong or not scopes:
        raise ScopeUnknown(scope=", ".join(wrong))
    raw = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        client=client,
        digest=sha256(raw.encode()).digest(),
        scopes=sorted(str(each) for each in scopes),
        issued_at=at,
        expires_at=expires_at,
    )
    body = {"token": str(token.uid), "scopes": token.scopes, "expires": expires_at.isoformat()}
    _record(client, "token.issued", by, at, body)
    return raw


@transaction.atomic
def revoke_token(token_id: int, *, by: Actor, at: datetime) -> None:
    """End a token. Errors: NotAllowed, TokenUnknown when it was ended before."""
    require("client", by, "change", None)
    moved = ApiToken.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=at)
    if moved != 1:
        raise TokenUnknown()
    token = ApiToken.objects.select_related("client").get(pk=token_id)
    _record(token.client, "token.revoked", by, at, {"token": str(token.uid)})


@transaction.atomic
def close_client(client_id: int, *, by: Actor, at: datetime) -> None:
    """End a client with all its tokens. Errors: NotAllowed, ClientUnknown."""
    require("client", by, "change", None)
    moved = ApiClient.objects.filter(pk=client_id, closed_at__isnull=True).update(closed_at=at)
    if moved != 1:
        raise ClientUnknown()
    _record(ApiClient.objects.get(pk=client_id), "client.closed", by, at, {})


def _record(
    client: ApiClient, kind: str, by: Actor, at: datetime, body: Mapping[str, object]
) -> None:
    ledger.record(f"client:{client.uid}", kind=kind, by=by.label, at=at, body=body)


CLAIM = """
INSERT INTO authority_idempotentrequest (client, key, fingerprint, asked_at)
VALUES (%s, %s, %s, %s) ON CONFLICT (client, key) DO NOTHING RETURNING id
"""


@transaction.atomic
def once(
    client: str,
    key: str,
    *,
    fingerprint: bytes,
    at: datetime,
    do: Callable[[], tuple[int, object]],
) -> StoredResponse:
    """Do a public write at most once for a client's key, and return its answer every time.

    The key is claimed, the write done and the answer stored in one transaction. Of two requests at
    once the second waits at the unique index for the first: when that commits, the second gets its
    answer; when it fails, nothing was stored and the second does the write. A refused write is not
    stored, so it can be tried again. ``client`` is the label of whoever asks; ``do`` returns status
    and a JSON body.

    Errors: IdempotencyKeyInvalid; IdempotencyKeyReused when the key came with another content.
    """
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise IdempotencyKeyInvalid()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [client, key, fingerprint, at])
        claimed = cursor.fetchone()
    if claimed is None:
        return _stored(client, key, fingerprint)
    status, body = do()
    IdempotentRequest.objects.filter(pk=claimed[0]).update(status=status, body=body)
    return StoredResponse(status=status, body=body, replayed=False)


def _stored(client: str, key: str, fingerprint: bytes) -> StoredResponse:
    """Return the answer given before. The transaction must read what others commit meanwhile."""
    row = IdempotentRequest.objects.get(client=client, key=key)
    if bytes(row.fingerprint) != fingerprint or row.status is None:
        raise IdempotencyKeyReused()
    return StoredResponse(status=row.status, body=row.body, replayed=True)


def purge_requests(*, before: datetime) -> int:
    """Forget the answers of requests asked before an instant; return how many."""
    count, _ = IdempotentRequest.objects.filter(asked_at__lt=before).delete()
    return count
