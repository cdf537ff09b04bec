"""What a changed working calendar does to a running dossier."""

from dataclasses import replace

from motcua.authority.types import ActorKind
from motcua.catalogue.types import Verb
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.rules import clock, tasks
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import require
from motcua.dossiers.types import Change, Notice


def recount(scene: Scene) -> Change | None:
    """Return the due times counted anew from the same raw events; None when nothing moves.

    The first due time stays as it was. What the applicant was promised is never made earlier, nor
    is an appointment touched that was re-booked.

    Errors: StatusForbids, NotAllowed: the platform alone recounts.
    """
    require(Verb.RECOUNT, scene.dossier.status)
    if scene.actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed(verb=Verb.RECOUNT.value)
    dossier = scene.dossier
    if dossier.clock is None or dossier.due_at is None or dossier.appointment_at is None:
        return None
    calendar = scene.calendar_of(dossier.competent_id)
    due_at = clock.law_due_at(dossier.clock, calendar)
    statistics = clock.statistics_due_at(dossier.clock, calendar)
    if (due_at, statistics) == (dossier.due_at, dossier.statistics_due_at):
        return None
    promised = dossier.appointment_at if dossier.rebooked else max(dossier.appointment_at, due_at)
    return scene.change(
        Verb.RECOUNT,
        set={"due_at": due_at, "statistics_due_at": statistics, "appointment_at": promised},
        touch=tasks.rebased(replace(dossier, due_at=due_at), scene),
        notices=(Notice("recounted"),),
        body={"before": dossier.due_at.isoformat(), "due_at": due_at.isoformat()},
    )
