"""Acts that end a dossier early or move its date: withdraw, stop, apologise."""

from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.authority.types import ActorKind, Role
from motcua.catalogue.types import Verb
from motcua.dossiers.errors import (
    ApologyTooLate,
    NewDateNotLater,
    NotAllowed,
    RebookedBefore,
)
from motcua.dossiers.rules import clock, tasks
from motcua.dossiers.rules.intake import require_filer, require_reason
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import moved
from motcua.dossiers.rules.unmaking import without_result
from motcua.dossiers.types import Change, Notice, Outcome, Status

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")


def withdraw(scene: Scene, *, reason_digest: str) -> Change:
    """Return the applicant taking the dossier back (status 7)."""
    moved(Verb.WITHDRAW, source=scene.dossier.status, target=Status.WITHDRAWN)
    require_filer(scene, Verb.WITHDRAW)
    return scene.change(
        Verb.WITHDRAW,
        set=_ended(scene, Status.WITHDRAWN, Outcome.WITHDRAWN),
        close=tasks.cancelled(scene.dossier, at=scene.at),
        notices=(Notice("withdrawn"),),
        body={"reason": reason_digest},
    )


def stop(scene: Scene, *, reason: str, reason_digest: str) -> Change:
    """Return the dossier stopped with notice 05 (status 8)."""
    require_reason(Verb.STOP, reason)
    moved(Verb.STOP, source=scene.dossier.status, target=Status.STOPPED)
    if scene.actor.kind is not ActorKind.SYSTEM:
        _require_stopper(scene)
    return scene.change(
        Verb.STOP,
        set=_ended(scene, Status.STOPPED, Outcome.STOPPED),
        close=tasks.cancelled(scene.dossier, at=scene.at),
        notices=(Notice("stopped"), Notice("paper", {"form": "05"})),
        body={"reason": reason_digest},
    )


def _ended(scene: Scene, status: Status, outcome: Outcome) -> dict[str, object]:
    return {
        "status": status,
        "outcome": outcome,
        "finished_at": scene.at,
        "waiting_since": None,
        **without_result(scene.dossier),
    }


def _require_stopper(scene: Scene) -> None:
    code, unit_id = scene.procedure.code, scene.dossier.competent_id
    roles = (Role.UNIT_HEAD, Role.SUPERVISOR)
    head = tasks.holds(scene.actor, unit_id=unit_id, roles=roles, procedure=code, verb=Verb.STOP)
    listed = any(tasks.may_act(scene, Verb.STOP, task) for task in scene.dossier.open_tasks())
    if head is None and not listed:
        raise NotAllowed(verb=Verb.STOP.value)


def apologise(scene: Scene, *, to: datetime, reason: str, reason_digest: str) -> Change:
    """Return the apology with a new appointment: once, at latest a day before (Đ19(9)).

    The due time of the law stays what it was, or statistics would hide the delay.

    Errors: StatusForbids, NotAllowed, RebookedBefore, ApologyTooLate, NewDateNotLater.
    """
    require_reason(Verb.APOLOGISE, reason)
    dossier = scene.dossier
    moved(Verb.APOLOGISE, source=dossier.status, target=dossier.status)
    tasks.require_overseer(scene, Verb.APOLOGISE, dossier.competent_id)
    if dossier.rebooked:
        raise RebookedBefore()
    if dossier.clock is None or dossier.due_at is None:
        raise NotAllowed(verb=Verb.APOLOGISE.value)
    calendar = scene.calendar_of(dossier.competent_id)
    if scene.at >= last_apology_at(dossier.due_at):
        raise ApologyTooLate(due=dossier.due_at.isoformat())
    if to <= dossier.due_at:
        raise NewDateNotLater(due=dossier.due_at.isoformat())
    appointment = calendar.receipt_at(to)
    return scene.change(
        Verb.APOLOGISE,
        set={
            "appointment_at": appointment,
            "rebooked": True,
            "clock": clock.rebooked(dossier.clock, to=appointment),
        },
        notices=(Notice("apologised"), Notice("paper", {"form": "04"})),
        body={
            "due_at": dossier.due_at.isoformat(),
            "appointment_at": appointment.isoformat(),
            "reason": reason_digest,
        },
    )


def last_apology_at(due_at: datetime) -> datetime:
    """Return the instant at which the day of the appointment begins: too late to apologise.

    NĐ 61/2018 Đ19(9): at latest one day before the day on which the limit ends.
    """
    return due_at.astimezone(PROVINCE).replace(hour=0, minute=0, second=0, microsecond=0)
