"""Notices of who is signed in, and how a person wants to be told."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.authority.api import Actor
from motcua.dossiers import api as dossiers
from motcua.look.doors import citizens, officers
from motcua.portal.inbox.forms import WishForm

READ = ["GET", "HEAD", "POST"]


@citizens
@never_cache
@require_http_methods(READ)
def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a person's notices; POST marks them read."""
    return _shown(request, actor, "inbox:list")


@officers
@never_cache
@require_http_methods(READ)
def messages_of_officer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an officer's notices; POST marks them read."""
    return _shown(request, actor, "inbox:officer")


def _shown(request: HttpRequest, actor: Actor, here: str) -> HttpResponse:
    if request.method == "POST":
        dossiers.read_notices(actor, at=timezone.now())
        return redirect(here)
    raw = request.GET.get("before", "")
    before = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None
    told = dossiers.inbox(actor, language=get_language() or "vi", before=before)
    facts = {"told": told, "older": told[-1].id if told else None, "here": here}
    return render(request, "portal/inbox/messages.html", facts)


@citizens
@never_cache
@require_http_methods(READ)
def preferences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show and keep how a person wants to be told."""
    person = actor.person_id or 0
    known = asdict(dossiers.notice_wish(person))
    form = WishForm(request.POST) if request.method == "POST" else WishForm(initial=known)
    if form.is_bound and form.is_valid():
        dossiers.prefer(person, form.wish(), by=actor, at=timezone.now())
        return redirect("inbox:preferences")
    status = 422 if form.is_bound else 200
    return render(request, "portal/inbox/preferences.html", {"form": form}, status=status)
