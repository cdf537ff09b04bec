"""Filings to try rules on: what the kernel samples from the form, over a filing that is right.

The filings of the cases are tried too, so an author settles a doubt by writing a case.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from motcua.catalogue.checks.context import Check
from motcua.catalogue.rules import Facts, facts_of
from motcua.catalogue.source import Case
from motcua.catalogue.types import Channel
from motcua.kernel.errors import DomainError
from motcua.kernel.forms import Form, compile_form
from motcua.kernel.rules import Rule, samples

__all__ = ["Trials", "case_facts"]

DEPTH = 8
MOST = 60
_TEXTS = re.compile(r"\"([^\"\\]*)\"|'([^'\\]*)'")


def case_facts(check: Check, case: Case) -> dict[str, Any]:
    """Return what rules read of a case's filing; nothing is missing yet."""
    filing, procedure = case.filing, check.procedure
    kind = filing.kind or next(iter(procedure.applicants), "citizen")
    return facts_of(
        procedure,
        form=filing.form,
        applicant={"kind": kind, "age": filing.age, "verified": filing.verified},
        channel=filing.channel,
        holds=filing.holds,
        dossier={"copies": filing.copies},
        pages=filing.pages,
    )


class Trials:
    """The filings on which the rules of one procedure are tried; the same for the same texts."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.cases = [case_facts(check, case) for case in check.source.cases]
        accepted = [case for case in check.source.cases if case.expect.is_accepted]
        self.base = case_facts(check, accepted[0]) if accepted else self._plain()

    @cached_property
    def form(self) -> Form | None:
        """Return the compiled form, or nothing when it is broken (told elsewhere)."""
        try:
            return compile_form(self.check.procedure.form)
        except DomainError:
            return None

    def right(self, facts: Facts) -> bool:
        """Tell whether the form of a filing has no errors."""
        return self.form is not None and not self.form.errors(facts["form"])

    def of(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """Yield the cases, then filings in which what the rule reads takes every telling value."""
        yield from self.cases
        read = {path[1] for path in rule.paths if path[0] == "form" and len(path) > 1}
        kept = {name: value for name, value in self.base["form"].items() if name not in read}
        for sample in samples(rule, self._schemas(rule)):
            form = sample.get("form")
            whole = {**self.base, **sample}
            whole["form"] = kept | form if isinstance(form, dict) else self.base["form"]
            for name in ("applicant", "dossier", "registry"):
                inner = sample.get(name)
                whole[name] = (
                    self.base[name] | inner if isinstance(inner, dict) else self.base[name]
                )
            yield whole

    def _plain(self) -> dict[str, Any]:
        kind = next(iter(self.check.procedure.applicants), "citizen")
        applicant = {"kind": kind, "age": 30, "verified": True}
        return facts_of(self.check.procedure, form={}, applicant=applicant, channel=Channel.ONLINE)

    def _schemas(self, rule: Rule) -> dict[str, Mapping[str, object]]:
        procedure = self.check.procedure
        ids = [one.id for one in procedure.components]
        said = [one or other for one, other in _TEXTS.findall(rule.source)]
        held = sorted({*said, *(one.reuse for one in procedure.components if one.reuse)})
        return {
            "form": self._telling(procedure.form, said + self._constants(), DEPTH),
            "applicant": _record(
                kind={"enum": list(procedure.applicants)},
                age={"type": "integer", "minimum": 0, "maximum": 120},
                verified={"type": "boolean"},
            ),
            "channel": {"enum": [str(channel) for channel in Channel]},
            "missing": {"type": "array", "items": {"enum": ids}},
            "registry": _record(holds={"type": "array", "items": {"enum": held}}),
            "facts": {"const": procedure.facts},
            "dossier": _record(
                variant={"enum": list(procedure.variants) or [""]},
                copies={"type": "integer", "minimum": 1, "maximum": 1000},
                supplements={"type": "integer", "minimum": 0, "maximum": 5},
            ),
            "pages": {"type": "integer", "minimum": 0, "maximum": 10_000},
        }

    def _constants(self) -> list[str]:
        """Return the texts among the constants: rules compare answers with them."""
        lists = [one for one in self.check.procedure.facts.values() if isinstance(one, list)]
        scalars = [one for one in self.check.procedure.facts.values() if isinstance(one, str)]
        return (scalars + [str(one) for each in lists for one in each[:10]])[:MOST]

    def _telling(self, schema: Any, texts: list[str], depth: int) -> Any:
        """Return the schema with its references resolved and its open texts made telling."""
        if not isinstance(schema, dict) or depth == 0:
            return schema
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            definitions = self.check.procedure.form.get("$defs")
            found = definitions.get(name, {}) if isinstance(definitions, dict) else {}
            return self._telling(found, texts, depth - 1)
        if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
            pattern = schema.get("pattern")
            fitting = [one for one in texts if _fits(pattern, one)]
            return schema | {"enum": list(dict.fromkeys(["", "x", *fitting]))}
        made = dict(schema)
        if isinstance(schema.get("properties"), dict):
            made["properties"] = {
                name: self._telling(part, texts, depth - 1)
                for name, part in schema["properties"].items()
            }
        if "items" in schema:
            made["items"] = self._telling(schema["items"], texts, depth - 1)
        return made


def _fits(pattern: object, text: str) -> bool:
    try:
        return not isinstance(pattern, str) or re.search(pattern, text) is not None
    except re.error:
        return True


def _record(**properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties)}
