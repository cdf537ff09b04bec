"""The unit that a leader looks at, the tabs of its pages, and the names that they show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.authority.api import Allowed, decide, line_of, unit
from motcua.authority.types import Actor, Role, UnitView
from motcua.catalogue.api import ProcedureNotFound, VersionNotFound, procedure


@dataclass(frozen=True, slots=True)
class Look:
    """A unit as one actor looks at it now."""

    unit: UnitView
    actor: Actor
    at: datetime

    def may(self, action: str) -> bool:
        """Tell whether the actor may lead, oversee or inspect the unit."""
        line = line_of(self.unit.id)
        return isinstance(decide("unit", self.actor, action, line), Allowed)


def looked_at(uid: UUID, actor: Actor) -> Look:
    """Return a unit by its id, as of now. Errors: UnitUnknown."""
    return Look(unit(uid), actor, timezone.now())


def language() -> str:
    """Return the visitor's language, ``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def name_of(unit_id: int) -> str:
    """Return a unit's name in the visitor's language."""
    return unit(unit_id).name(language())


def role_name(role: str) -> str:
    """Return what a role is called."""
    names = {
        Role.RECEIVER: _("Receiver"),
        Role.OFFICER: _("Case officer"),
        Role.UNIT_HEAD: _("Head"),
        Role.CLERK: _("Clerk"),
        Role.SUPERVISOR: _("Supervisor"),
        Role.REFORM_OFFICE: _("Reform office"),
        Role.DATA_STEWARD: _("Data steward"),
        Role.AUDITOR: _("Auditor"),
        Role.OPERATOR: _("Operator"),
    }
    return names.get(Role(role), role)


def step_name(version_id: int, step: str) -> str:
    """Return the name of a step of a published procedure, or its id."""
    try:
        found = procedure(version_id).steps.get(step)
    except (ProcedureNotFound, VersionNotFound):
        return step
    return getattr(found.name, language()) if found else step


def tabs_of(look: Look, now: str) -> list[dict[str, Any]]:
    """Return the tabs of a unit's pages that the actor may open."""
    oversee, inspect = look.may("oversee"), look.may("inspect")
    every = (
        ("board", _("Work and forecast"), oversee),
        ("proposals", _("Rebalance"), oversee),
        ("evaluation", _("Evaluation"), True),
        ("unit-absences", _("Absences"), oversee),
        ("register", _("Delegations"), oversee),
        ("signs", _("Signs to look at"), inspect),
    )
    return [
        {
            "title": title,
            "href": reverse(f"lead:{name}", args=[look.unit.uid]),
            "now": name == now,
        }
        for name, title, open_ in every
        if open_
    ]


def page_of(look: Look, now: str, **more: Any) -> dict[str, Any]:
    """Return what every page of a unit shows."""
    return {
        "unit": look.unit,
        "unit_name": look.unit.name(language()),
        "tabs": tabs_of(look, now),
        "at": look.at,
        **more,
    }
