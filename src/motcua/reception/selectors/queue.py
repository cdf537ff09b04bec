"""What visitors and officers see of the queue. Tickets are numbers, so the hall may see them."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from motcua.authority.api import require
from motcua.authority.types import Actor
from motcua.reception.errors import CounterUnknown, TicketUnknown
from motcua.reception.models import Booking, Counter, Service, Ticket
from motcua.reception.services.queue import FIRST, shown, today
from motcua.reception.types import AT_COUNTER, Priority, TicketState, TicketView

AHEAD = 60


def services_of(desk_id: int) -> list[Service]:
    """Return what people queue for at a desk, by letter."""
    return list(Service.objects.filter(desk_id=desk_id).order_by("letter"))


def counters_of(desk_id: int, *, actor: Actor) -> list[Counter]:
    """Return the counters of a desk. Errors: NotAllowed."""
    require("counter", actor, "serve", desk_id)
    return list(Counter.objects.filter(desk_id=desk_id).order_by("number"))


def counter(uid: UUID, *, actor: Actor) -> Counter:
    """Return a counter to who serves at its desk. Errors: CounterUnknown, NotAllowed."""
    found = Counter.objects.filter(uid=uid).first()
    if found is None:
        raise CounterUnknown()
    require("counter", actor, "serve", found.desk_id)
    return found


def ticket(uid: UUID) -> TicketView:
    """Return a ticket to whoever has its link. Errors: TicketUnknown."""
    row = Ticket.objects.select_related("service", "counter").filter(uid=uid).first()
    if row is None:
        raise TicketUnknown()
    before = _before(row) if row.state == TicketState.WAITING.value else 0
    return _view(row, before=before)


def booking(uid: UUID) -> Booking:
    """Return an appointment to whoever has its link. Errors: TicketUnknown."""
    row = Booking.objects.select_related("service", "ticket").filter(uid=uid).first()
    if row is None:
        raise TicketUnknown()
    return row


def waiting(desk_id: int, *, at: datetime) -> list[TicketView]:
    """Return the queue of today in the order of calling, the first ``AHEAD`` of it."""
    rows = Ticket.objects.filter(
        desk_id=desk_id, on=today(at), state=TicketState.WAITING.value
    ).select_related("service", "counter")
    pace = _pace(desk_id)
    return [
        _view(row, before=place, pace=pace)
        for place, row in enumerate(rows.order_by(FIRST, "id")[:AHEAD])
    ]


def called(desk_id: int, *, at: datetime) -> list[TicketView]:
    """Return who is before a counter now, the last called first."""
    rows = Ticket.objects.filter(
        desk_id=desk_id, on=today(at), state__in=[state.value for state in AT_COUNTER]
    ).select_related("service", "counter")
    return [_view(row, before=0) for row in rows.order_by(F("called_at").desc(), "-id")]


def before_counter(found: Counter) -> Ticket | None:
    """Return the ticket that the counter has called and not finished."""
    states = [state.value for state in AT_COUNTER]
    return Ticket.objects.select_related("service").filter(counter=found, state__in=states).first()


def _before(row: Ticket) -> int:
    queue = Ticket.objects.filter(desk_id=row.desk_id, on=row.on, state=TicketState.WAITING.value)
    first = queue.exclude(priority=Priority.NONE.value)
    if row.priority != Priority.NONE.value:
        return first.filter(id__lt=row.id).count()
    ordinary = queue.filter(priority=Priority.NONE.value, id__lt=row.id)
    return first.count() + ordinary.count()


def _pace(desk_id: int) -> float:
    """Return the minutes between two calls: a visit's planned time over the counters open."""
    planned = list(Service.objects.filter(desk_id=desk_id).values_list("minutes", flat=True))
    opened = Counter.objects.filter(desk_id=desk_id, is_open=True).count()
    return sum(planned) / max(len(planned), 1) / max(opened, 1)


def _view(row: Ticket, *, before: int, pace: float | None = None) -> TicketView:
    waits = row.state == TicketState.WAITING.value
    step = (_pace(row.desk_id) if pace is None else pace) if waits else 0
    return TicketView(
        uid=row.uid,
        desk_id=row.desk_id,
        shown=shown(row),
        service_vi=row.service.name_vi,
        service_en=row.service.name_en,
        state=TicketState(row.state),
        priority=Priority(row.priority),
        counter=row.counter.number if row.counter else None,
        issued_at=row.issued_at,
        before=before,
        wait_minutes=round((before + 1) * step) if waits else None,
    )
