"""A ``procedure.yaml`` made into a :class:`~motcua.catalogue.types.Procedure`."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import yaml

from motcua.catalogue.source.nodes import (
    Node,
    Reader,
    Record,
    Unreadable,
    items,
    pairs,
    plain,
    string,
)
from motcua.catalogue.source.parts import (
    A_DAY,
    DEFAULT_GREEN_PATH,
    component,
    eligibility,
    fees,
    limit_lines,
    named_once,
    result,
    step,
    waiting,
)
from motcua.catalogue.source.values import (
    A_MONTH,
    BLANK,
    flag,
    identifier,
    one_of,
    several,
    strings,
    text,
    verbs,
)
from motcua.catalogue.types import (
    LimitRule,
    Procedure,
    ResultKind,
    Service,
    Step,
    Text,
    Verb,
    Waiting,
)

NEED = (
    "code", "name", "field", "level", "competent", "service", "applicants", "law", "source",
    "limits", "process", "result",
)  # fmt: skip
MAY = (
    "immediate", "sets", "facts", "variants", "fees", "form", "components", "eligible", "lanes",
    "waiting",
)  # fmt: skip
LEVELS = ("ministry", "province", "department", "commune")
APPLICANTS = ("citizen", "enterprise", "household")
_CODE = re.compile(r"[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?")
_SETS = re.compile(r"[1-9][0-9]?")
_COMPETENT = re.compile(r"commune|department:[a-z][a-z0-9-]*")


def procedure(reader: Reader, root: Node) -> Procedure:
    """Return the procedure, without form and template; what is wrong is in ``reader.findings``."""
    record = Record(reader, root, need=NEED, may=MAY)
    service, reason = record.get("service", _service, (Service.COUNTER, None))
    statutory, committed = record.get("limits", _limits, ((), ()))
    green, red, path = record.get("lanes", _lanes, ("false", "false", DEFAULT_GREEN_PATH))
    steps: Mapping[str, Step] = record.get("process", _steps, {})
    return Procedure(
        code=record.get("code", _code, ""),
        version=0,
        digest="",
        name=record.get("name", text, BLANK),
        field=record.get("field", identifier, ""),
        level=record.get("level", one_of(*LEVELS), ""),
        competent=record.get("competent", _competent, ""),
        service=service,
        service_reason=reason,
        applicants=record.get("applicants", several(one_of(*APPLICANTS)), ()),
        law=record.get("law", strings, ()),
        source=record.get("source", string, ""),
        immediate=record.get("immediate", flag, False),
        sets=record.get("sets", _sets, 1),
        variants=record.get("variants", _variants, {}),
        statutory=statutory,
        committed=committed,
        fees=record.get("fees", fees, ()),
        form={},
        form_digest="",
        components=record.get("components", named_once(component), ()),
        eligible=record.get("eligible", named_once(eligibility), ()),
        green=green,
        red=red,
        start=next(iter(steps), ""),
        steps=steps,
        green_path=path,
        result=record.get("result", result, ResultKind("", BLANK, "result.typ")),
        template="",
        waiting=record.get("waiting", waiting, Waiting(A_MONTH, A_MONTH)),
        facts=record.get("facts", _facts, {}),
    )


def form_name(root: Node) -> str:
    """Return the name of the form's file."""
    keys = {key.value: value.value for key, value in root.value} if _is_map(root) else {}
    return str(keys.get("form", "form.schema.json"))


def _is_map(node: Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _code(reader: Reader, node: Node) -> str:
    written = string(reader, node)
    if not _CODE.fullmatch(written):
        reader.fail(node, "name_malformed", text=written, form='a national code such as "1.001193"')
    return written


def _competent(reader: Reader, node: Node) -> str:
    written = string(reader, node)
    if not _COMPETENT.fullmatch(written):
        reader.fail(node, "name_malformed", text=written, form="commune or department:<slug>")
    return written


def _sets(reader: Reader, node: Node) -> int:
    written = string(reader, node)
    if not _SETS.fullmatch(written):
        reader.fail(node, "wrong_shape", expected="a number of sets from 1 to 99")
    return int(written)


def _service(reader: Reader, node: Node) -> tuple[Service, Text | None]:
    if _is_map(node):
        record = Record(reader, node, need=("partial",))
        return Service.PARTIAL, record.get("partial", text, BLANK)
    return Service(one_of("full", "counter")(reader, node)), None


def _limits(reader: Reader, node: Node) -> tuple[tuple[LimitRule, ...], tuple[LimitRule, ...]]:
    record = Record(reader, node, need=("statutory",), may=("committed",))
    blank = (LimitRule(A_DAY),)
    return record.get("statutory", limit_lines, blank), record.get("committed", limit_lines, ())


def _lanes(reader: Reader, node: Node) -> tuple[str, str, tuple[Verb, ...]]:
    record = Record(reader, node, need=(), may=("green", "red", "path"))
    return (
        record.get("green", string, "false"),
        record.get("red", string, "false"),
        record.get("path", verbs, DEFAULT_GREEN_PATH),
    )


def _variants(reader: Reader, node: Node) -> Mapping[str, str]:
    return {key: reader.attempt(string, value, "true") for key, value in pairs(reader, node)}


def _facts(reader: Reader, node: Node) -> Mapping[str, Any]:
    return {key: plain(reader, value) for key, value in pairs(reader, node)}


def _steps(reader: Reader, node: Node) -> Mapping[str, Step]:
    steps: dict[str, Step] = {}
    for name, value in pairs(reader, node):
        with suppress(Unreadable):
            steps[name] = replace(step(reader, value), id=name)
    if not steps and not items(node):
        reader.fail(node, "wrong_shape", expected="at least one step")
    return steps
