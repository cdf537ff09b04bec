"""Paying a fee: the bill, the way to the gateway, the way back, the gateway's own word."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.authority.api import Actor
from motcua.dossiers import api as dossiers
from motcua.kernel.errors import DomainError
from motcua.look.doors import anybody, citizens

TONES = {"paid": "good", "open": "info"}
"""How an attempt is shown; the others are warnings."""


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, actor: Actor, dossier: UUID, payment: UUID) -> HttpResponse:
    """Show what is to be paid; on POST go to the gateway."""
    try:
        bill = dossiers.bill(dossier, payment=payment, by=actor)
        if request.method != "POST" or bill.paid:
            return render(request, "portal/payments/bill.html", {"bill": bill})
        page = dossiers.begin_payment(
            dossier, payment=payment, by=actor, at=timezone.now(),
            gateway=dossiers.configured_gateway(), doors=_doors(),
        )  # fmt: skip
    except DomainError as error:
        return _refused(request, error)
    return redirect(page)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, actor: Actor, order: UUID) -> HttpResponse:
    """Show how one attempt stands; on POST ask the gateway again."""
    try:
        bill = dossiers.bill_of_order(order, by=actor)
        if request.method == "POST":
            dossiers.ask_order(order, at=timezone.now(), gateway=dossiers.configured_gateway())
            return redirect("payments:order", order)
    except DomainError as error:
        return _refused(request, error)
    tone = TONES.get(bill.state or "", "warn")
    return render(request, "portal/payments/order.html", {"bill": bill, "tone": tone})


@anybody
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take the person back from the gateway: what is proven counts, and no more than once."""
    try:
        standing = dossiers.configured_gateway().proven(request.GET.dict())
        dossiers.settle_order(standing, at=timezone.now())
    except DomainError as error:
        return _refused(request, error)
    return redirect("payments:order", standing.order)


@csrf_exempt  # the gateway bears no cookie of ours; its signature is what counts
@anybody
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """Take the gateway's own word; it tells us again until it hears ``00``."""
    try:
        standing = dossiers.configured_gateway().proven(request.POST.dict())
        dossiers.settle_order(standing, at=timezone.now())
    except DomainError as error:
        return JsonResponse({"code": error.code}, status=error.status)
    return JsonResponse({"code": "00"})


def _doors() -> dossiers.PaymentDoors:
    site = settings.PUBLIC_URL
    return dossiers.PaymentDoors(
        return_url=site + reverse("payments:return"), notify_url=site + reverse("payments:notify")
    )


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    told = error.message(get_language() or "vi")
    return render(request, "portal/payments/refused.html", {"told": told}, status=error.status)
