"""Where a filing goes: which desk may take it, and which agency decides."""

from datetime import date

from motcua.authority.api import PlaceUnknown, agency_of, place_unit, unit
from motcua.authority.types import Level
from motcua.catalogue.types import Procedure
from motcua.dossiers.errors import NoDesk


def competent_unit(
    procedure: Procedure, *, receiving_id: int, named_id: int | None, on: date
) -> int:
    """Return the agency that decides: a department, or the commune named, else the desk's own.

    Errors: UnitUnknown; NoDesk when the receiving unit is no one-stop desk in force; PlaceUnknown
    when a commune decides and neither desk nor filing names one, or another agency is named.
    """
    desk = unit(receiving_id)
    if desk.level is not Level.ONE_STOP or not desk.in_force(on):
        raise NoDesk(unit=desk.name_vi)
    own = agency_of(receiving_id)
    if procedure.competent == "commune":
        decides = unit(named_id) if named_id else own
        if decides.level is not Level.COMMUNE or not decides.in_force(on):
            raise PlaceUnknown(place=procedure.competent)
        return decides.id
    found = place_unit(procedure.competent, competent_id=own.id, receiving_id=receiving_id, on=on)
    if named_id not in {None, found}:
        raise PlaceUnknown(place=procedure.competent)
    return found
