"""Recording a proven payment, and setting going what waited for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.authority.types import Actor
from motcua.dossiers import store
from motcua.dossiers.rules import intake
from motcua.dossiers.services.acting import read, scene_of
from motcua.dossiers.services.green import settle_paid
from motcua.dossiers.services.words import checked_text, digest_of
from motcua.dossiers.types import Snapshot


@transaction.atomic
def record_payment(
    uid: UUID,
    *,
    payment: UUID,
    amount: int,
    reference: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Snapshot:
    """Record a proven payment of one fee line; a green dossier that owes no more is decided.

    The dossier is held until the end, so that of two payments at once the second sees the first.

    Errors: NotAllowed, StatusForbids, PaymentUnknown, PaymentPaidBefore, DossierMoved.
    """
    checked_text(reference, most=80)
    dossier = read(uid, expected_seq=expected_seq)
    scene = scene_of(dossier, by=by, at=at)
    change = intake.record_payment(
        scene,
        uid=payment,
        amount=amount,
        reference=reference,
        reference_digest=digest_of(dossier, reference),
    )
    return settle_paid(store.commit(dossier, change), at=scene.at)
