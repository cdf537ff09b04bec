"""Tasks: who may act, what opens next, and the clock of a single step."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.authority.types import Actor, ActorKind, Appointment, Role
from motcua.catalogue.api import next_steps, opens_after
from motcua.catalogue.types import Consultation, Step, Verb
from motcua.dossiers.errors import LeadsNowhere, NotAllowed, NoTask, TaskTaken
from motcua.dossiers.rules import clock
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.types import Snapshot, Task, TaskKind, TaskState
from motcua.kernel.worktime import Limit, Pause, PauseCause, WorkCalendar

OVERSEERS = frozenset({Role.UNIT_HEAD, Role.SUPERVISOR})
"""The roles that assign and reassign within their unit (NĐ 61/2018 Đ19(1))."""


def holds(
    actor: Actor, *, unit_id: int, roles: Iterable[Role | str], procedure: str, verb: Verb
) -> Appointment | None:
    """Return the appointment by which the actor may do the verb in one of the roles at the unit.

    A delegation counts only for the procedures and acts that it names.
    """
    wanted = {str(role) for role in roles}
    for appointment in actor.appointments:
        if appointment.unit_id != unit_id or str(appointment.role) not in wanted:
            continue
        if appointment.covers(act=verb.value, procedure=procedure):
            return appointment
    return None


def task_for(scene: Scene, verb: Verb, *, task_uid: UUID | None = None) -> Task:
    """Return the open task on which the actor may do the verb.

    Errors: TaskTaken when the named task is closed or another's, NoTask when there is none.
    """
    candidates = [task for task in scene.dossier.tasks if task_uid in (None, task.uid)]
    for task in candidates:
        if task.state is TaskState.OPEN and may_act(scene, verb, task):
            _refuse_if_anothers(scene, task)
            return task
    if task_uid is not None and any(t.state is not TaskState.OPEN for t in candidates):
        raise TaskTaken(step=candidates[0].step)
    raise NoTask(verb=verb.value)


def may_act(scene: Scene, verb: Verb, task: Task) -> bool:
    """Return whether task, step and post together let the actor do the verb."""
    if not allows(scene, verb, task):
        return False
    if scene.actor.kind is ActorKind.SYSTEM:
        return True
    return power_on(scene, verb, task) is not None


def power_on(scene: Scene, verb: Verb, task: Task) -> Appointment | None:
    """Return the appointment by which the actor may do the verb on the task."""
    code = scene.procedure.code
    return holds(scene.actor, unit_id=task.unit_id, roles=(task.role,), procedure=code, verb=verb)


def allows(scene: Scene, verb: Verb, task: Task) -> bool:
    """Return whether the step of the task lists the verb (or always has it)."""
    if task.kind is TaskKind.CONSULTATION:
        return verb in {Verb.ANSWER, Verb.CLAIM}
    do = scene.procedure.steps[task.step].do
    if verb is Verb.FORWARD:
        return Verb.FORWARD in do or Verb.ACCEPT in do
    if verb in {Verb.CLAIM, Verb.CONSULT, Verb.RECORD_PAYMENT}:
        return True
    return verb in do


def require_overseer(scene: Scene, verb: Verb, unit_id: int) -> Appointment | None:
    """Return the head's or supervisor's appointment in the unit; the system needs none.

    Errors: NotAllowed.
    """
    if scene.actor.kind is ActorKind.SYSTEM:
        return None
    code = scene.procedure.code
    found = holds(scene.actor, unit_id=unit_id, roles=OVERSEERS, procedure=code, verb=verb)
    if found is None:
        raise NotAllowed(verb=verb.value)
    return found


def _refuse_if_anothers(scene: Scene, task: Task) -> None:
    actor = scene.actor
    if task.officer_id is None or actor.kind is ActorKind.SYSTEM:
        return
    if task.officer_id == actor.account_id:
        return
    owner = scene.label_of(task.officer_id)
    if not any(appointment.on_behalf_of == owner for appointment in actor.appointments):
        raise TaskTaken(step=task.step)


def closed(task: Task, *, at: datetime, state: TaskState = TaskState.DONE) -> Task:
    """Return the task as closed, this stay added to its rounds."""
    stay = (task.opened_at.isoformat(), at.isoformat())
    return replace(task, state=state, rounds=(*task.rounds, stay))


def cancelled(dossier: Snapshot, *, at: datetime) -> tuple[Task, ...]:
    """Return all open tasks as cancelled."""
    state = TaskState.CANCELLED
    return tuple(closed(task, at=at, state=state) for task in dossier.open_tasks())


def following(scene: Scene, task: Task) -> tuple[Task, ...]:
    """Return the tasks that open when ``task`` is done.

    A step that joins waits until every step it names is done and none of them is open. What a
    brother has opened already, while ``task`` was at work, is not opened twice.

    Errors: LeadsNowhere when no rule of the step holds although it is not the last.
    """
    step = scene.procedure.steps[task.step]
    if not step.next:
        return ()
    targets = next_steps(step, scene.facts())
    if not targets:
        raise LeadsNowhere(step=step.id)
    ready = (scene.procedure.steps[name] for name in targets)
    return tuple(opened(scene, s, came_from=task.step) for s in ready if joins(scene, s, task))


def joins(scene: Scene, step: Step, finishing: Task) -> bool:
    """Return whether the step may open now that ``finishing`` is done."""
    runs = (task for task in scene.dossier.tasks if task.kind is TaskKind.STEP)
    others = [task for task in runs if task.uid != finishing.uid]
    if _opened_by_brother(scene, step, finishing):
        return False
    done = {task.step for task in others if task.state is TaskState.DONE} | {finishing.step}
    done -= {task.step for task in others if task.state is TaskState.OPEN}
    return opens_after(scene.procedure, step.id, done)


def _opened_by_brother(scene: Scene, step: Step, finishing: Task) -> bool:
    """Return whether the step is at work already, or was done since ``finishing`` opened.

    A step that was given back may find the brothers of its first run still at work.
    """
    runs = [task for task in scene.dossier.tasks if task.kind is TaskKind.STEP]
    if any(task.step == step.id and task.state is TaskState.OPEN for task in runs):
        return True
    later = [task for task in runs[runs.index(finishing) :] if task.step == step.id]
    return bool(later) and later[-1].state is TaskState.DONE


def opened(scene: Scene, step: Step, *, came_from: str, officer_id: int | None = None) -> Task:
    """Return a fresh task of a step; a step that repeats counts from its first opening."""
    earlier = [t for t in scene.dossier.tasks if t.step == step.id and t.kind is TaskKind.STEP]
    unit_id = scene.unit_of(step.by)
    calendar = scene.calendar_of(unit_id)
    task = Task(
        uid=scene.new_uid(),
        step=step.id,
        kind=TaskKind.STEP,
        unit_id=unit_id,
        role=str(step.by.role),
        officer_id=officer_id,
        state=TaskState.OPEN,
        norm=str(step.norm),
        opened_at=scene.at,
        due_at=calendar.due_at(scene.at, step.norm),
        first_opened_at=earlier[0].first_opened_at if earlier else scene.at,
        rounds=earlier[-1].rounds if earlier else (),
        came_from=came_from,
    )
    fresh = not earlier and not waits(task, scene.dossier)
    return task if fresh else with_due(task, scene.dossier, calendar)


def asked(scene: Scene, consultation: Consultation, *, step: str) -> Task:
    """Return the task of an agency whose opinion is asked (NĐ 61/2018 Đ19(5))."""
    unit_id = scene.unit_of(consultation.of)
    calendar = scene.calendar_of(unit_id)
    return Task(
        uid=scene.new_uid(),
        step=step,
        kind=TaskKind.CONSULTATION,
        unit_id=unit_id,
        role=str(consultation.of.role),
        officer_id=None,
        state=TaskState.OPEN,
        norm=str(consultation.norm),
        opened_at=scene.at,
        due_at=calendar.due_at(scene.at, consultation.norm),
        first_opened_at=scene.at,
        came_from=step,
    )


def with_due(task: Task, dossier: Snapshot, calendar: WorkCalendar) -> Task:
    """Return the task with its due time: the norm from the first opening, waits left out."""
    due_at = calendar.due_at(task.first_opened_at, Limit.parse(task.norm), waits(task, dossier))
    return replace(task, due_at=due_at)


def waits(task: Task, dossier: Snapshot) -> tuple[Pause, ...]:
    """Return the times that do not count against the step.

    These are the dossier's own waits and, for a step that came back, the time it lay elsewhere.
    """
    spans = dossier.clock["spans"] if dossier.clock else []
    own = clock.pauses(span for span in spans if _overlaps(span["end"], task.first_opened_at))
    ends = [datetime.fromisoformat(end) for _, end in task.rounds]
    starts = [datetime.fromisoformat(start) for start, _ in task.rounds[1:]] + [task.opened_at]
    away = tuple(
        Pause(start=end, end=start, cause=PauseCause.ELSEWHERE)
        for end, start in zip(ends, starts, strict=False)
        if start > end
    )
    return own + away


def _overlaps(end: str | None, since: datetime) -> bool:
    return end is not None and datetime.fromisoformat(end) > since


def rebased(dossier: Snapshot, scene: Scene) -> tuple[Task, ...]:
    """Return the open tasks with due times that leave out the waits of ``dossier``."""
    return tuple(
        with_due(task, dossier, scene.calendar_of(task.unit_id))
        for task in dossier.open_tasks()
        if task.kind is TaskKind.STEP
    )


def pending_consultations(dossier: Snapshot, *, at: datetime) -> tuple[Task, ...]:
    """Return the opinions still awaited; a silent agency does not hold up the lead (Đ19(5))."""
    return tuple(
        task
        for task in dossier.open_tasks()
        if task.kind is TaskKind.CONSULTATION and task.due_at > at
    )
