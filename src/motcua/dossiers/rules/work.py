"""Acts of the processing agency: assign, claim, forward, send back, consult, answer, approve."""

from dataclasses import replace
from uuid import UUID

from motcua.catalogue.api import consultations
from motcua.catalogue.types import Consultation, Verb
from motcua.dossiers.errors import ConsultationPending, NoTask, TaskTaken
from motcua.dossiers.rules import tasks
from motcua.dossiers.rules.intake import require_reason
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import moved, require
from motcua.dossiers.rules.unmaking import signs_again, without_result
from motcua.dossiers.types import Change, Notice, Status, Task, TaskKind, TaskState


def assign(scene: Scene, *, task_uid: UUID, officer_id: int) -> Change:
    """Return the head's choice of the officer for a task (NĐ 61/2018 Đ19(1)).

    The caller has checked that the officer holds the post of the task.
    """
    require(Verb.ASSIGN, scene.dossier.status)
    task = _open_task(scene, task_uid, Verb.ASSIGN)
    tasks.require_overseer(scene, Verb.ASSIGN, task.unit_id)
    return scene.change(
        Verb.ASSIGN,
        touch=(replace(task, officer_id=officer_id),),
        notices=(Notice("assigned", {"task": str(task.uid)}),),
        body={"task": str(task.uid), "officer": officer_id},
    )


def claim(scene: Scene, *, task_uid: UUID) -> Change:
    """Return an officer taking a task that nobody has.

    Errors: TaskTaken when another officer was first.
    """
    require(Verb.CLAIM, scene.dossier.status)
    task = tasks.task_for(scene, Verb.CLAIM, task_uid=task_uid)
    if task.officer_id is not None:
        raise TaskTaken(step=task.step)
    return scene.change(
        Verb.CLAIM,
        touch=(replace(task, officer_id=scene.actor.account_id),),
        body={"task": str(task.uid)},
    )


def _open_task(scene: Scene, uid: UUID, verb: Verb) -> Task:
    for task in scene.dossier.tasks:
        if task.uid == uid:
            if task.state is not TaskState.OPEN:
                raise TaskTaken(step=task.step)
            return task
    raise NoTask(verb=verb.value)


def forward(scene: Scene, *, verb: Verb = Verb.FORWARD, task_uid: UUID | None = None) -> Change:
    """Return the step done and the next ones opened; ``verb`` is forward or approve.

    Leaving the desk moves an accepted dossier into processing (2 to 4); a procedure that is
    settled at the desk stays accepted until its result is issued. The officer's own open questions
    to other agencies must be answered or their deadline past (Đ19(5)).

    Errors: StatusForbids, NoTask, TaskTaken, ConsultationPending, LeadsNowhere.
    """
    status = scene.dossier.status
    leaves_desk = (
        verb is Verb.FORWARD and status is Status.ACCEPTED and not scene.procedure.immediate
    )
    target = Status.PROCESSING if leaves_desk else status
    moved(verb, source=status, target=target)
    task = tasks.task_for(scene, verb, task_uid=task_uid)
    silent = close_consultations(scene, task)
    opened = tasks.following(scene, task)
    asked = tuple(q for new in opened for q in _standing_questions(scene, new))
    return scene.change(
        verb,
        set={"status": target} if leaves_desk else {},
        close=(tasks.closed(task, at=scene.at), *silent),
        open=(*opened, *asked),
        notices=_opened(opened),
        body={
            "task": str(task.uid),
            "step": task.step,
            "opened": [new.step for new in opened],
            "consulted": [q.unit_id for q in asked],
            "silent": [q.unit_id for q in silent],
        },
    )


def close_consultations(scene: Scene, task: Task) -> tuple[Task, ...]:
    """Return the questions of the step that stayed unanswered past their deadline, as cancelled.

    Errors: ConsultationPending while a deadline still runs.
    """
    mine = [
        t
        for t in scene.dossier.open_tasks()
        if t.kind is TaskKind.CONSULTATION and t.came_from == task.step
    ]
    for question in mine:
        if question.due_at > scene.at:
            raise ConsultationPending(until=question.due_at.isoformat())
    return tuple(
        tasks.closed(question, at=scene.at, state=TaskState.CANCELLED) for question in mine
    )


def _opened(opened: tuple[Task, ...]) -> tuple[Notice, ...]:
    return tuple(Notice("task_opened", {"task": str(task.uid)}) for task in opened)


def _standing_questions(scene: Scene, task: Task) -> tuple[Task, ...]:
    """Return the opinions that the process itself asks when the step opens."""
    return tuple(
        tasks.asked(scene, consultation, step=task.step)
        for consultation in consultations(scene.procedure.steps[task.step], scene.facts())
    )


def send_back(
    scene: Scene, *, reason: str, reason_digest: str, task_uid: UUID | None = None
) -> Change:
    """Return the step given back to the one before it, with a reason.

    The earlier step counts on from where it stood; the time it lay elsewhere is left out. A result
    that was signed and is to be signed anew is taken back.
    """
    require_reason(Verb.SEND_BACK, reason)
    moved(Verb.SEND_BACK, source=scene.dossier.status, target=scene.dossier.status)
    task = tasks.task_for(scene, Verb.SEND_BACK, task_uid=task_uid)
    if not task.came_from:
        raise NoTask(verb=Verb.SEND_BACK.value)
    before = last_run(scene, task.came_from)
    again = tasks.opened(
        scene,
        scene.procedure.steps[task.came_from],
        came_from=before.came_from,
        officer_id=before.officer_id,
    )
    values = without_result(scene.dossier) if signs_again(scene.procedure, again.step) else {}
    return scene.change(
        Verb.SEND_BACK,
        set=values | ({"outcome": None} if values else {}),
        close=(tasks.closed(task, at=scene.at, state=TaskState.RETURNED),),
        open=(again,),
        notices=_opened((again,)),
        body={
            "task": str(task.uid),
            "step": task.step,
            "back_to": again.step,
            "reason": reason_digest,
        },
    )


def last_run(scene: Scene, step: str) -> Task:
    """Return the latest task of a step that has been done."""
    runs = [t for t in scene.dossier.tasks if t.step == step and t.kind is TaskKind.STEP]
    if not runs:
        raise NoTask(verb=Verb.SEND_BACK.value)
    return runs[-1]


def consult(scene: Scene, *, asked: Consultation, question_digest: str) -> Change:
    """Return an opinion asked of another agency beside the step; several may run side by side.

    Content and deadline are recorded (NĐ 61/2018 Đ19(5)).
    """
    moved(Verb.CONSULT, source=scene.dossier.status, target=Status.PROCESSING)
    task = tasks.task_for(scene, Verb.CONSULT)
    question = tasks.asked(scene, asked, step=task.step)
    return scene.change(
        Verb.CONSULT,
        open=(question,),
        notices=_opened((question,)),
        body={
            "task": str(task.uid),
            "question": question_digest,
            "unit": question.unit_id,
            "until": question.due_at.isoformat(),
            "law": asked.law,
        },
    )


def answer(scene: Scene, *, task_uid: UUID, opinion_digest: str, agrees: bool) -> Change:
    """Return the consulted agency's answer, in time or late (its delay is measurable)."""
    require(Verb.ANSWER, scene.dossier.status)
    task = tasks.task_for(scene, Verb.ANSWER, task_uid=task_uid)
    return scene.change(
        Verb.ANSWER,
        close=(tasks.closed(task, at=scene.at),),
        notices=(Notice("answered", {"task": str(task.uid)}),),
        body={
            "task": str(task.uid),
            "opinion": opinion_digest,
            "agrees": agrees,
            "late": scene.at > task.due_at,
        },
    )
