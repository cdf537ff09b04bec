"""What an officer may do on a dossier now: each rule is asked by doing the act without writing it.

So a button and the act behind it can never disagree. An act that the law or the dossier's state
holds up for a moment comes with its hindrance, to be told; one that is not the officer's at all
does not come.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from motcua.authority.types import Actor
from motcua.catalogue.types import Consultation, Post, Verb
from motcua.dossiers.errors import StatusForbids, TaskTaken
from motcua.dossiers.rules import ending, intake, result, work
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.services.acting import PROVINCE, scene_of
from motcua.dossiers.types import Numbering, Payment, PaymentState, Snapshot, Task, TaskKind
from motcua.kernel.errors import Conflict, Denied, DomainError
from motcua.kernel.worktime import Limit

WORD: Final = "?"
"""Stands for the reason that the officer has not written yet."""
OPINION = Consultation(of=Post("competent", "unit_head"), norm=Limit.parse("1 working day"))

Trial = Callable[[Scene, Task | None], object]


@dataclass(frozen=True, slots=True)
class PossibleAct:
    """One verb open to an officer, on which task; ``hindrance`` says why it must wait."""

    verb: Verb
    task: UUID | None = None
    hindrance: DomainError | None = None


def _uid(task: Task | None) -> UUID | None:
    return task.uid if task else None


def _named(task: Task | None) -> UUID:
    return task.uid if task else UUID(int=0)


def _accept(scene: Scene, _: Task | None) -> object:
    return intake.accept(scene, numbering=Numbering("-", scene.at.astimezone(PROVINCE).date()))


def _ask_payment(scene: Scene, _: Task | None) -> object:
    line = Payment(uid=scene.new_uid(), name=WORD, amount=1, moment=2, state=PaymentState.DUE)
    return intake.ask_payment(scene, payments=(line,))


def _record_payment(scene: Scene, _: Task | None) -> object:
    due = [each for each in scene.dossier.payments if each.state is PaymentState.DUE]
    if not due:
        raise StatusForbids(verb=Verb.RECORD_PAYMENT.value, status=int(scene.dossier.status))
    first = due[0]
    return intake.record_payment(
        scene, uid=first.uid, amount=first.amount, reference=WORD, reference_digest=""
    )


def _apologise(scene: Scene, _: Task | None) -> object:
    to = (scene.dossier.due_at or scene.at) + timedelta(days=1)
    return ending.apologise(scene, to=to, reason=WORD, reason_digest="")


def _correct(scene: Scene, _: Task | None) -> object:
    return result.require_corrector(scene)


TRIALS: Final[dict[Verb, Trial]] = {
    Verb.ACCEPT: _accept,
    Verb.FORWARD: lambda s, t: work.forward(s, verb=Verb.FORWARD, task_uid=_uid(t)),
    Verb.APPROVE: lambda s, t: work.forward(s, verb=Verb.APPROVE, task_uid=_uid(t)),
    Verb.SIGN: lambda s, t: result.signing(s, task_uid=_uid(t)),
    Verb.ISSUE: lambda s, t: result.issuing(s, task_uid=_uid(t)),
    Verb.HAND_OVER: lambda s, t: result.hand_over(s, how="counter", task_uid=_uid(t)),
    Verb.ANSWER: lambda s, t: work.answer(s, task_uid=_named(t), opinion_digest="", agrees=True),
    Verb.SUPPLEMENT: lambda s, _: intake.supplement(s, digest=""),
    Verb.RECORD_PAYMENT: _record_payment,
    Verb.ASK_SUPPLEMENT: lambda s, _: intake.ask_supplement(
        s, items=(), reason=WORD, reason_digest="", sector_law=WORD
    ),
    Verb.ASK_PAYMENT: _ask_payment,
    Verb.CONSULT: lambda s, _: work.consult(s, asked=OPINION, question_digest=""),
    Verb.SEND_BACK: lambda s, t: work.send_back(s, reason=WORD, reason_digest="", task_uid=_uid(t)),
    Verb.CLAIM: lambda s, t: work.claim(s, task_uid=_named(t)),
    Verb.ASSIGN: lambda s, t: work.assign(s, task_uid=_named(t), officer_id=0),
    Verb.APOLOGISE: _apologise,
    Verb.REFUSE: lambda s, _: intake.refuse(s, reason=WORD, reason_digest=""),
    Verb.STOP: lambda s, _: ending.stop(s, reason=WORD, reason_digest=""),
    Verb.WITHDRAW: lambda s, _: ending.withdraw(s, reason_digest=""),
    Verb.CORRECT: _correct,
}
"""The rule behind each verb of an officer, in the order in which a page shows them."""

BY_TASK: Final = frozenset(
    {
        Verb.FORWARD, Verb.APPROVE, Verb.SIGN, Verb.ISSUE, Verb.HAND_OVER, Verb.SEND_BACK,
        Verb.CLAIM, Verb.ASSIGN, Verb.ANSWER,
    }
)  # fmt: skip
"""The verbs that are done on one task and name it."""


def possible_acts(dossier: Snapshot, actor: Actor, *, at: datetime) -> tuple[PossibleAct, ...]:
    """Return what the officer may do now, as the rules themselves say."""
    scene = scene_of(dossier, by=actor, at=max(at, dossier.acted_at or at))
    return tuple(_possible(scene))


def _possible(scene: Scene) -> Iterator[PossibleAct]:
    for verb, trial in TRIALS.items():
        on = _targets(scene.dossier, verb) if verb in BY_TASK else (None,)
        for task in on:
            found = _tried(scene, verb, trial, task)
            if found is not None:
                yield found


def _targets(dossier: Snapshot, verb: Verb) -> tuple[Task, ...]:
    kind = TaskKind.CONSULTATION if verb is Verb.ANSWER else TaskKind.STEP
    every = verb in {Verb.CLAIM, Verb.ASSIGN}
    return tuple(task for task in dossier.open_tasks() if every or task.kind is kind)


def _tried(scene: Scene, verb: Verb, trial: Trial, task: Task | None) -> PossibleAct | None:
    try:
        trial(scene, task)
    except (StatusForbids, TaskTaken, Denied):
        return None
    except Conflict as hindrance:
        return PossibleAct(verb, _uid(task), hindrance)
    except DomainError:
        return None
    return PossibleAct(verb, _uid(task))
