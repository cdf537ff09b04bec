"""Settling the outbox: papers are issued, messages spread; each item once, also after a crash."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.catalogue.api import procedure
from motcua.documents.api import CertificateUnusable, OfficialDocument, issue
from motcua.dossiers import store
from motcua.dossiers.models import OutboxItem
from motcua.dossiers.services import notices
from motcua.dossiers.services.papers import draft_of
from motcua.dossiers.services.signers import deed_of
from motcua.dossiers.services.webhooks import spread
from motcua.dossiers.types import Snapshot

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10


def drain(*, at: datetime, limit: int = 50) -> int:
    """Settle waiting items, oldest first; return how many were settled.

    Each is settled in a transaction of its own, together with the mark that it is done. One that
    fails waits longer each time and never holds up the others.
    """
    settled = 0
    for key in _waiting(at=at, limit=limit):
        settled += _settle_one(key, at=at)
    return settled


def _waiting(*, at: datetime, limit: int) -> list[int]:
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)
    rows = OutboxItem.objects.filter(due, done_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def _settle_one(key: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            held = OutboxItem.objects.select_for_update(skip_locked=True).filter(done_at=None)
            item = held.select_related("dossier").filter(pk=key).first()
            if item is None:
                return False
            _settle(item, at=at)
            item.done_at = at
            item.attempts += 1
            item.save(update_fields=["done_at", "attempts"])
    except Exception as error:  # noqa: BLE001 - the edge of the worker: it logs and tries again
        _postpone(key, error, at=at)
        return False
    return True


def _postpone(key: int, error: Exception, *, at: datetime) -> None:
    log.error("outbox_item_failed", exc_info=error, extra={"item": key})
    item = OutboxItem.objects.get(pk=key)
    item.attempts += 1
    item.next_try_at = at + timedelta(seconds=2**item.attempts)
    item.error = type(error).__name__
    item.save(update_fields=["attempts", "next_try_at", "error"])


def _settle(item: OutboxItem, *, at: datetime) -> None:
    if item.kind == "paper":
        dossier = store.load(item.dossier.uid)
        issue_form(dossier, item.facts["form"], facts=item.facts, at=at, seq=item.seq)
    else:
        spread(item, at=at)
        notices.make(item, at=at)


def issue_form(
    dossier: Snapshot,
    form: str,
    *,
    facts: dict[str, str],
    at: datetime,
    by: str = "system",
    seq: int | None = None,
) -> OfficialDocument | None:
    """Issue one official form of a dossier under the desk's or the agency's seal.

    The officer whose act at ``seq`` the form tells of signs it, where he may.

    An immediate result has no receipt unless the applicant asks (NĐ 61/2018 Đ17(4)).
    """
    if form == "01" and not receipt_is_due(dossier):
        return None
    deed = deed_of(dossier, seq=seq, at=at)
    draft = draft_of(dossier, form, deed=deed, payment=facts.get("payment", ""))
    try:
        return issue(draft, by=by, at=at)
    except CertificateUnusable:
        # The officer may no longer sign; his act stands, and the seal vouches for its paper.
        if not draft.signers:
            raise
        named = {**draft.facts, "drafted_by": draft.signers[0].name}
        return issue(replace(draft, signers=(), facts=named), by=by, at=at)


def receipt_is_due(dossier: Snapshot) -> bool:
    """Return whether a receipt is issued; an immediate result has one when it is asked for."""
    immediate = procedure(dossier.version_id).immediate
    return not immediate or bool(dossier.facts.get("receipt"))
