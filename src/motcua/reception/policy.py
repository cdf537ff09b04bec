"""Who may do what at a counter: receivers at their own desk, and who leads or oversees it."""

from motcua.authority.api import Policy, held_at, line_of, register
from motcua.authority.types import Actor, Allowed, Decision, Denied, Role

WATCHING = (Role.UNIT_HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.REFORM_OFFICE)


@register
class CounterPolicy(Policy):
    """``thing`` is the id of the desk."""

    kind = "counter"

    def may_serve(self, actor: Actor, thing: object) -> Decision:
        """Receivers at the desk itself."""
        if not isinstance(thing, int):
            return Denied("no_rule")
        return held_at(actor, thing, Role.RECEIVER)

    def may_measure(self, actor: Actor, thing: object) -> Decision:
        """Receivers at the desk, and heads, supervisors and oversight of the units above it."""
        own = self.may_serve(actor, thing)
        if isinstance(own, Allowed) or not isinstance(thing, int):
            return own
        line = line_of(thing)
        for ground in actor.appointments:
            if ground.unit_id in line and ground.role in WATCHING:
                return Allowed(ground)
        return Denied("role_at_unit_needed")
