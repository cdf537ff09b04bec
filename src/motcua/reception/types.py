"""The words of the queue at a desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TicketState(StrEnum):
    """The life of a ticket. A called one is served or missed; what has ended stays ended."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    MISSED = "missed"
    CANCELLED = "cancelled"


AT_COUNTER = (TicketState.CALLED, TicketState.SERVING)
ENDED = (TicketState.SERVED, TicketState.MISSED, TicketState.CANCELLED)


class Priority(StrEnum):
    """Whom the law lets go first; nothing else puts anybody before others.

    Source: Law on the Elderly 39/2009 art. 2; Law on Persons with Disabilities 51/2010 art. 2, 4.
    """

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"


class Source(StrEnum):
    """How somebody came into the queue."""

    KIOSK = "kiosk"
    PHONE = "phone"
    APPOINTMENT = "appointment"


class BookingState(StrEnum):
    """The life of an appointment."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as its holder sees it; ``wait_minutes`` is an estimate, ``None`` once called."""

    uid: UUID
    desk_id: int
    shown: str
    service_vi: str
    service_en: str
    state: TicketState
    priority: Priority
    counter: int | None
    issued_at: datetime
    before: int
    wait_minutes: int | None


@dataclass(frozen=True, slots=True)
class Slot:
    """Half an hour in which appointments are taken, and how many places are left."""

    starts_at: datetime
    left: int


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """What one service did in a period. Units: whole minutes; ``None`` when nobody was served."""

    name_vi: str
    name_en: str
    issued: int
    served: int
    missed: int
    wait_median: int | None
    wait_p90: int | None
    service_median: int | None
    service_p90: int | None
