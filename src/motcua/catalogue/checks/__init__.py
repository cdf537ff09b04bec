"""`motcua check`: a procedure read as a compiler reads a program."""

from pathlib import Path

from motcua.catalogue.checks.cases import check_cases
from motcua.catalogue.checks.context import Check, PostsMissing, Province
from motcua.catalogue.checks.forms import check_form
from motcua.catalogue.checks.logic import check_rules
from motcua.catalogue.checks.numbers import check_numbers
from motcua.catalogue.checks.process import check_process
from motcua.catalogue.checks.template import check_template
from motcua.catalogue.checks.trials import Trials
from motcua.catalogue.findings import Finding, Severity
from motcua.catalogue.source import Source, load_folder

__all__ = ["PostsMissing", "Province", "check", "check_source"]


def check(path: Path | str, province: Province | None = None) -> list[Finding]:
    """Return what is wrong with the procedure in a folder, by file and line."""
    return check_source(load_folder(path), province or Province())


def check_source(source: Source, province: Province) -> list[Finding]:
    """Return what is wrong with a procedure as read, by file and line.

    What cannot be read stops there: the deeper checks would only repeat it.
    """
    read = list(source.findings)
    if source.draft is None or any(one.severity is Severity.ERROR for one in read):
        return _ordered(read)
    run = Check(source, source.draft, province)
    if not check_form(run):
        return _ordered(read + run.findings)
    trials = Trials(run)
    check_process(run, trials)
    check_rules(run, trials)
    if not any(one.severity is Severity.ERROR for one in run.findings):
        check_numbers(run, trials)
        check_cases(run, trials)
        check_template(run, trials)
    return _ordered(read + run.findings)


def _ordered(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (one.file, one.line, one.code))
