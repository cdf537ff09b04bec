"""The leader's board of an agency: load of its posts, forecast of each dossier, proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from motcua.authority.api import (
    absent_on,
    calendar_of,
    day_of,
    directory,
    line_of,
    parts_of,
    require,
    unit,
)
from motcua.authority.types import Actor, Level, Role
from motcua.catalogue.types import Verb
from motcua.dossiers.models import Task
from motcua.dossiers.rules import clock, forecast
from motcua.dossiers.rules.forecast import Closing, Forecast, History, Waiting
from motcua.dossiers.rules.tasks import OVERSEERS
from motcua.dossiers.types import ClockData, Status, TaskKind, TaskState
from motcua.kernel.worktime import WorkCalendar

LOOK_BACK = timedelta(days=180)
MOST_PAST = 3000
MOST_OPEN = 1000
PAUSED = frozenset({Status.SUPPLEMENT, Status.PAYMENT})
Post = tuple[int, str]


@dataclass(frozen=True, slots=True)
class BoardTask:
    """One open task on the board; no forecast: not enough history, or nothing to forecast."""

    task: UUID
    dossier: UUID
    seq: int
    code: str
    procedure: str
    version_id: int
    step: str
    post: Post
    officer_id: int | None
    officer: str
    opened_at: datetime
    step_due_at: datetime
    due_at: datetime | None
    waiting: bool
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What one officer, or nobody yet, has at one post. Units: working seconds."""

    post: Post
    officer_id: int | None
    officer: str
    absent: bool
    open: int
    due_today: int
    late: int
    waiting: int
    median_seconds: int | None
    closed: int
    expected_late: float | None


@dataclass(frozen=True, slots=True)
class Board:
    """An agency at an instant; ``tasks`` by risk, ``cut`` when there were more than are shown."""

    unit_id: int
    at: datetime
    loads: tuple[Load, ...]
    tasks: tuple[BoardTask, ...]
    cut: bool
    past: int

    @property
    def expected_late(self) -> float | None:
        """The expected number of late dossiers among those that have a forecast."""
        told = [task.forecast.late for task in self.tasks if task.forecast]
        return sum(told) if told else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Give one task to another officer: expected late dossiers of the post before and after."""

    task: BoardTask
    target_id: int
    target: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Agency:
    """What the board is computed from, read once."""

    at: datetime
    officers: Mapping[Post, Sequence[int]]
    names: Mapping[int, str]
    absent: frozenset[int]
    tasks: Sequence[BoardTask]
    cut: bool
    closings: Mapping[Post, Sequence[Closing]]
    epoch: datetime


def offices_of(unit_id: int, *, on: date) -> tuple[int, ...]:
    """Return a unit with its own divisions and desk; agencies below it are not its offices."""
    parts = parts_of(unit_id, on=on)
    inner = {Level.DIVISION, Level.ONE_STOP}
    return (unit_id, *(part.id for part in parts if part.level in inner))


def board(unit_id: int, *, actor: Actor, at: datetime) -> Board:
    """Return the board of an agency, in a number of queries that does not grow.

    Errors: NotAllowed unless the actor leads the unit or oversees it; UnitUnknown.
    """
    require("unit", actor, "oversee", line_of(unit_id))
    agency = _agency(unit_id, at=at)
    told = _told(agency)
    tasks = sorted(told, key=lambda task: (-_risk(task), task.step_due_at, task.task))
    past = sum(len(each) for each in agency.closings.values())
    return Board(unit_id, at, tuple(_loads(agency, told)), tuple(tasks), agency.cut, past)


def proposals(unit_id: int, *, actor: Actor, at: datetime, most: int = 3) -> list[Proposal]:
    """Return the moves of work that lower the expected number of late dossiers of each post.

    Only officers who hold the post and are not away are proposed.
    Errors: as :func:`board`.
    """
    require("unit", actor, "oversee", line_of(unit_id))
    agency = _agency(unit_id, at=at)
    found = [each for post in agency.officers for each in _of_post(agency, post, most=most)]
    return sorted(found, key=lambda each: (each.after - each.before, each.task.code))[:most]


def may_assign(actor: Actor, task: BoardTask) -> bool:
    """Return whether the actor may give the task to an officer (NĐ 61/2018 Đ19(1))."""
    return any(
        each.unit_id == task.post[0]
        and each.role in OVERSEERS
        and each.covers(act=Verb.ASSIGN.value, procedure=task.procedure)
        for each in actor.appointments
    )


def _of_post(agency: _Agency, post: Post, *, most: int) -> list[Proposal]:
    here = [each for each in agency.officers[post] if each not in agency.absent]
    tasks = {str(task.task): task for task in agency.tasks if task.post == post}
    if len(here) < 2 or not tasks:
        return []
    history = forecast.history_of(agency.closings.get(post, ()))
    moves = forecast.moves(_queue(agency, post), history, officers=here, most=most)
    return [
        Proposal(tasks[m.key], m.target, agency.names.get(m.target, ""), m.before, m.after)
        for m in moves
    ]


def _agency(unit_id: int, *, at: datetime) -> _Agency:
    on = day_of(at)
    offices = offices_of(unit_id, on=on)
    officers: dict[Post, list[int]] = {}
    names: dict[int, str] = {}
    for each in directory(unit_id, on=on):
        if each.unit_id in offices:
            officers.setdefault((each.unit_id, str(each.role)), []).append(each.account_id)
            names[each.account_id] = each.name
    tasks, cut = _open_tasks(offices, names)
    closings = _closings(offices, at=at)
    away = absent_on(names, on=on)
    return _Agency(at, officers, names, away, tasks, cut, closings, at - LOOK_BACK)


def _open_tasks(offices: Sequence[int], names: dict[int, str]) -> tuple[list[BoardTask], bool]:
    rows = Task.objects.filter(unit_id__in=offices, state=TaskState.OPEN.value)
    rows = rows.select_related("dossier", "officer").order_by("due_at", "id")
    found = list(rows[: MOST_OPEN + 1])
    for row in found:
        if row.officer is not None:
            names.setdefault(row.officer.pk, row.officer.get_full_name())
    return [_board_task(row, names) for row in found[:MOST_OPEN]], len(found) > MOST_OPEN


def _board_task(row: Task, names: Mapping[int, str]) -> BoardTask:
    dossier = row.dossier
    return BoardTask(
        task=row.uid,
        dossier=dossier.uid,
        seq=dossier.seq,
        code=dossier.code,
        procedure=dossier.procedure_code,
        version_id=dossier.version_id,
        step=row.step,
        post=(row.unit_id, row.role),
        officer_id=row.officer_id,
        officer=names.get(row.officer_id or 0, ""),
        opened_at=row.opened_at,
        step_due_at=row.due_at,
        due_at=dossier.due_at,
        waiting=dossier.status in PAUSED,
    )


def _closings(offices: Sequence[int], *, at: datetime) -> dict[Post, list[Closing]]:
    """Return what the posts finished last, the newest 3,000 of half a year, in one query."""
    epoch = at - LOOK_BACK
    rows = Task.objects.filter(
        unit_id__in=offices,
        closed_at__gte=epoch,
        closed_at__lte=at,
        opened_at__gte=epoch,
        state=TaskState.DONE.value,
        kind=TaskKind.STEP.value,
    ).order_by("-closed_at", "-id")
    found: dict[Post, list[Closing]] = {}
    names = ("unit_id", "role", "step", "officer_id", "opened_at", "closed_at")
    more = ("dossier__procedure_code", "dossier__finished_at", "dossier__clock")
    for row in rows.values_list(*names, *more)[:MOST_PAST]:
        unit_id, role, step, officer, opened, closed, procedure, ended, spans = row
        axis = _Axis(calendar_of(unit_id), epoch, spans)
        closing = Closing(
            step=(procedure, step),
            officer=officer,
            opened=axis(opened),
            closed=axis(closed),
            ended=None if ended is None else axis(max(ended, closed)),
        )
        found.setdefault((unit_id, role), []).append(closing)
    return found


@dataclass(frozen=True, slots=True)
class _Axis:
    """Turns an instant into working seconds since the epoch, the dossier's waits left out."""

    calendar: WorkCalendar
    epoch: datetime
    clock: ClockData | None = None

    def __call__(self, at: datetime) -> int:
        waits = clock.pauses(self.clock["spans"], since=self.epoch) if self.clock else ()
        return self.calendar.elapsed(self.epoch, at, waits).seconds


def _queue(agency: _Agency, post: Post) -> list[Waiting]:
    """Return the queue of a post, first due first; who waits for the applicant is not in it."""
    calendar = calendar_of(post[0])
    axis = _Axis(calendar, agency.epoch)
    last: dict[int | None, int] = {}
    for each in agency.closings.get(post, ()):
        last[each.officer] = max(each.closed, last.get(each.officer, 0))
    now, begun, queue = axis(agency.at), set[int | None](), list[Waiting]()
    for task in agency.tasks:
        if task.post != post or task.waiting:
            continue
        first = task.officer_id is not None and task.officer_id not in begun
        begun.add(task.officer_id)
        since = max(axis(max(task.opened_at, agency.epoch)), last.get(task.officer_id, 0))
        queue.append(
            Waiting(
                key=str(task.task),
                step=(task.procedure, task.step),
                officer=task.officer_id,
                budget=_left(calendar, agency.at, task.due_at or task.step_due_at),
                begun=max(0, now - since) if first else 0,
            )
        )
    return queue


def _left(calendar: WorkCalendar, at: datetime, due_at: datetime) -> int:
    if due_at >= at:
        return calendar.elapsed(at, due_at).seconds
    return -calendar.elapsed(due_at, at).seconds - 1


def _told(agency: _Agency) -> list[BoardTask]:
    told: dict[str, Forecast] = {}
    for post in {task.post for task in agency.tasks}:
        history: History = forecast.history_of(agency.closings.get(post, ()))
        officers = [each for each in agency.officers.get(post, ()) if each not in agency.absent]
        told |= forecast.forecasts(_queue(agency, post), history, officers=officers)
    return [_with(task, told.get(str(task.task))) for task in agency.tasks]


def _with(task: BoardTask, told: Forecast | None) -> BoardTask:
    return replace(task, forecast=told if task.due_at is not None else None)


def _risk(task: BoardTask) -> float:
    return task.forecast.late if task.forecast else -1.0


def _loads(agency: _Agency, told: Sequence[BoardTask]) -> list[Load]:
    keys = {(post, officer) for post, officers in agency.officers.items() for officer in officers}
    keys |= {(task.post, task.officer_id or 0) for task in told}
    loads = [_load(agency, told, post, officer or None) for post, officer in sorted(keys)]
    return [load for load in loads if load.open or load.officer_id in agency.names]


def _load(agency: _Agency, told: Sequence[BoardTask], post: Post, officer: int | None) -> Load:
    mine = [task for task in told if task.post == post and task.officer_id == officer]
    running = [task for task in mine if not task.waiting]
    past = [each for each in agency.closings.get(post, ()) if each.officer == officer]
    took = [each.closed - each.opened for each in past]
    risks = [task.forecast.late for task in running if task.forecast]
    today = day_of(agency.at)
    return Load(
        post=post,
        officer_id=officer,
        officer=agency.names.get(officer or 0, ""),
        absent=officer in agency.absent,
        open=len(mine),
        due_today=sum(
            day_of(task.step_due_at) == today and task.step_due_at > agency.at for task in running
        ),
        late=sum(task.step_due_at <= agency.at for task in running),
        waiting=len(mine) - len(running),
        median_seconds=int(median(took)) if took else None,
        closed=len(took),
        expected_late=sum(risks) if risks else None,
    )


def led_units(actor: Actor, *, on: date) -> list[int]:
    """Return the units of which the actor may see the board by his own posts, agencies first."""
    roles = {Role.UNIT_HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.REFORM_OFFICE}
    found: list[int] = []
    for each in actor.appointments:
        mine = each.role in roles and each.delegation_id is None
        if mine and unit(each.unit_id).in_force(on) and each.unit_id not in found:
            found.append(each.unit_id)
    return found
