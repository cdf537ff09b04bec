"""``cases.yaml``: what a filing is expected to meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from motcua.catalogue.source.build import APPLICANTS
from motcua.catalogue.source.nodes import Node, Reader, Record, line_of, plain, string
from motcua.catalogue.source.values import flag, money, one_of, several, strings, word
from motcua.catalogue.types import Channel, Lane

__all__ = ["Case", "Expected", "Filing", "read_cases"]

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
A_TIME = datetime(2026, 1, 5, 9, 0, tzinfo=HO_CHI_MINH)
EXPECTED = (
    "accepted", "errors", "ineligible", "missing", "required", "variant", "lane", "fee", "tasks",
    "consulted", "due", "statutory_due", "why", "result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody files. ``kind`` empty: the first of the procedure's applicants.

    ``like`` names an earlier case whose answers these change; ``None`` takes an answer away.
    """

    channel: Channel = Channel.ONLINE
    kind: str = ""
    age: int = 30
    verified: bool = True
    form: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    pages: int = 0
    copies: int = 1
    like: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case names; ``None`` is not compared."""

    accepted: bool | None = None
    errors: tuple[str, ...] | None = None
    ineligible: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    required: tuple[str, ...] | None = None
    variant: str | None = None
    lane: Lane | None = None
    fee: Decimal | None = None
    tasks: tuple[str, ...] | None = None
    consulted: tuple[str, ...] | None = None
    due: datetime | None = None
    statutory_due: datetime | None = None
    why: tuple[str, ...] | None = None
    result: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Tell whether the filing should pass: said, or nothing wrong is expected."""
        if self.accepted is not None:
            return self.accepted
        return not (self.errors or self.ineligible or self.missing)


@dataclass(frozen=True, slots=True)
class Case:
    """One example of the procedure at work."""

    name: str
    at: datetime
    filing: Filing
    expect: Expected
    line: int


def read_cases(reader: Reader, text: str) -> tuple[Case, ...]:
    """Return the cases of a file."""
    root = reader.compose(text)
    if not isinstance(root, yaml.SequenceNode):
        reader.fail(root, "wrong_shape", expected="a list of cases")
    told: dict[str, Case] = {}
    return tuple(_like(reader, case, told) for case in several(_case)(reader, root))


def _like(reader: Reader, case: Case, told: dict[str, Case]) -> Case:
    """Return the case with the answers that it takes from an earlier one, and remember it."""
    filing = case.filing
    if filing.like and filing.like not in told:
        reader.note(case.line, "unknown_word", word=filing.like, allowed="; ".join(told))
    taken = told[filing.like].filing.form if filing.like in told else {}
    form = {name: value for name, value in {**taken, **filing.form}.items() if value is not None}
    told[case.name] = replace(case, filing=replace(filing, form=form))
    return told[case.name]


def _case(reader: Reader, node: Node) -> Case:
    record = Record(reader, node, need=("case", "at", "filing", "expect"))
    return Case(
        name=record.get("case", string, ""),
        at=record.get("at", _instant, A_TIME),
        filing=record.get("filing", _filing, Filing()),
        expect=record.get("expect", _expected, Expected()),
        line=line_of(node),
    )


def _filing(reader: Reader, node: Node) -> Filing:
    may = ("applicant", "like", "form", "documents", "holds", "pages", "copies")
    record = Record(reader, node, need=("channel",), may=may)
    kind, age, verified = record.get("applicant", _applicant, ("", 30, True))
    return Filing(
        channel=record.get("channel", word(Channel), Channel.ONLINE),
        kind=kind,
        age=age,
        verified=verified,
        form=record.get("form", _object, {}),
        documents=record.get("documents", strings, ()),
        holds=record.get("holds", strings, ()),
        pages=record.get("pages", _whole, 0),
        copies=record.get("copies", _whole, 1),
        like=record.get("like", string, ""),
    )


def _applicant(reader: Reader, node: Node) -> tuple[str, int, bool]:
    record = Record(reader, node, need=(), may=("kind", "age", "verified"))
    return (
        record.get("kind", one_of(*APPLICANTS), ""),
        record.get("age", _whole, 30),
        record.get("verified", flag, True),
    )


def _expected(reader: Reader, node: Node) -> Expected:
    record = Record(reader, node, need=(), may=EXPECTED)
    return Expected(
        accepted=record.get("accepted", flag, None),
        errors=record.get("errors", strings, None),
        ineligible=record.get("ineligible", strings, None),
        missing=record.get("missing", strings, None),
        required=record.get("required", strings, None),
        variant=record.get("variant", string, None),
        lane=record.get("lane", word(Lane), None),
        fee=record.get("fee", money, None),
        tasks=record.get("tasks", strings, None),
        consulted=record.get("consulted", strings, None),
        due=record.get("due", _instant, None),
        statutory_due=record.get("statutory_due", _instant, None),
        why=record.get("why", strings, None),
        result=record.get("result", string, None),
    )


def _object(reader: Reader, node: Node) -> Mapping[str, Any]:
    value = plain(reader, node)
    if not isinstance(value, dict):
        reader.fail(node, "wrong_shape", expected="a mapping")
    return value


def _whole(reader: Reader, node: Node) -> int:
    value = plain(reader, node)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        reader.fail(node, "wrong_shape", expected="a whole number")
    return value


def _instant(reader: Reader, node: Node) -> datetime:
    written = string(reader, node)
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=HO_CHI_MINH)
    except ValueError:
        reader.fail(node, "instant_unreadable", text=written)
