"""A furnished desk for tests; other rooms use it too."""

from dataclasses import dataclass
from datetime import UTC, datetime

from motcua.authority.api import actor_for_account, forget, seed_calendars
from motcua.authority.models import Account, Unit
from motcua.authority.tests.factories import make_account, make_officer, make_province
from motcua.authority.types import Actor, Role
from motcua.reception import api
from motcua.reception.models import Counter, Service, Ticket

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 09:00 in the province."""


@dataclass
class Hall:
    """A desk with three counters, four services and one receiver."""

    desk: Unit
    account: Account

    @classmethod
    def make(cls) -> "Hall":
        """Make it all."""
        province = make_province()
        seed_calendars(at=AT)
        forget()
        commune = Unit.objects.get(slug="commune", parent=province)
        desk = Unit.objects.get(slug="one-stop", parent=commune)
        api.furnish(desk.pk)
        return cls(desk, make_officer(desk, Role.RECEIVER))

    @property
    def receiver(self) -> Actor:
        """Return the receiver at the desk."""
        return actor_for_account(self.account, at=AT)

    @property
    def counters(self) -> list[Counter]:
        """Return the counters by number."""
        return list(Counter.objects.filter(desk=self.desk).order_by("number"))

    @property
    def services(self) -> list[Service]:
        """Return the services by letter."""
        return api.services_of(self.desk.pk)

    def ticket(self, **facts) -> Ticket:
        """Take a ticket for the first service."""
        return api.take_ticket(self.services[0].uid, **{"at": AT, **facts})


def stranger() -> Actor:
    """Return an officer of nowhere."""
    return actor_for_account(make_account(), at=AT)
