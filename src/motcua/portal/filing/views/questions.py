"""The questions of a form, one screen a page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motcua.authority.types import Actor
from motcua.portal.filing.drafts import Draft, draft_of, save_answers
from motcua.portal.filing.forms import ScreenForm
from motcua.portal.filing.screens import Screen
from motcua.portal.filing.steps import lines_of, screen_title, where
from motcua.portal.filing.views.pages import of_draft, show


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, actor: Actor, draft: Draft, number: int) -> HttpResponse:
    """Ask the questions of a screen; what the State holds is shown with its source instead."""
    screen = next((one for one in draft.screens() if one.number == number), None)
    if screen is None:
        raise Http404
    held = {} if "change" in request.GET else _held(draft, screen)
    if request.method != "POST":
        form = ScreenForm(draft.form, screen, answers=draft.answers, held=held)
        if "mend" in request.GET:
            form = _told(draft, screen, held)
        return _page(request, draft, screen, form, held)
    form = ScreenForm(
        draft.form, screen, answers=draft.answers, held=held, data=request.POST.dict()
    )
    if "row" in request.POST:
        return _page(request, draft, screen, form.with_rows(request.POST["row"]), held)
    return _answered(request, actor, draft, screen, form, held)


def _answered(
    request: HttpRequest,
    actor: Actor,
    draft: Draft,
    screen: Screen,
    form: ScreenForm,
    held: dict[str, Any],
) -> HttpResponse:
    later = "later" in request.POST
    if not form.is_valid() and not later:
        return _page(request, draft, screen, form, held, status=422)
    save_answers(draft, form.said(), by=actor, at=timezone.now())
    if later:
        return redirect("account:home")
    fresh = draft_of(draft.uid, actor=actor)
    if "back" in request.GET:
        return redirect("filing:check", draft.uid)
    return redirect(where(fresh, f"q{screen.number}").onward)


def _held(draft: Draft, screen: Screen) -> dict[str, dict[str, str]]:
    """Return the answers of the screen that the State gave and that still stand so."""
    answers = draft.answers
    return {
        name: one
        for name, one in draft.held(at=timezone.now()).items()
        if name in screen.names and answers.get(name) == one["value"]
    }


def _told(draft: Draft, screen: Screen, held: dict[str, Any]) -> ScreenForm:
    """Return the screen as it would be after a press on the button: with its errors."""
    unbound = ScreenForm(draft.form, screen, answers=draft.answers, held=held)
    return ScreenForm(
        draft.form, screen, answers=draft.answers, held=held, data=dict(unbound.initial)
    )


def _page(
    request: HttpRequest,
    draft: Draft,
    screen: Screen,
    form: ScreenForm,
    held: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    known = [one for one in screen.fields if one.path[0] in held]
    return show(
        request,
        draft,
        "questions",
        step=f"q{screen.number}",
        status=status,
        form=form,
        title=screen_title(screen),
        known=lines_of(known, draft.answers, held),
    )
