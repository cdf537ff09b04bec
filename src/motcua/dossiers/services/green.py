"""The green lane: when the version's rule holds, the result is made without a human.

Filing, acceptance, the sealed result and its delivery are separate acts of the system, each with
its ledger entry, in the one transaction of the filing.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.authority.types import SYSTEM, Actor
from motcua.catalogue.types import Lane, PaymentMoment, Verb
from motcua.documents.api import Sealing
from motcua.dossiers import store
from motcua.dossiers.rules import intake, result
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.services.desk import next_code
from motcua.dossiers.services.filing import Filing, file, file_at_once
from motcua.dossiers.services.results import keep_result, make_result
from motcua.dossiers.types import PaymentState, Snapshot


@transaction.atomic
def submit(filing: Filing, *, by: Actor, at: datetime, uid: UUID | None = None) -> Snapshot:
    """File; a green dossier with nothing to pay is decided at once.

    Errors: those of filing; then nothing is kept.
    """
    return settle(file_at_once(filing, by=by, at=at, uid=uid), at=at)


def send(uid: UUID, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Snapshot:
    """File a draft that was saved before; a green one is decided at once."""
    with transaction.atomic():
        return settle(file(uid, by=by, at=at, expected_seq=expected_seq), at=at)


def settle(dossier: Snapshot, *, at: datetime) -> Snapshot:
    """Take a filed green dossier to its end as its version says; leave every other as it is.

    Relies on the transaction of the filing.
    """
    owes = any(
        p.state is PaymentState.DUE and p.moment == PaymentMoment.FILING for p in dossier.payments
    )
    if dossier.lane is not Lane.GREEN or owes:
        return dossier
    path = scene_of(dossier, by=SYSTEM, at=at).procedure.green_path
    steps = {Verb.ACCEPT: _accept, Verb.ISSUE: _issue, Verb.HAND_OVER: _hand_over}
    for verb in path:
        if verb in steps:
            dossier = steps[verb](dossier, at=at)
    return dossier


def _accept(dossier: Snapshot, *, at: datetime) -> Snapshot:
    scene = scene_of(dossier, by=SYSTEM, at=at)
    intake.check_acceptance(scene)
    change = intake.accept(scene, code=next_code(dossier.competent_id, at=at))
    return store.commit(dossier, change)


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
