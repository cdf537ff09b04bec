"""People over HTTP: found or written down by a desk, or by a client that files for others."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from motcua.authority.errors import NotAllowed, ScopeMissing
from motcua.authority.services.people import register_person
from motcua.authority.types import Actor, ActorKind, PersonKind, Role, Scope

router = Router(tags=["people"])


class PersonIn(Schema):
    """Who somebody is. ``number`` is the citizen's 12 digits or the enterprise's tax code."""

    model_config = ConfigDict(extra="forbid")

    kind: PersonKind = PersonKind.CITIZEN
    name: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=20)
    birth_on: date | None = None
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=300)


class PersonOut(Schema):
    """The id by which a filing names the person. Nothing of the person is told back."""

    id: UUID


@router.post("/people", response=PersonOut, summary="Find a person or write him down")
def register(request: HttpRequest, body: PersonIn) -> dict[str, Any]:
    """Return the id of the person with this number; name and birth date must agree with it.

    Safe to call again: one number is one person.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja's authentication
    _require_desk(actor)
    contact = {name: getattr(body, name) for name in ("phone", "email", "address")}
    person = register_person(
        kind=body.kind,
        name=body.name,
        number=body.number,
        birth_on=body.birth_on,
        contact={name: value for name, value in contact.items() if value},
        by=actor,
        at=timezone.now(),
    )
    return {"id": person.uid}


def _require_desk(actor: Actor) -> None:
    """Let desks and programs in. Errors: NotAllowed, ScopeMissing."""
    ways = [Scope.DOSSIERS_ACT] if actor.has_role(Role.RECEIVER) else []
    ways += [Scope.DOSSIERS_FILE] if actor.kind is ActorKind.CLIENT else []
    if not ways:
        raise NotAllowed(reason={"vi": "chỉ dành cho Bộ phận Một cửa", "en": "desks only"})
    if not any(actor.has_scope(scope) for scope in ways):
        raise ScopeMissing(scope=ways[0].value)
