"""Who may change the catalogue. Denied by default."""

from motcua.authority.api import Actor, ActorKind, Role
from motcua.catalogue.errors import CatalogueDenied

__all__ = ["check_may_confirm", "check_may_import", "check_may_publish"]


def check_may_import(by: Actor) -> None:
    """Refuse whoever is neither the system, an operator nor the reform office."""
    _check(by, "import", Role.OPERATOR, Role.REFORM_OFFICE)


def check_may_publish(by: Actor) -> None:
    """Refuse whoever is neither the system (at set-up) nor the reform office.

    The province publishes its list by decision of the chairman, prepared by the office that
    controls procedures (NĐ 63/2010 Đ13(2)).
    """
    _check(by, "publish", Role.REFORM_OFFICE)


def check_may_confirm(by: Actor) -> None:
    """Refuse whoever is neither the system (at set-up), a head of a unit nor the reform office."""
    _check(by, "confirm", Role.REFORM_OFFICE, Role.UNIT_HEAD)


def _check(by: Actor, act: str, *roles: Role) -> None:
    if by.kind is ActorKind.SYSTEM:
        return
    if by.kind is not ActorKind.OFFICER or not by.has_role(*roles):
        raise CatalogueDenied(act=act, who=by.label)
