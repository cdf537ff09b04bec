"""Counters and services of a desk, and a made-up morning for demonstrations."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from motcua.reception.models import Counter, Plan, Service, Ticket
from motcua.reception.services.queue import take_ticket, today
from motcua.reception.types import Priority, Source, TicketState

SERVICES = (
    ("A", "Nộp hồ sơ", "Hand in a dossier", 12),
    ("B", "Nhận kết quả", "Collect a result", 5),
    ("C", "Chứng thực bản sao", "Certified copies", 8),
    ("D", "Hỏi, được hướng dẫn", "Ask for guidance", 6),
)
COUNTERS = 3
MORNING = (70, 63, 55, 41, 32, 24, 17, 9)
"""How many minutes ago the made-up visitors came."""


@transaction.atomic
def furnish(desk_id: int, *, synthetic: bool = False) -> None:
    """Give a desk its counters, services and plan of appointments; harmless when it has them."""
    for number in range(1, COUNTERS + 1):
        Counter.objects.get_or_create(
            desk_id=desk_id, number=number, defaults={"synthetic": synthetic}
        )
    for letter, vi, en, minutes in SERVICES:
        values = {"name_vi": vi, "name_en": en, "minutes": minutes}
        Service.objects.get_or_create(desk_id=desk_id, letter=letter, defaults=values)
    Plan.objects.get_or_create(desk_id=desk_id)


@transaction.atomic
def seed_morning(desk_ids: Iterable[int], *, at: datetime) -> int:
    """Make tickets of today at each desk, labelled synthetic; return how many there are now."""
    made = 0
    for desk_id in desk_ids:
        furnish(desk_id, synthetic=True)
        if not Ticket.objects.filter(desk_id=desk_id, on=today(at)).exists():
            made += _morning(desk_id, at=at)
    return made


def _morning(desk_id: int, *, at: datetime) -> int:
    services = list(Service.objects.filter(desk_id=desk_id).order_by("letter"))
    counter = Counter.objects.filter(desk_id=desk_id).order_by("number")[0]
    for place, ago in enumerate(MORNING):
        came = max(at - timedelta(minutes=ago), _midnight(at))
        ticket = take_ticket(
            services[place % len(services)].uid,
            at=came,
            source=Source.KIOSK,
            priority=Priority.ELDERLY if place == 6 else Priority.NONE,
            uid=uuid5(NAMESPACE_URL, f"reception/{desk_id}/{today(at)}/{place}"),
            synthetic=True,
        )
        if ago > 40:
            _served(ticket, counter, came)
    return len(MORNING)


def _midnight(at: datetime) -> datetime:
    from motcua.reception.services.queue import PROVINCE

    return at.astimezone(PROVINCE).replace(hour=0, minute=0, second=0, microsecond=0)


def _served(ticket: Ticket, counter: Counter, came: datetime) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(
        state=TicketState.SERVED.value,
        counter=counter,
        calls=1,
        called_at=came + timedelta(minutes=4),
        started_at=came + timedelta(minutes=5),
        ended_at=came + timedelta(minutes=13),
    )
