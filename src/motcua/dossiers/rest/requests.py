"""What every endpoint does alike: who asks, when, and answering a repeated request once."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils import timezone
from ninja import Status

from motcua.authority.api import ScopeMissing, once, person_by_uid, unit
from motcua.authority.types import Actor, Scope
from motcua.dossiers.errors import DossierMoved, DossierNotFound
from motcua.dossiers.rest.schemas import GivenIn
from motcua.dossiers.selectors.dossiers import is_hidden
from motcua.dossiers.types import Given, Snapshot
from motcua.kernel.errors import DomainError


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; the API's authentication put him there."""
    actor: Actor = request.auth  # type: ignore[attr-defined] # set by ninja's authentication
    return actor


def require_scope(request: HttpRequest, scope: Scope) -> Actor:
    """Return who asks, when his token reaches this far; a signed-in browser has no bounds.

    Errors: ScopeMissing.
    """
    actor = actor_of(request)
    if not actor.has_scope(scope):
        raise ScopeMissing(scope=scope.value)
    return actor


def now() -> datetime:
    """Return the instant that every row of this request bears."""
    return timezone.now()


def answered(
    request: HttpRequest,
    do: Callable[[], dict[str, Any]],
    *,
    status: int = 200,
    content: str | None = None,
) -> Status[Any]:
    """Do the act and return its answer, or the stored answer when the key was used before.

    The key is the header ``Idempotency-Key``; the same key with another body is refused.

    ``content`` is the digest of what was sent, where that is not the body as it came: each sending
    of a form draws its boundary anew.

    Errors: IdempotencyKeyReused; IdempotencyKeyInvalid, also for an empty one, whose sender thinks
    himself safe; and whatever the act raises (then nothing is stored).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return Status(status, do())
    sent = content or hashlib.sha256(request.body).hexdigest()
    facts = [request.method or "", request.get_full_path(), sent]
    stored = once(
        actor_of(request).label,
        key,
        fingerprint=hashlib.sha256("\n".join(facts).encode()).digest(),
        at=now(),
        do=lambda: (status, plain(do())),
    )
    return Status(stored.status, stored.body)


def plain(answer: dict[str, Any]) -> Any:
    """Return an answer as the JSON that will be stored and sent."""
    return json.loads(json.dumps(answer, cls=DjangoJSONEncoder))


def hidden(reference: str, by: Actor, act: Callable[[], Snapshot]) -> Snapshot:
    """Do an act; a refusal tells nothing to whoever may not even see the dossier.

    Errors: DossierNotFound in the place of any other refusal; else whatever the act raises.
    """
    try:
        return act()
    except DossierMoved:
        raise  # It came from the database: inside a transaction nothing more can be asked of it.
    except DomainError as error:
        if is_hidden(reference, actor=by):
            raise DossierNotFound(reference=reference[:60]) from error
        raise


def given_of(items: list[GivenIn]) -> tuple[Given, ...]:
    """Return the components handed in as values."""
    return tuple(
        Given(
            component=item.component,
            file_uid=item.file,
            paper_uid=item.paper,
            copies=item.copies,
            kind=item.kind,
        )
        for item in items
    )


def unit_id(reference: str | None) -> int | None:
    """Return the id of a unit named by code or uuid.

    Errors: UnitUnknown.
    """
    if not reference:
        return None
    return unit(_key(reference)).id


def _key(reference: str) -> UUID | str:
    try:
        return UUID(reference)
    except ValueError:
        return reference


def person_id(uid: Any) -> int | None:
    """Return the id of a person.

    Errors: PersonNotFound.
    """
    return None if uid is None else person_by_uid(uid).pk
