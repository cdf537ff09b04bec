"""The officer's side of the queue: his counter by keyboard, and the figures of a period."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import day_of, unit
from motcua.authority.types import Actor, Role
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers
from motcua.reception import api

ACTS = {"again": api.call_again, "start": api.start, "finish": api.finish, "miss": api.miss}


def _desk_of(actor: Actor) -> int:
    desks = [each.unit_id for each in actor.appointments if each.role is Role.RECEIVER]
    if not desks:
        raise PermissionDenied
    return desks[0]


@officers
@require_safe
def counters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose the counter at which one sits."""
    desk_id = _desk_of(actor)
    shown = {"counters": api.counters_of(desk_id, actor=actor), "place": unit(desk_id)}
    return render(request, "desk/queue/counters.html", shown)


@officers
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Call, call again, serve, finish, miss, transfer and tie, each by one key."""
    found = api.counter(uid, actor=actor)
    if request.method == "POST":
        _act(request, actor, uid)
        return redirect("queue:counter", uid=uid)
    now = api.before_counter(found)
    shown = {
        "counter": found,
        "ticket": now,
        "number": api.shown(now) if now else "",
        "waiting": api.waiting(found.desk_id, at=timezone.now()),
        "services": api.services_of(found.desk_id),
    }
    return render(request, "desk/queue/counter.html", shown)


def _act(request: HttpRequest, actor: Actor, uid: UUID) -> None:
    said, at = request.POST, timezone.now()
    act = said.get("act", "")
    try:
        if act == "next":
            api.call_next(uid, by=actor, at=at)
        elif act == "transfer":
            api.transfer(UUID(said["ticket"]), to=UUID(said["to"]), by=actor, at=at)
        elif act == "tie":
            api.tie(UUID(said["ticket"]), dossier_code=said["code"], by=actor, at=at)
        elif act in ACTS:
            ACTS[act](UUID(said["ticket"]), by=actor, at=at)
    except DomainError as error:
        messages.error(request, error.message(get_language() or "vi"))
    except (KeyError, ValueError) as error:
        raise PermissionDenied from error


@officers
@require_safe
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Waiting and service times of today, or of the last seven days."""
    desk_id, today = _desk_of(actor), day_of(timezone.now())
    week = request.GET.get("period") == "week"
    since = today - timedelta(days=6) if week else today
    lines = api.desk_figures(desk_id, since=since, until=today, actor=actor)
    return render(request, "desk/queue/figures.html", {"lines": lines, "week": week})
