"""Limits, norms and fees: do they add up, and does the law say so?"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.trials import Trials
from motcua.catalogue.errors import NoVariantFits
from motcua.catalogue.rules import (
    VARIABLES,
    Facts,
    choose_variant,
    consultations,
    limits,
    next_steps,
    walk,
)
from motcua.catalogue.types import Channel, Procedure, Step
from motcua.kernel.errors import DomainError
from motcua.kernel.rules import compile_rule
from motcua.kernel.worktime import Limit, LimitUnit

__all__ = ["check_numbers", "longest_way", "most_seconds"]

DAY = 8 * 3600
DAYS_OF_MONTH = 23
MOST_FILINGS = 6000


@dataclass(frozen=True, slots=True)
class Way:
    """The longest chain of steps of one filing, in working seconds."""

    seconds: int
    steps: tuple[str, ...]


def check_numbers(check: Check, trials: Trials) -> None:
    """Find limits that contradict each other, norms that do not fit, fees without law."""
    _limits(check)
    _law(check)
    _norms(check, trials)


def most_seconds(limit: Limit) -> int:
    """Return the most working time that a limit can hold, at eight hours a day."""
    nominal = limit.nominal_seconds
    if nominal is not None:
        return nominal
    if limit.unit is LimitUnit.MONTH:
        return limit.whole * DAYS_OF_MONTH * DAY
    return (limit.whole - 2 * (limit.whole // 7)) * DAY


def least_seconds(limit: Limit) -> int:
    """Return the least working time that a limit can hold, holidays apart."""
    nominal = limit.nominal_seconds
    if nominal is not None:
        return nominal
    days = limit.whole if limit.unit is LimitUnit.CALENDAR_DAY else limit.whole * 28
    return max(0, days - 2 * -(-days // 7)) * DAY


def _limits(check: Check) -> None:
    told = check.procedure
    for channel in Channel:
        for variant in told.variants or ("",):
            try:
                statutory, committed = limits(told, channel, variant)
            except NoVariantFits:
                facts = f"{channel}, {variant}" if variant else str(channel)
                check.note("limits.statutory", "limit_absent", filing=facts)
                continue
            if least_seconds(committed) > most_seconds(statutory):
                check.note(
                    "limits.committed",
                    "committed_longer",
                    committed=committed,
                    statutory=statutory,
                )
            if told.immediate and statutory.unit is not LimitUnit.SAME_DAY and not variant:
                check.note("limits.statutory", "immediate_needs_same_day", limit=statutory)


def _law(check: Check) -> None:
    for index, fee in enumerate(check.procedure.fees):
        if not fee.law:
            check.note(f"fees.{index}", "fee_without_law", name=fee.name.en)
    for index, condition in enumerate(check.procedure.eligible):
        if not condition.law:
            check.note(f"eligible.{index}", "law_missing", name=condition.id)


def _norms(check: Check, trials: Trials) -> None:
    seen: set[tuple[str, str, Way]] = set()
    for filing in _filings(check, trials):
        try:
            way = longest_way(check.procedure, filing)
            channel = Channel(filing["channel"])
            variant = choose_variant(check.procedure, filing)
            committed = limits(check.procedure, channel, variant).committed
        except (DomainError, KeyError):
            continue
        key = (channel, variant, way)
        if key not in seen and way.seconds > most_seconds(committed):
            check.note(
                "limits.committed" if check.procedure.committed else "limits.statutory",
                "norms_exceed_limit",
                norms=_hours(way.seconds),
                limit=committed,
                way=" > ".join(way.steps),
            )
        seen.add(key)


def _hours(seconds: int) -> str:
    hours = Decimal(seconds) / 3600
    return f"{hours.quantize(Decimal('0.01')).normalize():f} working hours"


def _filings(check: Check, trials: Trials) -> Iterator[Facts]:
    """Yield right filings that take every way and every variant that there is."""
    told = check.procedure
    rules = [way.rule for step in told.steps.values() for way in step.next]
    rules += [one.rule for step in told.steps.values() for one in step.consult]
    rules = [rule for rule in [*told.variants.values(), *rules] if rule not in {"true", "false"}]
    together = " || ".join(f"({rule})" for rule in dict.fromkeys(rules)) or "true"
    try:
        rule = compile_rule(together, VARIABLES)
    except DomainError:
        rule = compile_rule("true", VARIABLES)
    for channel in Channel:
        for filing in trials.of(rule):
            if trials.right(filing):
                yield {**filing, "channel": str(channel)}


def longest_way(procedure: Procedure, facts: Facts) -> Way:
    """Return the longest chain of steps, each with its longest consultation."""
    variant = choose_variant(procedure, facts)
    whole = {**facts, "dossier": {**facts["dossier"], "variant": variant}}
    best: dict[str, Way] = {}
    for step in walk(procedure, whole):
        before = best.get(step.id, Way(0, ()))
        here = Way(before.seconds + _seconds(step, whole), (*before.steps, step.id))
        best[step.id] = here
        for name in next_steps(step, whole):
            if here.seconds > best.get(name, Way(-1, ())).seconds and name not in here.steps:
                best[name] = here
    return max(best.values(), key=lambda way: way.seconds)


def _seconds(step: Step, facts: Facts) -> int:
    asked = [least_seconds(one.norm) for one in consultations(step, facts)]
    return least_seconds(step.norm) + max(asked, default=0)
