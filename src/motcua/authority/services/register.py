"""Keeping the registers: confirm and change an absence, narrow a delegation."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.errors import AbsenceRefused, AbsenceUnknown, DelegationRefused
from motcua.authority.models import Absence, Delegation
from motcua.authority.policies import require
from motcua.authority.selectors.actors import day_of
from motcua.authority.selectors.register import units_over
from motcua.authority.services.posts import (
    REASONS,
    cancel_absence,
    note_absence,
    terms_of,
)
from motcua.authority.types import Actor, Role
from motcua.ledger import api as ledger


@transaction.atomic
def confirm_absence(absence_id: int, *, by: Actor, at: datetime) -> None:
    """Note that the head has seen an absence and agrees with it.

    Errors: AbsenceUnknown, NotAllowed, AbsenceRefused when it is confirmed or over already.
    """
    found = Absence.objects.select_related("account").filter(pk=absence_id).first()
    if found is None:
        raise AbsenceUnknown()
    require("unit", by, "lead", units_over(found.account_id, on=day_of(at)))
    open_one = Absence.objects.filter(pk=absence_id, cancelled_at__isnull=True)
    moved = open_one.filter(confirmed_at__isnull=True).update(
        confirmed_at=at, confirmed_by=by.account_id
    )
    if moved != 1:
        raise AbsenceRefused(reason=REASONS["confirmed" if found.confirmed_at else "revoked"])
    ledger.record(
        f"account:{found.account.uid}",
        kind="absence.confirmed",
        by=by.label,
        at=at,
        body={"absence": str(found.uid)},
    )


@transaction.atomic
def change_absence(
    absence_id: int, *, substitute: int, since: date, until: date, by: Actor, at: datetime
) -> Absence:
    """Put an absence in the place of another: other days, another substitute.

    The old one is cancelled and stays in the register; ``until`` is excluded.
    Errors: AbsenceUnknown, and those of cancelling and noting one.
    """
    found = Absence.objects.filter(pk=absence_id).first()
    if found is None:
        raise AbsenceUnknown()
    cancel_absence(absence_id, by=by, at=at)
    return note_absence(
        found.account_id, substitute=substitute, since=since, until=until, by=by, at=at
    )


@transaction.atomic
def narrow_delegation(
    delegation_id: int,
    *,
    acts: Iterable[str],
    procedures: Iterable[str] | None,
    until: date,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Take acts, procedures or days off a delegation; its history is in the ledger.

    Errors: NotAllowed; DelegationRefused when it is over, or would become wider or empty.
    """
    found = Delegation.objects.select_for_update().select_related("unit", "account")
    given = found.get(pk=delegation_id)
    require("delegation", by, "revoke", (given.unit_id, Role(given.role)))
    if given.revoked_at is not None:
        raise DelegationRefused(reason=REASONS["revoked"])
    named_acts = sorted(set(acts))
    named = None if procedures is None else sorted(set(procedures))
    _check_narrower(given, named_acts, named, until)
    given.acts, given.procedures = named_acts, named
    given.period = DateRange(given.period.lower, until)
    given.save(update_fields=["acts", "procedures", "period"])
    ledger.record(
        f"delegation:{given.uid}",
        kind="delegation.narrowed",
        by=by.label,
        at=at,
        body=terms_of(given),
    )
    return given


def _check_narrower(
    given: Delegation, acts: list[str], procedures: list[str] | None, until: date
) -> None:
    """Refuse terms that are empty, or that reach beyond those that were given."""
    if not acts:
        raise DelegationRefused(reason=REASONS["no_acts"])
    if procedures is not None and not procedures:
        raise DelegationRefused(reason=REASONS["no_procedures"])
    if until <= given.period.lower:
        raise DelegationRefused(reason=REASONS["period"])
    old = given.procedures
    wider = old is not None and (procedures is None or not set(procedures) <= set(old))
    if wider or not set(acts) <= set(given.acts) or until > given.period.upper:
        raise DelegationRefused(reason=REASONS["wider"])
