"""The acts of ``motcua dossier act``: what each needs to be told."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from typer import Option

from motcua.cli.errors import OptionMissing, TaskNotOpen, VerbUnknown
from motcua.kernel.worktime import Limit

if TYPE_CHECKING:
    from motcua.authority.types import Actor
    from motcua.dossiers.api import Given, Snapshot

__all__ = ["VERBS", "Told", "perform", "with_options"]

PLACE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Told:
    """What the command line says about an act; empty where nothing was said.

    The fields are the options of ``motcua dossier act`` (:func:`with_options`).
    """

    task: Annotated[str, Option(help="The task, by id or step.")] = ""
    reason: Annotated[str, Option(help="Why; also a question or an opinion.")] = ""
    item: Annotated[list[str] | None, Option(help="What is missing; repeatable.")] = None
    sector_law: Annotated[str, Option(help="Law that allows a late supplement.")] = ""
    form: Annotated[Path | None, Option(help="YAML or JSON of answers.")] = None
    file: Annotated[list[str] | None, Option(help="component=path; repeatable.")] = None
    payment: Annotated[str, Option(help="The fee, by id; the only one due needs no naming.")] = ""
    amount: Annotated[int | None, Option(min=1, help="Whole VND.")] = None
    reference: Annotated[str, Option("--reference", help="Proof of the payment.")] = ""
    how: Annotated[str, Option(help="electronic, counter, post")] = "electronic"
    to: Annotated[datetime | None, Option(help="The new appointment.")] = None
    officer: Annotated[str, Option(help="User name of the officer chosen.")] = ""
    place: Annotated[str, Option(help="Whom to ask, e.g. department:justice.")] = ""
    role: Annotated[str, Option(help="In which role.")] = "officer"
    norm: Annotated[str, Option(help="By when, e.g. '2 working days'.")] = ""
    law: Annotated[str, Option(help="On which ground.")] = ""
    agrees: Annotated[bool, Option("--agree/--disagree", help="The answer to a question.")] = True
    score: Annotated[list[str] | None, Option(help="indicator=0..2; repeatable.")] = None
    comment: Annotated[str, Option(help="A word to the rating.")] = ""
    expected_seq: Annotated[int | None, Option(min=0, help="The seq that you saw.")] = None


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, in the place of its ``**options``, an option for each field of Told."""
    signature = inspect.signature(command)
    own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]
    hints = get_type_hints(Told, include_extras=True)
    told = [
        inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=each.default,
            annotation=hints[each.name],
        )
        for each in fields(Told)
    ]
    command.__signature__ = signature.replace(  # type: ignore[attr-defined]  # read by inspect
        parameters=[*own, *told]
    )
    return command


@dataclass(frozen=True, slots=True)
class Act:
    """One act about to be done."""

    verb: str
    dossier: "Snapshot"
    told: Told
    by: "Actor"
    at: datetime

    def need(self, option: str) -> Any:
        """Return an option. Errors: OptionMissing."""
        value = getattr(self.told, option)
        if value in ("", None, []):
            raise OptionMissing(verb=self.verb, option=f"--{option.replace('_', '-')}")
        return value

    def task(self, *, asked: bool = False) -> UUID | None:
        """Return the task named by id or step, or none. Errors: TaskNotOpen, OptionMissing."""
        name = self.need("task") if asked else self.told.task
        if not name:
            return None
        for task in self.dossier.open_tasks():
            if name in {str(task.uid), task.step}:
                return task.uid
        raise TaskNotOpen(step=name)


def perform(verb: str, dossier: "Snapshot", told: Told, *, by: "Actor", at: datetime) -> "Snapshot":
    """Do one act through the dossier services and return the dossier after it.

    Errors: VerbUnknown, OptionMissing, TaskNotOpen, and what the services refuse.
    """
    from motcua.dossiers import api

    name = verb.replace("-", "_")
    if name not in VERBS:
        raise VerbUnknown(verb=verb, known=", ".join(each.replace("_", "-") for each in VERBS))
    facts = VERBS[name](Act(verb, dossier, told, by, at))
    service: Callable[..., Snapshot] = getattr(api, name)
    return service(dossier.uid, by=by, at=at, expected_seq=told.expected_seq, **facts)


def _nothing(act: Act) -> dict[str, Any]:
    del act
    return {}


def _task(act: Act) -> dict[str, Any]:
    return {"task": act.task()}


def _claim(act: Act) -> dict[str, Any]:
    return {"task": act.task(asked=True)}


def _reason(act: Act) -> dict[str, Any]:
    return {"reason": act.need("reason")}


def _send_back(act: Act) -> dict[str, Any]:
    return {"reason": act.need("reason"), "task": act.task()}


def _ask_supplement(act: Act) -> dict[str, Any]:
    return {
        "items": tuple(act.need("item")),
        "reason": act.need("reason"),
        "sector_law": act.told.sector_law,
    }


def _supplement(act: Act) -> dict[str, Any]:
    return {"form": _answers(act), "given": _given(act)}


def _answers(act: Act) -> Mapping[str, Any] | None:
    from motcua.cli.filing import read_mapping

    return read_mapping(act.told.form) if act.told.form else None


def _given(act: Act) -> "tuple[Given, ...]":
    from motcua.cli.filing import WrittenComponent, given_of

    pairs = [pair.partition("=") for pair in act.told.file or ()]
    if not all(name and path for name, _, path in pairs):
        raise OptionMissing(verb=act.verb, option="--file component=path")
    items = [WrittenComponent(component=name, file=Path(path)) for name, _, path in pairs]
    return given_of(items, beside=Path(), by=act.by, at=act.at)


def _ask_payment(act: Act) -> dict[str, Any]:
    amount = act.told.amount
    return {"amounts": {act.need("reason"): amount} if amount else None}


def _record_payment(act: Act) -> dict[str, Any]:
    """The only fee that is due needs no naming."""
    due = [p for p in act.dossier.payments if p.state.value == "due"]
    named = [p for p in due if act.told.payment in {"", str(p.uid)}]
    if len(named) != 1:
        raise OptionMissing(verb=act.verb, option="--payment")
    amount = named[0].amount if act.told.amount is None else act.told.amount
    return {"payment": named[0].uid, "amount": amount, "reference": act.need("reference")}


def _assign(act: Act) -> dict[str, Any]:
    from motcua.authority.api import account

    return {"task": act.task(asked=True), "officer_id": account(act.need("officer")).pk}


def _consult(act: Act) -> dict[str, Any]:
    from motcua.catalogue.api import Consultation, Post

    asked = Consultation(
        of=Post(act.need("place"), act.told.role),
        norm=Limit.parse(act.need("norm")),
        law=act.told.law,
    )
    return {"asked": asked, "question": act.need("reason")}


def _answer(act: Act) -> dict[str, Any]:
    opinion = act.need("reason")
    return {"task": _question(act), "opinion": opinion, "agrees": act.told.agrees}


def _question(act: Act) -> UUID:
    """Return the question named, or the one that waits for this officer."""
    held = {(a.unit_id, str(a.role)) for a in act.by.appointments}
    for task in act.dossier.open_tasks():
        named = act.told.task in {str(task.uid), task.step, ""}
        if task.kind.value == "consultation" and named and (task.unit_id, task.role) in held:
            return task.uid
    raise TaskNotOpen(step=act.told.task or "consultation")


def _hand_over(act: Act) -> dict[str, Any]:
    return {"how": act.told.how, "task": act.task()}


def _withdraw(act: Act) -> dict[str, Any]:
    return {"reason": act.told.reason}


def _apologise(act: Act) -> dict[str, Any]:
    to: datetime = act.need("to")
    return {"to": to.replace(tzinfo=to.tzinfo or PLACE), "reason": act.need("reason")}


def _correct(act: Act) -> dict[str, Any]:
    return {"reason": act.need("reason"), "form": _answers(act)}


def _rate(act: Act) -> dict[str, Any]:
    pairs = (text.partition("=") for text in act.need("score"))
    try:
        scores = {int(indicator): int(score) for indicator, _, score in pairs}
    except ValueError as error:
        raise OptionMissing(verb=act.verb, option="--score 7=2") from error
    return {"scores": scores, "comment": act.told.comment}


VERBS: dict[str, Callable[[Act], dict[str, Any]]] = {
    "accept": _nothing,
    "refuse": _reason,
    "ask_supplement": _ask_supplement,
    "supplement": _supplement,
    "ask_payment": _ask_payment,
    "record_payment": _record_payment,
    "assign": _assign,
    "claim": _claim,
    "forward": _task,
    "send_back": _send_back,
    "consult": _consult,
    "answer": _answer,
    "approve": _task,
    "sign": _task,
    "issue": _task,
    "hand_over": _hand_over,
    "withdraw": _withdraw,
    "stop": _reason,
    "apologise": _apologise,
    "correct": _correct,
    "rate": _rate,
}
"""The acts by name, each with what it takes from the command line."""
