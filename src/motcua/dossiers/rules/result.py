"""Acts on the result: sign, issue, hand over, correct, rate."""

from dataclasses import replace
from uuid import UUID

from motcua.authority.types import ActorKind, Appointment, Role
from motcua.catalogue.types import PaymentMoment, Verb
from motcua.dossiers.errors import NotAllowed, RatingInvalid, ResultMissing
from motcua.dossiers.rules import tasks
from motcua.dossiers.rules.intake import (
    require_applicant,
    require_paid,
    require_reason,
    return_desk,
)
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import moved, require
from motcua.dossiers.rules.work import close_consultations
from motcua.dossiers.types import Change, Notice, Outcome, Status, Task

RATED = tuple(range(1, 10))
"""The nine indicators of TT 01/2018/TT-VPCP Đ13."""


def signing(scene: Scene, *, task_uid: UUID | None = None) -> tuple[Task, Appointment | None]:
    """Return the task and the power by which the actor may sign now.

    Errors: StatusForbids, NoTask, TaskTaken, ConsultationPending.
    """
    moved(Verb.SIGN, source=scene.dossier.status, target=scene.dossier.status)
    task = tasks.task_for(scene, Verb.SIGN, task_uid=task_uid)
    close_consultations(scene, task)
    return task, tasks.power_on(scene, Verb.SIGN, task)


def sign(scene: Scene, *, document: UUID, digest: str, task_uid: UUID | None = None) -> Change:
    """Return the signature on the result; the paper itself was signed before this act commits."""
    task, power = signing(scene, task_uid=task_uid)
    opened = tasks.following(scene, task)
    return scene.change(
        Verb.SIGN,
        set={"result_uid": document, "sealed": False, "outcome": Outcome.GRANTED},
        close=(tasks.closed(task, at=scene.at), *close_consultations(scene, task)),
        open=opened,
        notices=tuple(Notice("task_opened", {"task": str(new.uid)}) for new in opened),
        body={
            "task": str(task.uid),
            "document": str(document),
            "sha256": digest,
            "formula": power.formula if power else "",
            "delegation": power.delegation_id if power else None,
        },
    )


def issuing(scene: Scene, *, task_uid: UUID | None = None) -> Task:
    """Return the task by which the actor may seal and issue now.

    Errors: StatusForbids, NoTask, TaskTaken, ResultMissing.
    """
    moved(Verb.ISSUE, source=scene.dossier.status, target=Status.DONE)
    task = tasks.task_for(scene, Verb.ISSUE, task_uid=task_uid)
    if scene.dossier.result_uid is None:
        raise ResultMissing()
    return task


def issue(scene: Scene, *, digest: str, task_uid: UUID | None = None) -> Change:
    """Return the result issued under the unit's seal; the processing clock ends (status 9)."""
    task = issuing(scene, task_uid=task_uid)
    done = replace(scene, dossier=replace(scene.dossier, status=Status.DONE))
    opened = tasks.following(done, task)
    return scene.change(
        Verb.ISSUE,
        set={"status": Status.DONE, "finished_at": scene.at, "sealed": True},
        close=(tasks.closed(task, at=scene.at),),
        open=opened,
        notices=(Notice("result_ready"),),
        body={"task": str(task.uid), "document": str(scene.dossier.result_uid), "sha256": digest},
    )


def decide_green(scene: Scene, *, document: UUID, digest: str) -> Change:
    """Return the result of the green lane issued under the unit's seal, with no human hand.

    The version's own rule decided it; every open task ends, and the last step waits for delivery.
    """
    moved(Verb.ISSUE, source=scene.dossier.status, target=Status.DONE)
    return scene.change(
        Verb.ISSUE,
        set={
            "status": Status.DONE,
            "finished_at": scene.at,
            "result_uid": document,
            "sealed": True,
            "outcome": Outcome.GRANTED,
        },
        close=tasks.cancelled(scene.dossier, at=scene.at),
        open=return_desk(scene, came_from=""),
        notices=(Notice("result_ready"),),
        body={"document": str(document), "sha256": digest, "lane": "green"},
    )


def hand_over(scene: Scene, *, how: str, task_uid: UUID | None = None) -> Change:
    """Return the result given to the applicant, on paper or electronically (Đ20).

    Errors: StatusForbids, NoTask, TaskTaken, PaymentDue.
    """
    moved(Verb.HAND_OVER, source=scene.dossier.status, target=Status.RETURNED)
    task = tasks.task_for(scene, Verb.HAND_OVER, task_uid=task_uid)
    require_paid(scene.dossier, PaymentMoment.RETURN)
    return scene.change(
        Verb.HAND_OVER,
        set={"status": Status.RETURNED, "returned_at": scene.at},
        close=(tasks.closed(task, at=scene.at), *_others(scene, task)),
        notices=(Notice("handed_over"), Notice("paper", {"form": "result-return"})),
        body={"task": str(task.uid), "how": how},
    )


def _others(scene: Scene, task: Task) -> tuple[Task, ...]:
    return tuple(t for t in tasks.cancelled(scene.dossier, at=scene.at) if t.uid != task.uid)


def require_corrector(scene: Scene) -> Appointment | None:
    """Return the power by which the head of the competent agency corrects its error (Đ21).

    Errors: StatusForbids, NotAllowed, ResultMissing.
    """
    require(Verb.CORRECT, scene.dossier.status)
    if scene.dossier.result_uid is None:
        raise ResultMissing()
    if scene.actor.kind is ActorKind.SYSTEM:
        raise NotAllowed(verb=Verb.CORRECT.value)
    unit_id, code = scene.dossier.competent_id, scene.procedure.code
    power = tasks.holds(
        scene.actor, unit_id=unit_id, roles=(Role.UNIT_HEAD,), procedure=code, verb=Verb.CORRECT
    )
    if power is None:
        raise NotAllowed(verb=Verb.CORRECT.value)
    return power


def correct(
    scene: Scene, *, document: UUID, digest: str, reason: str, reason_digest: str
) -> Change:
    """Return the agency's error mended with a new result in the place of the old one (Đ21)."""
    require_reason(Verb.CORRECT, reason)
    require_corrector(scene)
    return scene.change(
        Verb.CORRECT,
        set={"result_uid": document},
        notices=(Notice("corrected"),),
        body={
            "document": str(document),
            "supersedes": str(scene.dossier.result_uid),
            "sha256": digest,
            "reason": reason_digest,
        },
    )


def rate(scene: Scene, *, scores: dict[int, int]) -> Change:
    """Return the applicant's rating: 0, 1 or 2 for each indicator (TT 01/2018/TT-VPCP Đ13)."""
    require_applicant(scene, Verb.RATE)
    moved(Verb.RATE, source=scene.dossier.status, target=scene.dossier.status)
    for indicator, score in scores.items():
        if indicator not in RATED or score not in {0, 1, 2}:
            raise RatingInvalid(indicator=indicator)
    if not scores:
        raise RatingInvalid(indicator="-")
    ordered = {str(indicator): scores[indicator] for indicator in sorted(scores)}
    return scene.change(Verb.RATE, body={"scores": ordered})
