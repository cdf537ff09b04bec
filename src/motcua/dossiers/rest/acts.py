"""The verbs of officers and applicants over HTTP: one endpoint a verb, each with its own shape."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest

from motcua.authority.api import account
from motcua.authority.types import Scope
from motcua.catalogue.types import Consultation, Post
from motcua.dossiers.rest.requests import answered, hidden, now, require_scope
from motcua.dossiers.rest.router import router
from motcua.dossiers.rest.schemas import (
    ActIn,
    AnswerIn,
    ApologiseIn,
    AskPaymentIn,
    AskSupplementIn,
    AssignIn,
    ClaimIn,
    ConsultIn,
    CorrectIn,
    DossierOut,
    HandOverIn,
    RateIn,
    ReasonIn,
    SendBackIn,
    SeqIn,
)
from motcua.dossiers.rest.shapes import dossier_out
from motcua.dossiers.selectors.dossiers import uid_of
from motcua.dossiers.services import desk, endings, results, work
from motcua.dossiers.types import Snapshot
from motcua.kernel.worktime import Limit

Act = Callable[..., Snapshot]


def done(request: HttpRequest, reference: str, act: Act, seq: int | None, **facts: Any) -> Any:
    """Do one act as whoever asks and return the dossier after it."""
    by = require_scope(request, Scope.DOSSIERS_ACT)

    def do() -> dict[str, Any]:
        uid = uid_of(reference)
        doing = partial(act, uid, by=by, at=now(), expected_seq=seq, **facts)
        after = hidden(reference, by, doing)
        return dossier_out(after, actor=by)

    return answered(request, do)


def account_id(username: str) -> int:
    """Return the account of an officer.

    Errors: AccountUnknown.
    """
    return account(username).pk


def consultation_of(body: ConsultIn) -> Consultation:
    """Return the question's address and norm as the process writes them.

    Errors: LimitUnitUnknown, LimitInvalid.
    """
    post = Post(place=body.place, role=body.role)
    return Consultation(of=post, norm=Limit.parse(body.norm), law=body.law)


@router.post("/dossiers/{reference}/accept", response=DossierOut, summary="Accept a dossier")
def accept(request: HttpRequest, reference: str, body: SeqIn) -> Any:
    """Give it a code, a receipt and a due time."""
    return done(request, reference, desk.accept, body.expected_seq)


@router.post("/dossiers/{reference}/refuse", response=DossierOut, summary="Refuse")
def refuse(request: HttpRequest, reference: str, body: ReasonIn) -> Any:
    """Refuse at intake, or after appraisal as the result."""
    return done(request, reference, desk.refuse, body.expected_seq, reason=body.reason)


@router.post(
    "/dossiers/{reference}/ask-supplement", response=DossierOut, summary="Ask for a supplement"
)
def ask_supplement(request: HttpRequest, reference: str, body: AskSupplementIn) -> Any:
    """Ask once, and completely, for what is missing."""
    return done(
        request,
        reference,
        desk.ask_supplement,
        body.expected_seq,
        items=tuple(body.items),
        reason=body.reason,
        sector_law=body.sector_law,
    )


@router.post("/dossiers/{reference}/ask-payment", response=DossierOut, summary="Ask for a payment")
def ask_payment(request: HttpRequest, reference: str, body: AskPaymentIn) -> Any:
    """Notify a financial obligation; the clock stops."""
    return done(request, reference, desk.ask_payment, body.expected_seq, amounts=body.amounts)


@router.post("/dossiers/{reference}/hand-over", response=DossierOut, summary="Hand the result over")
def hand_over(request: HttpRequest, reference: str, body: HandOverIn) -> Any:
    """Give the result to the applicant."""
    return done(request, reference, desk.hand_over, body.expected_seq, how=body.how, task=body.task)


@router.post("/dossiers/{reference}/assign", response=DossierOut, summary="Assign a task")
def assign(request: HttpRequest, reference: str, body: AssignIn) -> Any:
    """Choose the officer for a task."""
    return done(
        request,
        reference,
        work.assign,
        body.expected_seq,
        task=body.task,
        officer_id=account_id(body.officer),
    )


@router.post("/dossiers/{reference}/claim", response=DossierOut, summary="Claim a task")
def claim(request: HttpRequest, reference: str, body: ClaimIn) -> Any:
    """Take a task that nobody has."""
    return done(request, reference, work.claim, body.expected_seq, task=body.task)


@router.post("/dossiers/{reference}/forward", response=DossierOut, summary="Forward")
def forward(request: HttpRequest, reference: str, body: ActIn) -> Any:
    """Finish the step and open what follows."""
    return done(request, reference, work.forward, body.expected_seq, task=body.task)


@router.post("/dossiers/{reference}/approve", response=DossierOut, summary="Approve")
def approve(request: HttpRequest, reference: str, body: ActIn) -> Any:
    """Approve the proposal and open what follows."""
    return done(request, reference, work.approve, body.expected_seq, task=body.task)


@router.post("/dossiers/{reference}/send-back", response=DossierOut, summary="Send back")
def send_back(request: HttpRequest, reference: str, body: SendBackIn) -> Any:
    """Give the step back with a reason."""
    return done(
        request, reference, work.send_back, body.expected_seq, reason=body.reason, task=body.task
    )


@router.post("/dossiers/{reference}/consult", response=DossierOut, summary="Consult")
def consult(request: HttpRequest, reference: str, body: ConsultIn) -> Any:
    """Ask another agency for its opinion."""
    return done(
        request,
        reference,
        work.consult,
        body.expected_seq,
        asked=consultation_of(body),
        question=body.question,
    )


@router.post("/dossiers/{reference}/answer", response=DossierOut, summary="Answer a consultation")
def answer(request: HttpRequest, reference: str, body: AnswerIn) -> Any:
    """Give the opinion that was asked."""
    return done(
        request,
        reference,
        work.answer,
        body.expected_seq,
        task=body.task,
        opinion=body.opinion,
        agrees=body.agrees,
    )


@router.post("/dossiers/{reference}/sign", response=DossierOut, summary="Sign the result")
def sign(request: HttpRequest, reference: str, body: ActIn) -> Any:
    """Sign the result with the officer's own certificate."""
    return done(request, reference, results.sign, body.expected_seq, task=body.task)


@router.post("/dossiers/{reference}/issue", response=DossierOut, summary="Seal and issue")
def issue(request: HttpRequest, reference: str, body: ActIn) -> Any:
    """Put the seal of the unit under the result."""
    return done(request, reference, results.issue, body.expected_seq, task=body.task)


@router.post("/dossiers/{reference}/stop", response=DossierOut, summary="Stop")
def stop(request: HttpRequest, reference: str, body: ReasonIn) -> Any:
    """Stop the dossier with notice 05."""
    return done(request, reference, endings.stop, body.expected_seq, reason=body.reason)


@router.post("/dossiers/{reference}/apologise", response=DossierOut, summary="Apologise")
def apologise(request: HttpRequest, reference: str, body: ApologiseIn) -> Any:
    """Apologise for a delay and make a new appointment."""
    return done(
        request, reference, endings.apologise, body.expected_seq, to=body.to, reason=body.reason
    )


@router.post("/dossiers/{reference}/correct", response=DossierOut, summary="Correct the result")
def correct(request: HttpRequest, reference: str, body: CorrectIn) -> Any:
    """Mend an error of the agency with a new result."""
    return done(
        request, reference, results.correct, body.expected_seq, reason=body.reason, form=body.form
    )


@router.post("/dossiers/{reference}/rate", response=DossierOut, summary="Rate")
def rate(request: HttpRequest, reference: str, body: RateIn) -> Any:
    """Rate the service."""
    return done(
        request,
        reference,
        results.rate,
        body.expected_seq,
        scores=body.scores,
        comment=body.comment,
    )
