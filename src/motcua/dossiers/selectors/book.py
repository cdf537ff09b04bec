"""The tracking book (form 07 of TT 03/2025/TT-VPCP): what one unit received in a period.

A desk keeps the book of what it took in, an agency of what it decides. Lines run from 1 within the
period, by the instant of acceptance.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from motcua.authority.api import KnownPerson, PersonErased, agency_of, unit, unit_tree
from motcua.authority.types import Actor, ActorKind, Level, Scope
from motcua.catalogue.api import procedure as procedure_of
from motcua.dossiers import store
from motcua.dossiers.errors import BookNotYours, BookPeriodInvalid, BookTooLong
from motcua.dossiers.models import Dossier
from motcua.dossiers.policy import HANDLING, OVERSIGHT
from motcua.dossiers.selectors.posts import PROVINCE, oversight_unit_ids
from motcua.dossiers.types import Outcome
from motcua.ledger.api import entries

MOST_DAYS = 366
MOST_LINES = 1000
CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính"}
WAYS = {"electronic": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính"}
NOTES = {
    Outcome.REFUSED: "Từ chối giải quyết",
    Outcome.WITHDRAWN: "Rút hồ sơ",
    Outcome.STOPPED: "Dừng giải quyết",
}


@dataclass(frozen=True, slots=True)
class BookKey:
    """The last line of a page: the next page begins behind it."""

    order: int
    accepted_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the book, as the form has it."""

    key: BookKey
    code: str
    procedure: str
    sets: int
    owner: str
    address: str
    phone: str
    lead: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    channel: str
    return_channel: str
    note: str

    @property
    def order(self) -> int:
        """The number of the line in the period."""
        return self.key.order


def may_read_book(actor: Actor, unit_id: int) -> bool:
    """Return whether the actor may read a unit's book.

    Officers of the unit and of those above it, and oversight at the top of the province.
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.kind is not ActorKind.OFFICER or not actor.has_scope(Scope.DOSSIERS_READ):
        return False
    line = {above.id for above in unit_tree().line(unit_id)}
    if any(each.unit_id in line and each.role in HANDLING for each in actor.appointments):
        return True
    return any(actor.roles_at(top) & set(OVERSIGHT) for top in oversight_unit_ids())


def tracking_book(
    unit_id: int,
    *,
    since: date,
    until: date,
    actor: Actor,
    after: BookKey | None = None,
    limit: int = 100,
) -> list[BookLine]:
    """Return a page of a unit's book; ``after`` is the key of the last line before it.

    Units: civil dates, ``until`` is excluded, 366 days at most. The rows of the unit are found by
    the index of desk or agency, so the cost grows with the unit's own rows only.

    Errors: BookNotYours, BookPeriodInvalid.
    """
    if not may_read_book(actor, unit_id):
        raise BookNotYours()
    if not timedelta() < until - since <= timedelta(days=MOST_DAYS):
        raise BookPeriodInvalid(days=MOST_DAYS)
    rows = Dossier.objects.filter(_kept_by(unit_id), accepted_at__gte=_start(since))
    rows = rows.filter(accepted_at__lt=_start(until)).select_related("applicant")
    if after is not None:
        behind = Q(accepted_at=after.accepted_at, id__gt=after.id)
        rows = rows.filter(behind | Q(accepted_at__gt=after.accepted_at))
    first = after.order + 1 if after else 1
    page = rows.order_by("accepted_at", "id")[:limit]
    return [_line(row, order=order) for order, row in enumerate(page, start=first)]


def whole_book(unit_id: int, *, since: date, until: date, actor: Actor) -> list[BookLine]:
    """Return the whole book of a period, as it is printed.

    Errors: BookTooLong beyond 1,000 lines, and those of :func:`tracking_book`.
    """
    lines = tracking_book(unit_id, since=since, until=until, actor=actor, limit=MOST_LINES + 1)
    if len(lines) > MOST_LINES:
        raise BookTooLong(lines=MOST_LINES)
    return lines


def _kept_by(unit_id: int) -> Q:
    desk = unit(unit_id).level is Level.ONE_STOP
    return Q(receiving=unit_id) if desk else Q(competent=agency_of(unit_id).id)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=PROVINCE)


def _line(row: Dossier, *, order: int) -> BookLine:
    version = procedure_of(row.version_id)
    received = row.accepted_at or row.created_at
    outcome = Outcome(row.outcome) if row.outcome else None
    line = BookLine(
        key=BookKey(order, received, row.id),
        code=row.code,
        procedure=version.name.vi,
        sets=version.sets,
        owner="(đã xóa)",
        address="",
        phone="",
        lead=unit(row.competent_id).name_vi,
        received_at=received,
        due_at=row.appointment_at,
        returned_at=row.returned_at,
        channel=CHANNELS[row.channel],
        return_channel=_way_back(row) if row.returned_at else "",
        note=NOTES.get(outcome, "") if outcome else "",
    )
    return _with_owner(line, row)


def _with_owner(line: BookLine, row: Dossier) -> BookLine:
    try:
        person = KnownPerson(row.applicant).view
    except PersonErased:
        return line
    told = person.contact
    return replace(
        line, owner=person.name, address=told.get("address", ""), phone=told.get("phone", "")
    )


def _way_back(row: Dossier) -> str:
    acts = [act for act in entries(store.stream(row.uid)) if act.kind == "dossier.hand_over"]
    how = str(acts[-1].body.get("how", "")) if acts else ""
    return WAYS.get(how, how)
