"""What the platform does by itself as time passes; each is safe to run twice."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from motcua.authority.api import calendar_of
from motcua.authority.types import SYSTEM
from motcua.dossiers import store
from motcua.dossiers.errors import ActBeforeLast, DossierMoved, StatusForbids
from motcua.dossiers.models import Alert, DailyStatistic, Dossier, DraftPaper, Task
from motcua.dossiers.rules import clock, intake
from motcua.dossiers.rules.ending import last_apology_at
from motcua.dossiers.services.acting import PROVINCE, scene_of
from motcua.dossiers.services.endings import stop
from motcua.dossiers.types import Status, TaskState
from motcua.kernel.errors import DomainError

log = logging.getLogger(__name__)
WARN_BEFORE = timedelta(days=1)
RUNNING = (Status.ACCEPTED, Status.PROCESSING)
NOT_SUPPLEMENTED = "Quá thời hạn bổ sung hồ sơ / No supplement came within the time allowed"
NOT_PAID = "Quá thời hạn thực hiện nghĩa vụ tài chính / Not paid within the time allowed"


def warn_before_due(*, at: datetime) -> int:
    """Warn the post of every running task that falls due within a day; once a task."""
    soon = _running_tasks().filter(due_at__gt=at, due_at__lte=at + WARN_BEFORE)
    return _alert(soon, kind="warning", at=at)


def escalate_overdue(*, at: datetime) -> int:
    """Tell the head of the unit of every running task that is overdue; once a task."""
    return _alert(_running_tasks().filter(due_at__lte=at), kind="escalation", at=at)


def _running_tasks() -> QuerySet[Task]:
    paused = (Status.SUPPLEMENT, Status.PAYMENT)
    return Task.objects.filter(state=TaskState.OPEN.value).exclude(dossier__status__in=paused)


def _alert(tasks: QuerySet[Task], *, kind: str, at: datetime) -> int:
    given = Alert.objects.filter(kind=kind, task=OuterRef("pk"))
    fresh = [Alert(task=task, kind=kind, at=at) for task in tasks.exclude(Exists(given))]
    Alert.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def draft_apologies(*, at: datetime) -> int:
    """Draft form 04 for every dossier that will hardly be done in time, while it may still go out.

    A dossier is in danger when the norms of its open tasks end after its due time, or when its due
    day is the next one (NĐ 61/2018 Đ19(9)). The head decides on the draft.
    """
    rows = Dossier.objects.filter(
        status__in=RUNNING, rebooked=False, due_at__gt=at, due_at__lte=at + timedelta(days=4)
    ).prefetch_related("tasks")
    drafted = 0
    for row in rows.order_by("due_at", "id"):
        if row.due_at is None:
            continue
        open_tasks = [task for task in row.tasks.all() if task.state == TaskState.OPEN.value]
        endangered = any(task.due_at > row.due_at for task in open_tasks)
        closing = last_apology_at(row.due_at)
        if at < closing and (endangered or closing - at <= timedelta(days=1)):
            data = {"due_at": row.due_at.isoformat(), "tasks": [t.step for t in open_tasks]}
            _, fresh = DraftPaper.objects.get_or_create(
                dossier=row, form="04", defaults={"data": data, "created_at": at}
            )
            drafted += fresh
    return drafted


def close_waiting(*, at: datetime) -> int:
    """Stop every dossier whose applicant did not answer or pay in the time the version allows."""
    closed = 0
    rows = Dossier.objects.filter(waiting_since__isnull=False).order_by("waiting_since", "id")
    for uid in rows.values_list("uid", flat=True):
        try:
            closed += _stop_if_overdue(uid, at=at)
        except (ActBeforeLast, DossierMoved, StatusForbids):
            continue  # The applicant answered in this very moment: his act wins.
        except DomainError as error:
            # One that cannot be closed, for its applicant was erased, holds up no other.
            log.warning("waiting_not_closed", extra={"dossier": str(uid), "error": error.code})
    return closed


def _stop_if_overdue(uid: UUID, *, at: datetime) -> bool:
    dossier = store.load(uid)
    until = intake.waiting_until(scene_of(dossier, by=SYSTEM, at=at))
    if until is None or at <= until:
        return False
    reason = NOT_PAID if dossier.status is Status.PAYMENT else NOT_SUPPLEMENTED
    stop(uid, reason=reason, by=SYSTEM, at=at, expected_seq=dossier.seq)
    return True


@transaction.atomic
def count_day(day: date) -> int:
    """Count one civil day anew, by agency and procedure, with both clocks; return the rows.

    Two workers that count at once count one after the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dossiers.count_day'))")
    start = datetime(day.year, day.month, day.day, tzinfo=PROVINCE)
    end = start + timedelta(days=1)
    counts: dict[tuple[int, str], DailyStatistic] = {}

    def line(row: Dossier) -> DailyStatistic:
        key = (row.competent_id, row.procedure_code)
        blank = DailyStatistic(day=day, unit_id=row.competent_id, procedure_code=row.procedure_code)
        return counts.setdefault(key, blank)

    for row in Dossier.objects.filter(filed_at__gte=start, filed_at__lt=end).iterator():
        line(row).received += 1
        line(row).received_online += row.channel == "online"
    for row in Dossier.objects.filter(finished_at__gte=start, finished_at__lt=end).iterator():
        _count_finished(line(row), row)
    DailyStatistic.objects.filter(day=day).delete()
    return len(DailyStatistic.objects.bulk_create(counts.values()))


def _count_finished(line: DailyStatistic, row: Dossier) -> None:
    line.finished += 1
    line.green += row.lane == "green"
    line.first_time_valid += row.intake_supplements + row.appraisal_supplements == 0
    if row.clock is None or row.finished_at is None:
        return
    calendar = calendar_of(row.competent_id)
    verdicts = (
        clock.law_lateness(row.clock, until=row.finished_at, calendar=calendar),
        clock.statistics_lateness(row.clock, until=row.finished_at, calendar=calendar),
    )
    line.finished_late_law += verdicts[0].late
    line.finished_late_statistics += verdicts[1].late
