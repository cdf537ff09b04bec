"""The verbs of the processing agency."""

from datetime import datetime
from functools import partial
from uuid import UUID

from motcua.authority.api import PlaceUnknown
from motcua.authority.types import Actor, Role
from motcua.catalogue.types import Consultation, Verb
from motcua.dossiers.errors import NotAllowed, NoTask
from motcua.dossiers.rules import work
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.selectors.posts import holds_post
from motcua.dossiers.services.acting import act
from motcua.dossiers.services.unmaking import act_unmaking
from motcua.dossiers.services.words import checked_text, digest_of
from motcua.dossiers.types import Change, Snapshot


def assign(
    uid: UUID,
    *,
    task: UUID,
    officer_id: int,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Snapshot:
    """Give an open task to an officer who holds its post (NĐ 61/2018 Đ19(1)).

    Errors: NotAllowed also when the officer does not hold the post; TaskTaken; NoTask.
    """

    def decide(scene: Scene) -> Change:
        found = next((t for t in scene.dossier.tasks if t.uid == task), None)
        if found is None:
            raise NoTask(verb=Verb.ASSIGN.value)
        if not holds_post(officer_id, unit_id=found.unit_id, role=found.role, at=at):
            raise NotAllowed(verb=Verb.ASSIGN.value)
        return work.assign(scene, task_uid=task, officer_id=officer_id)

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)


def claim(
    uid: UUID, *, task: UUID, by: Actor, at: datetime, expected_seq: int | None = None
) -> Snapshot:
    """Take a task that nobody has."""
    decide = partial(work.claim, task_uid=task)
    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)


def forward(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Finish a step and open what follows."""
    decide = partial(work.forward, verb=Verb.FORWARD, task_uid=task)
    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)


def approve(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Approve what the officer proposes and open what follows."""
    decide = partial(work.forward, verb=Verb.APPROVE, task_uid=task)
    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)


def send_back(
    uid: UUID,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Give a step back to the one before it, with a reason; a result to be made anew is revoked."""

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, reason)
        return work.send_back(scene, reason=reason, reason_digest=digest, task_uid=task)

    return act_unmaking(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason)


def consult(
    uid: UUID,
    *,
    asked: Consultation,
    question: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Snapshot:
    """Ask another agency for its opinion, with content and deadline (NĐ 61/2018 Đ19(5))."""

    if asked.of.role not in set(Role):
        raise PlaceUnknown(place=f"{asked.of.place}.{asked.of.role}"[:200])
    checked_text(asked.law, most=120)

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, question)
        return work.consult(scene, asked=asked, question_digest=digest)

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=question)


def answer(
    uid: UUID,
    *,
    task: UUID,
    opinion: str,
    agrees: bool,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Snapshot:
    """Answer a consultation."""

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, opinion)
        return work.answer(scene, task_uid=task, opinion_digest=digest, agrees=agrees)

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=opinion)
