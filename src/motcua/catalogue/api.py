"""The door of the catalogue room: the only module that other rooms import."""

from motcua.catalogue.rules import (
    FeeDue,
    Limits,
    choose_variant,
    consultations,
    facts_of,
    fees_due,
    ineligibilities,
    lane,
    limits,
    missing_components,
    next_steps,
    opens_after,
    required_components,
)
from motcua.catalogue.selectors import current_version, current_versions, procedure
from motcua.catalogue.services import publish, retire

__all__ = [
    "FeeDue",
    "Limits",
    "choose_variant",
    "consultations",
    "current_version",
    "current_versions",
    "facts_of",
    "fees_due",
    "ineligibilities",
    "lane",
    "limits",
    "missing_components",
    "next_steps",
    "opens_after",
    "procedure",
    "publish",
    "required_components",
    "retire",
]
