"""The registers of a unit: who signs for whom, and who is away and who stands in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.authority.errors import AbsenceUnknown, DelegationUnknown
from motcua.authority.models import Absence, Delegation, Posting
from motcua.authority.selectors.units import unit_tree
from motcua.authority.types import Formula, Role

PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One line of the register of delegations; ``until`` is excluded, procedures None: all."""

    id: int
    uid: UUID
    unit_id: int
    role: Role
    giver_id: int
    giver: str
    receiver_id: int
    receiver: str
    formula: Formula
    procedures: tuple[str, ...] | None
    acts: tuple[str, ...]
    since: date
    until: date
    document_number: str
    document_on: date
    revoked_at: datetime | None

    def state(self, on: date) -> str:
        """Return ``revoked``, ``coming``, ``over`` or ``running`` on a day."""
        if self.revoked_at is not None:
            return "revoked"
        if on < self.since:
            return "coming"
        return "running" if on < self.until else "over"


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence as the register shows it; ``until`` is excluded."""

    id: int
    uid: UUID
    account_id: int
    name: str
    substitute_id: int
    substitute: str
    since: date
    until: date
    cancelled_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str

    def state(self, on: date) -> str:
        """Return ``cancelled``, ``coming``, ``over`` or ``running`` on a day."""
        if self.cancelled_at is not None:
            return "cancelled"
        if on < self.since:
            return "coming"
        return "running" if on < self.until else "over"


def units_over(account_id: int, *, on: date) -> frozenset[int]:
    """Return the units where an account is posted on a day, and all that they stand under."""
    rows = Posting.objects.filter(account_id=account_id, period__contains=on)
    tree = unit_tree()
    return frozenset(
        above.id
        for unit_id in rows.values_list("unit_id", flat=True)
        for above in tree.line(unit_id)
    )


def line_of(unit_id: int) -> frozenset[int]:
    """Return a unit and all that it stands under. Errors: UnitUnknown."""
    return frozenset(above.id for above in unit_tree().line(unit_id))


def delegations_in(
    units: Collection[int], *, before: int | None = None, limit: int = PAGE
) -> list[DelegationLine]:
    """Return the delegations of the units, newest first; ``before`` is the last id seen."""
    rows = _delegations().filter(unit_id__in=units)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_delegation(row) for row in rows.order_by("-pk")[: min(limit, MOST)]]


def delegations_of(account_id: int) -> list[DelegationLine]:
    """Return what an account gave or received, newest first."""
    rows = _delegations().filter(Q(giver_id=account_id) | Q(account_id=account_id))
    return [_delegation(row) for row in rows.order_by("-pk")[:PAGE]]


def delegation(uid: UUID) -> DelegationLine:
    """Return one delegation. Errors: DelegationUnknown."""
    row = _delegations().filter(uid=uid).first()
    if row is None:
        raise DelegationUnknown()
    return _delegation(row)


def absences_in(
    units: Collection[int], *, on: date, before: int | None = None, limit: int = PAGE
) -> list[AbsenceLine]:
    """Return the absences of those who are posted at the units on a day, newest first."""
    posted = Posting.objects.filter(unit_id__in=units, period__contains=on)
    rows = _absences().filter(account_id__in=posted.values("account_id"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_absence(row) for row in rows.order_by("-pk")[: min(limit, MOST)]]


def absences_of(account_id: int) -> list[AbsenceLine]:
    """Return one's own absences and those where one stands in, newest first."""
    rows = _absences().filter(Q(account_id=account_id) | Q(substitute_id=account_id))
    return [_absence(row) for row in rows.order_by("-pk")[:PAGE]]


def absence(uid: UUID) -> AbsenceLine:
    """Return one absence. Errors: AbsenceUnknown."""
    row = _absences().filter(uid=uid).first()
    if row is None:
        raise AbsenceUnknown()
    return _absence(row)


def absent_on(account_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Return those of the accounts that are away on a day."""
    rows = Absence.objects.filter(
        account_id__in=list(account_ids), period__contains=on, cancelled_at__isnull=True
    )
    return frozenset(rows.values_list("account_id", flat=True))


def _delegations() -> QuerySet[Delegation]:
    return Delegation.objects.select_related("giver", "account")


def _delegation(row: Delegation) -> DelegationLine:
    return DelegationLine(
        id=row.pk,
        uid=row.uid,
        unit_id=row.unit_id,
        role=Role(row.role),
        giver_id=row.giver_id,
        giver=row.giver.get_full_name(),
        receiver_id=row.account_id,
        receiver=row.account.get_full_name(),
        formula=Formula(row.formula),
        procedures=None if row.procedures is None else tuple(row.procedures),
        acts=tuple(row.acts),
        since=row.period.lower,
        until=row.period.upper,
        document_number=row.document_number,
        document_on=row.document_on,
        revoked_at=row.revoked_at,
    )


def _absences() -> QuerySet[Absence]:
    return Absence.objects.select_related("account", "substitute", "confirmed_by")


def _absence(row: Absence) -> AbsenceLine:
    return AbsenceLine(
        id=row.pk,
        uid=row.uid,
        account_id=row.account_id,
        name=row.account.get_full_name(),
        substitute_id=row.substitute_id,
        substitute=row.substitute.get_full_name(),
        since=row.period.lower,
        until=row.period.upper,
        cancelled_at=row.cancelled_at,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by.get_full_name() if row.confirmed_by else "",
    )
