"""Following a dossier by its code, without an account: code and progress, nothing of persons."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.authority.api import PerAddress, day_of, unit
from motcua.catalogue.api import named
from motcua.dossiers.api import Followed, Status, followed, status_name
from motcua.kernel.errors import DomainError, NotFound
from motcua.look.doors import anybody
from motcua.portal.finding.words import language, said, tongue, when

FEW = PerAddress("track")


@anybody
@never_cache
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("finding:tracked", code=code.replace("/", "-")[:60])
    return render(request, "portal/finding/track.html", {"typed": ""})


@anybody
@never_cache
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Say where the dossier of a code is, until when, and what is asked of its applicant."""
    if not FEW.allow_request(request):
        facts = {"typed": code, "problem": _("Too many questions from here. Wait a minute.")}
        return render(request, "portal/finding/track.html", facts, status=429)
    now = timezone.now()
    try:
        told = followed(code, at=now)
    except DomainError as error:
        problem = _("There is no dossier with this code. Compare it with your receipt.")
        if not isinstance(error, NotFound):
            problem = error.message(language())
        facts = {"typed": code, "problem": problem}
        return render(request, "portal/finding/track.html", facts, status=error.status)
    return render(request, "portal/finding/tracked.html", _progress(told, at=now))


def _progress(told: Followed, *, at: datetime) -> dict[str, Any]:
    progress = told.progress
    name = named([progress.procedure], on=day_of(at)).get(progress.procedure)
    return {
        "code": progress.code,
        "procedure": said(name.name) if name else progress.procedure,
        "procedure_code": progress.procedure,
        "lang": tongue(name.name) if name else "vi",
        "status": status_name(progress.status, language()),
        "tone": _tone(told),
        "words": _words(progress.status),
        "asked": _asked(progress.status),
        "holders": [unit(one).name(language()) for one in told.holders],
        "receiving": unit(told.receiving_id).name(language()),
        "due": when(told.due_at),
        "appointment": when(progress.appointment_at),
        "first_due": when(told.original_due_at) if told.rebooked else "",
        "late": told.late,
        "running": progress.finished_at is None,
        "milestones": _milestones(told),
        "synthetic": told.synthetic,
    }


def _tone(told: Followed) -> str:
    if told.progress.status in {Status.DONE, Status.RETURNED}:
        return "good"
    if told.progress.status in {Status.SUPPLEMENT, Status.PAYMENT}:
        return "warn"
    if told.progress.status in {Status.NOT_ACCEPTED, Status.STOPPED} or told.late:
        return "bad"
    return "info"


def _words(status: Status) -> str:
    texts = {
        Status.NEW: _("Your dossier has arrived. The one-stop desk will check it."),
        Status.ACCEPTED: _("Your dossier is complete and was accepted. It goes to the agency."),
        Status.NOT_ACCEPTED: _(
            "Your dossier was not accepted. The reason is in the letter to you."
        ),
        Status.PROCESSING: _("The agency is working on your dossier."),
        Status.SUPPLEMENT: _("The agency waits for papers from you. The time does not run."),
        Status.PAYMENT: _("The agency waits for your payment. The time does not run."),
        Status.WITHDRAWN: _("You took your dossier back."),
        Status.STOPPED: _("The agency stopped. The reason is in the letter to you."),
        Status.DONE: _("The result is ready."),
        Status.RETURNED: _("You have received the result."),
    }
    return texts.get(status, "")


def _asked(status: Status) -> str:
    texts = {
        Status.SUPPLEMENT: _("Hand in the papers named in the request that was sent to you."),
        Status.PAYMENT: _("Pay the amount named in the notice that was sent to you."),
        Status.DONE: _("Fetch the result at the one-stop desk, or open it in your account."),
    }
    return texts.get(status, _("Nothing. You need not do anything."))


def _milestones(told: Followed) -> list[dict[str, str]]:
    progress = told.progress
    found = [
        {"title": _("Filed"), "when": when(told.filed_at)},
        {"title": _("Accepted"), "when": when(progress.accepted_at)},
        {"title": status_name(progress.status, language()), "when": when(progress.finished_at)},
    ]
    return [one for one in found if one["when"]]
