"""Writing units: what is founded, renamed, merged, split or dissolved on a day."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.errors import UnitChangeRefused
from motcua.authority.memory import changing, forget
from motcua.authority.models import Unit, UnitSuccession
from motcua.authority.policies import require
from motcua.authority.selectors.units import unit, unit_tree
from motcua.authority.types import Actor, Level, SuccessionKind, UnitView
from motcua.kernel.codes import AgencyCode
from motcua.ledger import api as ledger

__all__ = ["NewUnit", "found_unit", "replace_units"]

SHAPES = {
    SuccessionKind.RENAME: (range(1, 2), range(1, 2)),
    SuccessionKind.MERGE: (range(1, 1000), range(1, 2)),
    SuccessionKind.SPLIT: (range(1, 2), range(2, 1000)),
    SuccessionKind.DISSOLVE: (range(1, 1000), range(1)),
}
"""How many old and how many new units each kind of succession has."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be founded."""

    code: str
    slug: str
    name_vi: str
    name_en: str
    level: Level
    parent_id: int | None
    synthetic: bool = False
    statistic_code: str = ""


@changing()
@transaction.atomic
def found_unit(facts: NewUnit, *, on: date, source: str, by: Actor, at: datetime) -> UnitView:
    """Write down a unit that exists from a day on.

    Errors: NotAllowed, AgencyCodeInvalid, UnitChangeRefused when the code or slug is held.
    """
    require("unit", by, "change", None)
    made = _create(facts, on=on, source=source)
    _record(made, "unit.founded", by, at, {"code": made.code, "on": str(on)})
    forget()
    return unit(made.pk)


@changing()
@transaction.atomic
def replace_units(
    old_ids: Sequence[int],
    *,
    by_units: Sequence[NewUnit | int],
    kind: SuccessionKind,
    on: date,
    source: str,
    by: Actor,
    at: datetime,
) -> tuple[UnitView, ...]:
    """Close units, with their parts, on a day (excluded) and put others in their place.

    A successor is a new unit or the id of one in force. Parts of the old units end with them; the
    new ones get theirs by :func:`found_unit`.
    Errors: NotAllowed, UnitUnknown, AgencyCodeInvalid, UnitChangeRefused.
    """
    require("unit", by, "change", None)
    olds, news = SHAPES[kind]
    if len(old_ids) not in olds or len(by_units) not in news:
        raise UnitChangeRefused(reason=f"{kind}: {len(old_ids)} -> {len(by_units)}")
    for old_id in old_ids:
        _close(old_id, on=on, keep={each for each in by_units if isinstance(each, int)})
    successors = [
        each if isinstance(each, int) else _create(each, on=on, source=source).pk
        for each in by_units
    ]
    _link(old_ids, successors, kind=kind, on=on, source=source)
    forget()
    for old_id in old_ids:
        body = {"kind": str(kind), "on": str(on), "new": [str(unit(n).uid) for n in successors]}
        _record(Unit.objects.get(pk=old_id), "unit.replaced", by, at, body)
    return tuple(unit(each) for each in successors)


def _create(facts: NewUnit, *, on: date, source: str) -> Unit:
    try:
        with transaction.atomic():
            return Unit.objects.create(
                uid=uuid.uuid4(),
                code=str(AgencyCode.parse(facts.code)),
                slug=facts.slug,
                name_vi=facts.name_vi,
                name_en=facts.name_en,
                level=facts.level,
                parent_id=facts.parent_id,
                valid=DateRange(on, None),
                statistic_code=facts.statistic_code,
                source=source,
                synthetic=facts.synthetic,
            )
    except IntegrityError as broken:
        raise UnitChangeRefused(reason=_constraint(broken)) from broken


def _close(old_id: int, *, on: date, keep: set[int]) -> None:
    """End a unit and its parts in force; a part that takes the unit's place may not be kept."""
    old = unit(old_id)
    if not old.in_force(on) or old_id in keep or old.valid_from == on:
        raise UnitChangeRefused(reason=f"{old.code} on {on}")
    for row in Unit.objects.select_for_update().filter(pk__in=unit_tree().below(old_id)):
        begins, ends = row.valid.lower, row.valid.upper
        if ends is not None and ends <= on:
            continue
        if begins is not None and begins >= on:
            raise UnitChangeRefused(reason=f"{row.code} on {on}")
        row.valid = DateRange(begins, on)
        row.save(update_fields=["valid"])


def _link(
    old_ids: Sequence[int],
    successors: Sequence[int],
    *,
    kind: SuccessionKind,
    on: date,
    source: str,
) -> None:
    UnitSuccession.objects.bulk_create(
        UnitSuccession(
            old_id=old_id,
            new_id=new_id,
            kind=kind,
            on=on,
            divided=kind is SuccessionKind.SPLIT,
            source=source,
        )
        for old_id in old_ids
        for new_id in (successors or (None,))
    )


def _constraint(broken: IntegrityError) -> str:
    name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None)
    return str(name or "constraint").replace("_", " ")


def _record(row: Unit, kind: str, by: Actor, at: datetime, body: Mapping[str, object]) -> None:
    ledger.record(f"unit:{row.uid}", kind=kind, by=by.label, at=at, body=body)
