"""Who may see a dossier: deny by default, one place for every read.

Who may act on it is decided with the act itself, by the task and the post
(:mod:`motcua.dossiers.rules.tasks`).
"""

from django.db.models import Q

from motcua.authority.types import Actor, ActorKind, Role, Scope
from motcua.dossiers.types import Snapshot

OVERSIGHT = (Role.AUDITOR, Role.SUPERVISOR, Role.REFORM_OFFICE)
"""The roles that read every dossier of the province, when they hold them at its top."""


HANDLING = frozenset(
    {Role.RECEIVER, Role.OFFICER, Role.UNIT_HEAD, Role.CLERK, Role.SUPERVISOR, Role.AUDITOR}
)
"""The roles that handle dossiers, or watch over it, in the units that have a part in one."""


def handling_units(actor: Actor) -> frozenset[int]:
    """Return the units for whose dossiers the actor has a post; running servers is none."""
    return frozenset(each.unit_id for each in actor.appointments if each.role in HANDLING)


def may_see(actor: Actor, dossier: Snapshot, *, oversight_units: frozenset[int]) -> bool:
    """Return whether the actor may read the whole dossier.

    The applicant's side, the client that filed it (with the reading scope), the desks and agencies
    that have or had a part in it, and oversight at the top of the province.
    """
    if not actor.has_scope(Scope.DOSSIERS_READ):
        return False
    return is_concerned(actor, dossier, oversight_units=oversight_units)


def is_concerned(actor: Actor, dossier: Snapshot, *, oversight_units: frozenset[int]) -> bool:
    """Return whether the actor has a part in the dossier, whatever his token reaches."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.kind is ActorKind.CLIENT:
        return dossier.facts.get("filed_by") == actor.label
    if actor.person_id is not None and actor.person_id in {
        dossier.applicant_id,
        dossier.submitter_id,
    }:
        return True
    involved = {dossier.receiving_id, dossier.competent_id}
    involved |= {task.unit_id for task in dossier.tasks}
    if _is_draft_of_others(actor, dossier):
        return False
    if handling_units(actor) & involved:
        return True
    return any(actor.roles_at(unit) & set(OVERSIGHT) for unit in oversight_units)


def _is_draft_of_others(actor: Actor, dossier: Snapshot) -> bool:
    """A draft is the applicant's own affair until it is filed; the desk sees those it wrote."""
    return dossier.status == 0 and dossier.facts.get("filed_by") != actor.label


def visible(actor: Actor, *, oversight_units: frozenset[int]) -> Q:
    """Return the same rule as a filter of dossiers, for lists."""
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    if not actor.has_scope(Scope.DOSSIERS_READ):
        return Q(pk__in=[])
    if actor.kind is ActorKind.CLIENT:
        return Q(facts__filed_by=actor.label)
    if any(actor.roles_at(unit) & set(OVERSIGHT) for unit in oversight_units):
        return Q(status__gt=0)
    units = handling_units(actor)
    mine = Q(facts__filed_by=actor.label)
    if units:
        mine |= Q(status__gt=0) & (
            Q(receiving__in=units) | Q(competent__in=units) | Q(tasks__unit__in=units)
        )
    if actor.person_id is not None:
        mine |= Q(applicant=actor.person_id) | Q(submitter=actor.person_id)
    return mine


ANSWERING = frozenset({Role.UNIT_HEAD, Role.SUPERVISOR})
"""The roles that read and answer complaints about their own agency (NĐ 61/2018 Đ32)."""


def answering_units(actor: Actor) -> frozenset[int]:
    """Return the units whose complaints the actor reads and answers."""
    return frozenset(each.unit_id for each in actor.appointments if each.role in ANSWERING)


def answers_for(actor: Actor, unit_id: int) -> bool:
    """Return whether the actor answers the complaints to a unit."""
    return unit_id in answering_units(actor)
