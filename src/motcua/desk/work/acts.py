"""The verbs of an officer: the form of each, the service behind it, and how grave it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from motcua.catalogue.types import Verb
from motcua.desk.work import forms
from motcua.desk.work.page import DossierPage
from motcua.desk.work.words import DO, Lazy
from motcua.dossiers import api
from motcua.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class DeskAct:
    """One verb at the desk; ``tone`` is the look of its button."""

    verb: Verb
    form: type[forms.ActForm]
    do: Callable[..., api.Snapshot]
    tone: str = "secondary"

    @property
    def name(self) -> Lazy:
        """What the button says."""
        return DO[self.verb]


@dataclass(frozen=True, slots=True)
class Offer:
    """One verb as a page offers it: its form, and what hinders it now."""

    act: DeskAct
    form: forms.ActForm
    hindrance: DomainError | None
    step: Any
    opened: bool

    @property
    def key(self) -> str:
        """What the form's ids begin with, for several of a verb may stand on one page."""
        return str(self.form.prefix or "")


ACTS: Final[dict[Verb, DeskAct]] = {
    act.verb: act
    for act in (
        DeskAct(Verb.ACCEPT, forms.ActForm, api.accept, "primary"),
        DeskAct(Verb.FORWARD, forms.OnTask, api.forward, "primary"),
        DeskAct(Verb.APPROVE, forms.OnTask, api.approve, "primary"),
        DeskAct(Verb.SIGN, forms.SignPaper, api.sign, "primary"),
        DeskAct(Verb.ISSUE, forms.OnTask, api.issue, "primary"),
        DeskAct(Verb.HAND_OVER, forms.HandOver, api.hand_over, "primary"),
        DeskAct(Verb.ANSWER, forms.Answer, api.answer, "primary"),
        DeskAct(Verb.SUPPLEMENT, forms.TakeSupplement, api.supplement, "primary"),
        DeskAct(Verb.RECORD_PAYMENT, forms.RecordPayment, api.record_payment, "primary"),
        DeskAct(Verb.ASK_SUPPLEMENT, forms.AskSupplement, api.ask_supplement),
        DeskAct(Verb.ASK_PAYMENT, forms.AskPayment, api.ask_payment),
        DeskAct(Verb.CONSULT, forms.Consult, api.consult),
        DeskAct(Verb.SEND_BACK, forms.SendBack, api.send_back),
        DeskAct(Verb.CLAIM, forms.OnTask, api.claim),
        DeskAct(Verb.ASSIGN, forms.Assign, api.assign),
        DeskAct(Verb.APOLOGISE, forms.Apologise, api.apologise),
        DeskAct(Verb.REFUSE, forms.Reasoned, api.refuse, "danger"),
        DeskAct(Verb.STOP, forms.Reasoned, api.stop, "danger"),
        DeskAct(Verb.WITHDRAW, forms.Reasoned, api.withdraw, "danger"),
        DeskAct(Verb.CORRECT, forms.Correct, api.correct, "danger"),
    )
}
"""Every verb that an officer has a form for."""


def offers(page: DossierPage, *, tried: forms.ActForm | None = None) -> list[Offer]:
    """Return what the officer may do now; the form that he has just sent keeps what he typed."""
    return [_offer(page, possible, tried) for possible in page.acts]


def _offer(page: DossierPage, possible: api.PossibleAct, tried: forms.ActForm | None) -> Offer:
    act = ACTS[possible.verb]
    prefix = prefix_of(possible.verb, possible.task)
    again = tried is not None and tried.prefix == prefix
    form = (
        tried
        if tried is not None and again
        else act.form(page=page, task=possible.task, prefix=prefix)
    )
    task = next((t for t in page.found.tasks if t.uid == possible.task), None)
    several = sum(each.verb is possible.verb for each in page.acts) > 1
    step = page.procedure.steps[task.step].name if task and several else None
    return Offer(act, form, possible.hindrance, step, opened=again)


def prefix_of(verb: Verb, task: object) -> str:
    """Return what the names of a form's fields begin with."""
    return f"{verb.value}-{task}" if task else verb.value
