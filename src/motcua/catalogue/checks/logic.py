"""Rules: do they compile, read only what exists, and can they hold and fail?"""

from collections.abc import Iterator
from itertools import islice

from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.trials import Trials
from motcua.catalogue.checks.written import NAMES, WrittenRule, written_rules
from motcua.catalogue.errors import NoVariantFits
from motcua.catalogue.rules import VARIABLES, Facts, choose_variant
from motcua.catalogue.source import MAIN
from motcua.kernel.errors import DomainError
from motcua.kernel.rules import (
    Rule,
    RuleFailed,
    RuleTooComplex,
    RuleUnknownVariable,
    can_fail,
    can_hold,
    compile_rule,
)

__all__ = ["check_rules"]


def check_rules(check: Check, trials: Trials) -> None:
    """Find what is wrong with any rule."""
    read: set[str] = set()
    for written in written_rules(check):
        rule = _compiled(check, written)
        if rule is None:
            continue
        read |= {".".join(path[:2]) for path in rule.paths}
        if not _names_exist(check, written, rule) or written.is_constant:
            continue
        _try(check, trials, written, rule)
    for name in check.procedure.facts:
        if f"facts.{name}" not in read:
            check.note(f"facts.{name}", "fact_unused", name=name)
    _every_filing_has_a_variant(check, trials)
    _variants_exist(check)


def _note(check: Check, written: WrittenRule, code: str, **facts: object) -> None:
    file = check.source.form_file if written.in_form else MAIN
    check.note(written.path, code, file=file, **facts)


def _compiled(check: Check, written: WrittenRule) -> Rule | None:
    try:
        return compile_rule(written.source, written.variables)
    except RuleUnknownVariable as error:
        names = ", ".join(sorted(written.variables))
        _note(check, written, "rule_unknown_variable", name=error.names, allowed=names)
    except RuleTooComplex as error:
        _note(check, written, "rule_too_complex", problem=error.message("en"))
    except DomainError as error:
        _note(check, written, "rule_syntax", problem=error.message("en"))
    return None


def _names_exist(check: Check, written: WrittenRule, rule: Rule) -> bool:
    """Tell whether every member that the rule reads exists; write down what does not."""
    known = {
        **NAMES,
        "form": tuple(check.properties),
        "facts": tuple(check.procedure.facts),
    }
    bad = [
        path
        for path in sorted(rule.paths)
        if len(path) > 1 and path[0] in known and path[1] not in known[path[0]]
    ]
    for path in bad:
        allowed = ", ".join(f"{path[0]}.{name}" for name in known[path[0]]) or "-"
        _note(check, written, "rule_unknown_variable", name=".".join(path), allowed=allowed)
    return not bad


def _try(check: Check, trials: Trials, written: WrittenRule, rule: Rule) -> None:
    facts = list(trials.of(rule))
    for filing in facts:
        try:
            rule.value(filing)
        except RuleFailed as error:
            if trials.right(filing):
                problem = error.message("en")
                _note(check, written, "rule_fails", filing=_short(rule, filing), problem=problem)
                return
    if not written.claim:
        return
    if not can_hold(rule, facts):
        _note(check, written, "rule_never_holds")
    elif not can_fail(rule, facts):
        _note(check, written, "rule_always_holds")


def _short(rule: Rule, facts: Facts) -> str:
    """Return the part of a filing that the rule reads, in one line."""
    names = sorted({path[1] for path in rule.paths if path[0] == "form" and len(path) > 1})
    form = {name: facts["form"][name] for name in names if name in facts["form"]}
    return str(form)[:120]


def _every_filing_has_a_variant(check: Check, trials: Trials) -> None:
    for filing in islice(_of_variants(check, trials), 4000):
        try:
            choose_variant(check.procedure, filing)
        except NoVariantFits:
            check.note("variants", "no_variant_fits", filing=str(filing["form"])[:120])
            return
        except DomainError:
            return


def _of_variants(check: Check, trials: Trials) -> Iterator[Facts]:
    """Yield the right filings that the rules of all variants together can tell apart."""
    if not check.procedure.variants:
        return
    together = " || ".join(f"({rule})" for rule in check.procedure.variants.values())
    try:
        rule = compile_rule(together, VARIABLES)
    except DomainError:
        return
    yield from (filing for filing in trials.of(rule) if trials.right(filing))


def _variants_exist(check: Check) -> None:
    told = check.procedure
    lines = [(f"limits.statutory.{n}.variant", one.variant) for n, one in enumerate(told.statutory)]
    lines += [
        (f"limits.committed.{n}.variant", one.variant) for n, one in enumerate(told.committed)
    ]
    lines += [(f"fees.{n}.variant", one.variant) for n, one in enumerate(told.fees)]
    for path, variant in lines:
        if variant is not None and variant not in told.variants:
            check.note(path, "variant_unknown", name=variant)
