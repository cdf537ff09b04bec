"""The door of the reception room."""

from motcua.reception.selectors.figures import desk_figures
from motcua.reception.selectors.queue import (
    before_counter,
    booking,
    called,
    counter,
    counters_of,
    services_of,
    ticket,
    waiting,
)
from motcua.reception.services.bookings import arrive, book, cancel_booking, slots
from motcua.reception.services.days import close_day
from motcua.reception.services.queue import (
    call_again,
    call_next,
    finish,
    leave,
    miss,
    shown,
    start,
    take_ticket,
    tie,
    transfer,
)
from motcua.reception.services.setup import furnish, seed_morning

__all__ = [
    "arrive",
    "before_counter",
    "book",
    "booking",
    "call_again",
    "call_next",
    "called",
    "cancel_booking",
    "close_day",
    "counter",
    "counters_of",
    "desk_figures",
    "finish",
    "furnish",
    "leave",
    "miss",
    "seed_morning",
    "services_of",
    "shown",
    "slots",
    "start",
    "take_ticket",
    "ticket",
    "tie",
    "transfer",
    "waiting",
]
