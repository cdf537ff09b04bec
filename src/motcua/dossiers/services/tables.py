"""The tables on a dossier's papers: what was handed in, what is asked, who gave it to whom."""

from collections.abc import Iterable
from typing import Any

from motcua.authority.api import contact_of, unit
from motcua.catalogue.api import papers_asked
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Channel
from motcua.catalogue.types import Component as Wanted
from motcua.dossiers.models import Component, Task
from motcua.dossiers.services.signers import PLATFORM, names_of
from motcua.dossiers.types import Snapshot, TaskKind, TaskState

Row = dict[str, Any]
REUSED = " (dùng lại giấy tờ đã số hóa)"
FILLED_IN = " (lập từ biểu mẫu điện tử)"
SHOWN = " (xuất trình)"


def papers_given(dossier: Snapshot) -> list[Row]:
    """Return the components handed in, in the version's order, with what the form itself became.

    The filled-in electronic form is a component as well: an electronic one when it came online,
    else the sheet that the applicant signed at the desk.
    """
    rows = Component.objects.filter(dossier_id=dossier.id).select_related("paper").order_by("id")
    newest = {row.component: row for row in rows}
    shown = []
    for wanted in procedure_of(dossier.version_id).components:
        if wanted.id in newest:
            shown.append(_given(wanted, newest[wanted.id]))
        elif wanted.generated_from:
            shown.append(_filled_in(wanted, dossier))
    return shown


def _given(wanted: Wanted, row: Component) -> Row:
    again = row.paper is not None and row.paper.from_dossier_id != row.dossier_id
    return {"name": wanted.name.vi + (REUSED if again else ""), row.kind: row.copies}


def _filled_in(wanted: Wanted, dossier: Snapshot) -> Row:
    name = wanted.name.vi + FILLED_IN
    if dossier.channel is Channel.ONLINE:
        return {"name": name, "electronic": 1}
    return {"name": name, **papers_asked(wanted)}


def papers_wanted(dossier: Snapshot, items: Iterable[str]) -> list[Row]:
    """Return what a request for a supplement asks: known components, or plain words."""
    known = {component.id: component for component in procedure_of(dossier.version_id).components}
    return [_wanted(known[item]) if item in known else {"name": item} for item in items]


def _wanted(wanted: Wanted) -> Row:
    to_show = "xuất trình" in wanted.copies.lower()
    return {"name": wanted.name.vi + (SHOWN if to_show else ""), **papers_asked(wanted)}


def hand_overs(dossier: Snapshot) -> list[Row]:
    """Return every hand-over of the dossier: who gave it to whom, when, and how he stood then."""
    tasks = Task.objects.filter(dossier_id=dossier.id, kind=TaskKind.STEP.value)
    rows = list(tasks.select_related("officer").order_by("opened_at", "id"))
    names = names_of({row.closed_by for row in rows if row.closed_by})
    hops = [_hop(dossier, row, _giver(row, rows), names) for row in rows]
    last = next((row for row in rows if row.verb == "hand_over"), None)
    return [*hops, _returned(dossier, last, names)] if last else hops


def _giver(row: Task, rows: list[Task]) -> Task | None:
    """Return the step whose end opened this one."""
    before = [each for each in rows if each.closed_at == row.opened_at and each.pk != row.pk]
    named = [each for each in before if each.step == row.came_from]
    return next(iter([*named, *before]), None)


def _hop(dossier: Snapshot, row: Task, giver: Task | None, names: dict[str, str]) -> Row:
    steps = procedure_of(dossier.version_id).steps
    step = steps[row.step].name.vi if row.step in steps else row.step
    back = giver is not None and giver.state == TaskState.RETURNED.value
    return {
        "giver": _who(giver, names) if giver else contact_of(dossier.submitter_id).name,
        "receiver": _who(row, names),
        "at": row.opened_at,
        "result": _punctual(giver),
        "note": step + (" (trả lại)" if back else ""),
    }


def _returned(dossier: Snapshot, row: Task, names: dict[str, str]) -> Row:
    return {
        "giver": _who(row, names),
        "receiver": contact_of(dossier.applicant_id).name,
        "at": row.closed_at,
        "result": _punctual(row),
        "note": "Trả kết quả",
    }


def _who(row: Task, names: dict[str, str]) -> str:
    """Return the officer of a task, or who ended it, and the unit whose task it is."""
    closer = names.get(row.closed_by, "")
    name = closer if closer not in {"", PLATFORM} else ""
    name = name or (row.officer.get_full_name() if row.officer else "") or closer
    return ", ".join(part for part in (name, unit(row.unit_id).name_vi) if part)


def _punctual(row: Task | None) -> str:
    """Return how a step that has ended stood against its norm."""
    if row is None or row.closed_at is None:
        return ""
    if row.closed_at == row.due_at:
        return "on-time"
    return "late" if row.closed_at > row.due_at else "before"


def consulted(dossier: Snapshot) -> list[str]:
    """Return the units whose opinion was asked, each once."""
    asked = [task.unit_id for task in dossier.tasks if task.kind is TaskKind.CONSULTATION]
    return [unit(unit_id).name_vi for unit_id in dict.fromkeys(asked)]
