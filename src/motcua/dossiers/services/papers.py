"""The papers of a dossier: who issues them, who signs, and what stands on each form."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from motcua.authority.api import agency_of, calendar_of, contact_of, unit
from motcua.authority.types import Actor, Appointment, Level, Role, UnitView
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Procedure
from motcua.documents.api import (
    Issuer,
    PaperKind,
    Signatory,
    amount_in_words,
    document,
)
from motcua.dossiers.models import Component, FeePayment, Remark
from motcua.dossiers.selectors.dossiers import timeline
from motcua.dossiers.services.acting import PROVINCE
from motcua.dossiers.types import Snapshot
from motcua.kernel.worktime import Limit
from motcua.ledger.api import Entry

PLACE = "Hải Phòng"
POSITIONS = {
    Level.COMMUNE: "Chủ tịch Ủy ban nhân dân",
    Level.DEPARTMENT: "Giám đốc",
    Level.PROVINCE: "Chủ tịch Ủy ban nhân dân thành phố",
    Level.ONE_STOP: "Giám đốc Trung tâm",
    Level.DIVISION: "Trưởng phòng",
}
CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính công ích"}
ROLES = {
    Role.RECEIVER: "Công chức tiếp nhận",
    Role.OFFICER: "Công chức",
    Role.CLERK: "Văn thư",
    Role.SUPERVISOR: "Phụ trách Bộ phận Một cửa",
}


def issuer_of(unit_id: int) -> Issuer:
    """Return the agency as it stands at the head of its papers."""
    view = unit(unit_id)
    superior = unit(view.parent_id).name_vi if view.parent_id else ""
    return Issuer(
        uid=view.uid,
        code=view.code,
        name=view.name_vi,
        superior=superior,
        place=PLACE,
        symbol=symbol_of(view),
    )


def symbol_of(view: UnitView) -> str:
    """Return the unit's part of a document number (Decree 30/2020/NĐ-CP): UBND, or its initials.

    Only the unit's own name counts: the agency named behind a comma adds no letters.
    """
    if view.level in {Level.COMMUNE, Level.PROVINCE, Level.DISTRICT}:
        return "UBND"
    own = view.name_vi.partition(",")[0].replace("-", " ")
    return "".join(word[0] for word in own.split() if word[0].isalpha()).upper()


def signatory(actor: Actor, power: Appointment | None, *, unit_id: int) -> Signatory:
    """Return who signs, with the formula of the power used (TM., KT., TL., TUQ.)."""
    view = unit(power.unit_id if power else unit_id)
    own = POSITIONS.get(view.level, "Thủ trưởng")
    role = power.role if power else Role.UNIT_HEAD
    position = own if role is Role.UNIT_HEAD else ROLES.get(role, "Công chức")
    formula, principal = str(power.formula) if power else "", own
    if view.level is Level.DIVISION and not formula:
        # The head of a division signs the agency's paper by order of its head (NĐ 30/2020 Đ13(3)).
        agency = agency_of(view.id)
        formula, principal = "TL.", POSITIONS.get(agency.level, "Thủ trưởng")
    elif formula:
        position = "Người được giao ký"
    return Signatory(
        label=actor.label,
        name=actor.name,
        position=position,
        unit=view.name_vi,
        formula=formula,
        principal=principal if formula else "",
    )


def owner_facts(dossier: Snapshot) -> dict[str, str]:
    """Return the applicant as papers show him."""
    person = contact_of(dossier.applicant_id)
    contact = person.contact
    return {
        "name": person.name,
        "number": person.number,
        "address": contact.get("address", ""),
        "phone": contact.get("phone", ""),
        "email": contact.get("email", ""),
    }


def result_facts(dossier: Snapshot, procedure: Procedure, *, at: datetime) -> dict[str, Any]:
    """Return what a result's template reads (docs/reference/procedures.md)."""
    received = dossier.filed_at or at
    return {
        "form": dict(dossier.form),
        "applicant": {**dossier.facts.get("applicant", {}), **owner_facts(dossier)},
        "dossier": {
            "code": dossier.code,
            "received_on": received.astimezone(PROVINCE).date(),
            "decided_on": at.astimezone(PROVINCE).date(),
            "variant": dossier.variant,
            "copies": dossier.facts.get("copies", 1),
        },
        "procedure": {"code": procedure.code, "name": procedure.name.vi},
        "pages": dossier.facts.get("pages", 0),
        "constants": dict(procedure.facts),
    }


def form_facts(dossier: Snapshot, *, at: datetime) -> dict[str, Any]:
    """Return what every desk form shows of a dossier."""
    procedure = procedure_of(dossier.version_id)
    submitter = contact_of(dossier.submitter_id)
    return {
        "dossier": {"code": dossier.code},
        "owner": owner_facts(dossier),
        "submitter": {"name": submitter.name},
        "procedure": {"code": procedure.code, "name": procedure.name.vi},
        "receiving_unit": unit(dossier.receiving_id).name_vi,
        "channel": CHANNELS[dossier.channel.value],
        "received_at": _local(dossier.filed_at or at),
        "due_at": _local(dossier.original_due_at),
        "lookup": "Cổng dịch vụ công: tra cứu bằng mã hồ sơ",
        "contact": {"name": "", "phone": ""},
        "return_place": unit(dossier.receiving_id).name_vi,
    }


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(PROVINCE) if at else None


def receipt(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 01: components, limit, due time (rules 3.3, 6.2)."""
    names = {c.id: c.name.vi for c in procedure_of(dossier.version_id).components}
    rows = Component.objects.filter(dossier_id=dossier.id).order_by("id")
    seen = {row.component: row for row in rows}
    limit = Limit.parse(dossier.clock["limit"]) if dossier.clock else None
    return {
        "components": [
            {"name": names.get(key, key), _kind(row.kind): row.copies} for key, row in seen.items()
        ],
        "sets": 1,
        "limit": limit.label("vi") if limit else "",
    }


def _kind(kind: str) -> str:
    return {"original": "original", "certified": "certified"}.get(kind, "copy")


def supplement_request(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 02: what to complete, and why."""
    remark = _last(dossier, "ask_supplement")
    procedure = procedure_of(dossier.version_id)
    names = {c.id: c.name.vi for c in procedure.components}
    since = dossier.waiting_since
    wait = procedure.waiting.supplement
    until = calendar_of(dossier.competent_id).due_at(since, wait) if since else None
    return {
        "stage": "intake" if dossier.accepted_at is None else "appraisal",
        "items": [{"name": names.get(item, item)} for item in (remark.items if remark else [])],
        "reason": remark.text if remark else "",
        "until": _local(until),
    }


def refusal(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 03."""
    remark = _last(dossier, "refuse")
    return {"submitted_at": _local(dossier.filed_at), "reason": remark.text if remark else ""}


def apology(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 04: the original due time stays beside the new one."""
    remark = _last(dossier, "apologise")
    return {
        "due_at": _local(dossier.due_at),
        "unit_at_fault": unit(dossier.competent_id).name_vi,
        "reason": remark.text if remark else "",
        "new_due_at": _local(dossier.appointment_at),
    }


def stopping(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 05."""
    remark = _last(dossier, "stop")
    return {"stopped_at": _local(dossier.finished_at), "reason": remark.text if remark else ""}


def result_return(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """The slip that goes with the result."""
    procedure = procedure_of(dossier.version_id)
    owner = owner_facts(dossier)
    return {
        "returner": {"name": unit(dossier.receiving_id).name_vi},
        "receiver": {"name": owner["name"], "phone": owner["phone"], "number": owner["number"]},
        "result": {"kind": procedure.result.name.vi, **_result_number(dossier)},
        "at": _local(dossier.finished_at),
    }


def _result_number(dossier: Snapshot) -> dict[str, Any]:
    issued = document(dossier.result_uid) if dossier.result_uid else None
    return {"number": issued.symbol, "on": _local(issued.issued_at)} if issued else {}


def fee_receipt(dossier: Snapshot, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt of a payment, the amount in figures and words."""
    paid = FeePayment.objects.get(uid=facts["payment"], dossier_id=dossier.id)
    amount = int(paid.amount)
    owner = owner_facts(dossier)
    return {
        "unit": unit(dossier.receiving_id).name_vi,
        "payer": {"name": owner["name"], "address": owner["address"]},
        "lines": [{"name": paid.name, "amount": amount}],
        "total": amount,
        "total_words": amount_in_words(amount),
        "reference": paid.reference,
        "paid_at": _local(paid.paid_at),
    }


def control_slip(dossier: Snapshot, _: Mapping[str, Any]) -> dict[str, Any]:
    """Form 06: every hand-over, and whether each was before time, on time or late."""
    hops = [
        {
            "giver": entry.by,
            "receiver": ", ".join(map(str, _steps(entry.body["opened"]))),
            "at": _local(entry.at),
            "result": _punctual(dossier, entry),
            "note": entry.body.get("step", ""),
        }
        for entry in timeline(dossier)
        if "opened" in entry.body
    ]
    return {"resolving": unit(dossier.competent_id).name_vi, "hops": hops, "coordinating": []}


def _punctual(dossier: Snapshot, entry: Entry) -> str:
    """Return how the step that an entry ended stood against its norm."""
    due = {str(task.uid): task.due_at for task in dossier.tasks}.get(str(entry.body.get("task")))
    if due is None or entry.at == due:
        return "on-time"
    return "late" if entry.at > due else "before"


def _steps(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def _last(dossier: Snapshot, verb: str) -> Remark | None:
    return Remark.objects.filter(dossier_id=dossier.id, verb=verb).order_by("-seq").first()


Facts = Callable[[Snapshot, Mapping[str, Any]], dict[str, Any]]
FORMS: dict[str, tuple[PaperKind, Facts]] = {
    "01": (PaperKind.RECEIPT, receipt),
    "02": (PaperKind.SUPPLEMENT_REQUEST, supplement_request),
    "03": (PaperKind.REFUSAL, refusal),
    "04": (PaperKind.APOLOGY, apology),
    "05": (PaperKind.STOPPING, stopping),
    "06": (PaperKind.CONTROL_SLIP, control_slip),
    "fee-receipt": (PaperKind.FEE_RECEIPT, fee_receipt),
    "result-return": (PaperKind.RESULT_RETURN, result_return),
}
"""Each form of the desk: its kind and the facts that it shows beside those of every form."""

BY_AGENCY = frozenset({"04", "05"})
"""The forms that the competent agency issues; the desk issues the others."""


def issuing_unit(dossier: Snapshot, form: str) -> int:
    """Return the unit under whose head a form goes out."""
    return dossier.competent_id if form in BY_AGENCY else dossier.receiving_id
