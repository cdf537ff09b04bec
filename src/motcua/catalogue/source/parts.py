"""Readers of the parts of a procedure: limits, fees, components, steps, result."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

import yaml

from motcua.catalogue.source.nodes import Node, Reader, Record, items, line_of, string
from motcua.catalogue.source.values import (
    A_MONTH,
    BLANK,
    NO_POST,
    flag,
    identifier,
    identifiers,
    limit,
    moment,
    money,
    post,
    several,
    text,
    verbs,
    word,
)
from motcua.catalogue.types import (
    Channel,
    Component,
    Consultation,
    Eligibility,
    Fee,
    LimitRule,
    Next,
    PaymentMoment,
    ResultKind,
    Step,
    Verb,
    Waiting,
)
from motcua.kernel.worktime import Limit

A_DAY = Limit.parse("1 working days")
DEFAULT_GREEN_PATH = (Verb.ACCEPT, Verb.ISSUE, Verb.HAND_OVER)
channel = word(Channel)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def named_once(read: Callable[[Reader, Node], N]) -> Callable[[Reader, Node], tuple[N, ...]]:
    """Return a reader of a list of which no two have one id."""

    def read_all(reader: Reader, node: Node) -> tuple[N, ...]:
        found = several(read)(reader, node)
        seen: set[str] = set()
        for one in found:
            if one.id in seen:
                reader.note(node, "twice", id=one.id)
            seen.add(one.id)
        return found

    return read_all


def limit_lines(reader: Reader, node: Node) -> tuple[LimitRule, ...]:
    """Return one limit for all, or its lines."""
    if isinstance(node, yaml.ScalarNode):
        return (LimitRule(limit(reader, node)),)
    return several(_limit_line)(reader, node)


def _limit_line(reader: Reader, node: Node) -> LimitRule:
    record = Record(reader, node, need=("limit",), may=("channel", "variant", "law"))
    return LimitRule(
        limit=record.get("limit", limit, A_DAY),
        channel=record.get("channel", channel, None),
        variant=record.get("variant", identifier, None),
        law=record.get("law", string, ""),
    )


def fees(reader: Reader, node: Node) -> tuple[Fee, ...]:
    """Return the fee lines; ``same: true`` takes up the line before."""
    lines: list[Fee] = []
    for item in items(node):
        keys = {key.value for key, _ in item.value} if isinstance(item, yaml.MappingNode) else set()
        if "same" not in keys:
            lines += reader.attempt(lambda r, n: [_fee(r, n)], item, [])
        elif lines:
            lines.append(_same_fee(reader, item, lines[-1]))
        else:
            reader.note(item, "same_first")
    return tuple(lines)


def _fee(reader: Reader, node: Node) -> Fee:
    record = Record(
        reader,
        node,
        need=("name", "when"),
        may=("amount", "rule", "channel", "variant", "law"),
    )
    _one_of_amount_and_rule(record)
    return Fee(
        name=record.get("name", text, BLANK),
        when=record.get("when", moment, PaymentMoment.FILING),
        amount=record.get("amount", money, None),
        rule=record.get("rule", string, None),
        channel=record.get("channel", channel, None),
        variant=record.get("variant", identifier, None),
        law=record.get("law", string, ""),
    )


def _same_fee(reader: Reader, node: Node, before: Fee) -> Fee:
    record = Record(
        reader, node, need=("same",), may=("amount", "rule", "channel", "variant", "law")
    )
    _one_of_amount_and_rule(record)
    return replace(
        before,
        amount=record.get("amount", money, None),
        rule=record.get("rule", string, None),
        channel=record.get("channel", channel, None),
        variant=record.get("variant", identifier, before.variant),
        law=record.get("law", string, before.law),
    )


def _one_of_amount_and_rule(record: Record) -> None:
    if ("amount" in record) == ("rule" in record):
        record.reader.note(line_of(record.node), "fee_one_of")


def component(reader: Reader, node: Node) -> Component:
    """Return one paper."""
    record = Record(
        reader,
        node,
        need=("id", "name"),
        may=("required", "certified", "reuse", "generated_from", "copies", "law"),
    )
    return Component(
        id=record.get("id", identifier, ""),
        name=record.get("name", text, BLANK),
        required=record.get("required", string, "true"),
        certified=record.get("certified", flag, False),
        reuse=record.get("reuse", string, None),
        generated_from=record.get("generated_from", string, None),
        copies=record.get("copies", string, ""),
        law=record.get("law", string, ""),
    )


def eligibility(reader: Reader, node: Node) -> Eligibility:
    """Return one condition."""
    record = Record(reader, node, need=("id", "rule", "otherwise"), may=("law",))
    return Eligibility(
        id=record.get("id", identifier, ""),
        rule=record.get("rule", string, "true"),
        otherwise=record.get("otherwise", text, BLANK),
        law=record.get("law", string, ""),
    )


def step(reader: Reader, node: Node) -> Step:
    """Return one step; its id is the key under which it stands."""
    record = Record(
        reader,
        node,
        need=("name", "by", "norm", "do"),
        may=("next", "consult", "join"),
    )
    return Step(
        id="",
        name=record.get("name", text, BLANK),
        by=record.get("by", post, NO_POST),
        norm=record.get("norm", limit, A_DAY),
        do=record.get("do", verbs, ()),
        next=record.get("next", _next, ()),
        consult=record.get("consult", several(_consultation), ()),
        join=record.get("join", identifiers, ()),
    )


def _next(reader: Reader, node: Node) -> tuple[Next, ...]:
    lines = items(node)
    if any(isinstance(line, yaml.MappingNode) for line in lines):
        return several(_next_line)(reader, node)
    together = identifiers(reader, node)
    return (Next(together),) if together else ()


def _next_line(reader: Reader, node: Node) -> Next:
    record = Record(reader, node, need=("to",), may=("if",))
    return Next(record.get("to", identifiers, ()), record.get("if", string, "true"))


def _consultation(reader: Reader, node: Node) -> Consultation:
    record = Record(reader, node, need=("of", "norm"), may=("if", "law"))
    return Consultation(
        of=record.get("of", post, NO_POST),
        norm=record.get("norm", limit, A_DAY),
        rule=record.get("if", string, "true"),
        law=record.get("law", string, ""),
    )


def result(reader: Reader, node: Node) -> ResultKind:
    """Return the document that the procedure gives."""
    record = Record(
        reader, node, need=("id", "name"), may=("template", "code", "stored_as", "valid_for")
    )
    return ResultKind(
        id=record.get("id", identifier, ""),
        name=record.get("name", text, BLANK),
        template=record.get("template", string, "result.typ"),
        code=record.get("code", string, ""),
        stored_as=record.get("stored_as", string, ""),
        valid_for=record.get("valid_for", limit, None),
    )


def waiting(reader: Reader, node: Node) -> Waiting:
    """Return how long the State waits for the applicant."""
    record = Record(reader, node, need=(), may=("supplement", "payment", "law"))
    return Waiting(
        supplement=record.get("supplement", limit, A_MONTH),
        payment=record.get("payment", limit, A_MONTH),
        law=record.get("law", string, ""),
    )
