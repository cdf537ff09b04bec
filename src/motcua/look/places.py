"""The places of the desk: what stands in its side navigation, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.authority.types import Actor, Role

WORKING: Final = (Role.RECEIVER, Role.OFFICER, Role.UNIT_HEAD, Role.CLERK)
LEADING: Final = (Role.UNIT_HEAD, Role.SUPERVISOR, Role.REFORM_OFFICE, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the desk. ``roles`` empty: for every officer."""

    route: str
    title: str | Promise
    icon: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """A place as a link of the page that is shown."""

    title: str
    href: str
    icon: str
    now: bool


PLACES: Final = (
    Place("work:home", _("Worklist"), "list"),
    Place("counter:home", _("Counter"), "counter", (Role.RECEIVER, Role.CLERK)),
    Place("queue:home", _("Queue"), "queue", (Role.RECEIVER, Role.CLERK, Role.SUPERVISOR)),
    Place("lead:home", _("Board"), "board", LEADING),
    Place("counter:book", _("Tracking book"), "book", (*WORKING, *LEADING)),
    Place("lead:delegations", _("Delegations"), "delegation", (*WORKING, *LEADING)),
)
"""The pages of the desk by the names of their addresses: a room above is named, never imported."""


def doors_for(actor: Actor | None, *, path: str) -> Iterator[Door]:
    """Yield the places that an officer may enter; a place without an address is left out."""
    if actor is None:
        return
    found = [
        (place, href) for place in PLACES if (href := _address(place)) and _opens(place, actor)
    ]
    inside = [href for __, href in found if path.startswith(href)]
    here = max(inside, key=len, default="")
    for place, href in found:
        yield Door(title=str(place.title), href=href, icon=place.icon, now=href == here)


def _opens(place: Place, actor: Actor) -> bool:
    return not place.roles or actor.has_role(*place.roles)


def _address(place: Place) -> str:
    try:
        return reverse(place.route)
    except NoReverseMatch:
        return ""
