"""Writing posts: appoint, delegate, note an absence; each one transaction with its ledger entry."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.errors import (
    AbsenceRefused,
    AccountUnknown,
    DelegationRefused,
    PostingOverlaps,
)
from motcua.authority.models import Absence, Account, Delegation, Posting
from motcua.authority.policies import decide, require
from motcua.authority.selectors.actors import day_of
from motcua.authority.selectors.register import units_over
from motcua.authority.selectors.units import unit
from motcua.authority.types import Actor, Denied, Formula, Role
from motcua.ledger import api as ledger

OVERLAP = "posting_of_one_account_does_not_overlap"
ABSENT_TWICE = "absence_of_one_account_does_not_overlap"
ACT = re.compile(r"[a-z][a-z_]{1,39}")

REASONS = {
    "no_acts": {"vi": "phải nêu các việc được ủy quyền", "en": "it must name its acts"},
    "no_procedures": {"vi": "danh sách thủ tục trống", "en": "its list of procedures is empty"},
    "no_document": {"vi": "thiếu số văn bản", "en": "the number of its document is missing"},
    "own_formula": {
        "vi": "hình thức ký phải là KT., TL. hoặc TUQ.",
        "en": "the formula must be KT., TL. or TUQ.",
    },
    "oneself": {"vi": "không thể giao cho chính mình", "en": "nobody stands in for oneself"},
    "period": {"vi": "thời gian không hợp lệ", "en": "the period is not valid"},
    "closed": {"vi": "tài khoản đã khóa", "en": "the account is closed"},
    "wider": {
        "vi": "chỉ được thu hẹp, không được mở rộng; muốn mở rộng hãy lập ủy quyền mới",
        "en": "it can only be narrowed; give a new one to widen it",
    },
    "confirmed": {"vi": "đã được xác nhận", "en": "it is confirmed already"},
    "revoked": {"vi": "đã chấm dứt", "en": "it is over already"},
    "beyond_posting": {
        "vi": "vượt quá thời gian giữ chức vụ của người giao",
        "en": "it outlasts the giver's own posting",
    },
    "absent_twice": {
        "vi": "đã có thông báo vắng mặt trong thời gian này",
        "en": "an absence is noted in this period already",
    },
    "substitute_absent": {
        "vi": "người thay cũng vắng mặt hoặc đang thay người vắng mặt khác theo chuỗi",
        "en": "the substitute is absent too, or the absent one is a substitute: no chains",
    },
}


def _open(account_id: int) -> Account:
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise AccountUnknown()
    return account


@transaction.atomic
def appoint(  # a posting is these five facts
    account_id: int,
    *,
    unit_id: int,
    role: Role,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Posting:
    """Give an account a role at a unit; ``until`` is excluded, ``None`` is open.

    Errors: NotAllowed, AccountUnknown, UnitUnknown, PostingOverlaps.
    """
    require("account", by, "change", account_id)
    account, place = _open(account_id), unit(unit_id)
    try:
        with transaction.atomic():
            posting = Posting.objects.create(
                account=account, unit_id=place.id, role=role, period=DateRange(since, until)
            )
    except IntegrityError as overlap:
        if OVERLAP not in str(overlap):
            raise
        raise PostingOverlaps() from overlap
    body = {"unit": str(place.uid), "role": str(role), "since": str(since), "until": _text(until)}
    _record(account, "posting.given", by, at, body)
    return posting


@transaction.atomic
def end_posting(posting_id: int, *, until: date, by: Actor, at: datetime) -> None:
    """Close an open posting on a day (excluded). Errors: NotAllowed, AccountUnknown."""
    posting = (
        Posting.objects.select_for_update().select_related("account", "unit").get(pk=posting_id)
    )
    require("account", by, "change", posting.account_id)
    begins = posting.period.lower
    if begins is not None and until <= begins:
        raise PostingOverlaps()
    posting.period = DateRange(begins, until)
    posting.save(update_fields=["period"])
    body = {"unit": str(posting.unit.uid), "role": str(posting.role), "until": str(until)}
    _record(posting.account, "posting.ended", by, at, body)


@transaction.atomic
def delegate(  # a delegation is all of these facts
    *,
    unit_id: int,
    role: Role,
    to: int,
    formula: Formula,
    acts: Iterable[str],
    procedures: Iterable[str] | None = None,
    since: date,
    until: date,
    document_number: str,
    document_on: date,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let another account sign in one's role at a unit, within acts, procedures and days.

    ``until`` is excluded. ``procedures=None`` means every one of the unit.
    Errors: NotAllowed unless the giver holds the role himself; DelegationRefused; AccountUnknown.
    """
    require("delegation", by, "give", (unit_id, role))
    giver = _open(by.account_id or 0)
    named_acts = sorted(set(acts))
    named = None if procedures is None else sorted(set(procedures))
    _check_delegation(giver, to, formula, named_acts, named, document_number)
    _check_days(giver, unit_id, role, since, until)
    delegation = Delegation.objects.create(
        unit_id=unit(unit_id).id,
        role=role,
        giver=giver,
        account=_open(to),
        formula=formula,
        procedures=named,
        acts=named_acts,
        period=DateRange(since, until),
        document_number=document_number,
        document_on=document_on,
    )
    _record_delegation(delegation, "delegation.given", by, at, terms_of(delegation))
    return delegation


def terms_of(given: Delegation) -> dict[str, object]:
    """Return what the ledger keeps of a delegation."""
    return {
        "unit": str(given.unit.uid),
        "role": str(given.role),
        "to": f"officer:{given.account.uid}",
        "formula": str(given.formula),
        "acts": given.acts,
        "procedures": given.procedures,
        "since": str(given.period.lower),
        "until": str(given.period.upper),
    }


def _check_delegation(
    giver: Account,
    to: int,
    formula: Formula,
    acts: list[str],
    procedures: list[str] | None,
    document_number: str,
) -> None:
    if to == giver.pk:
        raise DelegationRefused(reason=REASONS["oneself"])
    if formula is Formula.OWN:
        raise DelegationRefused(reason=REASONS["own_formula"])
    if not acts or not all(ACT.fullmatch(act) for act in acts):
        raise DelegationRefused(reason=REASONS["no_acts"])
    if procedures is not None and not procedures:
        raise DelegationRefused(reason=REASONS["no_procedures"])
    if not document_number.strip():
        raise DelegationRefused(reason=REASONS["no_document"])


def _check_days(giver: Account, unit_id: int, role: Role, since: date, until: date) -> None:
    """Refuse a delegation that begins or lasts outside the giver's own posting."""
    if until <= since:
        raise DelegationRefused(reason=REASONS["period"])
    own = Posting.objects.filter(
        account=giver,
        unit_id=unit_id,
        role=role,
        period__contains=DateRange(since, until),
    )
    if not own.exists():
        raise DelegationRefused(reason=REASONS["beyond_posting"])


@transaction.atomic
def revoke_delegation(delegation_id: int, *, by: Actor, at: datetime) -> None:
    """End a delegation at an instant; what was signed under it stands.

    Errors: NotAllowed, DelegationRefused when it was revoked before.
    """
    found = Delegation.objects.select_related("unit").get(pk=delegation_id)
    require("delegation", by, "revoke", (found.unit_id, Role(found.role)))
    moved = Delegation.objects.filter(pk=delegation_id, revoked_at__isnull=True).update(
        revoked_at=at
    )
    if moved != 1:
        raise DelegationRefused(reason=REASONS["revoked"])
    _record_delegation(found, "delegation.revoked", by, at, {})


@transaction.atomic
def note_absence(
    account_id: int, *, substitute: int, since: date, until: date, by: Actor, at: datetime
) -> Absence:
    """Note that an account is away and who stands in; ``until`` is excluded.

    Errors: NotAllowed, AccountUnknown, AbsenceRefused (oneself, twice, a chain of substitutes).
    """
    require_absence_right(by, account_id, on=day_of(at))
    if until <= since:
        raise AbsenceRefused(reason=REASONS["period"])
    if account_id == substitute:
        raise AbsenceRefused(reason=REASONS["oneself"])
    # Both rows are locked in one order, so that two absences noted at once cannot make a chain.
    both = Account.objects.select_for_update().filter(pk__in=(account_id, substitute))
    found = {each.pk: each for each in both.order_by("pk") if each.is_active}
    if len(found) != 2:
        raise AccountUnknown()
    _refuse_chains(account_id, substitute, DateRange(since, until))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                account_id=account_id, substitute_id=substitute, period=DateRange(since, until)
            )
    except IntegrityError as twice:
        if ABSENT_TWICE not in str(twice):
            raise
        raise AbsenceRefused(reason=REASONS["absent_twice"]) from twice
    body = {
        "substitute": f"officer:{found[substitute].uid}",
        "since": str(since),
        "until": str(until),
    }
    _record(found[account_id], "absence.noted", by, at, body)
    return absence


def require_absence_right(by: Actor, account_id: int, *, on: date) -> None:
    """Refuse who is neither the absent one nor leads a unit where he is posted on the day.

    Errors: NotAllowed.
    """
    if isinstance(decide("delegation", by, "note_absence", account_id), Denied):
        require("unit", by, "lead", units_over(account_id, on=on))


def _refuse_chains(account_id: int, substitute: int, period: object) -> None:
    standing = Absence.objects.filter(cancelled_at__isnull=True, period__overlap=period)
    if standing.filter(account_id=substitute).exists():
        raise AbsenceRefused(reason=REASONS["substitute_absent"])
    if standing.filter(substitute_id=account_id).exists():
        raise AbsenceRefused(reason=REASONS["substitute_absent"])


@transaction.atomic
def cancel_absence(absence_id: int, *, by: Actor, at: datetime) -> None:
    """Take an absence back from now on. Errors: NotAllowed, AbsenceRefused when done before."""
    absence = Absence.objects.select_related("account").get(pk=absence_id)
    require_absence_right(by, absence.account_id, on=day_of(at))
    moved = Absence.objects.filter(pk=absence_id, cancelled_at__isnull=True).update(cancelled_at=at)
    if moved != 1:
        raise AbsenceRefused(reason=REASONS["revoked"])
    _record(absence.account, "absence.cancelled", by, at, {"on": str(day_of(at))})


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)


def _record(
    account: Account, kind: str, by: Actor, at: datetime, body: Mapping[str, object]
) -> None:
    ledger.record(f"account:{account.uid}", kind=kind, by=by.label, at=at, body=body)


def _record_delegation(
    delegation: Delegation, kind: str, by: Actor, at: datetime, body: Mapping[str, object]
) -> None:
    ledger.record(f"delegation:{delegation.uid}", kind=kind, by=by.label, at=at, body=body)
