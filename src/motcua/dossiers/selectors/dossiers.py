"""Reads of one dossier and of lists of them; each asks the policy first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from motcua.authority.api import calendar_of
from motcua.authority.types import Actor
from motcua.dossiers import store
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, FeePayment, Remark, Task
from motcua.dossiers.policy import is_concerned, may_see, visible
from motcua.dossiers.rules import clock
from motcua.dossiers.selectors.posts import oversight_unit_ids
from motcua.dossiers.types import Lateness, Snapshot, Status, TaskState
from motcua.kernel.codes import DossierCode
from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import Explanation
from motcua.ledger.api import Entry, entries


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody may know who has the code (TT 01/2018/TT-VPCP Đ16(2d)): code and progress."""

    code: str
    procedure: str
    status: Status
    accepted_at: datetime | None
    appointment_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of an officer's worklist."""

    task: UUID
    dossier: UUID
    code: str
    procedure: str
    step: str
    kind: str
    status: Status
    lane: str
    officer_id: int | None
    opened_at: datetime
    due_at: datetime
    id: int


def uid_of(reference: str) -> UUID:
    """Return the id of a dossier named by its id or, read leniently, by its code.

    Errors: DossierNotFound.
    """
    text = reference.strip()
    try:
        return UUID(text)
    except ValueError:
        pass
    if not text.isprintable():
        raise DossierNotFound(reference="?")
    codes = {text.upper(), _issued(text)} - {""}
    row = Dossier.objects.filter(code__in=codes).values_list("uid", flat=True).first()
    if row is None:
        raise DossierNotFound(reference=reference[:60])
    return row


def dossier(reference: str, *, actor: Actor) -> Snapshot:
    """Return a dossier that the actor may see; one that he may not see does not exist for him.

    Errors: DossierNotFound.
    """
    found = store.load(uid_of(reference))
    if not may_see(actor, found, oversight_units=oversight_unit_ids()):
        raise DossierNotFound(reference=reference[:60])
    return found


def is_hidden(reference: str, *, actor: Actor) -> bool:
    """Return whether the dossier does not exist for the actor, whatever his token reaches."""
    found = store.load(uid_of(reference))
    return not is_concerned(actor, found, oversight_units=oversight_unit_ids())


def charges_line(reference: str, *, line: UUID) -> bool:
    """Return whether a fee line is one of the dossier's; its id cannot be guessed."""
    return FeePayment.objects.filter(uid=line, dossier__uid=uid_of(reference)).exists()


def progress(code: str) -> Progress:
    """Return what the public page shows of a code; nothing of persons.

    Errors: DossierNotFound.
    """
    found = store.load(uid_of(code))
    if not found.code or found.code not in {code.strip().upper(), _issued(code)}:
        raise DossierNotFound(reference=code[:60])
    row = Dossier.objects.only("procedure_code").get(pk=found.id)
    return Progress(
        code=found.code,
        procedure=row.procedure_code,
        status=found.status,
        accepted_at=found.accepted_at,
        appointment_at=found.appointment_at,
        finished_at=found.finished_at,
    )


def _issued(code: str) -> str:
    """Return a code as it was issued, whichever way it is written; empty for what is none."""
    try:
        read = DossierCode.parse(code)
        return DossierCode.format(read.agency, read.on, read.counter)
    except DomainError:
        return ""


def worklist(
    actor: Actor,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
    mine_only: bool = False,
) -> list[WorkItem]:
    """Return the open tasks of the actor's posts, due first; ``after`` is the last line's key."""
    posts = Q(pk__in=[])
    for appointment in actor.appointments:
        posts |= Q(unit_id=appointment.unit_id, role=str(appointment.role))
    rows = Task.objects.filter(posts, state=TaskState.OPEN.value).select_related("dossier")
    if mine_only:
        rows = rows.filter(officer_id=actor.account_id)
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).exclude(due_at=after[0], id__lte=after[1])
    return [_work_item(task) for task in rows.order_by("due_at", "id")[:limit]]


def _work_item(task: Task) -> WorkItem:
    return WorkItem(
        task=task.uid,
        dossier=task.dossier.uid,
        code=task.dossier.code,
        procedure=task.dossier.procedure_code,
        step=task.step,
        kind=task.kind,
        status=Status(task.dossier.status),
        lane=task.dossier.lane,
        officer_id=task.officer_id,
        opened_at=task.opened_at,
        due_at=task.due_at,
        id=task.id,
    )


def dossiers(
    actor: Actor, *, before: int | None = None, limit: int = 50, status: int | None = None
) -> list[Dossier]:
    """Return the dossiers that the actor may see, newest first; ``before`` is the last id seen."""
    rule = visible(actor, oversight_units=oversight_unit_ids())
    rows = Dossier.objects.filter(pk__in=Dossier.objects.filter(rule).values("pk"))
    if status is not None:
        rows = rows.filter(status=status)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def timeline(found: Snapshot) -> list[Entry]:
    """Return the ledger of a dossier, oldest first; the caller has checked that it may be seen."""
    return list(entries(store.stream(found.uid)))


def remarks(found: Snapshot) -> dict[int, Remark]:
    """Return what people wrote with each act, by its sequence."""
    return {remark.seq: remark for remark in Remark.objects.filter(dossier_id=found.id)}


def why_this_date(found: Snapshot) -> Explanation | None:
    """Return the law's due time line by line; None before acceptance."""
    if found.clock is None:
        return None
    start, limit, waits = clock.law_inputs(found.clock)
    return calendar_of(found.competent_id).explain(start, limit, waits)


def both_clocks(found: Snapshot, *, at: datetime) -> tuple[Lateness, Lateness] | None:
    """Return the law's and the statistics' verdict at the end of the dossier, or now."""
    if found.clock is None:
        return None
    until = found.finished_at or found.waiting_since or at
    calendar = calendar_of(found.competent_id)
    return (
        clock.law_lateness(found.clock, until=until, calendar=calendar),
        clock.statistics_lateness(found.clock, until=until, calendar=calendar),
    )


def status_name(status: Status, language: str = "vi") -> str:
    """Return the national name of a status."""
    return NAMES[status][0 if language == "vi" else 1]


NAMES: dict[Status, tuple[str, str]] = {
    Status.DRAFT: ("Bản nháp", "Draft"),
    Status.NEW: ("Mới đăng ký", "Newly submitted"),
    Status.ACCEPTED: ("Được tiếp nhận", "Accepted"),
    Status.NOT_ACCEPTED: ("Không được tiếp nhận", "Not accepted"),
    Status.PROCESSING: ("Đang xử lý", "In processing"),
    Status.SUPPLEMENT: ("Yêu cầu bổ sung giấy tờ", "Waiting for a supplement"),
    Status.PAYMENT: ("Yêu cầu thực hiện nghĩa vụ tài chính", "Waiting for a payment"),
    Status.WITHDRAWN: ("Công dân yêu cầu rút hồ sơ", "Withdrawn by the applicant"),
    Status.STOPPED: ("Dừng xử lý", "Stopped"),
    Status.DONE: ("Đã xử lý xong", "Processed"),
    Status.RETURNED: ("Đã trả kết quả", "Result returned"),
}
