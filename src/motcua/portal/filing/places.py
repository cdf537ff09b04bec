"""Where a filing may be handed in, and for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.authority.api import (
    PersonView,
    UnitUnknown,
    UnitView,
    contact_of,
    one_stop_of,
    represented_by,
    units_of,
)
from motcua.authority.api import province as province_of
from motcua.authority.api import unit as unit_of
from motcua.authority.types import Actor, Level
from motcua.catalogue.types import Procedure
from motcua.kernel.vietnamese import search_key, sort_key
from motcua.portal.language import spoken


@dataclass(frozen=True, slots=True)
class Place:
    """One desk that takes the dossier, with the commune that decides when one does."""

    desk: UnitView
    agency: UnitView

    @property
    def value(self) -> str:
        """Return what stands for it in a form."""
        return str(self.desk.uid)

    @property
    def name(self) -> str:
        """Return the name of the agency in the visitor's language."""
        return self.agency.name(spoken())


def places(procedure: Procedure, *, on: date) -> tuple[Place, ...]:
    """Return the desks where a procedure may be filed: the province's first, communes by name."""
    communes = sorted(units_of(Level.COMMUNE, on=on), key=lambda unit: sort_key(unit.name_vi))
    agencies = communes if procedure.competent == "commune" else [province_of(on=on), *communes]
    found = []
    for agency in agencies:
        try:
            found.append(Place(one_stop_of(agency.id, on=on), agency))
        except UnitUnknown:
            continue  # An agency without a desk takes nothing.
    return tuple(found)


def place_of(desk: str, procedure: Procedure, *, on: date) -> Place | None:
    """Return the place that a form named; None for any other."""
    try:
        wanted = unit_of(UUID(desk))
    except (ValueError, UnitUnknown):
        return None
    return next((one for one in places(procedure, on=on) if one.desk.id == wanted.id), None)


def likely_place(found: tuple[Place, ...], person: PersonView) -> Place | None:
    """Return the commune that the person's address names, when it names one."""
    address = search_key(person.contact.get("address", ""))
    named = [one for one in found if search_key(one.agency.name_vi) in address]
    return named[0] if named else None


def applicant_of(actor: Actor) -> PersonView:
    """Return the person behind the actor, in clear to himself."""
    assert actor.person_id is not None  # noqa: S101 - the door lets only persons in
    return contact_of(actor.person_id)


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody for whom the actor may file."""

    person_id: int
    name: str


def whom_for(actor: Actor, procedure: Procedure, *, at: datetime) -> dict[str, Whom]:
    """Return for whom the actor may file under a procedure, oneself first under ``""``."""
    own = applicant_of(actor)
    found = {"": Whom(own.id, own.name)}
    for one in represented_by(actor, at=at):
        if one.procedures is None or procedure.code in one.procedures:
            found[str(one.person_uid)] = Whom(one.person_id, one.name)
    return found
