"""Acts at the desk: file, accept, refuse, supplements and payments."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.authority.types import ActorKind, Scope
from motcua.catalogue.api import limits
from motcua.catalogue.types import PaymentMoment, Verb
from motcua.dossiers.errors import (
    NotAllowed,
    PaymentDue,
    PaymentPaidBefore,
    PaymentUnknown,
    ReasonMissing,
    SupplementAskedBefore,
    SupplementTooLate,
)
from motcua.dossiers.rules import clock, tasks
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import moved, require
from motcua.dossiers.rules.unmaking import without_result
from motcua.dossiers.types import (
    UNNUMBERED,
    Change,
    Notice,
    Numbering,
    Outcome,
    Payment,
    PaymentState,
    Snapshot,
    Status,
    SupplementKind,
)
from motcua.kernel.worktime import Limit, PauseCause


def require_applicant(scene: Scene, verb: Verb) -> None:
    """Refuse everybody but the applicant, who submitted for him, and the client that filed.

    Errors: NotAllowed.
    """
    actor, dossier = scene.actor, scene.dossier
    own = actor.person_id is not None and actor.person_id in {
        dossier.applicant_id,
        dossier.submitter_id,
    }
    client = actor.kind is ActorKind.CLIENT
    filed_it = client and dossier.facts.get("filed_by") == actor.label
    if not (own or filed_it or actor.kind is ActorKind.SYSTEM):
        raise NotAllowed(verb=verb.value)


def require_filer(scene: Scene, verb: Verb) -> None:
    """Refuse everybody but the applicant's side and the desk that took the draft down.

    Errors: NotAllowed.
    """
    desk, code = scene.dossier.receiving_id, scene.procedure.code
    roles = ("receiver",)
    if tasks.holds(scene.actor, unit_id=desk, roles=roles, procedure=code, verb=verb) is None:
        require_applicant(scene, verb)


def require_reason(verb: Verb, reason: str) -> None:
    """Refuse an act that must say why and does not.

    Errors: ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing(verb=verb.value)


def file(scene: Scene, *, payments: tuple[Payment, ...], digest: str) -> Change:
    """Return the filing of a complete draft; the desk gets its task."""
    moved(Verb.FILE, source=scene.dossier.status, target=Status.NEW)
    filed = replace(scene.dossier, status=Status.NEW, filed_at=scene.at)
    first = tasks.opened(
        _on(scene, filed), scene.procedure.steps[scene.procedure.start], came_from=""
    )
    return scene.change(
        Verb.FILE,
        set={"status": Status.NEW, "filed_at": scene.at},
        open=(first,),
        charge=payments,
        notices=(Notice("filed"),),
        body={
            "channel": scene.dossier.channel.value,
            "version": scene.procedure.digest,
            "form": digest,
            "fees": sum(payment.amount for payment in payments),
        },
    )


def _on(scene: Scene, dossier: Snapshot) -> Scene:
    return replace(scene, dossier=dossier)


def accept(scene: Scene, *, numbering: Numbering) -> Change:
    """Return the acceptance: code, receipt, due time (NĐ 61/2018 Đ17, Đ26).

    The clock runs from the filing when it was complete; after a supplement at intake it runs from
    the instant of acceptance. The code is taken from the book with the write.

    Errors: StatusForbids, NoTask, TaskTaken, PaymentDue.
    """
    moved(Verb.ACCEPT, source=scene.dossier.status, target=Status.ACCEPTED)
    require_paid(scene.dossier, PaymentMoment.FILING)
    task = tasks.task_for(scene, Verb.ACCEPT)
    ticking = start_clock(scene)
    calendar = scene.calendar_of(scene.dossier.competent_id)
    due_at = clock.law_due_at(ticking, calendar)
    values = {
        "status": Status.ACCEPTED,
        "code": UNNUMBERED,
        "accepted_at": scene.at,
        "clock": ticking,
        "due_at": due_at,
        "original_due_at": due_at,
        "statistics_due_at": clock.statistics_due_at(ticking, calendar),
        "appointment_at": due_at,
    }
    parts: dict[str, Any] = {}
    if scene.procedure.immediate:
        parts = {"close": (tasks.closed(task, at=scene.at),), "open": tasks.following(scene, task)}
    elif task.officer_id is None and scene.actor.account_id is not None:
        parts = {"touch": (replace(task, officer_id=scene.actor.account_id),)}
    return scene.change(
        Verb.ACCEPT,
        set=values,
        notices=(Notice("accepted"), Notice("paper", {"form": "01"})),
        numbering=numbering,
        body={
            "code": UNNUMBERED,
            "task": str(task.uid),
            "received_at": ticking["received_at"],
            "limit": ticking["limit"],
            "statutory": ticking["statutory"],
            "due_at": due_at.isoformat(),
        },
        **parts,
    )


def start_clock(scene: Scene) -> Any:
    """Return the clock as it starts: at filing, or at acceptance after an intake supplement."""
    statutory, committed = limits(
        scene.procedure, channel=scene.dossier.channel, variant=scene.dossier.variant
    )
    waited = scene.dossier.intake_supplements > 0
    received = scene.at if waited or scene.dossier.filed_at is None else scene.dossier.filed_at
    asked = scene.dossier.intake_supplements
    return clock.started(received, limit=committed, statutory=statutory, supplements=asked)


def refuse(scene: Scene, *, reason_digest: str, reason: str) -> Change:
    """Return the refusal, at intake (form 03) or after appraisal as a result (Đ17(1), Đ19(8))."""
    require_reason(Verb.REFUSE, reason)
    at_intake = scene.dossier.status is Status.NEW
    target = Status.NOT_ACCEPTED if at_intake else Status.DONE
    moved(Verb.REFUSE, source=scene.dossier.status, target=target)
    task = tasks.task_for(scene, Verb.REFUSE)
    outcome = Outcome.NOT_ACCEPTED if at_intake else Outcome.REFUSED
    return scene.change(
        Verb.REFUSE,
        set={
            "status": target,
            "outcome": outcome,
            "finished_at": scene.at,
            **without_result(scene.dossier),
        },
        close=tasks.cancelled(scene.dossier, at=scene.at),
        open=() if at_intake else return_desk(scene, came_from=task.step),
        notices=(Notice("refused"), Notice("paper", {"form": "03"})),
        body={"task": str(task.uid), "outcome": outcome.value, "reason": reason_digest},
    )


def return_desk(scene: Scene, *, came_from: str) -> tuple[Any, ...]:
    """Return the task that hands the paper to the applicant."""
    last = next((s for s in scene.procedure.steps.values() if Verb.HAND_OVER in s.do), None)
    return () if last is None else (tasks.opened(scene, last, came_from=came_from),)


def ask_supplement(
    scene: Scene, *, items: Iterable[str], reason: str, reason_digest: str, sector_law: str = ""
) -> Change:
    """Return the one request for a supplement that each stage allows (Đ11(2c), Đ17(2a), Đ19(4)).

    Errors: StatusForbids, SupplementAskedBefore, SupplementTooLate, ReasonMissing, NoTask.
    """
    require_reason(Verb.ASK_SUPPLEMENT, reason)
    dossier = scene.dossier
    moved(Verb.ASK_SUPPLEMENT, source=dossier.status, target=Status.SUPPLEMENT)
    task = tasks.task_for(scene, Verb.ASK_SUPPLEMENT)
    intake = dossier.status is Status.NEW
    kind = SupplementKind.INTAKE if intake else SupplementKind.APPRAISAL
    asked = dossier.intake_supplements if intake else dossier.appraisal_supplements
    if asked:
        raise SupplementAskedBefore()
    if not intake and not sector_law.strip():
        _require_in_time(scene)
    # The ledger names components; what an officer wrote in words of his own stays in the remark.
    known = {component.id for component in scene.procedure.components}
    values: dict[str, Any] = {
        "status": Status.SUPPLEMENT,
        "waiting_since": scene.at,
        f"{kind.value}_supplements": asked + 1,
    }
    if dossier.clock is not None:
        values["clock"] = clock.paused(dossier.clock, at=scene.at, cause=PauseCause.SUPPLEMENT)
    return scene.change(
        Verb.ASK_SUPPLEMENT,
        set=values,
        notices=(Notice("supplement_asked"), Notice("paper", {"form": "02"})),
        body={
            "task": str(task.uid),
            "kind": kind.value,
            "items": sorted(known & set(items)),
            "others": len(set(items) - known),
            "reason": reason_digest,
            "sector_law": sector_law,
        },
    )


def _require_in_time(scene: Scene) -> None:
    dossier = scene.dossier
    received = dossier.accepted_at or scene.at
    calendar = scene.calendar_of(dossier.competent_id)
    until = calendar.due_at(received, Limit.parse("3 working days"))
    if scene.at > until:
        raise SupplementTooLate(until=until.isoformat())


def supplement(scene: Scene, *, digest: str) -> Change:
    """Return the applicant's answer: back to the desk, or to the officer with a fresh limit."""
    require_filer(scene, Verb.SUPPLEMENT)
    target = Status.NEW if scene.dossier.accepted_at is None else Status.PROCESSING
    moved(Verb.SUPPLEMENT, source=scene.dossier.status, target=target)
    return scene.change(
        Verb.SUPPLEMENT,
        notices=(Notice("supplemented"),),
        body={"form": digest},
        **resumption(scene, target=target),
    )


def resumption(scene: Scene, *, target: Status) -> dict[str, Any]:
    """Return what changes when a wait ends: status, clocks, due times of dossier and steps."""
    if scene.dossier.clock is None:
        return {"set": {"status": target, "waiting_since": None}}
    ticking = clock.resumed(scene.dossier.clock, at=scene.at)
    calendar = scene.calendar_of(scene.dossier.competent_id)
    due_at = clock.law_due_at(ticking, calendar)
    values = {
        "status": target,
        "waiting_since": None,
        "clock": ticking,
        "due_at": due_at,
        "statistics_due_at": clock.statistics_due_at(ticking, calendar),
        "appointment_at": due_at,
    }
    return {"set": values, "touch": tasks.rebased(replace(scene.dossier, clock=ticking), scene)}


def ask_payment(scene: Scene, *, payments: tuple[Payment, ...]) -> Change:
    """Return the notice of a financial obligation; the clock stops (status 6)."""
    moved(Verb.ASK_PAYMENT, source=scene.dossier.status, target=Status.PAYMENT)
    task = tasks.task_for(scene, Verb.ASK_PAYMENT)
    if not payments or scene.dossier.clock is None:
        raise PaymentUnknown(payment="-")
    waiting = clock.paused(scene.dossier.clock, at=scene.at, cause=PauseCause.PAYMENT)
    return scene.change(
        Verb.ASK_PAYMENT,
        set={"status": Status.PAYMENT, "clock": waiting, "waiting_since": scene.at},
        charge=payments,
        notices=(Notice("payment_asked"),),
        body={"task": str(task.uid), "amount": sum(payment.amount for payment in payments)},
    )


def record_payment(
    scene: Scene, *, uid: Any, amount: int, reference: str, reference_digest: str
) -> Change:
    """Return a proven payment; the last one awaited sets the clock going again (6 to 4).

    Errors: NotAllowed, PaymentPaidBefore, StatusForbids, PaymentUnknown.
    """
    _require_cashier(scene)
    due = next((p for p in scene.dossier.payments if p.uid == uid), None)
    if due is not None and due.state is PaymentState.PAID:
        raise PaymentPaidBefore(payment=str(uid))
    require(Verb.RECORD_PAYMENT, scene.dossier.status)
    if due is None or due.state is not PaymentState.DUE or due.amount != amount:
        raise PaymentUnknown(payment=str(uid))
    others = [p for p in scene.dossier.payments if p.state is PaymentState.DUE and p.uid != uid]
    waiting = scene.dossier.status is Status.PAYMENT
    awaited = any(p.moment == PaymentMoment.SUPPLEMENT for p in others)
    resume = waiting and not awaited
    parts = resumption(scene, target=Status.PROCESSING) if resume else {}
    return scene.change(
        Verb.RECORD_PAYMENT,
        pay=(replace(due, state=PaymentState.PAID, reference=reference),),
        notices=(Notice("paid"), Notice("paper", {"form": "fee-receipt", "payment": str(uid)})),
        body={"payment": str(uid), "amount": amount, "reference": reference_digest},
        **parts,
    )


def _require_cashier(scene: Scene) -> None:
    """A payment is proven by the desk, by the payment platform, or by the system."""
    actor = scene.actor
    platform = actor.kind is ActorKind.CLIENT and actor.has_scope(Scope.DOSSIERS_PAY)
    if actor.kind is ActorKind.SYSTEM or platform:
        return
    code, desk = scene.procedure.code, scene.dossier.receiving_id
    verb = Verb.RECORD_PAYMENT
    if not tasks.holds(actor, unit_id=desk, roles=("receiver",), procedure=code, verb=verb):
        raise NotAllowed(verb=Verb.RECORD_PAYMENT.value)


def require_paid(dossier: Snapshot, moment: PaymentMoment) -> None:
    """Refuse to go on while a fee of the moment is unpaid.

    Errors: PaymentDue.
    """
    owed = sum(
        payment.amount
        for payment in dossier.payments
        if payment.state is PaymentState.DUE and payment.moment == moment
    )
    if owed:
        raise PaymentDue(amount=owed)


def waiting_until(scene: Scene) -> datetime | None:
    """Return until when the version's rule lets the State wait for the applicant."""
    since = scene.dossier.waiting_since
    if since is None:
        return None
    waiting = scene.procedure.waiting
    limit = waiting.payment if scene.dossier.status is Status.PAYMENT else waiting.supplement
    return scene.calendar_of(scene.dossier.competent_id).due_at(since, limit)
