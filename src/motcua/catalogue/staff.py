"""Where nobody holds a post that a step needs, in the units of one day."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from motcua.authority.api import (
    Level,
    PlaceUnknown,
    Role,
    UnitUnknown,
    UnitView,
    officers_of,
    one_stop_of,
    place_unit,
    province,
    unit,
    unit_tree,
    units_of,
)
from motcua.catalogue.checks import PostsMissing
from motcua.catalogue.types import Post

__all__ = ["posts_missing"]


def posts_missing(on: date) -> PostsMissing:
    """Return a function that names the units where nobody holds a post on a day.

    Every unit that can be competent is asked, each with its own desk.
    """

    @cache
    def held(unit_id: int, role: str) -> bool:
        return bool(officers_of(unit_id, Role(role), on))

    @cache
    def missing(post: Post, competent: str) -> tuple[str, ...]:
        lacking = []
        for agency in _competent(competent, on):
            try:
                desk = one_stop_of(agency.id, on=on)
                place = place_unit(post.place, competent_id=agency.id, receiving_id=desk.id, on=on)
            except (PlaceUnknown, UnitUnknown):
                lacking.append(agency.name_vi)
                continue
            if not held(place, post.role):
                lacking.append(unit(place).name_vi if place != agency.id else agency.name_vi)
        return tuple(dict.fromkeys(lacking))

    return missing


def _competent(competent: str, on: date) -> Iterator[UnitView]:
    """Yield the units that may decide a procedure: every commune, or one department."""
    whole = province(on=on)
    if competent == "commune":
        inside = unit_tree().below(whole.id)
        yield from (one for one in units_of(Level.COMMUNE, on=on) if one.id in inside)
        return
    desk = one_stop_of(whole.id, on=on)
    yield unit(place_unit(competent, competent_id=whole.id, receiving_id=desk.id, on=on))
