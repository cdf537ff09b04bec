"""The work of one officer's posts: pages of it, how much of it is urgent, and what it is made of.

Every read starts from the open tasks of the posts. What lies in the archive is never counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from motcua.authority.api import calendar_of
from motcua.authority.types import Actor, Appointment, Role
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Channel, Step, Text, Verb
from motcua.dossiers.models import Task
from motcua.dossiers.rules.status import PAUSED
from motcua.dossiers.selectors.posts import PROVINCE
from motcua.dossiers.types import Status, TaskKind, TaskState
from motcua.kernel.vietnamese import search_key

COUNTED_MOST = 1000
"""Where counting stops: an officer with so many open tasks needs no exact number."""
STEPS_MOST = 200


class Whose(StrEnum):
    """Whose tasks are listed."""

    ALL = "all"
    MINE = "mine"
    FREE = "free"


class Due(StrEnum):
    """By when the listed tasks fall due."""

    ANY = "any"
    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    WAITING = "waiting"
    """The applicant has the word: nothing is due from the officer, and no clock runs."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worklist is narrowed to; an empty wish narrows nothing."""

    procedure: str = ""
    step: str = ""
    status: Status | None = None
    whose: Whose = Whose.ALL
    due: Due = Due.ANY
    channel: Channel | None = None
    post: tuple[int, str] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of the worklist, with all that an officer needs to choose."""

    id: int
    task: UUID
    dossier: UUID
    seq: int
    code: str
    procedure: Text
    procedure_code: str
    step: Text
    step_id: str
    kind: TaskKind
    status: Status
    channel: Channel
    lane: str
    applicant: str
    unit_id: int
    officer_id: int | None
    officer: str
    opened_at: datetime
    due_at: datetime
    left_seconds: int
    """Working time left, negative when late; it stands still while the applicant is awaited."""
    verbs: frozenset[Verb]

    @property
    def waiting(self) -> bool:
        """Whether the clock stands because the applicant has the word."""
        return self.status in PAUSED


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How much of the work is urgent; a number at ``COUNTED_MOST`` means that or more."""

    late: int
    today: int
    week: int
    total: int
    mine: int
    free: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the open tasks of the posts can be narrowed by."""

    procedures: tuple[tuple[str, Text], ...]
    steps: tuple[tuple[str, Text], ...]
    posts: tuple[tuple[int, str], ...]


def posts_of(actor: Actor) -> Q:
    """Return the tasks of the actor's posts; a delegation reaches its own procedures only."""
    mine = Q(pk__in=[])
    for appointment in actor.appointments:
        mine |= _post(appointment)
    return mine


def _post(appointment: Appointment) -> Q:
    post = Q(unit_id=appointment.unit_id, role=str(appointment.role))
    if appointment.procedures is not None:
        post &= Q(dossier__procedure_code__in=sorted(appointment.procedures))
    return post


def work_lines(
    actor: Actor,
    wish: Wish,
    *,
    at: datetime,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[WorkLine]:
    """Return the open tasks of the actor's posts, due first; ``after`` is the last line's key."""
    rows = narrowed(_open(actor), wish, actor=actor, at=at)
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).exclude(due_at=after[0], id__lte=after[1])
    return _lines(rows.order_by("due_at", "id")[:limit], at=at)


def chosen_lines(
    actor: Actor, tasks: Iterable[UUID], *, at: datetime, limit: int = 50
) -> list[WorkLine]:
    """Return those of the named tasks that are open and at the actor's posts, due first."""
    rows = _open(actor).filter(uid__in=list(tasks)[:limit])
    return _lines(rows.order_by("due_at", "id"), at=at)


def work_counts(actor: Actor, *, at: datetime) -> WorkCounts:
    """Return how much is open at the actor's posts, in one bounded read."""
    rows = _open(actor).order_by("due_at", "id")[:COUNTED_MOST]
    told = rows.values_list("due_at", "officer_id", "dossier__status")
    every = [(due, officer, status in PAUSED) for due, officer, status in told]
    found = [(due, officer) for due, officer, waits in every if not waits]
    today, week = day_end(at), week_end(at)
    return WorkCounts(
        late=sum(due < at for due, _ in found),
        today=sum(due < today for due, _ in found),
        week=sum(due < week for due, _ in found),
        total=len(found),
        mine=sum(officer == actor.account_id for _, officer in found),
        free=sum(officer is None for _, officer in found),
        waiting=len(every) - len(found),
    )


def work_choices(actor: Actor) -> Choices:
    """Return the procedures, steps and posts that occur among the actor's open tasks."""
    rows = _open(actor).values_list("dossier__version_id", "step").distinct()[:STEPS_MOST]
    procedures: dict[str, Text] = {}
    steps: dict[str, Text] = {}
    for version_id, step in rows:
        found = procedure_of(version_id)
        procedures[found.code] = found.name
        steps.setdefault(step, found.steps[step].name)
    posts = sorted({(each.unit_id, str(each.role)) for each in actor.appointments})
    return Choices(
        tuple(sorted(procedures.items())),
        tuple(sorted(steps.items())),
        tuple(post for post in posts if post[1] in WORKING),
    )


WORKING = frozenset(
    str(role) for role in (Role.RECEIVER, Role.OFFICER, Role.UNIT_HEAD, Role.CLERK, Role.SUPERVISOR)
)
"""The roles that steps of a process are given to."""


def day_end(at: datetime) -> datetime:
    """Return the end of the civil day of the province in which ``at`` lies."""
    local = at.astimezone(PROVINCE)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def week_end(at: datetime) -> datetime:
    """Return the end of the Sunday of the week in which ``at`` lies."""
    return day_end(at) + timedelta(days=6 - at.astimezone(PROVINCE).weekday())


def _open(actor: Actor) -> QuerySet[Task]:
    return Task.objects.filter(posts_of(actor), state=TaskState.OPEN.value)


def narrowed(rows: QuerySet[Task], wish: Wish, *, actor: Actor, at: datetime) -> QuerySet[Task]:
    """Return those open tasks that the wish asks for."""
    rows = rows.filter(**_equal(wish))
    if wish.whose is Whose.MINE:
        rows = rows.filter(officer_id=actor.account_id)
    if wish.whose is Whose.FREE:
        rows = rows.filter(officer_id__isnull=True)
    if wish.due is Due.WAITING:
        rows = rows.filter(dossier__status__in=PAUSED)
    elif wish.status is None:
        rows = rows.exclude(dossier__status__in=PAUSED)
    until = {Due.LATE: at, Due.TODAY: day_end(at), Due.WEEK: week_end(at)}.get(wish.due)
    if until is not None:
        rows = rows.filter(due_at__lt=until)
    for word in search_key(wish.name).split():
        rows = rows.filter(dossier__applicant__search_key__contains=word)
    return rows


def _equal(wish: Wish) -> dict[str, Any]:
    values = {
        "dossier__procedure_code": wish.procedure,
        "step": wish.step,
        "dossier__status": None if wish.status is None else int(wish.status),
        "dossier__channel": wish.channel.value if wish.channel else "",
        "unit_id": wish.post[0] if wish.post else None,
        "role": wish.post[1] if wish.post else "",
    }
    return {name: value for name, value in values.items() if value not in {None, ""}}


def _lines(rows: QuerySet[Task], *, at: datetime) -> list[WorkLine]:
    found = list(rows.select_related("dossier__applicant"))
    names = officer_names(task.officer_id for task in found)
    return [_line(task, names, at=at) for task in found]


def working_left(task: Task, *, at: datetime) -> int:
    """Return the working seconds until a task is due, negative when it is late."""
    since = task.dossier.waiting_since or at
    calendar = calendar_of(task.unit_id)
    if since <= task.due_at:
        return calendar.elapsed(since, task.due_at).seconds
    return -calendar.elapsed(task.due_at, since).seconds


def _line(task: Task, names: Mapping[int, str], *, at: datetime) -> WorkLine:
    dossier = task.dossier
    procedure = procedure_of(dossier.version_id)
    step = procedure.steps[task.step]
    kind = TaskKind(task.kind)
    asked = kind is TaskKind.CONSULTATION
    return WorkLine(
        id=task.pk,
        task=task.uid,
        dossier=dossier.uid,
        seq=dossier.seq,
        code=dossier.code,
        procedure=procedure.name,
        procedure_code=procedure.code,
        step=step.name,
        step_id=step.id,
        kind=kind,
        status=Status(dossier.status),
        channel=Channel(dossier.channel),
        lane=dossier.lane,
        applicant=dossier.applicant.name,
        unit_id=task.unit_id,
        officer_id=task.officer_id,
        officer=names.get(task.officer_id or 0, ""),
        opened_at=task.opened_at,
        due_at=task.due_at,
        left_seconds=working_left(task, at=at),
        verbs=frozenset({Verb.ANSWER}) if asked else _verbs(step, dossier.status),
    )


def _verbs(step: Step, status: int) -> frozenset[Verb]:
    """Return what the step lists; at the desk an accepted dossier is sent on, not accepted."""
    held = frozenset(step.do)
    if Verb.ACCEPT not in held or status == Status.NEW:
        return held
    return held - {Verb.ACCEPT} | {Verb.FORWARD}


def officer_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of officers by their accounts; the list of officers is public."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = get_user_model().objects.filter(pk__in=wanted)
    return {row.pk: row.get_full_name() or row.username for row in rows}
