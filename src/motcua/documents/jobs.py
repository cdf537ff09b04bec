"""Work of the queue: removing contents that no row speaks of."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from motcua.documents import storage
from motcua.documents.models import StoredFile

__all__ = ["remove_orphans"]

ORPHAN_AGE = timedelta(hours=24)
"""Younger contents may belong to a paper that is being issued."""

log = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(name="documents.remove_orphans", queueing_lock="documents.remove_orphans")
def clean_storage(timestamp: int) -> None:
    """Remove the orphans of yesterday and before, every night."""
    removed = remove_orphans(at=datetime.fromtimestamp(timestamp, tz=UTC))
    log.info("orphans_removed", extra={"removed": removed})


def remove_orphans(*, at: datetime) -> int:
    """Remove contents older than a day that no row speaks of; return how many."""
    removed = 0
    for sha256, written_at in storage.names():
        if written_at < at - ORPHAN_AGE:
            removed += _remove_orphan(sha256, before=at - ORPHAN_AGE)
    return removed


def _remove_orphan(sha256: str, *, before: datetime) -> int:
    """Remove one content unless a row speaks of it; the lock keeps out whoever stores the same."""
    with transaction.atomic():
        storage.lock(sha256)
        if StoredFile.objects.filter(sha256=sha256).exists():
            return 0
        if storage.written_at(sha256) >= before:
            return 0
        storage.write_away(sha256)
    return 1
