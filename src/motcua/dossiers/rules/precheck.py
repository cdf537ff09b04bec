"""What an officer would send a filing back for, found before it is sent: all of it, at once.

The filing itself stops at the first kind of fault, for its rules may lean only on a right form.
Here a rule is asked when none of the answers that it reads is wrong, so that the applicant hears
of the missing paper together with the mistyped number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from motcua.catalogue.api import (
    VARIABLES,
    choose_variant,
    ineligibilities,
    required_components,
)
from motcua.catalogue.types import Component, Procedure
from motcua.kernel.errors import DomainError
from motcua.kernel.forms import FieldError, compile_form
from motcua.kernel.rules import RuleFailed, compile_rule

LEAST_PIXELS: Final = 600
"""The shorter side of a photograph on which the text of an A4 page can still be read."""
APPLICANTS: Final = {
    "citizen": ("cá nhân", "citizens"),
    "enterprise": ("doanh nghiệp", "enterprises"),
    "household": ("hộ gia đình", "households"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that would come back; ``place`` is ``form``, ``components``, or ``applicant``.

    ``field`` is the JSON Pointer of an answer, or the id of a component or condition.
    """

    place: str
    field: str
    code: str
    vi: str
    en: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a component as the check sees it; ``shorter_side`` is None when it has no pixels.

    ``readable`` is false when the file could not be opened now.
    """

    component: str
    sha256: str
    readable: bool = True
    size_bytes: int = 1
    shorter_side: int | None = None


def faults_of(
    procedure: Procedure,
    facts: Mapping[str, Any],
    *,
    given: Collection[str],
    files: Sequence[Attached] = (),
) -> tuple[Fault, ...]:
    """Return everything wrong with a filing: answers, conditions, papers, then files.

    Shape: ``facts`` as :func:`motcua.catalogue.api.facts_of` gives them; ``given`` are the ids of
    the components handed in.
    """
    wrong = compile_form(procedure.form).errors(facts["form"])
    sound = _without(facts, wrong)
    return (
        *(Fault("form", error.path, error.code, error.vi, error.en) for error in wrong),
        *_of_applicant(procedure, facts),
        *_ineligible(procedure, sound, wrong),
        *_missing(wanted(procedure, sound, wrong), given),
        *_of_files(procedure, files),
    )


def _without(facts: Mapping[str, Any], wrong: Iterable[FieldError]) -> dict[str, Any]:
    """Return the facts with the variant that the right answers choose, when they choose one."""
    bad = _names(wrong)
    form = {name: value for name, value in facts["form"].items() if name not in bad}
    return {**facts, "form": form}


def _names(wrong: Iterable[FieldError]) -> frozenset[str]:
    return frozenset(error.path.split("/")[1] for error in wrong if error.path.count("/"))


def with_variant(procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with the variant that they choose; as they are when none can be chosen."""
    try:
        variant = choose_variant(procedure, facts)
    except DomainError:
        return dict(facts)
    return {**facts, "dossier": {**facts["dossier"], "variant": variant}}


def wanted(
    procedure: Procedure, facts: Mapping[str, Any], wrong: Iterable[FieldError] = ()
) -> tuple[Component, ...]:
    """Return the papers that are known to be needed, as far as the answers tell yet."""
    bad = _names(wrong)
    found: list[Component] = []
    for one in procedure.components:
        if _leans_on(one.required, bad):
            continue
        try:
            found += required_components(replace(procedure, components=(one,)), facts)
        except RuleFailed:
            continue  # It reads an answer that is not there yet, and that is told at its field.
    return tuple(found)


def _leans_on(rule: str, bad: frozenset[str]) -> bool:
    """Tell whether a rule reads an answer that is wrong."""
    if rule in {"true", "false"}:
        return False
    return any(
        path[0] == "form" and len(path) > 1 and path[1] in bad
        for path in compile_rule(rule, VARIABLES).paths
    )


def _of_applicant(procedure: Procedure, facts: Mapping[str, Any]) -> tuple[Fault, ...]:
    kind = facts["applicant"].get("kind")
    if kind is None or kind in procedure.applicants:
        return ()
    named = [APPLICANTS.get(each, (each, each)) for each in procedure.applicants]
    vi, en = (", ".join(pair[i] for pair in named) for i in (0, 1))
    return (
        Fault(
            "applicant",
            "kind",
            "applicant_kind",
            f"Thủ tục này dành cho {vi}.",
            f"This procedure is for {en}.",
        ),
    )


def _ineligible(
    procedure: Procedure, facts: Mapping[str, Any], wrong: Sequence[FieldError]
) -> Iterable[Fault]:
    bad = _names(wrong)
    for one in procedure.eligible:
        if _leans_on(one.rule, bad):
            continue
        try:
            failed = ineligibilities(replace(procedure, eligible=(one,)), facts)
        except RuleFailed:
            continue
        for condition in failed:
            text = condition.otherwise
            code = f"ineligible.{condition.id}"
            yield Fault("applicant", condition.id, code, text.vi, text.en, condition.law)


def _missing(needed: Iterable[Component], given: Collection[str]) -> Iterable[Fault]:
    for one in needed:
        if one.id not in given:
            vi, en = f"Thiếu giấy tờ: {one.name.vi}.", f"Missing paper: {one.name.en}."
            yield Fault("components", one.id, "component_missing", vi, en, one.law)


def _of_files(procedure: Procedure, files: Sequence[Attached]) -> Iterable[Fault]:
    names = {one.id: one.name for one in procedure.components}
    seen: dict[str, str] = {}
    for file in files:
        name = names[file.component]
        if not file.readable or not file.size_bytes:
            vi = f"{name.vi}: tệp không mở được, hãy tải lên lại."
            en = f"{name.en}: the file cannot be opened; upload it again."
            yield Fault("components", file.component, "file_unreadable", vi, en)
        elif file.shorter_side is not None and file.shorter_side < LEAST_PIXELS:
            vi = f"{name.vi}: ảnh quá nhỏ, không đọc được chữ; hãy chụp lại gần hơn."
            en = f"{name.en}: the picture is too small to be read; take it again, closer."
            yield Fault("components", file.component, "file_too_small", vi, en)
        other = seen.setdefault(file.sha256, file.component)
        if other != file.component:
            vi = f"{name.vi}: trùng với tệp của “{names[other].vi}”; kiểm tra xem có nhầm không."
            en = f"{name.en}: the same file as “{names[other].en}”; is it the right one?"
            yield Fault("components", file.component, "file_mismatched", vi, en)
