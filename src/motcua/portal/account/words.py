"""A dossier in plain words: what happened, who has it, what the applicant can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.authority.api import unit
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.dossiers.api import (
    Snapshot,
    Status,
    TaskKind,
    dossiers,
    remarks,
    status_name,
    timeline,
)
from motcua.portal.language import said, spoken

TONES: Final = {
    Status.DRAFT: "neutral",
    Status.NEW: "info",
    Status.ACCEPTED: "info",
    Status.PROCESSING: "info",
    Status.SUPPLEMENT: "warn",
    Status.PAYMENT: "warn",
    Status.DONE: "good",
    Status.RETURNED: "good",
    Status.NOT_ACCEPTED: "bad",
    Status.WITHDRAWN: "neutral",
    Status.STOPPED: "bad",
}
PLAIN: Final = {
    "file": gettext_lazy("The dossier was sent"),
    "accept": gettext_lazy("The one-stop desk accepted it"),
    "refuse": gettext_lazy("The dossier was refused"),
    "ask_supplement": gettext_lazy("You were asked to add something"),
    "supplement": gettext_lazy("You added what was asked for"),
    "ask_payment": gettext_lazy("You were asked to pay"),
    "record_payment": gettext_lazy("A payment arrived"),
    "assign": gettext_lazy("An officer was put in charge"),
    "claim": gettext_lazy("An officer took it up"),
    "forward": gettext_lazy("It went on to the next step"),
    "send_back": gettext_lazy("It went back a step for a second look"),
    "consult": gettext_lazy("Another agency was asked for its opinion"),
    "answer": gettext_lazy("The other agency answered"),
    "approve": gettext_lazy("It was approved"),
    "sign": gettext_lazy("The result was signed"),
    "issue": gettext_lazy("The result was issued"),
    "hand_over": gettext_lazy("You got the result"),
    "withdraw": gettext_lazy("You took the dossier back"),
    "stop": gettext_lazy("The dossier was stopped"),
    "apologise": gettext_lazy("The agency apologised and set a new date"),
    "correct": gettext_lazy("The agency corrected its error"),
    "rate": gettext_lazy("You rated the service"),
    "recount": gettext_lazy("The date was counted again after a change of the calendar"),
}
"""What each act is to the applicant; a draft's savings are his own affair."""
PAPERS: Final = {
    "01": gettext_lazy("Receipt and appointment"),
    "02": gettext_lazy("Request for a supplement"),
    "03": gettext_lazy("Notice of refusal"),
    "04": gettext_lazy("Apology and new appointment"),
    "05": gettext_lazy("Notice that the work was stopped"),
    "fee-receipt": gettext_lazy("Receipt of payment"),
    "result-return": gettext_lazy("Slip of the handed-over result"),
    "result": gettext_lazy("Result"),
}
"""The papers that are for the applicant, by kind; slips between officers are not."""
FOR_APPLICANT: Final = frozenset(
    {"refuse", "ask_supplement", "ask_payment", "stop", "apologise", "correct", "withdraw"}
)
"""The acts whose words were written for the applicant; all others are the officers' own."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act as the applicant reads it."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier in the list."""

    href: str
    name: str
    code: str
    status: str
    tone: str
    due_at: datetime | None
    at: datetime
    todo: str


def events(found: Snapshot, *, actor: Actor) -> list[Event]:
    """Return what happened, newest first."""
    written = remarks(found)
    told = []
    for entry in timeline(found):
        kind = entry.kind.removeprefix("dossier.")
        if kind not in PLAIN:
            continue
        remark = written.get(entry.seq)
        text = remark.text if remark and kind in FOR_APPLICANT else ""
        title = str(PLAIN[kind])
        told.append(Event(entry.at, title, _who(entry.by, actor), text, _tone(kind)))
    return told[::-1]


def _who(by: str, actor: Actor) -> str:
    if by == actor.label:
        return _("you")
    if by.startswith("person:"):
        return _("the applicant's side")
    return _("the system") if by == "system" else _("the agency")


def _tone(kind: str) -> str:
    if kind in {"ask_supplement", "ask_payment", "apologise"}:
        return "warn"
    if kind in {"refuse", "stop"}:
        return "bad"
    return "good" if kind in {"issue", "hand_over"} else "info"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the dossier now, and until when that step should be done."""

    unit: str
    step: str
    until: datetime
    asked: bool
    """Whether it is an opinion asked beside the step."""


def holders(found: Snapshot) -> list[Holder]:
    """Return who works on the dossier now; nobody while it waits for the applicant."""
    steps = procedure_of(found.version_id).steps
    return [
        Holder(
            unit=unit(task.unit_id).name(spoken()),
            step=said(steps[task.step].name) if task.step in steps else "",
            until=task.due_at,
            asked=task.kind is TaskKind.CONSULTATION,
        )
        for task in found.open_tasks()
    ]


def todo(status: Status) -> str:
    """Return what the applicant has to do in a status; "" for nothing."""
    return {
        Status.DRAFT: _("Go on and send it"),
        Status.SUPPLEMENT: _("Add what was asked for"),
        Status.PAYMENT: _("Pay"),
    }.get(status, "")


def own_lines(actor: Actor, *, before: int | None, limit: int) -> tuple[list[Line], int | None]:
    """Return a page of the person's dossiers, newest first, and the key of the next page."""
    rows = dossiers(actor, before=before, limit=limit + 1)
    lines = []
    for row in rows[:limit]:
        status = Status(row.status)
        lines.append(
            Line(
                href=f"/my/dossiers/{row.uid}/" if row.status else f"/filing/{row.uid}/",
                name=said(procedure_of(row.version_id).name),
                code=row.code,
                status=status_name(status, spoken()),
                tone=TONES[status],
                due_at=row.due_at if row.finished_at is None else None,
                at=row.filed_at or row.created_at,
                todo=todo(status),
            )
        )
    return lines, rows[limit - 1].pk if len(rows) > limit else None


def asked_items(found: Snapshot) -> tuple[str, tuple[str, ...]]:
    """Return the words and the items of the last request for a supplement."""
    asked = [one for one in remarks(found).values() if one.verb == "ask_supplement"]
    if not asked:
        return "", ()
    last = max(asked, key=lambda one: one.seq)
    return last.text, tuple(str(item) for item in last.items)


def component_names(found: Snapshot) -> Mapping[str, str]:
    """Return the names of the papers of a dossier by their ids."""
    return {one.id: said(one.name) for one in procedure_of(found.version_id).components}
