"""The end of a desk's day: who still waited is let go, and the day's counts enter the ledger.

A ticket is no act on anybody's rights, so it has no entry of its own; what an index measures is
the day, and the day is one entry in the unit's stream.
"""

from datetime import date, datetime

from django.db import transaction

from motcua.authority.api import unit
from motcua.authority.types import SYSTEM
from motcua.ledger import api as ledger
from motcua.reception.models import Day, Ticket
from motcua.reception.selectors import figures
from motcua.reception.types import ENDED, TicketState


@transaction.atomic
def close_day(desk_id: int, *, on: date, at: datetime) -> bool:
    """Count a day that is over, once; tell whether this call did."""
    day = Day.objects.select_for_update().filter(desk_id=desk_id, on=on, closed_at=None).first()
    if day is None:
        return False
    left = Ticket.objects.filter(desk_id=desk_id, on=on)
    left = left.exclude(state__in=[state.value for state in ENDED])
    left.filter(state=TicketState.SERVING.value).update(state=TicketState.SERVED.value, ended_at=at)
    left.update(state=TicketState.MISSED.value, ended_at=at)
    day.closed_at = at
    day.save(update_fields=["closed_at"])
    ledger.record(
        f"unit:{unit(desk_id).uid}",
        kind="reception.day_closed",
        by=SYSTEM.label,
        at=at,
        body=_counts(desk_id, on),
    )
    return True


def _counts(desk_id: int, on: date) -> dict[str, object]:
    lines = figures.by_service(desk_id, since=on, until=on)
    return {
        "on": on.isoformat(),
        "issued": sum(line.issued for line in lines),
        "served": sum(line.served for line in lines),
        "missed": sum(line.missed for line in lines),
    }


def close_days_before(on: date, *, at: datetime) -> int:
    """Count every day before ``on`` that is still open; return how many."""
    opened = list(Day.objects.filter(on__lt=on, closed_at=None).values_list("desk_id", "on"))
    return sum(close_day(desk_id, on=day, at=at) for desk_id, day in opened)
