"""Acts that can take back a result which is signed and not yet issued: the paper is revoked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.authority.types import Actor
from motcua.documents.api import revoke
from motcua.dossiers import store
from motcua.dossiers.rules.unmaking import is_unissued
from motcua.dossiers.services.acting import Decide, read, scene_of
from motcua.dossiers.types import Snapshot

WHY = "Kết quả chưa phát hành: hồ sơ đã dừng, rút hoặc trả lại ({verb})"
"""Fixed words: papers are kept for ever, what an officer wrote is not."""


@transaction.atomic
def act_unmaking(
    uid: UUID,
    decide: Decide,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    remark: str = "",
) -> Snapshot:
    """Do one act; when it leaves a signed result behind, revoke that paper with it.

    A signature that commits at the same moment comes before, and is seen, or after, and is told.

    Errors: whatever ``decide`` raises; DossierNotFound; DossierMoved.
    """
    dossier = read(uid, expected_seq=expected_seq)
    change = decide(scene_of(dossier, by=by, at=at))
    after = store.commit(dossier, change, remark=remark)
    if dossier.result_uid and is_unissued(dossier) and after.result_uid is None:
        reason = WHY.format(verb=change.verb.value)
        revoke(dossier.result_uid, by=by.label, at=change.at, reason=reason)
    return after
