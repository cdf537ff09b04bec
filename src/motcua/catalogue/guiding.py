"""The guide: which questions a procedure's own rules need, and what follows from the answers.

A question is asked only for what a rule reads: variants, conditions, papers and fees. Nothing here
is stored; answers are plain JSON, by the id of their question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from motcua.catalogue.rules import (
    VARIABLES,
    FeeDue,
    Limits,
    choose_variant,
    facts_of,
    fees_due,
    ineligibilities,
    limits,
    required_components,
)
from motcua.catalogue.types import Channel, Component, Eligibility, Procedure, Service, Text
from motcua.kernel.rules import compile_rule

__all__ = ["Answer", "Guided", "Question", "QuestionKind", "draft_of", "guided", "questions"]

Answer = str | int | float | bool | list[str] | list[int]
Answers = Mapping[str, Answer]


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    LINES = "lines"
    """One value a line."""
    PRESENT = "present"
    """Yes or no: will there be such a value? The value itself is asked when filing."""
    COUNT = "count"
    """How many there are; they themselves are asked when filing."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``id`` is ``form.<field>``, ``applicant.<fact>`` or ``channel``."""

    id: str
    kind: QuestionKind
    text: Text
    options: tuple[tuple[str, Text], ...] = ()
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    member: str = ""
    """The member of each element that the lines are."""
    whole: bool = False
    """Whether each line is a whole number."""
    asked_if: str = ""


@dataclass(frozen=True, slots=True)
class Guided:
    """Where the answers lead."""

    channel: Channel
    variant: str
    failures: tuple[Eligibility, ...]
    components: tuple[Component, ...]
    fees: tuple[FeeDue, ...]
    limits: Limits


CHANNELS = {
    Channel.ONLINE: Text("Trực tuyến", "Online"),
    Channel.COUNTER: Text("Trực tiếp tại bộ phận một cửa", "At the one-stop desk"),
    Channel.POST: Text("Qua bưu chính công ích", "By public post"),
}
KINDS = {
    "citizen": Text("Cá nhân", "A person"),
    "household": Text("Hộ gia đình, hộ kinh doanh", "A household"),
    "enterprise": Text("Doanh nghiệp, tổ chức", "An enterprise or organisation"),
}


@lru_cache(maxsize=256)
def _questions(digest: str, procedure: "_ByDigest") -> tuple[Question, ...]:  # noqa: ARG001
    return tuple(_made(procedure.value))


class _ByDigest:
    """Lets a procedure be a key of the cache: a version never changes."""

    def __init__(self, value: Procedure) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.value.digest == self.value.digest

    def __hash__(self) -> int:
        return hash(self.value.digest)


def questions(procedure: Procedure, answers: Answers) -> tuple[Question, ...]:
    """Return the questions to ask after these answers, in order; answered ones included."""
    asked = []
    for question in _questions(procedure.digest, _ByDigest(procedure)):
        if not question.asked_if:
            asked.append(question)
            continue
        if any(one.id not in answers for one in asked):
            break  # Whether it is asked depends on what is not known yet.
        if compile_rule(question.asked_if, VARIABLES).holds(_facts(procedure, answers, asked)):
            asked.append(question)
    return tuple(asked)


def guided(procedure: Procedure, answers: Answers) -> Guided:
    """Return papers, fees, limits and unmet conditions; every question must have its answer.

    Errors: RuleFailed when an answer is missing that a rule reads.
    """
    channel = Channel(str(answers.get("channel", Channel.COUNTER)))
    facts = _facts(procedure, answers, questions(procedure, answers))
    variant = choose_variant(procedure, facts)
    facts["dossier"] = {**facts["dossier"], "variant": variant}
    return Guided(
        channel=channel,
        variant=variant,
        failures=ineligibilities(procedure, facts),
        components=required_components(procedure, facts),
        fees=fees_due(procedure, facts),
        limits=limits(procedure, channel, variant),
    )


def draft_of(procedure: Procedure, answers: Answers) -> dict[str, Any]:
    """Return the form fields that a draft can take over: whole values only."""
    kept = {QuestionKind.PRESENT, QuestionKind.COUNT}
    return {
        one.id.removeprefix("form."): answers[one.id]
        for one in questions(procedure, answers)
        if one.id.startswith("form.")
        and one.id in answers
        and one.kind not in kept
        and not one.member
    }


def _facts(
    procedure: Procedure, answers: Answers, asked: tuple[Question, ...] | list[Question]
) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for one in asked:
        if one.id.startswith("form.") and one.id in answers:
            _put(form, one, answers[one.id])
    applicant = {
        "kind": answers.get("applicant.kind", procedure.applicants[0]),
        "age": answers.get("applicant.age", 0),
        "verified": answers.get("applicant.verified", False),
    }
    channel = Channel(str(answers.get("channel", Channel.COUNTER)))
    return facts_of(procedure, form=form, applicant=applicant, channel=channel)


def _put(form: dict[str, Any], one: Question, answer: Answer) -> None:
    name = one.id.removeprefix("form.")
    if one.kind is QuestionKind.PRESENT:
        if answer:
            form[name] = "…"
    elif one.kind is QuestionKind.COUNT:
        if isinstance(answer, int) and answer:
            form[name] = [{} for _ in range(answer)]
    elif one.member and isinstance(answer, list):
        form[name] = [{one.member: value} for value in answer]
    else:
        form[name] = answer


def _made(procedure: Procedure) -> Iterator[Question]:
    sources = tuple(_sources(procedure))
    paths = {path for source in sources for path in compile_rule(source, VARIABLES).paths}
    yield _channel(procedure)
    yield from _applicant(procedure, paths)
    fields = procedure.form["properties"]
    if isinstance(fields, Mapping):
        for name in _fields_read(fields, paths):
            yield _field(name, fields[name], sources=sources, paths=paths)


def _sources(procedure: Procedure) -> Iterator[str]:
    yield from procedure.variants.values()
    yield from (one.rule for one in procedure.eligible)
    yield from (one.required for one in procedure.components if one.generated_from is None)
    yield from (one.rule for one in procedure.fees if one.rule is not None)


def _fields_read(fields: Mapping[str, Any], paths: set[tuple[str, ...]]) -> list[str]:
    """Return the fields that rules read, and those that say whether these are asked, in order."""
    wanted = {path[1] for path in paths if path[0] == "form" and len(path) > 1}
    while True:
        conditions = (fields[name].get("x-ask-if", "true") for name in wanted if name in fields)
        more = {
            path[1]
            for source in conditions
            for path in compile_rule(source, VARIABLES).paths
            if path[0] == "form" and len(path) > 1
        }
        if more <= wanted:
            return [name for name in fields if name in wanted]
        wanted |= more


def _channel(procedure: Procedure) -> Question:
    offered = [
        one
        for one in Channel
        if one is not Channel.ONLINE or procedure.service is not Service.COUNTER
    ]
    return Question(
        id="channel",
        kind=QuestionKind.CHOICE,
        text=Text("Bạn muốn nộp hồ sơ bằng cách nào?", "How would you like to file?"),
        options=tuple((one.value, CHANNELS[one]) for one in offered),
    )


def _applicant(procedure: Procedure, paths: set[tuple[str, ...]]) -> Iterator[Question]:
    read = {path[1] for path in paths if path[0] == "applicant" and len(path) > 1}
    if "kind" in read or len(procedure.applicants) > 1:
        options = tuple((kind, KINDS.get(kind, Text(kind, kind))) for kind in procedure.applicants)
        text = Text("Ai là người nộp hồ sơ?", "Who is applying?")
        if len(options) > 1:
            yield Question("applicant.kind", QuestionKind.CHOICE, text, options)
    if "age" in read:
        text = Text("Người nộp hồ sơ bao nhiêu tuổi?", "How old is the person who applies?")
        yield Question("applicant.age", QuestionKind.WHOLE, text, least=0, most=130)
    if "verified" in read:
        text = Text(
            "Bạn có tài khoản định danh điện tử (VNeID) mức độ 2 không?",
            "Do you have an electronic identity (VNeID) of level 2?",
        )
        yield Question("applicant.verified", QuestionKind.YES_NO, text)


def _field(
    name: str,
    told: Mapping[str, Any],
    *,
    sources: tuple[str, ...],
    paths: set[tuple[str, ...]],
) -> Question:
    kind, member = _kind(name, told, sources=sources, paths=paths)
    inner = told.get("items", {}) if kind is QuestionKind.LINES else told
    if member:
        inner = inner["properties"][member]
    text = Text(str(told["title"]), str(told.get("x-title-en", told["title"])))
    if member:
        each = Text(str(inner["title"]), str(inner.get("x-title-en", inner["title"])))
        text = Text(f"{text.vi}: {each.vi.lower()}", f"{text.en}: {each.en.lower()}")
    return Question(
        id=f"form.{name}",
        kind=kind,
        text=text,
        options=_options(told) if kind is QuestionKind.CHOICE else (),
        least=inner.get("minimum", inner.get("exclusiveMinimum")),
        most=inner.get("maximum"),
        pattern=str(inner.get("pattern", "")),
        member=member,
        whole=kind is QuestionKind.LINES and inner.get("type") == "integer",
        asked_if=str(told.get("x-ask-if", "")),
    )


def _kind(
    name: str,
    told: Mapping[str, Any],
    *,
    sources: tuple[str, ...],
    paths: set[tuple[str, ...]],
) -> tuple[QuestionKind, str]:
    """Return how a field is asked, and of which member of its elements."""
    if "enum" in told:
        return QuestionKind.CHOICE, ""
    if told.get("type") == "array":
        members = [p[3] for p in paths if p[:3] == ("form", name, "*") and len(p) > 3]
        if members:
            return QuestionKind.LINES, min(members)
        of_objects = told.get("items", {}).get("type") == "object"
        return (QuestionKind.COUNT if of_objects else QuestionKind.LINES), ""
    if told.get("type") != "boolean" and _only_present(name, sources):
        return QuestionKind.PRESENT, ""
    if told.get("format") == "date":
        return QuestionKind.DATE, ""
    plain = {
        "boolean": QuestionKind.YES_NO,
        "integer": QuestionKind.WHOLE,
        "number": QuestionKind.NUMBER,
    }
    return plain.get(str(told.get("type")), QuestionKind.TEXT), ""


def _only_present(name: str, sources: tuple[str, ...]) -> bool:
    """Tell whether rules ask of a field only whether it is there."""
    text = "\n".join(sources)
    read = len(re.findall(rf"\bform\.{name}\b", text))
    return read == len(re.findall(rf"\bhas\(\s*form\.{name}\s*\)", text))


def _options(told: Mapping[str, Any]) -> tuple[tuple[str, Text], ...]:
    labels = told.get("x-labels", {})
    return tuple(
        (value, Text(labels[value]["vi"], labels[value]["en"]))
        if value in labels
        else (value, Text(value, value))
        for value in told["enum"]
    )
