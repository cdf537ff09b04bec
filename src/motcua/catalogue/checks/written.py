"""Every rule that a procedure writes, with its place and the variables that it may read."""

from collections.abc import Iterator
from dataclasses import dataclass

from motcua.catalogue.checks.context import Check

__all__ = ["FILING", "LANES", "NAMES", "WORK", "WrittenRule", "written_rules"]

FILING = frozenset({"form", "applicant", "channel", "registry", "facts"})
WORK = FILING | {"dossier", "pages"}
LANES = WORK | {"missing"}
NAMES = {
    "applicant": ("kind", "age", "verified"),
    "registry": ("holds",),
    "dossier": ("variant", "copies", "supplements"),
}
"""The members of the variables that are the same for every procedure."""


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """One rule. ``claim``: it must hold for some filings and fail for others to mean anything."""

    path: str
    source: str
    variables: frozenset[str]
    claim: bool = True
    in_form: bool = False

    @property
    def is_constant(self) -> bool:
        """Tell whether it is plainly ``true`` or ``false``."""
        return self.source in {"true", "false"}


def written_rules(check: Check) -> Iterator[WrittenRule]:
    """Yield the rules of a procedure in the order of its file, then those of its form."""
    told = check.procedure
    for name, rule in told.variants.items():
        yield WrittenRule(f"variants.{name}", rule, FILING)
    for index, fee in enumerate(told.fees):
        if fee.rule is not None:
            yield WrittenRule(f"fees.{index}.rule", fee.rule, WORK, claim=False)
    for index, component in enumerate(told.components):
        yield WrittenRule(f"components.{index}.required", component.required, FILING)
    for index, condition in enumerate(told.eligible):
        yield WrittenRule(f"eligible.{index}.rule", condition.rule, FILING)
    yield WrittenRule("lanes.green", told.green, LANES)
    yield WrittenRule("lanes.red", told.red, LANES)
    yield from _of_steps(check)
    for _, path, schema in check.fields():
        if isinstance(schema.get("x-ask-if"), str):
            rule = schema["x-ask-if"]
            yield WrittenRule(f"{path}.x-ask-if", rule, frozenset({"form"}), in_form=True)


def _of_steps(check: Check) -> Iterator[WrittenRule]:
    for step in check.procedure.steps.values():
        for index, way in enumerate(step.next):
            claim = len(step.next) > 1
            yield WrittenRule(f"process.{step.id}.next.{index}.if", way.rule, WORK, claim=claim)
        for index, one in enumerate(step.consult):
            path = f"process.{step.id}.consult"
            several = f"{path}.{index}" in check.source.lines.get("procedure.yaml", {})
            yield WrittenRule(f"{path}.{index}.if" if several else f"{path}.if", one.rule, WORK)
