"""Absences: an officer announces his own, the head confirms or changes it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority import api as authority
from motcua.authority.api import (
    AbsenceLine,
    Allowed,
    absences_in,
    absences_of,
    agency_of,
    day_of,
    decide,
    directory,
    line_of,
    require,
    units_over,
)
from motcua.authority.types import Actor
from motcua.desk.lead.forms import AbsenceForm
from motcua.desk.lead.units import looked_at, page_of
from motcua.desk.work.doors import told
from motcua.dossiers.api import offices_of
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers

TONES = {"running": "warn", "coming": "info", "over": "neutral", "cancelled": "neutral"}


@require_http_methods(["GET", "HEAD", "POST"])
@officers
@told
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one's own absences and whom one stands in for, and announce a new one."""
    at = timezone.now()
    form = AbsenceForm(request.POST or None, people=_colleagues(actor.unit_ids, actor, at))
    if request.method == "POST" and form.is_valid() and _noted(request, form, actor, at):
        messages.success(request, _("Your absence is announced. Your head will see it."))
        return redirect("lead:absences")
    rows = absences_of(actor.account_id or 0)
    facts = {
        "form": form,
        "own": _shown([r for r in rows if r.account_id == actor.account_id], at),
        "for_others": _shown([r for r in rows if r.substitute_id == actor.account_id], at),
    }
    return render(request, "desk/lead/absences.html", facts, status=422 if form.errors else 200)


def _noted(request: HttpRequest, form: AbsenceForm, actor: Actor, at: datetime) -> bool:
    facts = form.cleaned_data
    try:
        authority.note_absence(
            actor.account_id or 0,
            substitute=facts["substitute"],
            since=facts["since"],
            until=facts["until"],
            by=actor,
            at=at,
        )
    except DomainError as error:
        form.add_error(None, error.message(request.LANGUAGE_CODE))
        return False
    return True


def _colleagues(units: Iterable[int], actor: Actor, at: datetime) -> list[tuple[int, str]]:
    """Return the officers of the agencies of the units, but for the absent one, by name."""
    on = day_of(at)
    agencies = {agency_of(each).id for each in units}
    found: dict[int, str] = {}
    for agency in sorted(agencies):
        offices = offices_of(agency, on=on)
        found |= {o.account_id: o.name for o in directory(agency, on=on) if o.unit_id in offices}
    found.pop(actor.account_id or 0, None)
    return sorted(found.items(), key=lambda pair: pair[1])


def _shown(rows: Iterable[AbsenceLine], at: datetime) -> list[dict[str, Any]]:
    on = day_of(at)
    return [
        {
            "line": row,
            "last": row.until - timedelta(days=1),
            "state": _state(row, on),
            "tone": TONES[row.state(on)],
            "alive": row.state(on) in {"running", "coming"},
        }
        for row in rows
    ]


def _state(row: AbsenceLine, on: date) -> str:
    names = {
        "running": _("Away now"),
        "coming": _("Coming"),
        "over": _("Over"),
        "cancelled": _("Cancelled"),
    }
    return names[row.state(on)]


@require_safe
@officers
@told
def of_unit(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show who of the unit is away and who stands in."""
    look = looked_at(unit, actor)
    require("unit", actor, "oversee", line_of(look.unit.id))
    offices = offices_of(look.unit.id, on=day_of(look.at))
    rows = absences_in(offices, on=day_of(look.at), before=_number(request.GET.get("before")))
    following = f"?before={rows[-1].id}" if len(rows) == 50 else ""
    more = {"rows": _shown(rows, look.at), "next": following}
    return render(request, "desk/lead/unit_absences.html", page_of(look, "unit-absences", **more))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


@require_http_methods(["GET", "HEAD", "POST"])
@officers
@told
def one(request: HttpRequest, actor: Actor, absence: UUID) -> HttpResponse:
    """Confirm, change or cancel one absence."""
    line, at = authority.absence(absence), timezone.now()
    leads = isinstance(
        decide("unit", actor, "lead", units_over(line.account_id, on=day_of(at))), Allowed
    )
    if not leads and actor.account_id not in {line.account_id, line.substitute_id}:
        raise PermissionDenied
    people = [p for p in _people_of(line, at) if p[0] != line.account_id]
    last = line.until - timedelta(days=1)
    start = {"substitute": str(line.substitute_id), "since": line.since, "last": last}
    changing = request.method == "POST" and request.POST.get("do") == "change"
    form = AbsenceForm(request.POST if changing else None, people=people, initial=start)
    if request.method == "POST" and _acted(request, form, line, actor, at):
        return redirect("lead:absence", absence=line.uid)
    facts = {
        "row": _shown([line], at)[0],
        "form": form,
        "leads": leads,
        "owns": leads or actor.account_id == line.account_id,
    }
    return render(request, "desk/lead/absence.html", facts, status=422 if form.errors else 200)


def _people_of(line: AbsenceLine, at: datetime) -> list[tuple[int, str]]:
    on = day_of(at)
    found: dict[int, str] = {line.substitute_id: line.substitute}
    for unit_id in units_over(line.account_id, on=on):
        if agency_of(unit_id).id == unit_id and authority.unit(unit_id).level != "province":
            offices = offices_of(unit_id, on=on)
            found |= {
                o.account_id: o.name for o in directory(unit_id, on=on) if o.unit_id in offices
            }
    return sorted(found.items(), key=lambda pair: pair[1])


def _acted(
    request: HttpRequest, form: AbsenceForm, line: AbsenceLine, actor: Actor, at: datetime
) -> bool:
    """Do what the button says; a refusal is told and changes nothing."""
    do = request.POST.get("do")
    try:
        if do == "confirm":
            authority.confirm_absence(line.id, by=actor, at=at)
        elif do == "cancel":
            authority.cancel_absence(line.id, by=actor, at=at)
        elif do == "change":
            return _changed(form, line, actor, at)
    except authority.NotAllowed:
        raise
    except DomainError as error:
        if do == "change":
            form.add_error(None, error.message(request.LANGUAGE_CODE))
            return False
        messages.error(request, error.message(request.LANGUAGE_CODE))
    return True


def _changed(form: AbsenceForm, line: AbsenceLine, actor: Actor, at: datetime) -> bool:
    if not form.is_valid():
        return False
    facts = form.cleaned_data
    authority.change_absence(
        line.id,
        substitute=facts["substitute"],
        since=facts["since"],
        until=facts["until"],
        by=actor,
        at=at,
    )
    return True
