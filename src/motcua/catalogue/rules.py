"""What a published procedure says about one dossier: pure functions of its facts.

The check, the cases and the engine all ask these functions, so that what was tried before the
publication is what happens after it. Rules are compiled once per source by the kernel.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from motcua.catalogue.errors import FeeNotWhole, NoVariantFits
from motcua.catalogue.types import (
    Channel,
    Component,
    Consultation,
    Eligibility,
    Fee,
    Lane,
    LimitRule,
    PaymentMoment,
    Procedure,
    Step,
    Text,
    Verb,
)
from motcua.kernel.rules import Rule, compile_rule
from motcua.kernel.worktime import Limit

__all__ = [
    "LEAVING",
    "VARIABLES",
    "Facts",
    "FeeDue",
    "Limits",
    "choose_variant",
    "consultations",
    "facts_of",
    "fees_due",
    "ineligibilities",
    "lane",
    "limit_rules",
    "limits",
    "missing_components",
    "next_steps",
    "opens_after",
    "papers_asked",
    "previous_steps",
    "required_components",
    "walk",
]

Facts = Mapping[str, Any]
VARIABLES = frozenset(
    {"form", "applicant", "channel", "missing", "registry", "facts", "dossier", "pages"}
)
LEAVING = frozenset(
    {Verb.ACCEPT, Verb.FORWARD, Verb.APPROVE, Verb.SIGN, Verb.ISSUE, Verb.HAND_OVER}
)
"""The verbs that end a step and open the next."""


class Limits(NamedTuple):
    """Both limits of one dossier."""

    statutory: Limit
    committed: Limit


@dataclass(frozen=True, slots=True)
class FeeDue:
    """One amount that this dossier owes; zero is a fee that is waived and shown."""

    name: Text
    amount: Decimal
    when: PaymentMoment
    law: str


def facts_of(
    procedure: Procedure,
    *,
    form: Mapping[str, Any],
    applicant: Mapping[str, Any],
    channel: Channel,
    missing: Collection[str] = (),
    holds: Collection[str] = (),
    dossier: Mapping[str, Any] | None = None,
    pages: int = 0,
) -> dict[str, Any]:
    """Return the variables that rules read.

    Shape: ``applicant`` has ``kind``, ``age`` (whole years) and ``verified``; ``dossier`` may have
    ``variant``, ``copies`` and ``supplements``; ``holds`` are names of what the State already has.
    """
    return {
        "form": form,
        "applicant": applicant,
        "channel": str(channel),
        "missing": list(missing),
        "registry": {"holds": list(holds)},
        "facts": procedure.facts,
        "dossier": {"variant": "", "copies": 1, "supplements": 0, **(dossier or {})},
        "pages": pages,
    }


@lru_cache(maxsize=4096)
def _rule(source: str) -> Rule:
    return compile_rule(source, VARIABLES)


def _holds(source: str, facts: Facts) -> bool:
    """Evaluate a rule; the two constants cost nothing."""
    if source == "true":
        return True
    return source != "false" and _rule(source).holds(facts)


def choose_variant(procedure: Procedure, facts: Facts) -> str:
    """Return the first variant whose rule holds; ``""`` when the procedure has none.

    Errors: NoVariantFits, for without its variant a dossier has no limit.
    """
    if not procedure.variants:
        return ""
    for name, rule in procedure.variants.items():
        if _holds(rule, facts):
            return name
    raise NoVariantFits(procedure=procedure.code)


def limits(procedure: Procedure, channel: Channel, variant: str = "") -> Limits:
    """Return the statutory and the committed limit of a channel and a variant."""
    statutory, committed = limit_rules(procedure, channel, variant)
    return Limits(statutory.limit, committed.limit)


def limit_rules(
    procedure: Procedure, channel: Channel, variant: str = ""
) -> tuple[LimitRule, LimitRule]:
    """Return the lines that give both limits; without a promise the statutory one stands for it.

    Errors: NoVariantFits when no statutory line fits.
    """
    statutory = _closest(procedure.statutory, channel, variant)
    if statutory is None:
        raise NoVariantFits(procedure=procedure.code)
    return statutory, _closest(procedure.committed, channel, variant) or statutory


def _closest(lines: tuple[LimitRule, ...], channel: Channel, variant: str) -> LimitRule | None:
    """Return the most specific line that fits; of equals the first."""
    fitting = [line for line in lines if _fits(line, channel, variant)]
    return max(fitting, key=_specificity, default=None)


def _fits(line: LimitRule | Fee, channel: Channel, variant: str) -> bool:
    return line.channel in (None, channel) and line.variant in (None, variant)


def _specificity(line: LimitRule | Fee) -> int:
    return 2 * (line.variant is not None) + (line.channel is not None)


def fees_due(
    procedure: Procedure, facts: Facts, moment: PaymentMoment | None = None
) -> tuple[FeeDue, ...]:
    """Return what the dossier owes at a moment; at all moments together when none is given.

    ``facts["dossier"]["variant"]`` chooses between lines of variants.

    Errors: FeeNotWhole when a rule gives no whole number of dong.
    """
    channel, variant = Channel(facts["channel"]), facts["dossier"].get("variant", "")
    chosen: dict[tuple[str, PaymentMoment], Fee] = {}
    for fee in procedure.fees:
        if moment not in (None, fee.when) or not _fits(fee, channel, variant):
            continue
        before = chosen.get((fee.name.vi, fee.when))
        if before is None or _specificity(fee) > _specificity(before):
            chosen[fee.name.vi, fee.when] = fee
    return tuple(
        FeeDue(fee.name, _amount(fee, facts), fee.when, fee.law) for fee in chosen.values()
    )


def _amount(fee: Fee, facts: Facts) -> Decimal:
    if fee.rule is None:
        return fee.amount or Decimal(0)
    value = _rule(fee.rule).value(facts)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise FeeNotWhole(value=value)
    if value != int(value) or value < 0:
        raise FeeNotWhole(value=value)
    return Decimal(int(value))


def required_components(procedure: Procedure, facts: Facts) -> tuple[Component, ...]:
    """Return the papers that the applicant has to bring.

    What is made of the form and what the State already holds is not asked.
    """
    held = facts["registry"]["holds"]
    return tuple(
        component
        for component in procedure.components
        if component.generated_from is None
        and component.reuse not in held
        and _holds(component.required, facts)
    )


def missing_components(
    procedure: Procedure, facts: Facts, attached: Collection[str]
) -> tuple[str, ...]:
    """Return the ids of the required papers that are not attached."""
    return tuple(one.id for one in required_components(procedure, facts) if one.id not in attached)


def ineligibilities(procedure: Procedure, facts: Facts) -> tuple[Eligibility, ...]:
    """Return the conditions that the applicant does not meet."""
    return tuple(one for one in procedure.eligible if not _holds(one.rule, facts))


_ASKED = re.compile(r"(?:(?P<number>[0-9]{1,2})|xuất trình) bản (?P<kind>chính|sao)")


def papers_asked(component: Component) -> Mapping[str, int]:
    """Return how many originals, certified copies and plain copies of a component are asked.

    Read from the words of the national catalogue (``2 bản chính``, ``xuất trình bản chính``); a
    component that says nothing asks for one original.
    """
    copy = "certified" if component.certified else "copy"
    asked: dict[str, int] = {}
    for found in _ASKED.finditer(component.copies.lower()):
        kind = "original" if found["kind"] == "chính" else copy
        asked[kind] = asked.get(kind, 0) + int(found["number"] or 1)
    return asked or {copy if component.certified else "original": 1}


def lane(procedure: Procedure, facts: Facts) -> Lane:
    """Return how much human eye the dossier needs; red is asked before green."""
    if _holds(procedure.red, facts):
        return Lane.RED
    return Lane.GREEN if _holds(procedure.green, facts) else Lane.YELLOW


def next_steps(step: Step, facts: Facts) -> tuple[str, ...]:
    """Return the steps that the end of this one leads to; none: the process ends."""
    for way in step.next:
        if _holds(way.rule, facts):
            return way.to
    return ()


def consultations(step: Step, facts: Facts) -> tuple[Consultation, ...]:
    """Return the opinions that this step asks of other agencies."""
    return tuple(one for one in step.consult if _holds(one.rule, facts))


def opens_after(procedure: Procedure, step_id: str, done: Collection[str]) -> bool:
    """Tell whether a step may open: all that it joins is done."""
    return all(waited in done for waited in procedure.steps[step_id].join)


def previous_steps(procedure: Procedure, step_id: str) -> tuple[str, ...]:
    """Return the steps that lead to a step, in the order of the process."""
    return tuple(
        one.id for one in procedure.steps.values() if any(step_id in way.to for way in one.next)
    )


def walk(procedure: Procedure, facts: Facts) -> Iterator[Step]:
    """Yield the steps in the order in which they open when nobody sends anything back."""
    waiting, opened, done = [procedure.start], {procedure.start}, set()
    while waiting:
        step = procedure.steps[waiting.pop(0)]
        yield step
        done.add(step.id)
        for name in next_steps(step, facts):
            if name not in opened and opens_after(procedure, name, done):
                opened.add(name)
                waiting.append(name)
