"""Who may file for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from motcua.authority.errors import RepresentationMissing
from motcua.authority.models import Representation
from motcua.authority.selectors.actors import day_of
from motcua.authority.types import Actor, ActorKind, RepresentationGround


@dataclass(frozen=True, slots=True)
class Represented:
    """One representation as either side sees it."""

    uid: UUID
    person_id: int
    person_uid: UUID
    name: str
    ground: RepresentationGround
    procedures: tuple[str, ...] | None
    valid_until: date | None
    holds: bool


def represents(representative_id: int, *, principal_id: int, procedure: str, at: datetime) -> bool:
    """Tell whether a person may file for another under a procedure at an instant."""
    rows = Representation.objects.filter(
        _holding(at), representative=representative_id, principal=principal_id
    )
    return rows.filter(Q(procedures=None) | Q(procedures__contains=[procedure])).exists()


def require_representation(
    actor: Actor, *, principal_id: int, procedure: str, at: datetime
) -> None:
    """Refuse a person who files for another without the power to; desks and clients see to it.

    Errors: RepresentationMissing.
    """
    if actor.kind is not ActorKind.PERSON or actor.person_id in {None, principal_id}:
        return
    if not represents(actor.person_id or 0, principal_id=principal_id, procedure=procedure, at=at):
        raise RepresentationMissing()


def _holding(at: datetime) -> Q:
    on = day_of(at)
    return (
        Q(valid_from__lte=on)
        & (Q(valid_until=None) | Q(valid_until__gt=on))
        & (Q(revoked_at=None) | Q(revoked_at__gt=at))
        & Q(principal__erased_at=None, representative__erased_at=None)
    )


def represented_by(actor: Actor, *, at: datetime) -> tuple[Represented, ...]:
    """Return for whom the actor may file now, by name: oneself is not in it."""
    rows = Representation.objects.filter(_holding(at), representative=actor.person_id)
    ordered = rows.select_related("principal").order_by("principal__search_key", "id")
    return tuple(_seen(row, other="principal", at=at) for row in ordered[:100])


def representatives_of(actor: Actor, *, at: datetime) -> tuple[Represented, ...]:
    """Return who may file for the actor, by name."""
    rows = Representation.objects.filter(_holding(at), principal=actor.person_id)
    ordered = rows.select_related("representative").order_by("representative__search_key", "id")
    return tuple(_seen(row, other="representative", at=at) for row in ordered[:100])


def _seen(row: Representation, *, other: str, at: datetime) -> Represented:
    person = getattr(row, other)
    return Represented(
        row.uid, person.pk, person.uid, person.name, RepresentationGround(row.ground),
        None if row.procedures is None else tuple(row.procedures), row.valid_until,
        row.revoked_at is None or row.revoked_at > at,
    )  # fmt: skip
