"""Pure rules of authority: the tree of units, places of a procedure, grounds to act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .errors import NoAppointment, OutsideDelegation, PlaceUnknown, UnitUnknown
from .types import Actor, Appointment, Level, Role, UnitView

__all__ = ["UnitTree", "appointment_for", "build_tree", "resolve_place"]


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Every unit that ever was, ready for look-up."""

    by_id: Mapping[int, UnitView]
    by_uid: Mapping[UUID, UnitView]
    by_code: Mapping[str, tuple[UnitView, ...]]
    parts: Mapping[int, tuple[UnitView, ...]]

    def one(self, key: int | UUID | str, *, on: date | None = None) -> UnitView:
        """Return a unit by id, uid or code.

        A code may pass to another unit in time: with ``on`` the holder of that day, without it the
        last one. Errors: UnitUnknown.
        """
        found = self._holder(key, on) if isinstance(key, str) else self._by_key(key)
        if found is None:
            raise UnitUnknown(unit=str(key))
        return found

    def _by_key(self, key: int | UUID) -> UnitView | None:
        return self.by_uid.get(key) if isinstance(key, UUID) else self.by_id.get(key)

    def _holder(self, code: str, on: date | None) -> UnitView | None:
        holders = self.by_code.get(code, ())
        if on is None:
            return holders[-1] if holders else None
        return next((unit for unit in holders if unit.in_force(on)), None)

    def part(self, unit_id: int, slug: str, *, on: date) -> UnitView | None:
        """Return the part of a unit with a slug that is in force on a day."""
        parts = self.parts.get(unit_id, ())
        return next((part for part in parts if part.slug == slug and part.in_force(on)), None)

    def line(self, unit_id: int) -> tuple[UnitView, ...]:
        """Return a unit and what it stands under, lowest first."""
        line: list[UnitView] = []
        above: int | None = unit_id
        while above is not None:
            unit = self.one(above)
            line.append(unit)
            above = unit.parent_id
        return tuple(line)

    def below(self, unit_id: int) -> frozenset[int]:
        """Return the ids of a unit and of all its parts, at any depth and of any day."""
        found: set[int] = set()
        waiting = [unit_id]
        while waiting:
            here = waiting.pop()
            found.add(here)
            waiting.extend(part.id for part in self.parts.get(here, ()) if part.id not in found)
        return frozenset(found)

    def province_of(self, unit_id: int) -> UnitView:
        """Return the province that a unit belongs to. Errors: UnitUnknown."""
        for unit in self.line(unit_id):
            if unit.level is Level.PROVINCE:
                return unit
        raise UnitUnknown(unit=f"province of {unit_id}")


def build_tree(units: Iterable[UnitView]) -> UnitTree:
    """Return the tree of units given in the order of their beginnings."""
    by_id: dict[int, UnitView] = {}
    by_code: dict[str, list[UnitView]] = {}
    parts: dict[int, list[UnitView]] = {}
    for unit in units:
        by_id[unit.id] = unit
        by_code.setdefault(unit.code, []).append(unit)
        if unit.parent_id is not None:
            parts.setdefault(unit.parent_id, []).append(unit)
    return UnitTree(
        by_id=by_id,
        by_uid={unit.uid: unit for unit in by_id.values()},
        by_code={code: tuple(units) for code, units in by_code.items()},
        parts={parent: tuple(units) for parent, units in parts.items()},
    )


def resolve_place(
    tree: UnitTree, place: str, *, competent_id: int, receiving_id: int, on: date
) -> int:
    """Return the unit that a place of a procedure's step means for one dossier.

    Shape: ``receiving``, ``competent``, ``competent:<division>``, ``department:<slug>`` or
    ``department:<slug>:<division>``.
    Errors: PlaceUnknown.
    """
    head, _, rest = place.partition(":")
    if head == "receiving" and not rest:
        return receiving_id
    if head == "competent":
        base: UnitView | None = tree.one(competent_id)
    elif head == "department" and rest:
        base = tree.province_of(competent_id)
    else:
        raise PlaceUnknown(place=place)
    for slug in rest.split(":") if rest else ():
        base = tree.part(base.id, slug, on=on) if base else None
    if base is None:
        raise PlaceUnknown(place=place)
    return base.id


def appointment_for(
    actor: Actor,
    *,
    unit_id: int,
    role: Role,
    act: str | None = None,
    procedure: str | None = None,
) -> Appointment:
    """Return the ground on which an actor may act in a role at a unit, one's own first.

    Errors: NoAppointment when the actor holds no such role there; OutsideDelegation when the only
    grounds are delegations that do not reach the act or the procedure.
    """
    grounds = [each for each in actor.appointments if (each.unit_id, each.role) == (unit_id, role)]
    if not grounds:
        raise NoAppointment(unit_id=unit_id, role=str(role))
    reaching = [each for each in grounds if each.covers(act=act, procedure=procedure)]
    if not reaching:
        raise OutsideDelegation(unit_id=unit_id, role=str(role), act=act, procedure=procedure)
    return min(reaching, key=_distance)


def _distance(ground: Appointment) -> tuple[bool, bool]:
    return (ground.delegation_id is not None, ground.on_behalf_of is not None)
