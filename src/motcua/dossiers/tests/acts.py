"""Every verb as one call, for tests that play them at random or in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.authority.types import Actor
from motcua.catalogue.types import Consultation, Post, Verb
from motcua.dossiers import api
from motcua.dossiers.types import PaymentState, Snapshot, TaskKind
from motcua.kernel.worktime import Limit

WORDS = "Chưa đủ căn cứ"


@dataclass(frozen=True)
class Try:
    """One act to be tried: who, when, on which task, and at which sequence he saw the dossier."""

    dossier: Snapshot
    by: Actor
    at: datetime
    task: UUID | None = None
    expected_seq: int | None = None

    @property
    def common(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "expected_seq": self.expected_seq}

    @property
    def any_task(self) -> UUID:
        """Return the task named, the first open one, or one of nowhere."""
        opened = self.dossier.open_tasks()
        return self.task or (opened[0].uid if opened else uuid4())

    @property
    def question(self) -> UUID:
        asked = [t for t in self.dossier.open_tasks() if t.kind is TaskKind.CONSULTATION]
        return asked[0].uid if asked else uuid4()


def _record_payment(t: Try) -> Snapshot:
    due = [p for p in t.dossier.payments if p.state is PaymentState.DUE]
    payment, amount = (due[-1].uid, due[-1].amount) if due else (uuid4(), 1)
    return api.record_payment(
        t.dossier.uid, payment=payment, amount=amount, reference="BL-1", **t.common
    )


def _consult(t: Try) -> Snapshot:
    asked = Consultation(
        of=Post("department:justice", "officer"), norm=Limit.parse("1 working day")
    )
    return api.consult(t.dossier.uid, asked=asked, question=WORDS, **t.common)


def _apologise(t: Try) -> Snapshot:
    to = (t.dossier.due_at or t.at) + timedelta(days=3)
    return api.apologise(t.dossier.uid, to=to, reason=WORDS, **t.common)


def _ask_supplement(t: Try) -> Snapshot:
    return api.ask_supplement(t.dossier.uid, items=("proof",), reason=WORDS, **t.common)


def _assign(t: Try) -> Snapshot:
    officer = t.by.account_id or 0
    return api.assign(t.dossier.uid, task=t.any_task, officer_id=officer, **t.common)


def _answer(t: Try) -> Snapshot:
    task = t.task or t.question
    return api.answer(t.dossier.uid, task=task, opinion=WORDS, agrees=True, **t.common)


def _on_task(act: Callable[..., Snapshot]) -> Callable[[Try], Snapshot]:
    return lambda t: act(t.dossier.uid, task=t.task, **t.common)


def _with_reason(act: Callable[..., Snapshot]) -> Callable[[Try], Snapshot]:
    return lambda t: act(t.dossier.uid, reason=WORDS, **t.common)


ACTS: dict[Verb, Callable[[Try], Snapshot]] = {
    Verb.FILE: lambda t: api.send(t.dossier.uid, **t.common),
    Verb.ACCEPT: lambda t: api.accept(t.dossier.uid, **t.common),
    Verb.REFUSE: _with_reason(api.refuse),
    Verb.ASK_SUPPLEMENT: _ask_supplement,
    Verb.SUPPLEMENT: lambda t: api.supplement(t.dossier.uid, form={"verify": False}, **t.common),
    Verb.ASK_PAYMENT: lambda t: api.ask_payment(t.dossier.uid, **t.common),
    Verb.RECORD_PAYMENT: _record_payment,
    Verb.ASSIGN: _assign,
    Verb.CLAIM: lambda t: api.claim(t.dossier.uid, task=t.any_task, **t.common),
    Verb.FORWARD: _on_task(api.forward),
    Verb.SEND_BACK: lambda t: api.send_back(t.dossier.uid, reason=WORDS, task=t.task, **t.common),
    Verb.CONSULT: _consult,
    Verb.ANSWER: _answer,
    Verb.APPROVE: _on_task(api.approve),
    Verb.SIGN: _on_task(api.sign),
    Verb.ISSUE: _on_task(api.issue),
    Verb.HAND_OVER: _on_task(api.hand_over),
    Verb.WITHDRAW: _with_reason(api.withdraw),
    Verb.STOP: _with_reason(api.stop),
    Verb.APOLOGISE: _apologise,
    Verb.CORRECT: _with_reason(api.correct),
    Verb.RATE: lambda t: api.rate(t.dossier.uid, scores={7: 2}, **t.common),
}
"""Each verb done in a plain way; every act but the filing of a new draft."""
