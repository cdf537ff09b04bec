"""A person's powers: those given and those held."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.authority import api as authority
from motcua.authority.api import Actor, PersonKind, RepresentationGround
from motcua.kernel.errors import DomainError
from motcua.kernel.vietnamese import search_key
from motcua.look.doors import citizens
from motcua.portal.representation.forms import PowerForm


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def powers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the powers given and held; POST gives one."""
    form = PowerForm(request.POST or None)
    if form.is_bound and form.is_valid() and _granted(form, actor):
        return redirect("representation:list")
    at = timezone.now()
    facts = {
        "form": form,
        "given": authority.representatives_of(actor, at=at),
        "held": authority.represented_by(actor, at=at),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/representation/powers.html", facts, status=status)


def _granted(form: PowerForm, actor: Actor) -> bool:
    """Grant, or put on the form why not; who is unknown and who is misnamed are told alike."""
    said = form.cleaned_data
    try:
        found = authority.find_person(said["number"], kind=PersonKind.CITIZEN)
        if found is None or search_key(found.name) != search_key(said["name"]):
            form.add_error("number", _("Nobody with this number and name has signed in here yet."))
            return False
        authority.grant_representation(
            actor.person_id or 0, representative_id=found.pk,
            ground=RepresentationGround.GRANTED, valid_until=said["valid_until"],
            by=actor, at=timezone.now(),
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, error.message(get_language() or "vi"))
        return False
    return True


@citizens
@require_POST
def revoke(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """End a power, as either side."""
    try:
        authority.revoke_representation(uid, by=actor, at=timezone.now())
    except DomainError as error:
        told = error.message(get_language() or "vi")
        return render(request, "portal/payments/refused.html", {"told": told}, status=error.status)
    return redirect("representation:list")
