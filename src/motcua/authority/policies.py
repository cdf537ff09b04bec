"""Who may do what: one policy object per kind of thing, deny by default.

A room registers its policy at start-up (``AppConfig.ready``)::

    @register
    class DossierPolicy(Policy):
        kind = "dossier"

        def may_accept(self, actor: Actor, thing: object) -> Decision: ...

A question is answered by the method ``may_<action>``. A kind without a policy, and an action
without a method, are denied. Services and views ask the same object.
"""

# ruff: noqa: ARG002  # every rule is asked with the actor and the thing, needed or not

from typing import ClassVar

from .errors import NotAllowed
from .types import Actor, ActorKind, Allowed, Decision, Denied, RepresentationGround, Role

__all__ = [
    "AccountPolicy",
    "AuditPolicy",
    "CalendarPolicy",
    "ClientPolicy",
    "DelegationPolicy",
    "PersonPolicy",
    "Policy",
    "RepresentationPolicy",
    "UnitPolicy",
    "decide",
    "policy_kinds",
    "register",
    "require",
]

HEADS = (Role.UNIT_HEAD, Role.SUPERVISOR)
"""Who leads a unit."""
OVERSIGHT = (Role.AUDITOR, Role.REFORM_OFFICE)
"""Who reads, at the unit where the role is held and below it, and decides nothing."""
DESK = (Role.RECEIVER, Role.OFFICER, Role.UNIT_HEAD, Role.CLERK)


class Policy:
    """The rules for one kind of thing; what no method allows is denied."""

    kind: ClassVar[str]

    def decide(self, actor: Actor, action: str, thing: object) -> Decision:
        """Return yes or a reasoned no."""
        if actor.kind is ActorKind.SYSTEM:
            return Allowed()
        rule = getattr(self, f"may_{action}", None)
        if rule is None:
            return Denied("no_rule")
        decision: Decision = rule(actor, thing)
        return decision

    def actions(self) -> tuple[str, ...]:
        """Return the actions that the policy knows."""
        return tuple(sorted(name[4:] for name in dir(self) if name.startswith("may_")))


_policies: dict[str, Policy] = {}


def register(policy: type[Policy]) -> type[Policy]:
    """Make a policy the one that answers for its kind.

    The same class may be registered again; another one for the same kind is a mistake in the code.
    """
    held = _policies.get(policy.kind)
    if held is not None and type(held).__qualname__ != policy.__qualname__:
        raise ValueError(f"{policy.kind} has a policy already: {type(held).__qualname__}")
    _policies[policy.kind] = policy()
    return policy


def policy_kinds() -> dict[str, tuple[str, ...]]:
    """Return every kind with the actions that its policy knows."""
    return {kind: policy.actions() for kind, policy in sorted(_policies.items())}


def decide(kind: str, actor: Actor, action: str, thing: object) -> Decision:
    """Return what the policy of a kind answers; a kind without a policy is denied."""
    policy = _policies.get(kind)
    return Denied("no_policy") if policy is None else policy.decide(actor, action, thing)


def require(kind: str, actor: Actor, action: str, thing: object) -> Allowed:
    """Return the policy's yes. Errors: NotAllowed with the policy's reason."""
    decision = decide(kind, actor, action, thing)
    if isinstance(decision, Denied):
        raise NotAllowed(reason=decision.reason, kind=kind, action=action)
    return decision


def held(actor: Actor, *roles: Role) -> Decision:
    """Return yes when the actor holds one of the roles somewhere, on that ground."""
    for ground in actor.appointments:
        if ground.role in roles:
            return Allowed(ground)
    return Denied("role_needed")


def held_at(actor: Actor, unit_id: int, *roles: Role) -> Decision:
    """Return yes when the actor holds one of the roles at the unit itself."""
    for ground in actor.appointments:
        if ground.unit_id == unit_id and ground.role in roles:
            return Allowed(ground)
    return Denied("role_at_unit_needed")


def held_in(actor: Actor, units: object, *roles: Role) -> Decision:
    """Return yes when the actor holds one of the roles at one of the units, but by no delegation.

    Shape: ``units`` are ids: a unit and what it stands under.
    """
    line = units if isinstance(units, frozenset) else frozenset()
    for ground in actor.appointments:
        if ground.unit_id in line and ground.role in roles and ground.delegation_id is None:
            return Allowed(ground)
    return Denied("role_above_unit_needed")


@register
class UnitPolicy(Policy):
    """Units are public; only operators change them."""

    kind = "unit"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Everyone: the list of agencies and officers is public (NĐ 61/2018 Đ12(8))."""
        return Allowed()

    def may_change(self, actor: Actor, thing: object) -> Decision:
        """Operators."""
        return held(actor, Role.OPERATOR)

    def may_lead(self, actor: Actor, thing: object) -> Decision:
        """Its head and supervisor and those of the units above it (``thing``: the ids of both)."""
        return held_in(actor, thing, *HEADS)

    def may_oversee(self, actor: Actor, thing: object) -> Decision:
        """Who leads it, and auditors and the reform office of the units above it."""
        return held_in(actor, thing, *HEADS, *OVERSIGHT)

    def may_inspect(self, actor: Actor, thing: object) -> Decision:
        """Supervisors, auditors and the reform office, not the head whose figures they are."""
        return held_in(actor, thing, Role.SUPERVISOR, *OVERSIGHT)


@register
class PersonPolicy(Policy):
    """A person sees oneself; desks look people up for their work."""

    kind = "person"

    def may_look_up(self, actor: Actor, thing: object) -> Decision:
        """Officers on duty; a machine needs the scope as well."""
        if not actor.has_scope("people:read"):
            return Denied("scope_needed")
        return held(actor, *DESK)

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Oneself, and whoever may look people up."""
        if actor.person_id is not None and actor.person_id == thing:
            return Allowed()
        return self.may_look_up(actor, thing)

    def may_register(self, actor: Actor, thing: object) -> Decision:
        """Receivers at a desk; a machine that files."""
        if not actor.has_scope("dossiers:file"):
            return Denied("scope_needed")
        return held(actor, Role.RECEIVER)

    def may_erase(self, actor: Actor, thing: object) -> Decision:
        """Data stewards, who answer for retention."""
        return held(actor, Role.DATA_STEWARD)


@register
class RepresentationPolicy(Policy):
    """A power is given by who has it, or written down by a desk that saw the paper."""

    kind = "representation"

    def may_grant(self, actor: Actor, thing: object) -> Decision:
        """Oneself for oneself; receivers on a paper (``thing``: principal, ground)."""
        if not isinstance(thing, tuple) or len(thing) != 2:
            return Denied("no_rule")
        principal, ground = thing
        if ground == RepresentationGround.GRANTED:
            own = actor.kind is ActorKind.PERSON and actor.person_id == principal
            return Allowed() if own else Denied("own_power_needed")
        return held(actor, Role.RECEIVER)

    def may_revoke(self, actor: Actor, thing: object) -> Decision:
        """Either side (``thing``: principal, representative), and receivers."""
        sides = thing if isinstance(thing, tuple) else ()
        if actor.kind is ActorKind.PERSON and actor.person_id in sides:
            return Allowed()
        return held(actor, Role.RECEIVER)


@register
class AccountPolicy(Policy):
    """Accounts are made and closed by operators."""

    kind = "account"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Oneself; operators and auditors all."""
        if actor.account_id is not None and actor.account_id == thing:
            return Allowed()
        return held(actor, Role.OPERATOR, Role.AUDITOR)

    def may_change(self, actor: Actor, thing: object) -> Decision:
        """Operators."""
        return held(actor, Role.OPERATOR)


@register
class DelegationPolicy(Policy):
    """A power is delegated by who holds it, not by who received it."""

    kind = "delegation"

    def may_give(self, actor: Actor, thing: object) -> Decision:
        """The holder of the role at the unit, on a ground of his own (``thing``: unit id, role)."""
        if not isinstance(thing, tuple) or len(thing) != 2:
            return Denied("no_rule")
        for ground in actor.appointments:
            own = ground.delegation_id is None and ground.on_behalf_of is None
            if own and (ground.unit_id, ground.role) == thing:
                return Allowed(ground)
        return Denied("own_role_needed")

    def may_revoke(self, actor: Actor, thing: object) -> Decision:
        """As giving."""
        return self.may_give(actor, thing)

    def may_note_absence(self, actor: Actor, thing: object) -> Decision:
        """Oneself (``thing``: account id), and operators."""
        if actor.account_id is not None and actor.account_id == thing:
            return Allowed()
        return held(actor, Role.OPERATOR)


@register
class CalendarPolicy(Policy):
    """Calendars are public; operators change them."""

    kind = "calendar"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Everyone."""
        return Allowed()

    def may_change(self, actor: Actor, thing: object) -> Decision:
        """Operators; the supervisor of a desk announces closures through them."""
        return held(actor, Role.OPERATOR)


@register
class ClientPolicy(Policy):
    """API clients and their tokens."""

    kind = "client"

    def may_change(self, actor: Actor, thing: object) -> Decision:
        """Operators."""
        return held(actor, Role.OPERATOR)


@register
class AuditPolicy(Policy):
    """The trail of who did what."""

    kind = "audit"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Auditors; by a token only with the scope."""
        if not actor.has_scope("audit:read"):
            return Denied("scope_needed")
        return held(actor, Role.AUDITOR)
