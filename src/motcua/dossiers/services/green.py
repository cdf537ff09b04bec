"""The green lane: when the version's rule holds, the result is made without a human.

Filing, acceptance, the sealed result and its delivery are separate acts of the system, each with
its ledger entry, in the one transaction of the filing, or of the payment that was waited for.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.authority.types import SYSTEM, Actor
from motcua.catalogue.types import Lane, PaymentMoment, Verb
from motcua.documents.api import NumberTaken, Sealing
from motcua.dossiers import store
from motcua.dossiers.rules import result
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.services.desk import acceptance
from motcua.dossiers.services.filing import Filing, draft_exists, file, keep, ready, save_draft
from motcua.dossiers.services.results import keep_result, make_result
from motcua.dossiers.types import PaymentState, Snapshot, Status, TaskState
from motcua.kernel.errors import DomainError

log = logging.getLogger(__name__)
ATTEMPTS = 2


def submit(filing: Filing, *, by: Actor, at: datetime, uid: UUID | None = None) -> Snapshot:
    """File; a green dossier is decided at once, or when what it owes is paid.

    A draft that was saved under the client's own id is filed, with what is said now.

    Errors: those of filing; then nothing is kept.
    """
    if uid is not None and draft_exists(uid):
        with transaction.atomic():
            save_draft(filing, by=by, at=at, uid=uid)
            return settle(file(uid, by=by, at=at), at=at)
    one = ready(filing, by=by, at=at, uid=uid)
    if one.is_alone:
        return keep(one, by=by, at=at)
    with transaction.atomic():
        return settle(keep(one, by=by, at=at), at=at)


def send(uid: UUID, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Snapshot:
    """File a draft that was saved before; a green one is decided at once."""
    with transaction.atomic():
        return settle(file(uid, by=by, at=at, expected_seq=expected_seq), at=at)


def settle(dossier: Snapshot, *, at: datetime) -> Snapshot:
    """Take a green dossier as far as its version says and its fees allow; leave every other.

    It goes on from where it stands, so it may be called again after a payment. What an officer has
    asked about, or done a step of, is his to finish.

    Relies on the caller's transaction, which holds the dossier.
    """
    begin = BEGIN.get(dossier.status)
    if dossier.lane is not Lane.GREEN or begin is None or _in_hands(dossier):
        return dossier
    path = scene_of(dossier, by=SYSTEM, at=at).procedure.green_path
    for verb in path[path.index(begin) :] if begin in path else ():
        if verb in FEES and _owes(dossier, FEES[verb]):
            break
        if verb in STEPS:
            dossier = STEPS[verb](dossier, at=at)
    return dossier


def settle_paid(dossier: Snapshot, *, at: datetime) -> Snapshot:
    """Settle after a payment, which stands whatever comes of that: the desk can still go on.

    Relies on the transaction of the payment.
    """
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return settle(dossier, at=at)
        except NumberTaken:
            continue  # Another paper opened the same book; it is there now.
        except DomainError as error:
            log.warning("green_not_settled", extra={"dossier": str(dossier.uid), "e": error.code})
            break
    return dossier


def _in_hands(dossier: Snapshot) -> bool:
    done = (TaskState.DONE, TaskState.RETURNED)
    worked = any(t.officer_id is not None and t.state in done for t in dossier.tasks)
    return worked or dossier.intake_supplements > 0


def _owes(dossier: Snapshot, moment: PaymentMoment) -> bool:
    return any(p.state is PaymentState.DUE and p.moment == moment for p in dossier.payments)


def _accept(dossier: Snapshot, *, at: datetime) -> Snapshot:
    return store.commit(dossier, acceptance(scene_of(dossier, by=SYSTEM, at=at)))


def _issue(dossier: Snapshot, *, at: datetime) -> Snapshot:
    scene = scene_of(dossier, by=SYSTEM, at=at)
    paper = make_result(scene, signers=(), sealing=Sealing.SEALED)
    change = result.decide_green(scene, document=paper.uid, digest=paper.file.sha256)
    after = store.commit(dossier, change, document=paper)
    keep_result(scene, file_uid=paper.file.uid)
    return after


def _hand_over(dossier: Snapshot, *, at: datetime) -> Snapshot:
    scene = scene_of(dossier, by=SYSTEM, at=at)
    return store.commit(dossier, result.hand_over(scene, how="electronic"))


STEPS = {Verb.ACCEPT: _accept, Verb.ISSUE: _issue, Verb.HAND_OVER: _hand_over}
BEGIN = {Status.NEW: Verb.ACCEPT, Status.DONE: Verb.HAND_OVER}
"""The act with which the system goes on, by status; in every other status a human is at work."""

FEES = {Verb.ACCEPT: PaymentMoment.FILING, Verb.HAND_OVER: PaymentMoment.RETURN}
"""What must be paid before an act."""
