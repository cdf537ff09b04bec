"""The pages of the look itself: the choice of colours and the style guide."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from motcua.authority.types import Actor
from motcua.look.doors import THEME_COOKIE, THEMES, anybody, officers
from motcua.look.samples import samples

YEAR_SECONDS = 365 * 24 * 3600


@anybody
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours that the visitor chose, and go back to his page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(THEME_COOKIE)
    return answer


@officers
@require_safe
def style_guide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every component in each of its states."""
    return render(request, "look/guide.html", {"actor": actor, **samples()})
