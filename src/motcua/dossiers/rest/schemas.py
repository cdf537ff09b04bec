"""The shapes of the dossier API: what comes in is strict, what goes out is named."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict

from motcua.authority.api import Page
from motcua.catalogue.types import Channel

Reason = Field(min_length=1, max_length=4000)


class Strict(Schema):
    """An input that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class GivenIn(Strict):
    """One component handed in: a stored file, one's own earlier paper, or paper at the counter."""

    component: str = Field(max_length=60)
    file: UUID | None = None
    paper: UUID | None = None
    copies: int = Field(default=1, ge=0, le=999)
    kind: Literal["original", "certified", "copy", "electronic"] = "electronic"


class FilingIn(Strict):
    """A filing. ``receiving`` is the id or code of a one-stop desk; ``id`` the client's own id."""

    procedure: str = Field(max_length=40)
    channel: Channel = Channel.ONLINE
    receiving: str = Field(max_length=60)
    applicant: UUID | None = Field(default=None, description="A person; left out: oneself.")
    submitter: UUID | None = None
    support: str | None = Field(default=None, max_length=60)
    competent: str | None = Field(default=None, max_length=60)
    form: dict[str, Any] = Field(default_factory=dict)
    components: list[GivenIn] = Field(default_factory=list, max_length=200)
    pages: int = Field(default=0, ge=0, le=100_000)
    copies: int = Field(default=1, ge=1, le=1_000)
    receipt: bool = False
    id: UUID | None = None
    draft: bool = False


class ActIn(Strict):
    """What every act may say: the task, and the sequence that the actor saw."""

    task: UUID | None = None
    expected_seq: int | None = Field(default=None, ge=0)


class SeqIn(Strict):
    """An act without a task."""

    expected_seq: int | None = Field(default=None, ge=0)


class ReasonIn(SeqIn):
    """An act that says why."""

    reason: str = Reason


class WithdrawIn(SeqIn):
    """A withdrawal may say why."""

    reason: str = Field(default="", max_length=4000)


class SendBackIn(ActIn):
    """A step given back says why."""

    reason: str = Reason


class AskSupplementIn(ReasonIn):
    """What is missing, at once and completely."""

    items: list[str] = Field(min_length=1, max_length=100)
    sector_law: str = Field(default="", max_length=300)


class SupplementIn(SeqIn):
    """What was asked for: answers to be replaced, and papers."""

    form: dict[str, Any] = Field(default_factory=dict)
    components: list[GivenIn] = Field(default_factory=list, max_length=200)


class AskPaymentIn(SeqIn):
    """A financial obligation; no amounts: the version's own fees of this moment."""

    amounts: dict[str, int] | None = Field(default=None, max_length=20)


class PaymentIn(SeqIn):
    """The proof of one payment, in whole VND."""

    payment: UUID
    amount: int = Field(gt=0, le=10**13)
    reference: str = Field(min_length=1, max_length=80)


class AssignIn(SeqIn):
    """A task and the officer who is to do it, by user name."""

    task: UUID
    officer: str = Field(max_length=150)


class ClaimIn(SeqIn):
    """A task that nobody has."""

    task: UUID


class ConsultIn(SeqIn):
    """A question to another agency, by place and role as in a procedure, with its norm."""

    place: str = Field(max_length=120)
    role: str = Field(default="officer", max_length=20)
    norm: str = Field(max_length=40)
    question: str = Reason
    law: str = Field(default="", max_length=120)


class AnswerIn(SeqIn):
    """The opinion of the agency asked."""

    task: UUID
    opinion: str = Reason
    agrees: bool


class HandOverIn(ActIn):
    """How the result reached the applicant."""

    how: Literal["electronic", "counter", "post"] = "electronic"


class ApologiseIn(ReasonIn):
    """The new appointment."""

    to: AwareDatetime


class CorrectIn(ReasonIn):
    """The answers that the agency had wrong."""

    form: dict[str, Any] = Field(default_factory=dict)


class RateIn(SeqIn):
    """0, 1 or 2 for each of the nine indicators that the applicant wants to rate."""

    scores: dict[int, int] = Field(min_length=1, max_length=9)
    comment: str = Field(default="", max_length=4000)


class TaskOut(Schema):
    """An open or closed task."""

    id: UUID
    step: str
    kind: str
    unit: int
    role: str
    officer: int | None
    state: str
    norm: str
    opened_at: datetime
    due_at: datetime


class PaymentOut(Schema):
    """A fee line in whole VND."""

    id: UUID
    name: str
    amount: int
    moment: int
    state: str


class DossierOut(Schema):
    """A dossier as those may see it who may see it whole."""

    id: UUID
    code: str
    seq: int
    status: int
    status_name: str
    procedure: str
    version: int
    channel: str
    lane: str
    variant: str
    receiving: int
    competent: int
    form: dict[str, Any]
    filed_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    statistics_due_at: datetime | None
    appointment_at: datetime | None
    finished_at: datetime | None
    rebooked: bool
    outcome: str
    result: UUID | None
    tasks: list[TaskOut]
    payments: list[PaymentOut]
    verbs: list[str]


class DossierLineOut(Schema):
    """One line of a list of dossiers."""

    id: UUID
    code: str
    status: int
    status_name: str
    procedure: str
    filed_at: datetime | None
    due_at: datetime | None


class DossierPageOut(Page):
    """Dossiers, newest first."""

    items: list[DossierLineOut]


class WorkItemOut(Schema):
    """One line of a worklist."""

    task: UUID
    dossier: UUID
    code: str
    procedure: str
    step: str
    kind: str
    status: int
    lane: str
    officer: int | None
    opened_at: datetime
    due_at: datetime


class WorkPageOut(Page):
    """Open tasks, due first."""

    items: list[WorkItemOut]


class ProgressOut(Schema):
    """What anybody may know who has the code: code and progress."""

    code: str
    procedure: str
    status: int
    status_name: str
    accepted_at: datetime | None
    appointment_at: datetime | None
    finished_at: datetime | None


class EntryOut(Schema):
    """One ledger entry of a dossier."""

    seq: int
    at: datetime
    kind: str
    by: str
    body: dict[str, Any]
    hash: str
    remark: str


class TimelineOut(Page):
    """The acts on a dossier, oldest first."""

    items: list[EntryOut]


class LineOut(Schema):
    """One line of the answer to "why this date?"."""

    rule: str
    article: str
    text: str
    start: datetime | None
    end: datetime | None


class ClockOut(Schema):
    """One clock's verdict; working seconds are negative while early."""

    due_at: datetime
    late: bool
    working_seconds: int


class WhyOut(Schema):
    """Why this date: line by line, and the two clocks."""

    due_at: datetime
    lines: list[LineOut]
    law: ClockOut
    statistics: ClockOut


class DocumentOut(Schema):
    """A paper of the dossier."""

    id: UUID
    code: str
    kind: str
    symbol: str
    issued_at: datetime
    file: UUID
    revoked: bool
    url: str


class DocumentPageOut(Page):
    """The papers of a dossier, oldest first."""

    items: list[DocumentOut]


class FileOut(Schema):
    """A stored file; a filing names it by its id."""

    id: UUID
    sha256: str
    size_bytes: int
    media_type: str
    name: str


class WebhookIn(Strict):
    """An address and the events that it wants; none: all."""

    url: str = Field(max_length=500)
    events: list[str] = Field(default_factory=list, max_length=30)


class WebhookOut(Schema):
    """A webhook; the secret is shown when it is made, and never again."""

    id: UUID
    url: str
    events: list[str]
    secret: str | None = None


class WebhookPageOut(Page):
    """Webhooks, newest first."""

    items: list[WebhookOut]
