"""Work of the background worker: the days that are over are counted."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.reception.services import days
from motcua.reception.services.queue import today


@app.periodic(cron="20 0 * * *")
@app.task(name="reception.close_days", queue="reception", queueing_lock="reception.close_days")
def close_days(timestamp: int) -> None:
    """Count every day that has ended in the province."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    days.close_days_before(today(at), at=at)
