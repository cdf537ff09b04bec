"""What an actor could do next on a dossier: for buttons and for API clients."""

from datetime import UTC, datetime

from motcua.authority.types import Actor, Role
from motcua.catalogue.types import Verb
from motcua.dossiers.rules import tasks
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.rules.status import possible_verbs
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.types import Snapshot

APPLICANTS = frozenset({Verb.SAVE_DRAFT, Verb.FILE, Verb.SUPPLEMENT, Verb.WITHDRAW, Verb.RATE})
HEADS = frozenset({Verb.ASSIGN, Verb.APOLOGISE, Verb.STOP, Verb.CORRECT})


def verbs_of(dossier: Snapshot, actor: Actor) -> set[str]:
    """Return the verbs that status, post and process leave open to the actor.

    A promise of shape, not of success: fees, dates and answers are checked when the act is done.
    """
    now = datetime.now(UTC)
    scene = scene_of(dossier, by=actor, at=max(now, dossier.acted_at or now))
    possible = possible_verbs(dossier.status)
    return {verb.value for verb in possible if _open_to(scene, verb)}


def _open_to(scene: Scene, verb: Verb) -> bool:
    dossier, actor = scene.dossier, scene.actor
    if verb in APPLICANTS:
        return actor.person_id in {dossier.applicant_id, dossier.submitter_id} - {None}
    if verb in HEADS:
        heads = {Role.UNIT_HEAD} if verb is Verb.CORRECT else tasks.OVERSEERS
        code, unit = scene.procedure.code, dossier.competent_id
        held = tasks.holds(actor, unit_id=unit, roles=heads, procedure=code, verb=verb)
        if held is not None:
            return True
    return any(tasks.may_act(scene, verb, task) for task in dossier.open_tasks())
