"""Loading the units of scenarios into the database."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.errors import UnitDataInvalid
from motcua.authority.memory import changing
from motcua.authority.models import Unit, UnitSuccession
from motcua.authority.types import SYSTEM, Actor
from motcua.ledger import api as ledger

from .files import SuccessionRow, UnitRow, read_scenario

SCENARIOS = ("haiphong-2024", "haiphong-2025")
NAMESPACE = uuid.UUID("5f0d9f3e-6f53-5a8e-9d0a-2a4c7b1e24a1")
"""Root of the units' uids: the same unit has the same uid in every installation."""


def unit_uid(code: str, valid_from: date | None) -> uuid.UUID:
    """Return the uid of the unit that holds a code from a day."""
    return uuid.uuid5(NAMESPACE, f"{code}@{valid_from or ''}")


@changing()
@transaction.atomic
def seed_units(
    scenarios: Iterable[str] = SCENARIOS,
    *,
    at: datetime,
    by: Actor = SYSTEM,
    root: Path | None = None,
) -> int:
    """Load the units and successions of scenarios; return the number of new units.

    Safe to call twice: what is there already is left alone.
    Errors: UnitDataInvalid; an overlap of codes or slugs is refused by the database.
    """
    base = root or Path(settings.ROOT) / "scenarios"
    read = [read_scenario(base / name) for name in scenarios]
    rows = _distinct(row for scenario in read for row in scenario.units)
    made = _create_units(rows)
    _create_successions(row for scenario in read for row in scenario.successions)
    if made:
        ledger.record(
            "reference:units", kind="units.seeded", by=by.label, at=at, body={"units": made}
        )
    return made


def _distinct(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """Return the rows once each; two scenarios must say the same of one unit."""
    held: dict[uuid.UUID, UnitRow] = {}
    for row in rows:
        same = held.setdefault(unit_uid(row.code, row.valid_from), row)
        if same != row:
            reason = f"two scenarios differ on {row.code}"
            raise UnitDataInvalid(file="units.csv", line=0, reason=reason)
    return list(held.values())


def _create_units(rows: list[UnitRow]) -> int:
    ids = dict(Unit.objects.values_list("uid", "id"))
    known = set(ids)
    by_code: dict[str, list[UnitRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    for generation in _generations(rows):
        fresh = [row for row in generation if unit_uid(row.code, row.valid_from) not in ids]
        made = Unit.objects.bulk_create(_unit(row, _parent_id(row, by_code, ids)) for row in fresh)
        ids.update((unit.uid, unit.pk) for unit in made)
    return len(ids) - len(known)


def _generations(rows: list[UnitRow]) -> list[list[UnitRow]]:
    """Return the rows in layers, parents before their parts."""
    codes = {row.code for row in rows}
    depth: dict[str, int] = {}
    parents = {row.code: row.parent for row in rows}
    for code in codes:
        length, above = 0, parents[code]
        while above:
            if above not in parents or length > len(parents):
                raise UnitDataInvalid(file="units.csv", line=0, reason=f"parent of {code}")
            length, above = length + 1, parents[above]
        depth[code] = length
    layers: list[list[UnitRow]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for row in rows:
        layers[depth[row.code]].append(row)
    return layers


def _parent_id(
    row: UnitRow, by_code: dict[str, list[UnitRow]], ids: dict[uuid.UUID, int]
) -> int | None:
    if not row.parent:
        return None
    for above in by_code[row.parent]:
        if above.meets(row):
            return ids[unit_uid(above.code, above.valid_from)]
    raise UnitDataInvalid(file="units.csv", line=0, reason=f"parent of {row.code} on its days")


def _unit(row: UnitRow, parent_id: int | None) -> Unit:
    return Unit(
        uid=unit_uid(row.code, row.valid_from),
        code=row.code,
        slug=row.slug,
        name_vi=row.name_vi,
        name_en=row.name_en,
        level=row.level,
        parent_id=parent_id,
        valid=DateRange(row.valid_from, row.valid_until),
        statistic_code=row.statistic_code,
        synthetic=row.synthetic,
        source=row.source,
    )


def _create_successions(rows: Iterable[SuccessionRow]) -> None:
    held: dict[str, list[tuple[date | None, date | None, int]]] = {}
    for pk, code, valid in Unit.objects.values_list("id", "code", "valid"):
        held.setdefault(code, []).append((valid.lower, valid.upper, pk))
    UnitSuccession.objects.bulk_create(
        (
            UnitSuccession(
                old_id=_holder(held, row.old, row.on - timedelta(days=1)),
                new_id=_holder(held, row.new, row.on) if row.new else None,
                kind=row.kind,
                on=row.on,
                divided=row.divided,
                source=row.source,
            )
            for row in rows
            # A scenario loaded alone knows only its own end of each succession.
            if row.old in held and (not row.new or row.new in held)
        ),
        ignore_conflicts=True,
    )


def _holder(
    held: dict[str, list[tuple[date | None, date | None, int]]], code: str, on: date
) -> int:
    for begins, ends, pk in held[code]:
        if (begins is None or begins <= on) and (ends is None or on < ends):
            return pk
    raise UnitDataInvalid(file="successions.csv", line=0, reason=f"no {code} on {on}")
