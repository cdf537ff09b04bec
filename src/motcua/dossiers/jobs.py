"""Work of the background worker: the outbox every second, the watch every few minutes."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from motcua.authority.api import CalendarChanged
from motcua.dossiers import channels, gateway
from motcua.dossiers.services import notices, orders, outbox, recounting, watching, webhooks
from motcua.dossiers.services.acting import PROVINCE

QUEUE = "dossiers"


@app.periodic(cron="* * * * * *")
@app.task(name="dossiers.drain_outbox", queue=QUEUE, queueing_lock="dossiers.drain_outbox")
def drain_outbox(timestamp: int) -> None:
    """Make the papers and messages of the acts that have committed."""
    del timestamp
    while outbox.drain(at=timezone.now()):
        continue


@app.periodic(cron="*/5 * * * * *")
@app.task(name="dossiers.deliver_webhooks", queue=QUEUE, queueing_lock="dossiers.deliver_webhooks")
def deliver_webhooks(timestamp: int) -> None:
    """Send what clients subscribed to."""
    del timestamp
    webhooks.deliver(at=timezone.now())


@app.periodic(cron="*/5 * * * * *")
@app.task(name="dossiers.send_notices", queue=QUEUE, queueing_lock="dossiers.send_notices")
def send_notices(timestamp: int) -> None:
    """Send notices by the channels that people chose."""
    del timestamp
    notices.deliver(at=timezone.now(), channels=channels.configured())


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.ask_gateway", queue=QUEUE, queueing_lock="dossiers.ask_gateway")
def ask_gateway(timestamp: int) -> None:
    """Ask the payment gateway about the orders that have no answer."""
    del timestamp
    orders.reconcile(at=timezone.now(), gateway=gateway.configured())


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.watch", queue=QUEUE, queueing_lock="dossiers.watch")
def watch(timestamp: int) -> None:
    """Warn, escalate, draft apologies, and close what waited too long."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    watching.warn_before_due(at=at)
    watching.escalate_overdue(at=at)
    watching.draft_apologies(at=at)
    watching.close_waiting(at=at)


@app.periodic(cron="10 0 * * *")
@app.task(name="dossiers.count_yesterday", queue=QUEUE, queueing_lock="dossiers.count_yesterday")
def count_yesterday(timestamp: int) -> None:
    """Count the day that has ended in the province."""
    at = datetime.fromtimestamp(timestamp, tz=UTC).astimezone(PROVINCE)
    watching.count_day((at - timedelta(days=1)).date())


@app.task(name="dossiers.follow_calendar", queue=QUEUE)
def follow_calendar(unit_ids: list[int]) -> None:
    """Recount the dossiers that a changed calendar moves."""
    recounting.follow_calendar(unit_ids)


def follow_later(told: CalendarChanged) -> None:
    """Leave the recounting to the worker: a province has many running dossiers."""
    follow_calendar.defer(unit_ids=sorted(told.unit_ids))
