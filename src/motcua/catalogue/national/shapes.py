"""What one line of ``data/entries`` and ``data/records`` says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NotRequired, TypedDict


class Paper(TypedDict):
    """One paper of a record; ``group`` is the case or heading under which the source lists it."""

    name: str
    group: NotRequired[str]
    originals: NotRequired[int]
    copies: NotRequired[int]
    form: NotRequired[str]


class Promise(TypedDict):
    """A shorter time that the province has promised, with the decision that says so."""

    text: str
    law: str


class RecordContent(TypedDict):
    """The full page of one procedure, as the JSON column holds it."""

    format: int
    papers: list[Paper]
    results: list[dict[str, str]]
    law: list[str]
    applicants: list[str]
    decision: NotRequired[str]
    kind: NotRequired[str]
    decided_by: NotRequired[str]
    performed_by: NotRequired[str]
    service: NotRequired[str]
    priority: NotRequired[bool]
    promise: NotRequired[Promise]
    same_day: NotRequired[bool]
    papers_cut: NotRequired[bool]
    note: NotRequired[str]
    source_url: str


RECORD_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Term:
    """Limit and fee by one channel; ``unit`` and ``currency`` are empty where no number stands."""

    channel: str
    value: Decimal | None = None
    unit: str = ""
    fee: Decimal | None = None
    currency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One procedure of the catalogue with its record, when there is one."""

    code: str
    name: str
    field: str
    ministry: str
    levels: tuple[str, ...]
    listed: bool
    terms: tuple[Term, ...]
    papers: int | None
    results: tuple[str, ...]
    source_url: str
    record: RecordContent | None
    partial: bool
    digest: str


def term(line: dict[str, Any]) -> Term:
    """Return a term of its line."""
    return Term(
        channel=line["by"],
        value=_decimal(line.get("limit")),
        unit=line.get("unit", ""),
        fee=_decimal(line.get("fee")),
        currency=line.get("currency", ""),
        note=line.get("note", ""),
    )


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
