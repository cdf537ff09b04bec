"""The acts on tickets. Each is one transaction, and moves a ticket only from where it was seen."""

from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, IntegerField, When

from motcua.authority.api import require
from motcua.authority.types import Actor
from motcua.kernel.codes import DossierCode
from motcua.reception.errors import (
    CounterBusy,
    CounterUnknown,
    NobodyWaits,
    ServiceNotOffered,
    TicketMoved,
    TicketUnknown,
)
from motcua.reception.models import Counter, Service, Ticket
from motcua.reception.types import AT_COUNTER, Priority, Source, TicketState

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
_NEXT_NUMBER = """
    INSERT INTO reception_day (desk_id, "on", last) VALUES (%s, %s, 1)
    ON CONFLICT (desk_id, "on") DO UPDATE SET last = reception_day.last + 1
    RETURNING last
"""
FIRST = Case(When(priority=Priority.NONE.value, then=1), default=0, output_field=IntegerField())
"""The order of the queue: whom the law lets go first, then by number."""


def today(at: datetime) -> date:
    """Return the civil date in the province."""
    return at.astimezone(PROVINCE).date()


@transaction.atomic
def take_ticket(
    service_uid: UUID,
    *,
    at: datetime,
    source: Source = Source.KIOSK,
    priority: Priority = Priority.NONE,
    uid: UUID | None = None,
    synthetic: bool = False,
) -> Ticket:
    """Give the next number of the desk's day; the same ``uid`` again gives the same ticket.

    Errors: ServiceNotOffered.
    """
    service = Service.objects.filter(uid=service_uid).first()
    if service is None:
        raise ServiceNotOffered()
    own = uid or uuid4()
    number = _next_number(service.desk_id, today(at))
    known = Ticket.objects.filter(uid=own).select_related("service").first()
    if known is not None:
        transaction.set_rollback(True)  # The number just taken goes back: no gap.
        return known
    return Ticket.objects.create(
        uid=own,
        desk_id=service.desk_id,
        on=today(at),
        number=number,
        service=service,
        source=source.value,
        priority=priority.value,
        issued_at=at,
        synthetic=synthetic,
    )


def _next_number(desk_id: int, on: date) -> int:
    """Take the next number; the day's row is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [desk_id, on])
        (number,) = cursor.fetchone() or (0,)
    return int(number)


@transaction.atomic
def call_next(counter_uid: UUID, *, by: Actor, at: datetime) -> Ticket:
    """Call who is next at the desk. Two counters that call at once call two people.

    Errors: NotAllowed, CounterUnknown, CounterBusy, NobodyWaits.
    """
    counter = _held_counter(counter_uid, by=by)
    busy = _before(counter)
    if busy is not None:
        raise CounterBusy(ticket=shown(busy))
    waiting = Ticket.objects.filter(
        desk_id=counter.desk_id, on=today(at), state=TicketState.WAITING.value
    )
    ticket = waiting.order_by(FIRST, "id").select_for_update(skip_locked=True).first()
    if ticket is None:
        raise NobodyWaits()
    return _move(
        ticket,
        TicketState.WAITING,
        state=TicketState.CALLED,
        counter=counter,
        called_at=at,
        calls=1,
    )


def _held_counter(uid: UUID, *, by: Actor) -> Counter:
    """Return the counter, locked: one officer's act on it at a time."""
    counter = Counter.objects.select_for_update().filter(uid=uid).first()
    if counter is None:
        raise CounterUnknown()
    require("counter", by, "serve", counter.desk_id)
    return counter


def _before(counter: Counter) -> Ticket | None:
    states = [state.value for state in AT_COUNTER]
    return Ticket.objects.filter(counter=counter, state__in=states).first()


@transaction.atomic
def call_again(ticket_uid: UUID, *, by: Actor, at: datetime) -> Ticket:
    """Call the same ticket once more. Errors: TicketMoved, NotAllowed, TicketUnknown."""
    ticket = _own(ticket_uid, by=by)
    del at
    return _move(ticket, TicketState.CALLED, calls=ticket.calls + 1)


@transaction.atomic
def miss(ticket_uid: UUID, *, by: Actor, at: datetime) -> Ticket:
    """Note that a called visitor did not come. Errors: as :func:`call_again`."""
    ticket = _own(ticket_uid, by=by)
    return _move(ticket, TicketState.CALLED, state=TicketState.MISSED, ended_at=at)


@transaction.atomic
def start(ticket_uid: UUID, *, by: Actor, at: datetime) -> Ticket:
    """Begin to serve a called visitor. Errors: as :func:`call_again`."""
    ticket = _own(ticket_uid, by=by)
    return _move(ticket, TicketState.CALLED, state=TicketState.SERVING, started_at=at)


@transaction.atomic
def finish(ticket_uid: UUID, *, by: Actor, at: datetime) -> Ticket:
    """End a visit. Errors: as :func:`call_again`."""
    ticket = _own(ticket_uid, by=by)
    return _move(ticket, TicketState.SERVING, state=TicketState.SERVED, ended_at=at)


@transaction.atomic
def transfer(ticket_uid: UUID, *, to: UUID, by: Actor, at: datetime) -> Ticket:
    """Send a visitor back into the queue for another service; he keeps his number and his place.

    Errors: ServiceNotOffered, and those of :func:`call_again`.
    """
    ticket = _own(ticket_uid, by=by)
    del at
    service = Service.objects.filter(uid=to, desk_id=ticket.desk_id).first()
    if service is None:
        raise ServiceNotOffered()
    return _move(
        ticket,
        *AT_COUNTER,
        state=TicketState.WAITING,
        service=service,
        counter=None,
        called_at=None,
        started_at=None,
        calls=0,
    )


@transaction.atomic
def tie(ticket_uid: UUID, *, dossier_code: str, by: Actor, at: datetime) -> Ticket:
    """Note which dossier the visit was about. Errors: DossierCodeInvalid, TicketMoved."""
    ticket = _own(ticket_uid, by=by)
    del at
    DossierCode.parse(dossier_code)
    return _move(
        ticket,
        *AT_COUNTER,
        TicketState.SERVED,
        dossier_code=dossier_code.strip().upper(),
    )


@transaction.atomic
def leave(ticket_uid: UUID, *, at: datetime) -> Ticket:
    """Give up a place in the queue: whoever has the link may. Errors: TicketMoved."""
    ticket = Ticket.objects.filter(uid=ticket_uid).first()
    if ticket is None:
        raise TicketUnknown()
    return _move(ticket, TicketState.WAITING, state=TicketState.CANCELLED, ended_at=at)


def _own(uid: UUID, *, by: Actor) -> Ticket:
    ticket = Ticket.objects.select_related("service").filter(uid=uid).first()
    if ticket is None:
        raise TicketUnknown()
    require("counter", by, "serve", ticket.desk_id)
    return ticket


def _move(ticket: Ticket, *states: TicketState, **changes: object) -> Ticket:
    """Change the ticket if it still stands in one of the states. Errors: TicketMoved."""
    still = Ticket.objects.filter(pk=ticket.pk, state__in=[state.value for state in states])
    try:
        with transaction.atomic():
            moved = still.update(**changes)
    except IntegrityError as error:
        raise TicketMoved() from error
    if moved != 1:
        raise TicketMoved()
    return Ticket.objects.select_related("service", "counter").get(pk=ticket.pk)


def shown(ticket: Ticket) -> str:
    """Return the number as it is printed and called: ``A007``."""
    return f"{ticket.service.letter}{ticket.number:03}"
