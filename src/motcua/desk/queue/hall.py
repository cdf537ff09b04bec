"""What visitors see of the queue: kiosk, ticket and display. Anybody with the link; no names."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import unit
from motcua.kernel.errors import DomainError
from motcua.look.doors import anybody
from motcua.reception import api
from motcua.reception.types import Priority, Source


@anybody
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, desk: UUID) -> HttpResponse:
    """Take a ticket by touch, or with the phone that scanned the kiosk's code."""
    place = unit(desk)
    shown = {"place": place.name(get_language() or "vi"), "services": api.services_of(place.id)}
    if request.method == "GET":
        return render(request, "desk/queue/kiosk.html", {**shown, "uid": uuid4()})
    try:
        taken = api.take_ticket(
            UUID(request.POST.get("service", "")),
            at=timezone.now(),
            source=Source.PHONE if request.POST.get("phone") else Source.KIOSK,
            priority=Priority(request.POST.get("priority") or "none"),
            uid=UUID(request.POST.get("uid", "")),
        )
    except (ValueError, DomainError):
        return render(request, "desk/queue/kiosk.html", {**shown, "uid": uuid4()}, status=422)
    return redirect("queue:ticket", uid=taken.uid)


@anybody
@require_http_methods(["GET", "POST"])
def ticket(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a ticket with the time it may still wait; its holder may give it up."""
    if request.method == "POST":
        api.leave(uid, at=timezone.now())
        return redirect("queue:ticket", uid=uid)
    return render(request, "desk/queue/ticket.html", {"ticket": api.ticket(uid)})


@anybody
@require_safe
def display(request: HttpRequest, desk: UUID) -> HttpResponse:
    """Show the hall who is called to which counter; the page loads itself again."""
    place, at = unit(desk), timezone.now()
    shown = {
        "place": place.name(get_language() or "vi"),
        "called": api.called(place.id, at=at),
        "waiting": api.waiting(place.id, at=at)[:12],
    }
    return render(request, "desk/queue/display.html", shown)
