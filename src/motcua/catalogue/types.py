"""The words of a procedure: what a published version says, compiled into frozen values.

A version is immutable, so these values are cached for the life of the process. Rules are kept as
their CEL source; :mod:`motcua.kernel.rules` compiles each source once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

from motcua.kernel.worktime import Limit


class Channel(StrEnum):
    """How a dossier reaches the State (NĐ 61/2018 Đ16)."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


class Service(StrEnum):
    """The service level (NĐ 224/2026 Đ14)."""

    FULL = "full"
    PARTIAL = "partial"
    COUNTER = "counter"


class Lane(StrEnum):
    """How much human eye a dossier needs."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class PaymentMoment(IntEnum):
    """When a fee falls due; the codes of the national synchronisation service."""

    FILING = 1
    SUPPLEMENT = 2
    RETURN = 4


class Verb(StrEnum):
    """What can be done on a dossier; one verb is one transaction with one ledger entry."""

    SAVE_DRAFT = "save_draft"
    FILE = "file"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    ASK_PAYMENT = "ask_payment"
    RECORD_PAYMENT = "record_payment"
    ASSIGN = "assign"
    CLAIM = "claim"
    FORWARD = "forward"
    SEND_BACK = "send_back"
    CONSULT = "consult"
    ANSWER = "answer"
    APPROVE = "approve"
    SIGN = "sign"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    WITHDRAW = "withdraw"
    STOP = "stop"
    APOLOGISE = "apologise"
    CORRECT = "correct"
    RATE = "rate"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the interface."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Post:
    """Who answers for a step, relative to the dossier: a place and a role.

    ``place`` is ``receiving`` (the one-stop desk that took the dossier), ``competent`` (the agency
    that decides), ``competent:<division>`` (a division of it, by slug, e.g. ``competent:economy``)
    or ``department:<slug>`` (a named department of the province, e.g. ``department:justice``).
    ``role`` is a value of :class:`motcua.authority.types.Role`.
    """

    place: str
    role: str


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A statutory or committed limit for a channel and a variant; ``None`` means any."""

    limit: Limit
    channel: Channel | None = None
    variant: str | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee line. Exactly one of ``amount`` (VND) and ``rule`` (CEL giving whole VND) is set."""

    name: Text
    when: PaymentMoment
    amount: Decimal | None = None
    rule: str | None = None
    channel: Channel | None = None
    variant: str | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One paper that a dossier may need.

    ``required`` is CEL (``"true"`` and ``"false"`` included). ``reuse`` names the data or earlier
    result that makes the paper unnecessary; ``generated_from`` names the form that it is made of.
    """

    id: str
    name: Text
    required: str = "true"
    certified: bool = False
    reuse: str | None = None
    generated_from: str | None = None
    copies: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A condition of the applicant; when it fails the filing is told ``otherwise``."""

    id: str
    rule: str
    otherwise: Text
    law: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """Where a step leads; the first whose rule holds wins. Several ``to`` start side by side."""

    to: tuple[str, ...]
    rule: str = "true"


@dataclass(frozen=True, slots=True)
class Consultation:
    """An opinion asked of another agency beside the step (NĐ 61/2018 Đ19(5))."""

    of: Post
    norm: Limit
    rule: str = "true"
    law: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the process, done by one post within one norm.

    ``join`` names the steps that must all be done before this one opens.
    """

    id: str
    name: Text
    by: Post
    norm: Limit
    do: tuple[Verb, ...]
    next: tuple[Next, ...] = ()
    consult: tuple[Consultation, ...] = ()
    join: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultKind:
    """The document that the procedure gives (name, Typst template, national code of the result)."""

    id: str
    name: Text
    template: str
    code: str = ""
    stored_as: str = ""
    valid_for: Limit | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long the State waits for the applicant before the dossier is stopped."""

    supplement: Limit
    payment: Limit
    law: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole published version, ready to execute."""

    code: str
    version: int
    digest: str
    name: Text
    field: str
    level: str
    competent: str
    """``commune`` (by the place of filing) or ``department:<slug>``."""
    service: Service
    service_reason: Text | None
    applicants: tuple[str, ...]
    law: tuple[str, ...]
    source: str
    immediate: bool
    """A same-day result under the 15:00 rule; no receipt unless asked (NĐ 61/2018 Đ17(4))."""
    sets: int
    """How many sets of the dossier are handed in; the receipt says it."""
    variants: Mapping[str, str]
    """Variant id to the CEL rule that chooses it; the first that holds wins; none: ``""``."""
    statutory: tuple[LimitRule, ...]
    committed: tuple[LimitRule, ...]
    fees: tuple[Fee, ...]
    form: Mapping[str, object]
    form_digest: str
    components: tuple[Component, ...]
    eligible: tuple[Eligibility, ...]
    green: str
    red: str
    start: str
    steps: Mapping[str, Step]
    green_path: tuple[Verb, ...]
    result: ResultKind
    template: str
    """Typst source of the result."""
    waiting: Waiting
    facts: Mapping[str, object]
    """Constants that rules read as ``facts.<name>``, each published with the version."""
