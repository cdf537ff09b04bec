"""The known traps of the national data, found and never mended here.

Source: docs/reference/catalogue.md (each with a real example).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from motcua.catalogue.national.shapes import EntryFacts, Term

__all__ = ["TRAPS_VERSION", "Trap", "find_traps"]

TRAPS_VERSION = 1
"""Part of every entry's digest: a changed rule looks at every entry again."""
SMALLEST_FEE = Decimal(1000)
MANY_COPIES = 10
CUT = "…"


@dataclass(frozen=True, slots=True)
class Trap:
    """One trap in one entry. A blocking one stops execution until a manager confirms."""

    kind: str
    channel: str = "any"
    blocking: bool = False
    evidence: Mapping[str, Any] = field(default_factory=dict)


def find_traps(entry: EntryFacts) -> tuple[Trap, ...]:
    """Return the traps of an entry, each kind and channel once."""
    found = {(trap.kind, trap.channel): trap for trap in _all(entry)}
    return tuple(found.values())


def _all(entry: EntryFacts) -> Iterator[Trap]:
    yield from _limit_traps(entry)
    yield from _fee_traps(entry)
    yield from _record_traps(entry)


def _limit_traps(entry: EntryFacts) -> Iterator[Trap]:
    for term in entry.terms:
        value = {"value": str(term.value)}
        if term.value is None:
            yield Trap("limit_missing", term.channel, blocking=True)
        elif not term.value:
            yield Trap("limit_zero", term.channel, blocking=True)
        elif term.unit == "unspecified":
            yield Trap("unit_missing", term.channel, blocking=True, evidence=value)
        elif term.unit == "hour":
            yield Trap("hours_unstated", term.channel, blocking=True, evidence=value)
        elif term.unit == "calendar_day":
            yield Trap("calendar_days", term.channel, evidence=value)
    if not entry.terms:
        yield Trap("limit_missing", blocking=True)
    limits = {
        one.channel: f"{one.value} {one.unit}" for one in entry.terms if one.value is not None
    }
    if len(set(limits.values())) > 1:
        yield Trap("limit_differs", evidence=limits)
    twice = [
        name for name, count in Counter(one.channel for one in entry.terms).items() if count > 1
    ]
    if twice:
        yield Trap("several_cases", evidence={"channels": sorted(twice)})


def _fee_traps(entry: EntryFacts) -> Iterator[Trap]:
    fees = [one for one in entry.terms if one.fee is not None]
    for one in fees:
        if one.currency != "VND":
            yield Trap("fee_foreign", one.channel, evidence={"fee": f"{one.fee} {one.currency}"})
        elif one.fee and one.fee < SMALLEST_FEE:
            yield _suspect(one, fees)
    by_channel = {one.channel: f"{one.fee} {one.currency}" for one in reversed(fees)}
    if len(set(by_channel.values())) > 1:
        yield Trap("fee_differs", evidence=by_channel)


def _suspect(one: Term, fees: list[Term]) -> Trap:
    """No fee of the State is below 1,000 dong; three zeros are easily lost."""
    amount = one.fee or Decimal(0)
    others = sorted({str(other.fee) for other in fees if other.fee != amount and other.fee})
    evidence = {"fee": f"{amount} VND", "others": others, "perhaps": f"{amount * 1000} VND"}
    return Trap("fee_suspect", one.channel, blocking=True, evidence=evidence)


def _record_traps(entry: EntryFacts) -> Iterator[Trap]:
    record = entry.record
    if record is None:
        return
    if entry.partial:
        yield Trap("record_partial", blocking=True)
    papers = record["papers"]
    groups = sorted({one["group"] for one in papers if "group" in one})
    if any("rường hợp" in group for group in groups):
        yield Trap("several_cases", evidence={"groups": len(groups)})
    many = max((max(one.get("originals", 0), one.get("copies", 0)) for one in papers), default=0)
    if many >= MANY_COPIES:
        yield Trap("copies_suspect", evidence={"copies": many})
    cut = sum(one["name"].endswith(CUT) for one in papers)
    cut += sum(one.note.endswith(CUT) for one in entry.terms)
    if cut or record.get("papers_cut"):
        yield Trap("text_cut", evidence={"texts": cut})
