"""The papers of a dossier: who issues them, who signs, and what stands on each form."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from motcua.authority.api import calendar_of, contact_of, unit
from motcua.authority.types import Level, UnitView
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Channel, Procedure
from motcua.documents.api import Draft, Issuer, PaperKind, amount_in_words, document
from motcua.dossiers import store
from motcua.dossiers.models import FeePayment, Remark
from motcua.dossiers.services.acting import PROVINCE
from motcua.dossiers.services.signers import Deed, desk_signer, head_signer
from motcua.dossiers.services.tables import consulted, hand_overs, papers_given, papers_wanted
from motcua.dossiers.types import Outcome, Snapshot
from motcua.kernel.worktime import Limit

SEATS = frozenset({Level.COMMUNE, Level.DISTRICT, Level.PROVINCE})
BODY = re.compile(
    r"Ủy ban nhân dân ((?:phường|xã|đặc khu|thị trấn|quận|huyện|thị xã|thành phố|tỉnh) (.+))"
)
LOOKUP = "Cổng dịch vụ công: tra cứu bằng mã hồ sơ"
CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính công ích"}


def issuer_of(unit_id: int) -> Issuer:
    """Return the agency as it stands at the head of its papers."""
    view = unit(unit_id)
    superior = unit(view.parent_id).name_vi if view.parent_id else ""
    return Issuer(
        uid=view.uid,
        code=view.code,
        name=view.name_vi,
        superior=superior,
        place=seat_of(view),
        symbol=symbol_of(view),
    )


def seat_of(view: UnitView) -> str:
    """Return the place that stands before the date: the commune's of a commune's own agencies.

    A place that is named by a number keeps its kind: ``Phường 12``.

    Source: NĐ 30/2020/NĐ-CP Phụ lục I Phần I II.4.
    """
    while view.level not in SEATS and view.parent_id:
        view = unit(view.parent_id)
    named = BODY.fullmatch(view.name_vi)
    if named is None:
        return view.name_vi
    whole, own = named.groups()
    return whole[:1].upper() + whole[1:] if own.isdigit() else own


def symbol_of(view: UnitView) -> str:
    """Return the unit's part of a document number (Decree 30/2020/NĐ-CP): UBND, or its initials.

    Only the unit's own name counts: the agency named behind a comma adds no letters.
    """
    if view.level in {Level.COMMUNE, Level.PROVINCE, Level.DISTRICT}:
        return "UBND"
    own = view.name_vi.partition(",")[0].replace("-", " ")
    return "".join(word[0] for word in own.split() if word[0].isalpha()).upper()


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


def form_facts(dossier: Snapshot, deed: Deed) -> dict[str, Any]:
    """Return what every desk form shows of a dossier."""
    procedure = procedure_of(dossier.version_id)
    submitter = contact_of(dossier.submitter_id)
    received = datetime.fromisoformat(dossier.clock["received_at"]) if dossier.clock else None
    desk = unit(dossier.receiving_id).name_vi
    return {
        "dossier": {"code": dossier.code},
        "owner": owner_facts(dossier),
        "submitter": {"name": submitter.name},
        "procedure": {"code": procedure.code, "name": procedure.name.vi},
        "receiving_unit": desk,
        "channel": CHANNELS[dossier.channel.value],
        "online": dossier.channel is Channel.ONLINE,
        "received_at": _local(received or dossier.filed_at or deed.at),
        "due_at": _local(dossier.original_due_at),
        "lookup": LOOKUP,
        "contact": {"name": deed.officer.name if deed.officer else desk, "phone": ""},
        "return_place": desk,
    }


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(PROVINCE) if at else None


def receipt(dossier: Snapshot, _: Deed) -> dict[str, Any]:
    """Form 01: components, sets, limit, due time (rules 3.3, 6.2)."""
    limit = Limit.parse(dossier.clock["limit"]) if dossier.clock else None
    return {
        "components": papers_given(dossier),
        "sets": procedure_of(dossier.version_id).sets,
        "limit": limit.label("vi") if limit else "",
    }


def supplement_request(dossier: Snapshot, deed: Deed) -> dict[str, Any]:
    """Form 02: what to complete, and why."""
    remark = _last(dossier, "ask_supplement")
    wait = procedure_of(dossier.version_id).waiting.supplement
    since = remark.at if remark else deed.at
    return {
        "stage": stage_of(dossier),
        "items": papers_wanted(dossier, remark.items if remark else ()),
        "reason": remark.text if remark else "",
        "until": _local(calendar_of(dossier.competent_id).due_at(since, wait)),
    }


def stage_of(dossier: Snapshot) -> str:
    """Return whether the dossier is still at the desk, or was accepted and is being appraised."""
    return "intake" if dossier.accepted_at is None else "appraisal"


def refusal(dossier: Snapshot, _: Deed) -> dict[str, Any]:
    """Form 03."""
    remark = _last(dossier, "refuse")
    return {
        "stage": stage_of(dossier),
        "submitted_at": _local(dossier.filed_at),
        "reason": remark.text if remark else "",
    }


def apology(dossier: Snapshot, _: Deed) -> dict[str, Any]:
    """Form 04: the original due time stays beside the new one."""
    remark = _last(dossier, "apologise")
    return {
        "due_at": _local(dossier.due_at),
        "unit_at_fault": unit(dossier.competent_id).name_vi,
        "reason": remark.text if remark else "",
        "new_due_at": _local(dossier.appointment_at),
    }


def stopping(dossier: Snapshot, _: Deed) -> dict[str, Any]:
    """Form 05."""
    remark = _last(dossier, "stop")
    return {"stopped_at": _local(dossier.finished_at), "reason": remark.text if remark else ""}


def result_return(dossier: Snapshot, deed: Deed) -> dict[str, Any]:
    """The slip that goes with the result."""
    kind = procedure_of(dossier.version_id).result.name.vi
    owner = owner_facts(dossier)
    desk = unit(dossier.receiving_id).name_vi
    name = f"{deed.officer.name}, {desk}" if deed.officer else desk
    granted = dossier.outcome is Outcome.GRANTED
    return {
        "returner": {"name": name},
        "receiver": {"name": owner["name"], "phone": owner["phone"], "number": owner["number"]},
        "result": {
            "kind": kind if granted else "Văn bản từ chối giải quyết hồ sơ",
            "summary": f"{kind} của {owner['name']}" if granted else "",
            **_result_number(dossier),
        },
        "at": _local(deed.at),
    }


def _result_number(dossier: Snapshot) -> dict[str, Any]:
    issued = document(dossier.result_uid) if dossier.result_uid else None
    return {"number": issued.symbol, "on": _local(issued.issued_at)} if issued else {}


def fee_receipt(dossier: Snapshot, payment: str) -> dict[str, Any]:
    """The receipt of a payment, the amount in figures and words."""
    paid = FeePayment.objects.get(uid=payment, dossier_id=dossier.id)
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


def control_slip(dossier: Snapshot, _: Deed) -> dict[str, Any]:
    """Form 06: every hand-over, and whether each was before time, on time or late."""
    return {
        "resolving": unit(dossier.competent_id).name_vi,
        "hops": hand_overs(dossier),
        "coordinating": consulted(dossier) or ["Không"],
    }


def _last(dossier: Snapshot, verb: str) -> Remark | None:
    return Remark.objects.filter(dossier_id=dossier.id, verb=verb).order_by("-seq").first()


Facts = Callable[[Snapshot, Deed], dict[str, Any]]
FORMS: dict[str, tuple[PaperKind, Facts]] = {
    "01": (PaperKind.RECEIPT, receipt),
    "02": (PaperKind.SUPPLEMENT_REQUEST, supplement_request),
    "03": (PaperKind.REFUSAL, refusal),
    "04": (PaperKind.APOLOGY, apology),
    "05": (PaperKind.STOPPING, stopping),
    "06": (PaperKind.CONTROL_SLIP, control_slip),
    "result-return": (PaperKind.RESULT_RETURN, result_return),
}
"""Each form of a dossier: its kind and the facts that it shows beside those of every form."""

FEE_RECEIPT = "fee-receipt"
BY_AGENCY = frozenset({"04", "05"})
"""The forms that the head of the competent agency signs."""
BY_STAGE = frozenset({"02", "03"})
"""The forms of the desk, or of the competent agency once it has the dossier (Đ19(4), Đ19(8))."""


def draft_of(dossier: Snapshot, form: str, *, deed: Deed, payment: str = "") -> Draft:
    """Return one official form of a dossier, ready to be issued."""
    issuing = issuing_unit(dossier, form)
    if form == FEE_RECEIPT:
        kind, own = PaperKind.FEE_RECEIPT, fee_receipt(dossier, payment)
    else:
        kind, facts = FORMS[form][0], FORMS[form][1]
        own = facts(dossier, deed)
    signer = head_signer if form in BY_AGENCY else desk_signer
    shown = {**form_facts(dossier, deed), **own}
    signers = signer(deed, unit_id=issuing)
    if deed.officer and not signers:
        shown["drafted_by"] = deed.officer.name
    return Draft(
        kind=kind,
        subject=store.stream(dossier.uid),
        issuer=issuer_of(issuing),
        signers=signers,
        facts=shown,
        dossier_code=dossier.code,
    )


def issuing_unit(dossier: Snapshot, form: str) -> int:
    """Return the unit under whose head a form goes out."""
    appraised = form in BY_STAGE and dossier.accepted_at is not None
    return dossier.competent_id if form in BY_AGENCY or appraised else dossier.receiving_id
