"""Sealing, every five minutes."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.ledger.errors import StaleSequence
from motcua.ledger.keys import key_folder
from motcua.ledger.sealing import seal_all

log = logging.getLogger(__name__)

SEALED = "ledger_sealed"
SEALED_ELSEWHERE = "ledger_sealed_elsewhere"


@app.periodic(cron="*/5 * * * *", periodic_id="ledger.seal")
@app.task(name="ledger.seal", queueing_lock="ledger.seal", pass_context=False)
def seal_ledger(timestamp: int) -> int:
    """Seal what can be sealed; return the number of seals made.

    Units: ``timestamp`` in seconds since 1970, the instant that the job was due.
    """
    try:
        made = seal_all(at=datetime.fromtimestamp(timestamp, UTC), keys=key_folder())
    except StaleSequence:
        log.info(SEALED_ELSEWHERE)
        return 0
    for seal in made:
        log.info(SEALED, extra={"seal": seal.number, "entries": seal.entries})
    return len(made)
