"""Appointments: half hours of the desk's own working time, a few places each."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from motcua.authority.api import calendar_of
from motcua.reception.errors import BookingOver, ServiceNotOffered, SlotClosed, SlotFull
from motcua.reception.models import Booking, Plan, Service, Ticket
from motcua.reception.services.queue import PROVINCE, take_ticket, today
from motcua.reception.types import BookingState, Slot, Source

HALF_HOUR = timedelta(minutes=30)
LONGEST_AHEAD = timedelta(days=14)


def slots(desk_id: int, *, on: date, at: datetime) -> list[Slot]:
    """Return the half hours of a day that can still be booked."""
    plan = Plan.objects.filter(desk_id=desk_id).first()
    if plan is None:
        return []
    start = datetime.combine(on, time(), tzinfo=PROVINCE)
    held = Booking.objects.filter(desk_id=desk_id, starts_at__date=on)
    taken = list(
        held.exclude(state=BookingState.CANCELLED.value).values_list("starts_at", flat=True)
    )
    halves = (start + number * HALF_HOUR for number in range(48))
    found = [
        Slot(half, plan.capacity - taken.count(half))
        for half in halves
        if _is_open(desk_id, half, at=at)
    ]
    return [slot for slot in found if slot.left > 0]


def _is_open(desk_id: int, starts_at: datetime, *, at: datetime) -> bool:
    if not at < starts_at <= at + LONGEST_AHEAD:
        return False
    calendar = calendar_of(desk_id)
    last = starts_at + HALF_HOUR - timedelta(minutes=1)
    return calendar.is_working(starts_at) and calendar.is_working(last)


@transaction.atomic
def book(
    service_uid: UUID, *, starts_at: datetime, at: datetime, uid: UUID | None = None
) -> Booking:
    """Take a place in a half hour; the same ``uid`` again gives the same appointment.

    The desk's plan is held meanwhile, so no half hour has more places than the plan says.
    Errors: ServiceNotOffered, SlotClosed, SlotFull.
    """
    service = Service.objects.filter(uid=service_uid).first()
    plan = (
        Plan.objects.select_for_update().filter(desk=service.desk_id).first() if service else None
    )
    if service is None or plan is None:
        raise ServiceNotOffered()
    known = Booking.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        return known
    if starts_at.minute % 30 or starts_at.second or not _is_open(service.desk_id, starts_at, at=at):
        raise SlotClosed()
    return Booking.objects.create(
        uid=uid or uuid4(),
        desk_id=service.desk_id,
        service=service,
        starts_at=starts_at,
        place=_free_place(plan, starts_at),
        booked_at=at,
    )


def _free_place(plan: Plan, starts_at: datetime) -> int:
    """Relies on the plan being held."""
    held = Booking.objects.filter(desk_id=plan.desk_id, starts_at=starts_at)
    taken = set(held.exclude(state=BookingState.CANCELLED.value).values_list("place", flat=True))
    free = [place for place in range(1, plan.capacity + 1) if place not in taken]
    if not free:
        raise SlotFull()
    return free[0]


def cancel_booking(uid: UUID, *, at: datetime) -> None:
    """Give an appointment back. Errors: BookingOver."""
    held = Booking.objects.filter(uid=uid, state=BookingState.BOOKED.value, starts_at__gt=at)
    if held.update(state=BookingState.CANCELLED.value) != 1:
        raise BookingOver()


@transaction.atomic
def arrive(uid: UUID, *, at: datetime) -> Ticket:
    """Turn today's appointment into a ticket, once. Errors: BookingOver."""
    booking = Booking.objects.select_for_update().filter(uid=uid).first()
    if booking is not None and booking.ticket is not None:
        return booking.ticket
    usable = booking is not None and booking.state == BookingState.BOOKED.value
    if booking is None or not usable or today(booking.starts_at) != today(at):
        raise BookingOver()
    ticket = take_ticket(booking.service.uid, at=at, source=Source.APPOINTMENT)
    booking.ticket, booking.state = ticket, BookingState.ARRIVED.value
    booking.save(update_fields=["ticket", "state"])
    return ticket
