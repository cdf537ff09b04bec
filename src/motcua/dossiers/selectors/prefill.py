"""Ask once: what the State can fill in itself, and where each answer came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.authority.types import PersonKind, PersonView
from motcua.catalogue.types import Procedure
from motcua.dossiers.types import FieldOrigin
from motcua.kernel.rules import RuleFailed, compile_rule

ONCE_ONLY = "NĐ 224/2026/NĐ-CP Đ15(1d), Đ18(4)"
DECLARED = "applicant"


def known_of(person: PersonView) -> dict[str, str]:
    """Return what the registries hold of a person, by the names that forms use in ``x-source``."""
    if person.kind is PersonKind.CITIZEN:
        values = {
            "population.full_name": person.name,
            "population.citizen_id": person.number,
            "population.birth_on": person.birth_on.isoformat() if person.birth_on else "",
            "population.residence": person.contact.get("address", ""),
        }
    else:
        values = {
            "enterprise.name": person.name,
            "enterprise.tax_code": person.number,
            "enterprise.address": person.contact.get("address", ""),
        }
    return {name: value for name, value in values.items() if value}


def prefill(
    procedure: Procedure,
    person: PersonView,
    *,
    at: datetime,
    form: Mapping[str, Any] | None = None,
) -> dict[str, dict[str, str]]:
    """Return the answers nobody needs to type: value, source, date and legal basis by field.

    Only answers about the applicant himself, which the ``x-own-if`` of a field tells from the
    ``form`` so far: the registry's name of a father is not the mother's who files.
    """
    known = known_of(person)
    return {
        name: {
            "value": known[source],
            "source": source,
            "on": at.date().isoformat(),
            "law": ONCE_ONLY,
        }
        for name, source in _sources(procedure).items()
        if source in known and _is_own(procedure, name, form or {})
    }


def _is_own(procedure: Procedure, name: str, form: Mapping[str, Any]) -> bool:
    properties = procedure.form["properties"]
    assert isinstance(properties, Mapping)  # noqa: S101 - a form has them, or is not published
    rule = properties[name].get("x-own-if", "true")
    if rule in {"true", "false"}:
        return bool(rule == "true")
    try:
        return compile_rule(rule, frozenset({"form"})).holds({"form": form})
    except RuleFailed:
        return False  # What it reads is not answered yet.


def origins_of(
    procedure: Procedure, form: Mapping[str, Any], person: PersonView, *, at: datetime
) -> dict[str, FieldOrigin]:
    """Return where each answer of a filed form came from.

    An answer that equals what the registry holds is the registry's; every other one is what the
    applicant declared.
    """
    known = known_of(person)
    sources = _sources(procedure)
    return {
        name: _origin(sources[name], at)
        if known.get(sources.get(name, "")) == value
        else FieldOrigin(source=DECLARED, on=at.date().isoformat(), law="")
        for name, value in form.items()
    }


def _origin(source: str, at: datetime) -> FieldOrigin:
    return FieldOrigin(source=source, on=at.date().isoformat(), law=ONCE_ONLY)


def _sources(procedure: Procedure) -> dict[str, str]:
    properties = procedure.form.get("properties", {})
    if not isinstance(properties, Mapping):
        return {}
    return {name: _source(spec) for name, spec in properties.items() if _source(spec)}


def _source(spec: Any) -> str:
    source = spec.get("x-source", "") if isinstance(spec, Mapping) else ""
    return "" if source == "none" else str(source)
