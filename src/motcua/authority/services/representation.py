"""Granting and revoking the power to file for another."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.authority.errors import RepresentationRefused, RepresentationUnknown
from motcua.authority.keys import key_ring
from motcua.authority.models import Representation
from motcua.authority.policies import require
from motcua.authority.sealing import view
from motcua.authority.selectors.actors import day_of
from motcua.authority.selectors.people import person as person_row
from motcua.authority.services.people import locked_person, stream_of
from motcua.authority.types import Actor, PersonKind, RepresentationGround
from motcua.kernel.vietnamese import tidy
from motcua.ledger import api as ledger

ADULT_YEARS = 18
"""Bộ luật Dân sự 2015, Đ20(1)."""


@transaction.atomic
def grant_representation(
    principal_id: int,
    *,
    representative_id: int,
    ground: RepresentationGround,
    procedures: Collection[str] | None = None,
    valid_until: date | None = None,
    document: str = "",
    by: Actor,
    at: datetime,
) -> Representation:
    """Let a person file for another from today; safe to call twice with the same facts.

    A person grants for himself in his account; a desk writes down what it saw a paper of. A term
    that is not named is one year for a power that somebody gave (Bộ luật Dân sự 2015, Đ563), and
    until the child is of age for a parent (Đ136).

    Shape: ``valid_until`` is excluded; ``document`` names the paper seen.
    Errors: NotAllowed, RepresentationRefused, PersonErased, PersonUnknown.
    """
    require("representation", by, "grant", (principal_id, ground))
    if principal_id == representative_id:
        raise RepresentationRefused(reason="self")
    for each in sorted((principal_id, representative_id)):
        locked_person(each)
    on = day_of(at)
    until = _term(principal_id, ground, on=on, named=valid_until)
    if until is not None and until <= on:
        raise RepresentationRefused(reason="term")
    return _written(
        Representation(
            principal_id=principal_id, representative_id=representative_id, ground=ground,
            procedures=sorted(set(procedures)) if procedures else None,
            valid_from=on, valid_until=until, document=tidy(document)[:120],
            granted_by=by.label, granted_at=at,
        ),
        by=by, at=at,
    )  # fmt: skip


def _term(
    principal_id: int, ground: RepresentationGround, *, on: date, named: date | None
) -> date | None:
    if ground is RepresentationGround.PARENT:
        child = view(key_ring(), person_row(principal_id))
        if child.kind is not PersonKind.CITIZEN or child.birth_on is None:
            raise RepresentationRefused(reason="not_a_child")
        of_age = _years_later(child.birth_on, ADULT_YEARS)
        return min(of_age, named) if named else of_age
    if named is None and ground in {RepresentationGround.GRANTED, RepresentationGround.AUTHORISED}:
        return _years_later(on, 1)
    return named


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)


def _written(row: Representation, *, by: Actor, at: datetime) -> Representation:
    """Write a new row, closing one that has run out; the same again is the same."""
    same = {"principal_id", "representative_id", "ground"}
    held = Representation.objects.filter(
        revoked_at__isnull=True, **{name: getattr(row, name) for name in same}
    ).first()
    if held is not None:
        facts = ("procedures", "valid_until", "document")
        if all(getattr(held, name) == getattr(row, name) for name in facts):
            return held
        if held.valid_until is None or held.valid_until > row.valid_from:
            raise RepresentationRefused(reason="granted_before")
        _revoke(held, by=by, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RepresentationRefused(reason="refused_by_rule") from error
    _note(row, "representation.granted", by=by, at=at)
    return row


@transaction.atomic
def revoke_representation(uid: UUID, *, by: Actor, at: datetime) -> None:
    """End a representation at once: by either side, or by a desk. Safe to call twice.

    Errors: RepresentationUnknown, NotAllowed.
    """
    row = Representation.objects.select_for_update().filter(uid=uid).first()
    if row is None:
        raise RepresentationUnknown()
    require("representation", by, "revoke", (row.principal_id, row.representative_id))
    if row.revoked_at is None:
        _revoke(row, by=by, at=at)


def _revoke(row: Representation, *, by: Actor, at: datetime) -> None:
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    _note(row, "representation.revoked", by=by, at=at)


def _note(row: Representation, kind: str, *, by: Actor, at: datetime) -> None:
    body = {
        "representation": str(row.uid),
        "representative": str(person_row(row.representative_id).uid),
        "ground": str(row.ground),
        "procedures": list(row.procedures or ()),
        "until": row.valid_until.isoformat() if row.valid_until else "",
    }
    stream = stream_of(person_row(row.principal_id))
    ledger.record(stream, kind=kind, by=by.label, at=at, body=body)
