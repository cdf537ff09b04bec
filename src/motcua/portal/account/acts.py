"""What an applicant does on his dossier: add, take back, rate, complain."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.dossiers.api import (
    Snapshot,
    complain,
    complaints_about,
    dossier,
    rate,
    verbs_of,
    withdraw,
)
from motcua.kernel.errors import DomainError
from motcua.look.doors import citizens
from motcua.portal.account.forms import ComplaintForm, RatingForm, WithdrawForm
from motcua.portal.language import said, spoken
from motcua.portal.refusals import refusals_told

METHODS = ["GET", "HEAD", "POST"]


def show(
    request: HttpRequest, found: Snapshot, name: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """Return a page about one dossier."""
    frame = {"row": found, "procedure_name": said(procedure_of(found.version_id).name)}
    return render(request, f"portal/account/{name}.html", {**frame, **facts}, status=status)


@citizens
@refusals_told
@require_http_methods(METHODS)
def take_back(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Withdraw a dossier, with a reason."""
    found = dossier(str(uid), actor=actor)
    if "withdraw" not in verbs_of(found, actor):
        return redirect("account:dossier", uid)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw(uid, reason=form.cleaned_data["reason"], by=actor, at=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message(spoken()))
        else:
            return redirect("account:dossier", uid)
    return show(request, found, "withdraw", status=422 if form.is_bound else 200, form=form)


@citizens
@refusals_told
@require_http_methods(METHODS)
def judge(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Rate the service, once, after the end."""
    found = dossier(str(uid), actor=actor)
    if "rate" not in verbs_of(found, actor):
        return redirect("account:dossier", uid)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data["comment"]
        try:
            rate(uid, scores=form.scores(), comment=told, by=actor, at=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message(spoken()))
        else:
            return redirect("account:dossier", uid)
    return show(request, found, "rate", status=422 if form.is_bound else 200, form=form)


@citizens
@refusals_told
@require_http_methods(METHODS)
def object_to(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Complain to the head of the agency."""
    found = dossier(str(uid), actor=actor)
    form = ComplaintForm(initial={"complaint": uuid4()})
    if request.method == "POST":
        form = ComplaintForm(request.POST)
        if form.is_valid() and _sent(form, uid, actor):
            return redirect("account:complain", uid)
    earlier = complaints_about(found, actor=actor)
    return show(
        request,
        found,
        "complain",
        status=422 if form.is_bound else 200,
        form=form,
        complaints=earlier,
        may_write=form.is_bound or all(one.answered_at for one in earlier),
    )


def _sent(form: ComplaintForm, uid: UUID, actor: Actor) -> bool:
    told = form.cleaned_data
    try:
        complain(uid, text=told["text"], by=actor, at=timezone.now(), complaint=told["complaint"])
    except DomainError as error:
        form.add_error(None, error.message(spoken()))
        return False
    return True
