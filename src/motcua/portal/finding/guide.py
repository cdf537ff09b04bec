"""The guide: one question a page, then the exact list of papers, fees and times."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authority.api import day_of
from motcua.catalogue.api import (
    Guided,
    Procedure,
    ProcedureNotFound,
    Question,
    QuestionKind,
    current_version,
    guided,
    questions,
)
from motcua.catalogue.api import procedure as version_of
from motcua.kernel.errors import DomainError
from motcua.look.doors import anybody
from motcua.portal.finding import showing, states, words
from motcua.portal.finding.forms import QuestionForm
from motcua.portal.finding.views import start_address
from motcua.portal.finding.words import said


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the next question, take its answer, or show where the answers lead."""
    try:
        one = version_of(current_version(code, day_of(timezone.now())))
    except ProcedureNotFound as error:
        raise Http404 from error
    answers = states.read(request.GET.get("s", ""), code)
    asked = questions(one, answers)
    following = next((each for each in asked if each.id not in answers), None)
    if following is None:
        return _end(request, one, answers=answers, asked=asked)
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(following, sent)
    if sent is not None and form.is_valid():
        return redirect(_address(code, {**answers, following.id: form.answer()}))
    answered = _answered(one, answers=answers, asked=asked)
    facts = {
        "one": one,
        "name": said(one.name),
        "form": form,
        "answered": answered,
        "number": len(answered) + 1,
        "back": answered[-1]["href"] if answered else "",
    }
    return render(request, "portal/finding/question.html", facts, status=422 if sent else 200)


def _address(code: str, answers: states.Answers) -> str:
    query = urlencode({"s": states.written(code, answers)}) if answers else ""
    return f"{reverse('finding:guide', args=[code])}?{query}"


def _answered(
    one: Procedure, *, answers: states.Answers, asked: tuple[Question, ...]
) -> list[dict[str, str]]:
    """Return what was answered, each with the way back to its question."""
    told, before = [], dict[str, Any]()
    for question in asked:
        if question.id not in answers:
            break
        told.append(
            {
                "question": said(question.text),
                "answer": _said_answer(question, answers[question.id]),
                "href": _address(one.code, dict(before)),
            }
        )
        before[question.id] = answers[question.id]
    return told


def _said_answer(question: Question, answer: Any) -> str:
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    if question.kind is QuestionKind.DATE:
        return "/".join(reversed(str(answer).split("-")))
    return next((said(text) for value, text in question.options if value == answer), str(answer))


def _end(
    request: HttpRequest, one: Procedure, *, answers: states.Answers, asked: tuple[Question, ...]
) -> HttpResponse:
    facts: dict[str, Any] = {"one": one, "name": said(one.name)}
    facts["answered"] = _answered(one, answers=answers, asked=asked)
    try:
        facts |= _told(one, guided(one, answers))
    except DomainError as error:
        facts["problem"] = error.message(words.language())
    start = start_address(one.code)
    if start:
        query = urlencode({"guide": states.draft_token(one, answers)})
        facts["start"] = f"{start}?{query}"
    return render(request, "portal/finding/guided.html", facts)


def _told(one: Procedure, found: Guided) -> dict[str, Any]:
    law = words.language()
    return {
        "failures": [{"text": said(each.otherwise), "law": each.law} for each in found.failures],
        "papers": [
            {
                "name": said(each.name),
                "asked": showing.copies(each),
                "law": each.law,
                "reuse": each.reuse is not None,
            }
            for each in found.components
        ],
        "made": [said(each.name) for each in one.components if each.generated_from is not None],
        "fees": [
            {"name": said(each.name), "value": words.money(each.amount), "law": each.law}
            for each in found.fees
        ],
        "total": words.money(sum(int(each.amount) for each in found.fees)),
        "committed": found.limits.committed.label(law),
        "statutory": found.limits.statutory.label(law),
        "channel": words.channel(found.channel),
        "sets": one.sets,
    }
