"""The register of delegations: who signs for whom, for what, how long, by which formula."""

from collections.abc import Iterable
from datetime import datetime, timedelta
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
    Allowed,
    DelegationLine,
    agency_of,
    day_of,
    decide,
    delegations_in,
    delegations_of,
    directory,
    line_of,
    require,
)
from motcua.authority.types import Actor, Formula, Role
from motcua.catalogue.api import current_versions, procedure
from motcua.desk.lead.forms import ACTS, DelegationForm, NarrowForm
from motcua.desk.lead.units import Look, language, looked_at, name_of, page_of, role_name
from motcua.desk.work.doors import told
from motcua.dossiers.api import offices_of
from motcua.kernel.errors import DomainError
from motcua.ledger.api import entries
from motcua.look.doors import officers

TONES = {"running": "good", "coming": "info", "over": "neutral", "revoked": "bad"}


def _acts(names: Iterable[str]) -> list[str]:
    titles = {str(verb): str(title) for verb, title in ACTS.items()}
    return [titles.get(name, name) for name in names]


def _state(state: str) -> str:
    return {
        "running": _("In force"),
        "coming": _("Coming"),
        "over": _("Over"),
        "revoked": _("Revoked"),
    }[state]


def shown(line: DelegationLine, at: datetime) -> dict[str, Any]:
    """Return a line of the register as pages and prints show it."""
    state = line.state(day_of(at))
    return {
        "line": line,
        "unit": name_of(line.unit_id),
        "role": role_name(line.role),
        "acts": _acts(line.acts),
        "last": line.until - timedelta(days=1),
        "state": _state(state),
        "tone": TONES[state],
        "alive": state in {"running", "coming"},
    }


@require_safe
@officers
@told
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what one gave and what one may sign for others."""
    at = timezone.now()
    rows = [shown(line, at) for line in delegations_of(actor.account_id or 0)]
    return render(
        request,
        "desk/lead/delegations.html",
        {
            "given": [r for r in rows if r["line"].giver_id == actor.account_id],
            "received": [r for r in rows if r["line"].receiver_id == actor.account_id],
            "heads": [(u, name_of(u.id)) for u in _headed(actor)],
        },
    )


def _headed(actor: Actor) -> list[Any]:
    return [authority.unit(each) for each in sorted(actor.unit_ids) if _may_give(actor, each)]


def _may_give(actor: Actor, unit_id: int) -> bool:
    return isinstance(decide("delegation", actor, "give", (unit_id, Role.UNIT_HEAD)), Allowed)


@require_safe
@officers
@told
def register(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show the register of a unit, newest first."""
    look = looked_at(unit, actor)
    rows = _lines(look, before=_number(request.GET.get("before")))
    following = f"?before={rows[-1].id}" if len(rows) == 50 else ""
    more = {
        "rows": [shown(row, look.at) for row in rows],
        "next": following,
        "may_give": _may_give(actor, look.unit.id),
    }
    return render(request, "desk/lead/register.html", page_of(look, "register", **more))


@require_safe
@officers
@told
def printed(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show the register for the printer: the newest five hundred lines."""
    look = looked_at(unit, actor)
    rows = [shown(row, look.at) for row in _lines(look, limit=500)]
    return render(request, "desk/lead/register_print.html", page_of(look, "register", rows=rows))


def _lines(look: Look, *, before: int | None = None, limit: int = 50) -> list[DelegationLine]:
    require("unit", look.actor, "oversee", line_of(look.unit.id))
    offices = offices_of(look.unit.id, on=day_of(look.at))
    return delegations_in(offices, before=before, limit=limit)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


@require_http_methods(["GET", "HEAD", "POST"])
@officers
@told
def grant(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Let an officer sign in the head's place, within acts, procedures and days."""
    look = looked_at(unit, actor)
    require("delegation", actor, "give", (look.unit.id, Role.UNIT_HEAD))
    people = _people(look)
    form = DelegationForm(request.POST or None, people=people, procedures=_procedures(look))
    if request.method == "POST" and form.is_valid():
        given = _granted(request, form, look)
        if given is not None:
            messages.success(request, _("The delegation is in the register."))
            return redirect("lead:delegation", delegation=given)
    facts = page_of(look, "register", form=form)
    return render(request, "desk/lead/grant.html", facts, status=422 if form.errors else 200)


def _granted(request: HttpRequest, form: DelegationForm, look: Look) -> UUID | None:
    facts = form.cleaned_data
    try:
        given = authority.delegate(
            unit_id=look.unit.id,
            role=Role.UNIT_HEAD,
            to=facts["to"],
            formula=Formula(facts["formula"]),
            acts=facts["acts"],
            procedures=facts["procedures"] or None,
            since=facts["since"],
            until=facts["until"],
            document_number=facts["document_number"],
            document_on=facts["document_on"],
            by=look.actor,
            at=look.at,
        )
    except authority.NotAllowed:
        raise
    except DomainError as error:
        form.add_error(None, error.message(request.LANGUAGE_CODE))
        return None
    return given.uid


def _people(look: Look) -> list[tuple[int, str]]:
    """Return the officers of the agency with their posts, but for the head himself."""
    on = day_of(look.at)
    agency = agency_of(look.unit.id).id
    offices = offices_of(agency, on=on)
    found: dict[int, str] = {}
    for each in directory(agency, on=on):
        if each.unit_id in offices and each.account_id != look.actor.account_id:
            post = f"{role_name(each.role)}, {name_of(each.unit_id)}"
            found.setdefault(each.account_id, f"{each.name} ({post})")
    return sorted(found.items(), key=lambda pair: pair[1])


def _procedures(look: Look) -> list[tuple[str, str]]:
    """Return the published procedures, by code."""
    rows = current_versions(day_of(look.at))
    return [(row.code, f"{row.code} {_title(row.id)}") for row in rows]


def _title(version_id: int) -> str:
    name: str = getattr(procedure(version_id).name, language())
    return name


@require_http_methods(["GET", "HEAD", "POST"])
@officers
@told
def one(request: HttpRequest, actor: Actor, delegation: UUID) -> HttpResponse:
    """Show one delegation with its history; its giver narrows or revokes it."""
    line, at = authority.delegation(delegation), timezone.now()
    oversees = isinstance(decide("unit", actor, "oversee", line_of(line.unit_id)), Allowed)
    if not oversees and actor.account_id not in {line.giver_id, line.receiver_id}:
        raise PermissionDenied
    form = _narrow_form(request, line)
    if request.method == "POST" and _acted(request, form, line, actor):
        return redirect("lead:delegation", delegation=line.uid)
    ended = line.state(day_of(at)) in {"revoked", "over"}
    facts = {
        "row": shown(line, at),
        "history": [_event(entry) for entry in entries(f"delegation:{line.uid}")],
        "form": form,
        "may": _may_give(actor, line.unit_id) and not ended,
        "unit_uid": authority.unit(line.unit_id).uid,
        "oversees": oversees,
    }
    return render(request, "desk/lead/delegation.html", facts, status=422 if form.errors else 200)


def _event(entry: Any) -> dict[str, Any]:
    what = entry.kind.partition(".")[2]
    titles = {"given": _("Granted"), "narrowed": _("Narrowed"), "revoked": _("Revoked")}
    body = entry.body
    return {
        "title": titles.get(what, what),
        "at": entry.at,
        "tone": "bad" if what == "revoked" else "info",
        "acts": _acts(body.get("acts") or ()),
        "procedures": body.get("procedures"),
        "until": body.get("until"),
        "seq": entry.seq,
        "hash": entry.hash.hex()[:12],
    }


def _narrow_form(request: HttpRequest, line: DelegationLine) -> NarrowForm:
    narrowing = request.method == "POST" and request.POST.get("do") == "narrow"
    acts = list(zip(line.acts, _acts(line.acts), strict=True))
    codes = [(code, code) for code in line.procedures or ()]
    return NarrowForm(
        request.POST if narrowing else None,
        acts=acts,
        procedures=codes,
        initial={
            "acts": list(line.acts),
            "procedures": list(line.procedures or ()),
            "last": line.until - timedelta(days=1),
        },
    )


def _acted(request: HttpRequest, form: NarrowForm, line: DelegationLine, actor: Actor) -> bool:
    do, at = request.POST.get("do"), timezone.now()
    if do == "narrow" and not form.is_valid():
        return False
    try:
        if do == "revoke":
            authority.revoke_delegation(line.id, by=actor, at=at)
        elif do == "narrow":
            facts = form.cleaned_data
            authority.narrow_delegation(
                line.id,
                acts=facts["acts"],
                procedures=None if line.procedures is None else facts["procedures"],
                until=facts["last"] + timedelta(days=1),
                by=actor,
                at=at,
            )
    except authority.NotAllowed:
        raise
    except DomainError as error:
        if do == "narrow":
            form.add_error(None, error.message(request.LANGUAGE_CODE))
            return False
        messages.error(request, error.message(request.LANGUAGE_CODE))
    return True
