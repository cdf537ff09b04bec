"""The verbs that end a dossier early or move its date."""

from datetime import datetime
from uuid import UUID

from motcua.authority.types import Actor
from motcua.dossiers.rules import ending
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.services.acting import act
from motcua.dossiers.services.unmaking import act_unmaking
from motcua.dossiers.services.words import digest_of
from motcua.dossiers.types import Change, Snapshot


def withdraw(
    uid: UUID, *, by: Actor, at: datetime, reason: str = "", expected_seq: int | None = None
) -> Snapshot:
    """Take the dossier back, as its applicant."""

    def decide(scene: Scene) -> Change:
        return ending.withdraw(scene, reason_digest=digest_of(scene.dossier, reason))

    return act_unmaking(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason)


def stop(
    uid: UUID, *, reason: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Snapshot:
    """Stop a dossier, with notice 05."""

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, reason)
        return ending.stop(scene, reason=reason, reason_digest=digest)

    return act_unmaking(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason)


def apologise(
    uid: UUID,
    *,
    to: datetime,
    reason: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Snapshot:
    """Apologise for a coming delay and make a new appointment, once (NĐ 61/2018 Đ19(9))."""

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, reason)
        return ending.apologise(scene, to=to, reason=reason, reason_digest=digest)

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason)
