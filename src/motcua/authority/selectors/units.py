"""Reads of units."""

from datetime import date
from uuid import UUID

from motcua.authority import rules
from motcua.authority.errors import UnitUnknown
from motcua.authority.memory import Memory
from motcua.authority.models import Unit, UnitSuccession
from motcua.authority.types import Level, UnitView

FIELDS = (
    "id",
    "uid",
    "code",
    "slug",
    "name_vi",
    "name_en",
    "level",
    "parent_id",
    "valid",
    "statistic_code",
    "synthetic",
)


def _view(row: Unit) -> UnitView:
    return UnitView(
        id=row.id,
        uid=row.uid,
        code=row.code,
        slug=row.slug,
        name_vi=row.name_vi,
        name_en=row.name_en,
        level=Level(row.level),
        parent_id=row.parent_id,
        valid_from=row.valid.lower,
        valid_until=row.valid.upper,
        statistic_code=row.statistic_code,
        synthetic=row.synthetic,
    )


def _load() -> rules.UnitTree:
    rows = Unit.objects.only(*FIELDS).order_by("valid", "id")
    return rules.build_tree(_view(row) for row in rows)


_tree: Memory[rules.UnitTree] = Memory("units", _load)


def unit_tree() -> rules.UnitTree:
    """Return every unit that ever was, from the memory of the process."""
    return _tree.get()


def unit(key: int | UUID | str, *, on: date | None = None) -> UnitView:
    """Return a unit by id, uid or code; a code without ``on`` gives its last holder.

    Errors: UnitUnknown.
    """
    return unit_tree().one(key, on=on)


def unit_at(code: str, on: date) -> UnitView:
    """Return the unit that held a code on a day. Errors: UnitUnknown."""
    return unit_tree().one(code, on=on)


def unit_by_slug(slug: str, *, on: date) -> UnitView:
    """Return the first unit of the highest rank with a slug in force on a day.

    Slugs are unique among siblings only; this is for commands that people type.
    Errors: UnitUnknown.
    """
    matches = [
        each
        for each in unit_tree().by_id.values()
        if each.slug == slug and each.in_force(on) and each.level is not Level.DIVISION
    ]
    if not matches:
        raise UnitUnknown(unit=slug)
    return min(matches, key=lambda each: (len(each.code), each.code))


def unit_of(text: str, *, on: date) -> UnitView:
    """Return the unit in force that a person means by a code or a slug. Errors: UnitUnknown."""
    try:
        return unit_at(text.upper(), on)
    except UnitUnknown:
        return unit_by_slug(text, on=on)


def province(*, on: date) -> UnitView:
    """Return the province in force on a day, the one with most parts. Errors: UnitUnknown."""
    found = units_of(Level.PROVINCE, on=on)
    if not found:
        raise UnitUnknown(unit="province")
    return max(found, key=lambda each: len(unit_tree().parts.get(each.id, ())))


def units_of(level: Level, *, on: date) -> tuple[UnitView, ...]:
    """Return the units of a level in force on a day, by code."""
    found = [u for u in unit_tree().by_id.values() if u.level is level and u.in_force(on)]
    return tuple(sorted(found, key=lambda each: each.code))


def parts_of(unit_id: int, *, on: date) -> tuple[UnitView, ...]:
    """Return the parts of a unit in force on a day, by code."""
    parts = [u for u in unit_tree().parts.get(unit_id, ()) if u.in_force(on)]
    return tuple(sorted(parts, key=lambda each: each.code))


def one_stop_of(unit_id: int, *, on: date) -> UnitView:
    """Return the one-stop desk of a unit; a department's is its province's. Errors: UnitUnknown."""
    tree = unit_tree()
    for above in tree.line(unit_id):
        if above.level is Level.ONE_STOP:
            return above
        desk = tree.part(above.id, "one-stop", on=on)
        if desk is not None:
            return desk
    raise UnitUnknown(unit=f"one-stop of {unit_id}")


def agency_of(unit_id: int) -> UnitView:
    """Return the agency that a desk or division is a part of; any other unit is its own."""
    for above in unit_tree().line(unit_id):
        if above.level not in (Level.ONE_STOP, Level.DIVISION):
            return above
    raise UnitUnknown(unit=str(unit_id))


def place_unit(place: str, *, competent_id: int, receiving_id: int, on: date) -> int:
    """Return the id of the unit that a step's place means for one dossier.

    Shape: see :class:`motcua.catalogue.types.Post`. Errors: PlaceUnknown.
    """
    return rules.resolve_place(
        unit_tree(), place, competent_id=competent_id, receiving_id=receiving_id, on=on
    )


def successors(unit_id: int, on: date) -> tuple[UnitView, ...]:
    """Return the units in force on a day that took the place of a unit, step after step.

    A unit still in force is its own successor; a dissolved one has none.
    """
    tree = unit_tree()
    links = _links("old_id", "new_id", until=on)
    ends = _walk(unit_id, links)
    return tuple(sorted((u for u in map(tree.one, ends) if u.in_force(on)), key=lambda u: u.code))


def predecessors(unit_id: int, on: date) -> tuple[UnitView, ...]:
    """Return the units in force on an earlier day whose place a unit took."""
    tree = unit_tree()
    ends = _walk(unit_id, _links("new_id", "old_id", until=None))
    return tuple(sorted((u for u in map(tree.one, ends) if u.in_force(on)), key=lambda u: u.code))


def _links(source: str, target: str, *, until: date | None) -> dict[int, list[int]]:
    rows = UnitSuccession.objects.filter(new__isnull=False)
    if until is not None:
        rows = rows.filter(on__lte=until)
    links: dict[int, list[int]] = {}
    for one, other in rows.values_list(source, target):
        links.setdefault(one, []).append(other)
    return links


def _walk(start: int, links: dict[int, list[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(links.get(here, ()))
    return seen
