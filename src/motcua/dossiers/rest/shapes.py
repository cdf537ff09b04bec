"""From the room's values to the shapes of the API."""

from typing import Any

from django.utils.translation import get_language

from motcua.authority.types import Actor
from motcua.catalogue.api import procedure
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.status import possible_verbs
from motcua.dossiers.selectors.dossiers import WorkItem, status_name
from motcua.dossiers.services.verbs import verbs_of
from motcua.dossiers.types import Payment, Snapshot, Status


def language() -> str:
    """Return the language of this request: vi or en."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def dossier_out(found: Snapshot, *, actor: Actor) -> dict[str, Any]:
    """Return a dossier as its reader may see it, with what he may do next."""
    same = "seq code variant form filed_at accepted_at due_at original_due_at appointment_at "
    same += "statistics_due_at finished_at rebooked"
    return {name: getattr(found, name) for name in same.split()} | {
        "id": found.uid,
        "status": int(found.status),
        "status_name": status_name(found.status, language()),
        "procedure": procedure(found.version_id).code,
        "version": procedure(found.version_id).version,
        "channel": found.channel.value,
        "lane": found.lane.value if found.lane else "",
        "receiving": found.receiving_id,
        "competent": found.competent_id,
        "outcome": found.outcome.value if found.outcome else "",
        "result": found.result_uid,
        "tasks": [_task(task) for task in found.tasks],
        "payments": [payment_out(payment) for payment in found.payments],
        "verbs": sorted(verbs_of(found, actor) & {v.value for v in possible_verbs(found.status)}),
    }


def _task(task: Any) -> dict[str, Any]:
    same = ["step", "role", "norm", "opened_at", "due_at"]
    return {name: getattr(task, name) for name in same} | {
        "id": task.uid,
        "kind": task.kind.value,
        "unit": task.unit_id,
        "officer": task.officer_id,
        "state": task.state.value,
    }


def payment_out(payment: Payment) -> dict[str, Any]:
    """Return one fee line."""
    same = ["name", "amount", "moment"]
    values = {name: getattr(payment, name) for name in same}
    return values | {"id": payment.uid, "state": payment.state.value}


def line_out(row: Dossier) -> dict[str, Any]:
    """Return one line of a list."""
    same = ["code", "status", "filed_at", "due_at"]
    return {name: getattr(row, name) for name in same} | {
        "id": row.uid,
        "procedure": row.procedure_code,
        "status_name": status_name(Status(row.status), language()),
    }


def work_out(item: WorkItem) -> dict[str, Any]:
    """Return one line of a worklist."""
    same = ["task", "dossier", "code", "procedure", "step", "kind", "lane", "opened_at", "due_at"]
    return {name: getattr(item, name) for name in same} | {
        "status": int(item.status),
        "officer": item.officer_id,
    }
