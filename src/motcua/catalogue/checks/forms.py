"""The form: sound, closed, bilingual, and asking nothing for nothing."""

import re
from collections.abc import Mapping
from typing import Any

from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.written import written_rules
from motcua.kernel.errors import DomainError
from motcua.kernel.forms import compile_form
from motcua.kernel.rules import compile_rule

__all__ = ["HELD", "SOURCES", "check_form"]

HELD = {
    "citizen_id": "population.citizen_id",
    "full_name": "population.full_name",
    "birth_on": "population.birth_on",
    "sex": "population.sex",
    "ethnicity": "population.ethnicity",
    "nationality": "population.nationality",
    "place_of_origin": "population.place_of_origin",
    "residence": "population.residence",
    "marital_status": "population.marital_status",
    "parents": "population.parents",
    "tax_code": "enterprise.tax_code",
    "enterprise_name": "enterprise.name",
    "enterprise_address": "enterprise.address",
    "legal_representative": "enterprise.legal_representative",
    "registered_on": "enterprise.registered_on",
}
"""Names of answers that the national databases hold (NĐ 224/2026 Đ18(4))."""
SOURCES = frozenset({*HELD.values(), "none"})
_HELD_NAME = re.compile(rf"(?:^|_)({'|'.join(HELD)})$")


def check_form(check: Check) -> bool:
    """Find what is wrong with the form; tell whether it is a form at all."""
    try:
        compile_form(check.procedure.form)
    except DomainError as error:
        check.note_form("", "form_invalid", problem=error.message("en"))
        return False
    if check.procedure.form.get("additionalProperties") is not False:
        check.note_form("", "form_open")
    for name, path, schema in check.fields():
        _keywords(check, name, path, schema)
        _held(check, name, path, schema)
    _used(check)
    return True


def _keywords(check: Check, name: str, path: str, schema: Mapping[str, Any]) -> None:
    wanted = ["title", "x-title-en"] + (["x-page"] if "." not in name else [])
    for keyword in wanted:
        if not schema.get(keyword):
            check.note_form(path, "field_keyword_missing", field=name, keyword=keyword)


def _held(check: Check, name: str, path: str, schema: Mapping[str, Any]) -> None:
    source = schema.get("x-source")
    if source is not None:
        if source not in SOURCES:
            check.note_form(path, "field_source_unknown", source=source)
        return
    found = _HELD_NAME.search(name.rpartition(".")[2])
    if found:
        check.note_form(path, "field_held_by_state", field=name, source=HELD[found.group(1)])


def _used(check: Check) -> None:
    """Find answers that no rule, no paper and no template reads."""
    read = set(_read_by_rules(check))
    for name, schema in check.properties.items():
        if name in read or schema.get("x-record") is True:
            continue
        if not re.search(rf"\b{re.escape(name)}\b", check.procedure.template):
            check.note_form(f"properties.{name}", "field_unused", field=name)


def _read_by_rules(check: Check) -> set[str]:
    read: set[str] = set()
    for written in written_rules(check):
        try:
            rule = compile_rule(written.source, written.variables)
        except DomainError:
            continue
        if ("form",) in rule.paths:
            return set(check.properties)
        read |= {path[1] for path in rule.paths if path[0] == "form" and len(path) > 1}
    return read
