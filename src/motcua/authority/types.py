"""The words of authority: who acts, where, in which role, and what a policy answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

__all__ = [
    "SYSTEM",
    "Actor",
    "ActorKind",
    "Allowed",
    "Appointment",
    "Decision",
    "Denied",
    "Formula",
    "Level",
    "Officer",
    "PersonKind",
    "PersonView",
    "Role",
    "Scope",
    "StoredResponse",
    "SuccessionKind",
    "UnitView",
]


class Role(StrEnum):
    """What an officer is there for."""

    RECEIVER = "receiver"
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    REFORM_OFFICE = "reform_office"
    DATA_STEWARD = "data_steward"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Level(StrEnum):
    """Where a unit stands in the State."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    ONE_STOP = "one_stop"
    DIVISION = "division"


class SuccessionKind(StrEnum):
    """How one unit took the place of another."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    DISSOLVE = "dissolve"


class Formula(StrEnum):
    """How a signature names its ground (NĐ 30/2020 Đ13)."""

    OWN = ""
    FOR_HEAD = "KT."
    BY_ORDER = "TL."
    BY_MANDATE = "TUQ."


class PersonKind(StrEnum):
    """Who can be an applicant."""

    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"
    HOUSEHOLD = "household"


class ActorKind(StrEnum):
    """What kind of hand an act is done by."""

    PERSON = "person"
    OFFICER = "officer"
    CLIENT = "client"
    SYSTEM = "system"


class Scope(StrEnum):
    """What an API token may be used for."""

    DOSSIERS_READ = "dossiers:read"
    DOSSIERS_FILE = "dossiers:file"
    DOSSIERS_ACT = "dossiers:act"
    DOSSIERS_PAY = "dossiers:pay"
    PEOPLE_READ = "people:read"
    CATALOGUE_READ = "catalogue:read"
    DOCUMENTS_READ = "documents:read"
    WEBHOOKS_MANAGE = "webhooks:manage"
    AUDIT_READ = "audit:read"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One ground to act: a role at a unit, one's own, substituted or delegated.

    ``procedures`` and ``acts`` bound a delegation; ``None`` means no bound. ``on_behalf_of`` is the
    label of the account whose place is taken, when there is one.
    """

    unit_id: int
    role: Role
    delegation_id: int | None = None
    formula: Formula = Formula.OWN
    procedures: frozenset[str] | None = None
    acts: frozenset[str] | None = None
    on_behalf_of: str | None = None

    def covers(self, *, act: str | None = None, procedure: str | None = None) -> bool:
        """Tell whether the ground reaches ``act`` on ``procedure``; an unnamed one is not asked."""
        in_acts = act is None or self.acts is None or act in self.acts
        in_procedures = procedure is None or self.procedures is None or procedure in self.procedures
        return in_acts and in_procedures


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, with the grounds that hold at one instant.

    ``uid`` is the account's for an officer, the person's for an applicant, the client's for a
    machine. ``scopes`` is ``None`` when the actor did not come by a token.
    """

    kind: ActorKind
    uid: UUID
    account_id: int | None = None
    person_id: int | None = None
    name: str = ""
    appointments: tuple[Appointment, ...] = ()
    scopes: frozenset[str] | None = None

    @property
    def label(self) -> str:
        """Return the name under which the ledger knows the actor."""
        return "system" if self.kind is ActorKind.SYSTEM else f"{self.kind}:{self.uid}"

    @property
    def unit_ids(self) -> frozenset[int]:
        """Return the units that the actor acts for."""
        return frozenset(each.unit_id for each in self.appointments)

    def roles_at(self, unit_id: int) -> frozenset[Role]:
        """Return the roles that the actor holds at one unit."""
        return frozenset(each.role for each in self.appointments if each.unit_id == unit_id)

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the actor holds one of ``roles`` anywhere."""
        return any(each.role in roles for each in self.appointments)

    def has_scope(self, scope: str) -> bool:
        """Tell whether the way in allows ``scope``; without a token every scope is allowed."""
        return self.scopes is None or scope in self.scopes


SYSTEM = Actor(kind=ActorKind.SYSTEM, uid=UUID(int=0), name="system")
"""The system itself: jobs, seeds and the green lane."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as others see him: the list of officers is public (NĐ 61/2018 Đ12(8))."""

    account_id: int
    uid: UUID
    username: str
    name: str
    unit_id: int
    role: Role

    @property
    def label(self) -> str:
        """Return the name under which the ledger knows the officer."""
        return f"{ActorKind.OFFICER}:{self.uid}"


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as read; ``valid_until`` is excluded, ``None`` means open."""

    id: int
    uid: UUID
    code: str
    slug: str
    name_vi: str
    name_en: str
    level: Level
    parent_id: int | None
    valid_from: date | None
    valid_until: date | None
    statistic_code: str
    synthetic: bool

    def in_force(self, on: date) -> bool:
        """Tell whether the unit exists on a day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on < self.valid_until)

    def name(self, language: str = "vi") -> str:
        """Return the name in one language."""
        return self.name_en if language.startswith("en") else self.name_vi


class RepresentationGround(StrEnum):
    """Why somebody may act for another (Bộ luật Dân sự 2015, Đ135 to Đ138)."""

    LEGAL = "legal"
    AUTHORISED = "authorised"
    PARENT = "parent"
    GUARDIAN = "guardian"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with the personal data in clear; never logged, never in the ledger."""

    id: int
    uid: UUID
    kind: PersonKind
    name: str
    number: str = field(repr=False)
    birth_on: date | None = field(repr=False)
    contact: Mapping[str, str] = field(repr=False)
    verified: bool


@dataclass(frozen=True, slots=True)
class Allowed:
    """The policy's yes, with the ground that it stands on when there is one."""

    by: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """The policy's no; ``reason`` is a stable word for machines and tests."""

    reason: str


Decision = Allowed | Denied


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The answer to a request with an idempotency key; ``replayed`` when it was given before."""

    status: int
    body: object
    replayed: bool
