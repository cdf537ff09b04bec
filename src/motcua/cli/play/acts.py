"""How each cue of a play becomes an act of the dossier services."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from motcua.authority import api as authority
from motcua.authority.types import SYSTEM, Actor, Role
from motcua.catalogue import api as catalogue
from motcua.catalogue.api import Channel
from motcua.cli.errors import TaskNotOpen
from motcua.cli.play.cast import Applicant, desk_of, holder, receiver, registered, scan_of, worker
from motcua.cli.play.script import Cue, Play
from motcua.documents import api as documents
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import Filing, Given, PaymentState, Snapshot, Task, TaskKind

__all__ = ["file", "perform", "task_of"]

Act = Callable[[Snapshot, Cue, Applicant, datetime], Snapshot]


def file(play: Play, *, at: datetime, uid: UUID | None = None) -> tuple[Snapshot, Applicant]:
    """File the play's dossier: online by the applicant, else by the receiver at the desk."""
    applicant = registered(play.person, at=at)
    desk = desk_of(play.receiving, at=at)
    online = play.channel is Channel.ONLINE
    by = applicant.actor if online else holder(desk, Role.RECEIVER, at=at)
    filing = Filing(
        procedure=play.code,
        channel=play.channel,
        applicant_id=applicant.id,
        receiving_id=desk,
        form=play.form,
        given=_given(play, by=by, at=at),
        pages=play.pages,
        copies=play.copies,
        synthetic=True,
    )
    return dossiers.submit(filing, by=by, at=at, uid=uid), applicant


def _given(play: Play, *, by: Actor, at: datetime) -> tuple[Given, ...]:
    """Return the papers of a filing: pictures online, originals at the desk.

    What a registry would answer is handed in as a picture, for no registry is connected here.
    """
    version = catalogue.current_version(play.code, authority.day_of(at))
    known = {one.id: one for one in catalogue.procedure(version).components}
    held = [one.id for one in known.values() if one.reuse in play.holds]
    online = play.channel is Channel.ONLINE
    pictures = [name for name in play.documents if online and not known[name].reuse]
    papers = [name for name in play.documents if name not in pictures]
    names = {name: known[name].name.vi for name in known}
    shown = tuple(picture(one, names[one], by=by, at=at) for one in (*held, *pictures))
    kind = "copy" if online else "original"
    return shown + tuple(Given(one, kind=kind) for one in papers)


def picture(component: str, name: str, *, by: Actor, at: datetime) -> Given:
    """Return a component handed in as a picture of a paper that does not exist."""
    stored = documents.store_file(scan_of(name), name=f"{component}.pdf", by=by.label, at=at)
    return Given(component, file_uid=stored.uid)


def perform(dossier: Snapshot, cue: Cue, applicant: Applicant, *, at: datetime) -> Snapshot:
    """Do what a cue says, as the officer who holds the post or as the applicant.

    Errors: TaskNotOpen, PostVacant, and what the services refuse.
    """
    return ACTS[cue.do](dossier, cue, applicant, at)


def task_of(dossier: Snapshot, cue: Cue, *, at: datetime) -> Task | None:
    """Return the open task that a cue is about; None for acts of the applicant and the clock.

    Errors: TaskNotOpen.
    """
    if not cue.at:
        return None
    kind = TaskKind.CONSULTATION if cue.do == "answer" else TaskKind.STEP
    found = [t for t in dossier.open_tasks() if t.step == cue.at and t.kind is kind]
    if cue.of:
        asked = _asked_unit(dossier, cue, at=at)
        found = [task for task in found if task.unit_id == asked]
    if not found:
        raise TaskNotOpen(step=cue.at)
    return found[0]


def _asked_unit(dossier: Snapshot, cue: Cue, *, at: datetime) -> int:
    return authority.place_unit(
        cue.of,
        competent_id=dossier.competent_id,
        receiving_id=dossier.receiving_id,
        on=authority.day_of(at),
    )


def _open(dossier: Snapshot, cue: Cue, at: datetime) -> Task:
    task = task_of(dossier, cue, at=at)
    if task is None:
        raise TaskNotOpen(step=cue.at or "-")
    return task


def _at_task(service: Callable[..., Snapshot]) -> Act:
    """Return an act that names the task it finishes."""

    def act(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:  # noqa: ARG001
        task = _open(dossier, cue, at)
        return service(dossier.uid, task=task.uid, by=worker(task, at=at), at=at)

    return act


def _at_post(service: Callable[..., Snapshot]) -> Act:
    """Return an act that a post does on the dossier; why, when the cue says so."""

    def act(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:  # noqa: ARG001
        task = _open(dossier, cue, at)
        why = {"reason": cue.words.vi} if cue.words.vi else {}
        return service(dossier.uid, by=worker(task, at=at), at=at, **why)

    return act


def _ask_supplement(
    dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime
) -> Snapshot:  # fmt: skip
    del applicant
    by = worker(_open(dossier, cue, at), at=at)
    return dossiers.ask_supplement(
        dossier.uid, items=cue.items, reason=cue.words.vi, by=by, at=at
    )  # fmt: skip


def _supplement(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    names = {one.id: one.name.vi for one in catalogue.procedure(dossier.version_id).components}
    by = applicant.actor
    given = tuple(picture(one, names[one], by=by, at=at) for one in cue.documents)
    return dossiers.supplement(dossier.uid, form=cue.form, given=given, by=by, at=at)


def _record_payment(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    """Pay all that is due: at the desk when the cue names a step, else through the platform."""
    del applicant
    by = receiver(dossier, at=at) if cue.at else SYSTEM
    for payment in dossier.payments:
        if payment.state is PaymentState.DUE:
            dossier = dossiers.record_payment(
                dossier.uid,
                payment=payment.uid,
                amount=payment.amount,
                reference=f"DEMO-{uuid4().hex[:12]}",
                by=by,
                at=at,
            )
    return dossier


def _answer(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    del applicant
    task = _open(dossier, cue, at)
    return dossiers.answer(
        dossier.uid,
        task=task.uid,
        opinion=cue.words.vi,
        agrees=True,
        by=worker(task, at=at),
        at=at,
    )


def _send_back(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    del applicant
    task = _open(dossier, cue, at)
    by = worker(task, at=at)
    return dossiers.send_back(dossier.uid, task=task.uid, reason=cue.words.vi, by=by, at=at)


def _apologise(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    del applicant
    calendar = authority.calendar_of(dossier.competent_id)
    hours = cue.days * 8 * 3600
    to = calendar.advance(dossier.due_at or at, hours)
    by = holder(dossier.competent_id, Role.UNIT_HEAD, at=at)
    return dossiers.apologise(dossier.uid, to=to, reason=cue.words.vi, by=by, at=at)


def _correct(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    del applicant
    by = holder(dossier.competent_id, Role.UNIT_HEAD, at=at)
    return dossiers.correct(dossier.uid, reason=cue.words.vi, form=cue.form, by=by, at=at)


def _withdraw(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    return dossiers.withdraw(dossier.uid, reason=cue.words.vi, by=applicant.actor, at=at)


def _rate(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    scores: Iterable[int] = range(1, 10)
    by = applicant.actor
    return dossiers.rate(dossier.uid, scores=dict.fromkeys(scores, cue.score), by=by, at=at)


def _stop(dossier: Snapshot, cue: Cue, applicant: Applicant, at: datetime) -> Snapshot:
    """Stop what waited too long, as the clock does."""
    del cue, applicant
    paying = dossier.status is dossiers.Status.PAYMENT
    reason = "Quá thời hạn thực hiện nghĩa vụ tài chính" if paying else "Quá thời hạn bổ sung hồ sơ"
    return dossiers.stop(dossier.uid, reason=reason, by=SYSTEM, at=at)


ACTS: dict[str, Act] = {
    "accept": _at_post(dossiers.accept),
    "refuse": _at_post(dossiers.refuse),
    "ask_supplement": _ask_supplement,
    "supplement": _supplement,
    "ask_payment": _at_post(dossiers.ask_payment),
    "record_payment": _record_payment,
    "forward": _at_task(dossiers.forward),
    "send_back": _send_back,
    "answer": _answer,
    "approve": _at_task(dossiers.approve),
    "sign": _at_task(dossiers.sign),
    "issue": _at_task(dossiers.issue),
    "hand_over": _at_task(dossiers.hand_over),
    "apologise": _apologise,
    "correct": _correct,
    "withdraw": _withdraw,
    "stop": _stop,
    "rate": _rate,
}
"""The act behind each word of a play."""
