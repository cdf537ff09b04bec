"""The words of a dossier: statuses, what is known of one, and what an act changes.

A :class:`Snapshot` is all that a rule may look at; a :class:`Change` is all that an act may do.
Both are values: the rules in :mod:`motcua.dossiers.rules` turn the first into the second, and
:mod:`motcua.dossiers.store` writes the second in one statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from motcua.catalogue.types import Channel, Lane, Verb


class Status(IntEnum):
    """The ten statuses of the national synchronisation service, and the draft before them."""

    DRAFT = 0
    NEW = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


class Outcome(StrEnum):
    """How a dossier ended."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class TaskState(StrEnum):
    """The life of a task. Only an open task can be acted on, and it is closed once."""

    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class TaskKind(StrEnum):
    """A step of the process, or an opinion asked beside one."""

    STEP = "step"
    CONSULTATION = "consultation"


class SupplementKind(StrEnum):
    """Before acceptance, or during appraisal (NĐ 61/2018 Đ17(1), Đ19(4))."""

    INTAKE = "intake"
    APPRAISAL = "appraisal"


class PaymentState(StrEnum):
    """Whether a fee was paid."""

    DUE = "due"
    PAID = "paid"
    CANCELLED = "cancelled"


class Span(TypedDict):
    """A time in which the State waits: half-open, ISO instants; no end while it lasts."""

    start: str
    end: str | None
    cause: str


class ClockData(TypedDict):
    """The raw events of a dossier's clock, as stored; both clocks are computed from them alone."""

    v: int
    received_at: str
    limit: str
    statutory: str
    spans: list[Span]
    restarted_at: str | None
    supplements: int
    rebooked_to: NotRequired[str | None]


class FieldOrigin(TypedDict):
    """Where the value of a form field came from, of which date, and why the State may use it."""

    source: str
    on: str
    law: str


@dataclass(frozen=True, slots=True)
class Task:
    """One task as the rules see it. ``rounds`` are the earlier stays, as ISO (opened, closed)."""

    uid: UUID
    step: str
    kind: TaskKind
    unit_id: int
    role: str
    officer_id: int | None
    state: TaskState
    norm: str
    opened_at: datetime
    due_at: datetime
    first_opened_at: datetime
    rounds: tuple[tuple[str, str], ...] = ()
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One fee line of a dossier, in whole VND."""

    uid: UUID
    name: str
    amount: int
    moment: int
    state: PaymentState
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One dossier at one ``seq``: everything that a rule may look at."""

    id: int
    uid: UUID
    seq: int
    head: bytes
    status: Status
    code: str
    version_id: int
    channel: Channel
    lane: Lane | None
    variant: str
    applicant_id: int
    submitter_id: int
    receiving_id: int
    competent_id: int
    form: Mapping[str, Any]
    facts: Mapping[str, Any]
    created_at: datetime
    acted_at: datetime | None
    filed_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    statistics_due_at: datetime | None
    appointment_at: datetime | None
    finished_at: datetime | None
    waiting_since: datetime | None
    clock: ClockData | None
    intake_supplements: int
    appraisal_supplements: int
    rebooked: bool
    outcome: Outcome | None
    result_uid: UUID | None
    sealed: bool
    tasks: tuple[Task, ...] = ()
    payments: tuple[Payment, ...] = ()

    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that somebody still has to do."""
        return tuple(task for task in self.tasks if task.state is TaskState.OPEN)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must happen after the act: a paper, a message, a webhook."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


UNNUMBERED = "#"
"""Where a change says ``code`` before the number is taken, with the write itself."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The book that gives a dossier its code: one agency's, for one day of reception.

    Source: TT 01/2018/TT-VPCP Đ19.
    """

    agency: str
    on: date


@dataclass(frozen=True, slots=True)
class Change:
    """All that one act does, as a value; ``body`` is the ledger's record of it."""

    verb: Verb
    at: datetime
    by: str
    set: Mapping[str, Any] = field(default_factory=dict)
    close: tuple[Task, ...] = ()
    touch: tuple[Task, ...] = ()
    open: tuple[Task, ...] = ()
    charge: tuple[Payment, ...] = ()
    pay: tuple[Payment, ...] = ()
    notices: tuple[Notice, ...] = ()
    numbering: Numbering | None = None
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A component handed in: a stored file, a paper digitised before, or a registry's answer."""

    component: str
    file_uid: UUID | None = None
    paper_uid: UUID | None = None
    copies: int = 1
    kind: str = "electronic"


@dataclass(frozen=True, slots=True)
class Lateness:
    """One clock's verdict at an instant; seconds are working seconds, negative while early."""

    due_at: datetime
    late: bool
    working_seconds: int
