"""The public directory: units by name, and who works there (NĐ 61/2018 Đ12(8))."""

from datetime import date

from motcua.authority.models import Posting
from motcua.authority.selectors.units import parts_of, unit_tree
from motcua.authority.types import Officer, Role, UnitView
from motcua.kernel.vietnamese import search_key, sort_key

PAGE = 50


def units_named(text: str, *, on: date, limit: int = PAGE) -> tuple[UnitView, ...]:
    """Return the units in force whose name has every word of a text, accents aside, by name."""
    words = search_key(text).split()
    found = [
        unit
        for unit in unit_tree().by_id.values()
        if unit.in_force(on) and set(words) <= set(search_key(unit.name_vi).split())
    ]
    found.sort(key=lambda unit: (len(unit.name_vi.split()), sort_key(unit.name_vi), unit.code))
    return tuple(found[: min(limit, PAGE)])


def directory(unit_id: int, *, on: date) -> tuple[Officer, ...]:
    """Return the officers of a unit and of its desks and divisions on a day, in one query."""
    places = [unit_id, *(part.id for part in parts_of(unit_id, on=on))]
    rows = (
        Posting.objects.filter(unit_id__in=places, period__contains=on, account__is_active=True)
        .select_related("account")
        .order_by("unit__code", "role", "account__username", "id")
    )
    return tuple(
        Officer(
            account_id=row.account_id,
            uid=row.account.uid,
            username=row.account.username,
            name=row.account.get_full_name(),
            unit_id=row.unit_id,
            role=Role(row.role),
        )
        for row in rows
    )
