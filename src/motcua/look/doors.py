"""Who may enter a page: every view of a face bears one of these, and a test looks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from motcua.authority.api import actor_for_account
from motcua.authority.types import Actor, ActorKind

View = Callable[..., HttpResponse]
THEME_COOKIE = "theme"
THEMES = frozenset({"light", "dark"})
"""What a visitor may choose instead of the colours of his device."""


def anybody(view: View) -> View:
    """Open a page to everybody, signed in or not."""
    return _marked(view, "anybody")


def citizens(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]) -> View:
    """Open a page to a signed-in person, who is given as the second argument (an Actor)."""
    return _for(view, ActorKind.PERSON)


def officers(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]) -> View:
    """Open a page to a signed-in officer, who is given as the second argument (an Actor)."""
    return _for(view, ActorKind.OFFICER)


def actor_of(request: HttpRequest) -> Actor:
    """Return who is signed in, with what he may do at this moment; looked up once a request."""
    known = getattr(request, "_actor", None)
    if known is None or known[0] != request.user.pk:
        found = actor_for_account(request.user, at=timezone.now())  # type: ignore[arg-type]  # ours
        known = (request.user.pk, found)
        request._actor = known  # type: ignore[attr-defined]  # kept for the page's own shell
    actor: Actor = known[1]
    return actor


def _for(view: Callable[..., HttpResponse], kind: ActorKind) -> View:
    @login_required
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.kind is not kind:
            raise PermissionDenied
        return view(request, actor, *args, **kwargs)

    return _marked(entered, kind.value)


def _marked(view: View, whom: str) -> View:
    view.open_to = whom  # type: ignore[attr-defined]  # what the test looks for
    return view
