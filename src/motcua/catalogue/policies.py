"""Who may change the catalogue. The system itself may, at set-up; all else is denied by default."""

# ruff: noqa: ARG002  # every rule is asked with the actor and the thing, needed or not

from motcua.authority.api import Actor, Allowed, Decision, Policy, Role, held, register

__all__ = ["CataloguePolicy", "ProcedurePolicy"]


@register
class CataloguePolicy(Policy):
    """The national catalogue is public; it is brought up to date here, not changed."""

    kind = "catalogue"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Everyone (NĐ 63/2010 Đ13)."""
        return Allowed()

    def may_import(self, actor: Actor, thing: object) -> Decision:
        """Operators and the reform office."""
        return held(actor, Role.OPERATOR, Role.REFORM_OFFICE)

    def may_confirm(self, actor: Actor, thing: object) -> Decision:
        """Managers: heads of units and the reform office."""
        return held(actor, Role.REFORM_OFFICE, Role.UNIT_HEAD)


@register
class ProcedurePolicy(Policy):
    """Published versions are public.

    The province publishes its list by decision of the chairman, prepared by the office that
    controls procedures (NĐ 63/2010 Đ13(2)).
    """

    kind = "procedure"

    def may_see(self, actor: Actor, thing: object) -> Decision:
        """Everyone."""
        return Allowed()

    def may_publish(self, actor: Actor, thing: object) -> Decision:
        """The reform office."""
        return held(actor, Role.REFORM_OFFICE)
