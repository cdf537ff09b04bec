"""What the pages of filing share: who enters, the draft, the frame around a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from motcua.authority.types import Actor
from motcua.look.doors import citizens
from motcua.portal.filing.drafts import Draft, NoDraft, draft_of
from motcua.portal.filing.steps import where
from motcua.portal.language import said
from motcua.portal.refusals import refusals_told

View = Callable[Concatenate[HttpRequest, Actor, Draft, ...], HttpResponse]


def of_draft(view: View) -> Callable[..., HttpResponse]:
    """Open a page to the owner of a draft, who gets the draft; what was sent leads to its end."""

    @citizens
    @refusals_told
    @wraps(view)
    def entered(
        request: HttpRequest, actor: Actor, uid: UUID, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            draft = draft_of(uid, actor=actor)
        except NoDraft:
            return redirect("filing:sent", uid)
        return view(request, actor, draft, *args, **kwargs)

    return entered


def show(
    request: HttpRequest, draft: Draft, name: str, *, step: str, status: int = 200, **facts: Any
) -> HttpResponse:
    """Return a page of a draft within its steps."""
    frame = {
        "draft": draft,
        "procedure_name": said(draft.procedure.name),
        "where": where(draft, step),
    }
    return render(request, f"portal/filing/{name}.html", {**frame, **facts}, status=status)
