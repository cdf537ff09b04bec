"""The result's template, rendered with the filing of every case that is accepted."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.catalogue.checks.cases import run_case
from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.trials import Trials
from motcua.catalogue.types import Procedure
from motcua.kernel.errors import DomainError

__all__ = ["check_template", "result_data"]


def check_template(check: Check, trials: Trials) -> None:
    """Find a template that does not render."""
    name = check.procedure.result.template
    if check.province.render is None:
        check.note("", "template_not_checked", file=name)
        return
    for data in _filings(check, trials):
        try:
            check.province.render(check.procedure.template, data)
        except Exception as error:  # noqa: BLE001 - whatever the typesetter says is the finding
            problem = (str(error).strip() or type(error).__name__).splitlines()[0]
            check.note("", "template_broken", file=name, problem=problem[:300], name=name)
            return


def _filings(check: Check, trials: Trials) -> Iterator[dict[str, Any]]:
    for case in check.source.cases:
        try:
            outcome = run_case(check, trials, case)
        except DomainError:
            continue
        if outcome.accepted:
            yield result_data(check.procedure, outcome.facts, on=case.at.date().isoformat())


def result_data(procedure: Procedure, facts: Mapping[str, Any], *, on: str) -> dict[str, Any]:
    """Return the data of a trial print: the filing, with a made-up code and name."""
    facts = {
        "form": facts["form"],
        "applicant": {**facts["applicant"], "name": "Nguyễn Văn A", "number": "031090000001"},
        "dossier": {
            **facts["dossier"],
            "code": "H24.00-260101-0001",
            "received_on": on,
            "decided_on": on,
        },
        "procedure": {"code": procedure.code, "name": procedure.name.vi},
        "pages": facts["pages"],
        "constants": dict(procedure.facts),
    }
    head = {"agency": "Ủy ban nhân dân phường A", "place": "A", "date": on, "symbol": "01/A"}
    return {"head": head, "facts": facts}
