"""Tables of the authority room."""

from .accounts import Account
from .calendars import Closure, DayOff, HalfDay, PublishedYear, Swap, WorkingPeriod
from .clients import ApiClient, ApiToken, IdempotentRequest
from .people import Person
from .posts import Absence, Delegation, Posting
from .reference import ReferenceVersion
from .representation import Representation
from .units import Unit, UnitSuccession

__all__ = [
    "Absence",
    "Account",
    "ApiClient",
    "ApiToken",
    "Closure",
    "DayOff",
    "Delegation",
    "HalfDay",
    "IdempotentRequest",
    "Person",
    "Posting",
    "PublishedYear",
    "ReferenceVersion",
    "Representation",
    "Swap",
    "Unit",
    "UnitSuccession",
    "WorkingPeriod",
]
