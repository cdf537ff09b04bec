"""The cases: the same pure functions as the engine's, on the filings of ``cases.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.trials import Trials, case_facts
from motcua.catalogue.rules import (
    choose_variant,
    consultations,
    fees_due,
    ineligibilities,
    lane,
    limits,
    missing_components,
    required_components,
    walk,
)
from motcua.catalogue.source import CASES, Case
from motcua.catalogue.source.cases import HO_CHI_MINH
from motcua.catalogue.types import Channel, Lane
from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import WorkCalendar, standard_calendar

__all__ = ["Outcome", "check_cases", "run_case"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a filing meets."""

    errors: tuple[str, ...]
    ineligible: tuple[str, ...]
    required: tuple[str, ...]
    missing: tuple[str, ...]
    variant: str
    lane: Lane
    fee: Decimal
    tasks: tuple[str, ...]
    consulted: tuple[str, ...]
    due: datetime
    statutory_due: datetime
    result: str
    facts: Mapping[str, Any]

    @property
    def accepted(self) -> bool:
        """Tell whether nothing stands in the way of the filing."""
        return not (self.errors or self.ineligible or self.missing)


def check_cases(check: Check, trials: Trials) -> None:
    """Run every case and write down where it differs from what it expects."""
    if not check.source.cases:
        if CASES in check.source.files:
            check.note_line(1, "cases_none")
        return
    accepted = False
    for case in check.source.cases:
        try:
            outcome = run_case(check, trials, case)
        except DomainError as error:
            problem = error.message("en")
            check.note_line(case.line, "case_broken", case=case.name, problem=problem)
            continue
        accepted = accepted or outcome.accepted
        _compare(check, case, outcome)
    if not accepted:
        check.note_line(1, "cases_no_acceptance")


def run_case(check: Check, trials: Trials, case: Case) -> Outcome:
    """Return what the filing of a case meets.

    A form with errors is told at once: nothing else is asked of it, as in the real filing.

    Errors: those of the rules and of the calendar.
    """
    procedure, facts = check.procedure, case_facts(check, case)
    errors = _form_errors(trials, facts)
    if errors:
        return _refused(case, errors, facts)
    variant = choose_variant(procedure, facts)
    missing = missing_components(procedure, facts, case.filing.documents)
    facts["missing"] = list(missing)
    facts["dossier"]["variant"] = variant
    chosen = lane(procedure, facts)
    steps = [] if chosen is Lane.GREEN else list(walk(procedure, facts))
    statutory, committed = limits(procedure, case.filing.channel, variant)
    calendar = check.province.calendar or _calendar(case.at.year)
    return Outcome(
        errors=(),
        ineligible=tuple(one.id for one in ineligibilities(procedure, facts)),
        required=tuple(one.id for one in required_components(procedure, facts)),
        missing=missing,
        variant=variant,
        lane=chosen,
        fee=sum((one.amount for one in fees_due(procedure, facts)), Decimal(0)),
        tasks=tuple(step.id for step in steps),
        consulted=tuple(one.of.place for step in steps for one in consultations(step, facts)),
        due=calendar.due_at(case.at, committed),
        statutory_due=calendar.due_at(case.at, statutory),
        result=procedure.result.id,
        facts=facts,
    )


def _refused(case: Case, errors: tuple[str, ...], facts: Mapping[str, Any]) -> Outcome:
    return Outcome(
        errors, (), (), (), "", Lane.YELLOW, Decimal(0), (), (), case.at, case.at, "", facts
    )


def _form_errors(trials: Trials, facts: Mapping[str, Any]) -> tuple[str, ...]:
    if trials.form is None:
        return ()
    found = (one.path for one in trials.form.errors(facts["form"]))
    return tuple(dict.fromkeys(_dotted(path) for path in found))


def _dotted(path: object) -> str:
    parts = path.strip("/").split("/") if isinstance(path, str) else [str(one) for one in path]  # type: ignore[attr-defined]
    return ".".join(parts)


@lru_cache(maxsize=16)
def _calendar(year: int) -> WorkCalendar:
    return standard_calendar(range(year, year + 3))


def _compare(check: Check, case: Case, got: Outcome) -> None:
    expect = case.expect
    for what in ("errors", "ineligible", "missing", "required", "consulted"):
        _same_set(check, case, what, getattr(expect, what), getattr(got, what))
    for what in ("variant", "lane", "fee", "tasks", "due", "statutory_due", "result"):
        wanted, found = getattr(expect, what), getattr(got, what)
        if wanted is not None and wanted != found:
            _failed(check, case, what, wanted, found)
    if expect.is_accepted != got.accepted:
        why = ", ".join((*got.errors, *got.ineligible, *got.missing)) or "accepted"
        _failed(check, case, "accepted", str(expect.is_accepted).lower(), why)
    if expect.why is not None and got.accepted:
        _why(check, case)


def _same_set(
    check: Check, case: Case, what: str, wanted: tuple[str, ...] | None, found: tuple[str, ...]
) -> None:
    if wanted is not None and sorted(wanted) != sorted(found):
        _failed(check, case, what, wanted, found)


def _why(check: Check, case: Case) -> None:
    """Compare the rules that explain the due time; each expected one must appear."""
    procedure = check.procedure
    facts = case_facts(check, case)
    committed = limits(procedure, Channel(case.filing.channel), choose_variant(procedure, facts))
    calendar = check.province.calendar or _calendar(case.at.year)
    said = {line.rule for line in calendar.explain(case.at, committed.committed).lines}
    lacking = [one for one in case.expect.why or () if one not in said]
    if lacking:
        _failed(check, case, "why", lacking, sorted(said))


def _failed(check: Check, case: Case, what: str, wanted: object, found: object) -> None:
    index = check.source.cases.index(case)
    line = check.source.line(CASES, f"{index}.expect.{what}")
    if f"{index}.expect.{what}" not in check.source.lines.get(CASES, {}):
        line = case.line
    check.note_line(
        line, "case_failed", case=case.name, what=what, expected=_shown(wanted), got=_shown(found)
    )


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(HO_CHI_MINH).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, tuple | list):
        return ", ".join(str(one) for one in value) or "-"
    if isinstance(value, Decimal):
        return f"{value:f} VND"
    return str(value) or "-"
