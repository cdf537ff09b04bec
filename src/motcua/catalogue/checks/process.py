"""The process graph: every run of it is walked, whichever way each step takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from motcua.catalogue.checks.context import Check
from motcua.catalogue.checks.trials import Trials
from motcua.catalogue.rules import LEAVING, VARIABLES
from motcua.catalogue.types import Post, Procedure, Step, Verb
from motcua.kernel.errors import DomainError
from motcua.kernel.rules import can_fail, compile_rule

__all__ = ["check_process"]

MOST_RUNS = 2000
NEVER_LISTED = frozenset({
    Verb.SAVE_DRAFT, Verb.FILE, Verb.SUPPLEMENT, Verb.WITHDRAW, Verb.RATE, Verb.ANSWER,
    Verb.RECOUNT, Verb.ASSIGN, Verb.CLAIM, Verb.APOLOGISE, Verb.CORRECT,
})  # fmt: skip
OF_ROLE = {
    "receiver": frozenset({
        Verb.ACCEPT, Verb.REFUSE, Verb.ASK_SUPPLEMENT, Verb.ASK_PAYMENT, Verb.RECORD_PAYMENT,
        Verb.FORWARD, Verb.HAND_OVER, Verb.STOP,
    }),
    "officer": frozenset({
        Verb.FORWARD, Verb.APPROVE, Verb.SEND_BACK, Verb.REFUSE, Verb.ASK_SUPPLEMENT,
        Verb.ASK_PAYMENT, Verb.RECORD_PAYMENT, Verb.CONSULT, Verb.STOP,
    }),
    "unit_head": frozenset({
        Verb.APPROVE, Verb.SIGN, Verb.SEND_BACK, Verb.REFUSE, Verb.FORWARD, Verb.STOP,
        Verb.ASK_SUPPLEMENT, Verb.CONSULT,
    }),
    "clerk": frozenset({Verb.ISSUE, Verb.FORWARD, Verb.SEND_BACK}),
}  # fmt: skip
_SLUG = "[a-z][a-z0-9-]*"
_PLACE = re.compile(rf"receiving|competent(:{_SLUG})?|department:{_SLUG}(:{_SLUG})?")
MILESTONES = (Verb.ACCEPT, Verb.SIGN, Verb.ISSUE, Verb.HAND_OVER)


@dataclass
class Run:
    """One run: the steps in the order in which they open, and what led to each."""

    opened: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    before: dict[str, set[str]] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    """Step to the steps that led to it, when they were done."""


def check_process(check: Check, trials: Trials) -> None:
    """Find what is wrong with the steps and their order."""
    if not _names_exist(check):
        return
    _posts(check)
    _verbs(check)
    _reach(check)
    _cover(check, trials)
    for run in _runs(check.procedure):
        _look_at(check, run)


def _names_exist(check: Check) -> bool:
    steps, well = check.procedure.steps, True
    for step in steps.values():
        for kind, names in (
            ("next", {n for way in step.next for n in way.to}),
            ("join", step.join),
        ):
            for name in sorted(set(names) - set(steps)):
                check.note(f"process.{step.id}.{kind}", "step_unknown", name=name)
                well = False
    return well and bool(steps)


def _posts(check: Check) -> None:
    for step in check.procedure.steps.values():
        _post(check, step.by, f"process.{step.id}.by")
        for one in step.consult:
            _post(check, one.of, f"process.{step.id}.consult")


def _post(check: Check, post: Post, path: str) -> None:
    if not _PLACE.fullmatch(post.place):
        check.note(path, "place_unknown", place=post.place)
        return
    if post.role not in OF_ROLE:
        check.note(path, "unknown_word", word=post.role, allowed=", ".join(OF_ROLE))
        return
    if check.province.posts is not None:
        lacking = list(check.province.posts(post, check.procedure.competent))
        if lacking:
            shown = ", ".join(lacking[:5]) + (f", … ({len(lacking)})" if len(lacking) > 5 else "")
            check.note(path, "post_empty", post=f"{post.place}.{post.role}", units=shown)


def _verbs(check: Check) -> None:
    for step in check.procedure.steps.values():
        path = f"process.{step.id}.do"
        allowed = OF_ROLE.get(step.by.role, frozenset(Verb))
        for verb in step.do:
            if verb in NEVER_LISTED:
                check.note(path, "verb_never_listed", verb=verb)
            elif verb not in allowed:
                names = ", ".join(sorted(allowed))
                check.note(path, "verb_not_of_post", verb=verb, role=step.by.role, allowed=names)
        leaving = [verb for verb in step.do if verb in LEAVING]
        if len(leaving) != 1 and set(leaving) != {Verb.APPROVE, Verb.FORWARD}:
            said = ", ".join(leaving) or "-"
            check.note(path, "step_leaving_verb", name=step.id, verbs=said)


def _reach(check: Check) -> None:
    steps = check.procedure.steps
    forward = {name: {to for way in step.next for to in way.to} for name, step in steps.items()}
    back = {name: {one for one in steps if name in forward[one]} for name in steps}
    reached = _closure({check.procedure.start}, forward)
    leaving = _closure({name for name in steps if not forward[name]}, back)
    for name in steps:
        if name not in reached:
            check.note(f"process.{name}", "step_unreachable", name=name)
        elif name not in leaving:
            check.note(f"process.{name}", "step_without_exit", name=name)


def _closure(start: set[str], ways: dict[str, set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for name in ways[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found


def _cover(check: Check, trials: Trials) -> None:
    """Find a step whose conditions leave a filing without a way."""
    for step in check.procedure.steps.values():
        if not step.next or any(way.rule == "true" for way in step.next):
            continue
        try:
            rule = compile_rule(" || ".join(f"({way.rule})" for way in step.next), VARIABLES)
        except DomainError:
            continue
        if can_fail(rule, trials.of(rule)):
            check.note(f"process.{step.id}.next", "step_may_stick", name=step.id)


def _runs(procedure: Procedure) -> Iterator[Run]:
    """Yield every run: each step that has several ways takes each of them once."""
    waiting: list[dict[str, int]] = [{}]
    for _ in range(MOST_RUNS):
        if not waiting:
            return
        chosen = waiting.pop()
        run, open_choice = _run(procedure, chosen)
        if open_choice is None:
            yield run
        else:
            ways = range(len(open_choice.next))
            waiting += [chosen | {open_choice.id: way} for way in ways]


def _run(procedure: Procedure, chosen: dict[str, int]) -> tuple[Run, Step | None]:
    """Walk until a step has to choose and its choice is not in ``chosen``."""
    run = Run(opened=[procedure.start], before={procedure.start: set()})
    for name in run.opened:
        step = procedure.steps[name]
        if len(step.next) > 1 and name not in chosen:
            return run, step
        run.done.add(name)
        way = step.next[chosen.get(name, 0)] if step.next else None
        for to in way.to if way else ():
            run.asked.setdefault(to, []).append(name)
            run.before.setdefault(to, set()).update({name}, run.before[name])
            if to not in run.opened and run.done.issuperset(procedure.steps[to].join):
                run.opened.append(to)
    return run, None


def _look_at(check: Check, run: Run) -> None:
    steps = check.procedure.steps
    for name, leading in run.asked.items():
        step = steps[name]
        lacking = [one for one in step.join if one not in run.done]
        if lacking:
            waits = ", ".join(lacking)
            check.note(f"process.{name}.join", "join_never_completes", name=name, waits=waits)
            return
        beside = [one for one in dict.fromkeys(leading) if name not in run.before[one]]
        if len(beside) > 1 and not step.join:
            check.note(f"process.{name}", "join_missing", name=name, waits=", ".join(beside))
    ends = [name for name in run.opened if not steps[name].next]
    if ends:
        _milestones(check, [steps[name] for name in run.opened], ends[-1])


def _milestones(check: Check, opened: list[Step], end: str) -> None:
    place = 0
    for verb in MILESTONES:
        found = [n for n, step in enumerate(opened) if n >= place and verb in step.do]
        if not found:
            check.note(f"process.{end}", "way_without", end=end, verb=verb)
            return
        place = found[0]
