"""The account: one's dossiers, one dossier, one's papers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.authority.api import unit
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import PaymentMoment
from motcua.documents.api import OfficialDocument
from motcua.dossiers.api import (
    PaymentState,
    Snapshot,
    Status,
    complaints_about,
    content,
    dossier,
    handed_in,
    own_papers,
    paper_content,
    papers,
    rating_of,
    status_name,
    verbs_of,
    why_this_date,
)
from motcua.kernel.forms import compile_form
from motcua.look.doors import citizens
from motcua.portal.account.words import (
    PAPERS,
    TONES,
    component_names,
    events,
    holders,
    own_lines,
    todo,
)
from motcua.portal.downloads import download
from motcua.portal.filing.screens import asked_screens
from motcua.portal.filing.steps import lines_of
from motcua.portal.language import said, spoken
from motcua.portal.refusals import refusals_told

PAGE = 20


def _key(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isdigit() and len(text) < 19 else None


@citizens
@require_safe
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List one's dossiers, newest first; what waits for the person is said on each."""
    lines, following = own_lines(actor, before=_key(request), limit=PAGE)
    facts = {
        "lines": lines,
        "next": f"?before={following}" if following else "",
        "previous": reverse("account:home") if _key(request) else "",
    }
    return render(request, "portal/account/home.html", facts)


@citizens
@refusals_told
@require_safe
def one(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Show one dossier: where it stands, what to do, why the date, what happened, the papers."""
    found = dossier(str(uid), actor=actor)
    procedure = procedure_of(found.version_id)
    why = why_this_date(found)
    facts = {
        "row": found,
        "procedure_name": said(procedure.name),
        "status": status_name(found.status, spoken()),
        "tone": TONES[found.status],
        "todo": todo(found.status),
        "holders": holders(found),
        "desk": unit(found.receiving_id).name(spoken()),
        "agency": unit(found.competent_id).name(spoken()),
        "why": [{"text": said(line), "article": line.article} for line in why.lines] if why else [],
        "events": events(found, actor=actor),
        "papers": [_paper(paper) for paper in papers(found) if paper.kind in PAPERS],
        "given": _given(found),
        "sections": _sections(found),
        "payments": [_payment(found, one) for one in found.payments],
        "verbs": verbs_of(found, actor),
        "rated": rating_of(found) is not None,
        "complaints": complaints_about(found, actor=actor),
    }
    return render(request, "portal/account/dossier.html", facts)


def _paper(paper: OfficialDocument) -> dict[str, object]:
    return {
        "name": PAPERS[paper.kind],
        "symbol": paper.symbol,
        "code": paper.code,
        "at": paper.issued_at,
        "revoked": paper.revoked_at is not None,
        "file_now": (paper.sealed_file or paper.file).uid,
    }


def _given(found: Snapshot) -> list[dict[str, object]]:
    names = component_names(found)
    return [{"name": names.get(h.component, h.component), "file": h} for h in handed_in(found)]


def _sections(found: Snapshot) -> list[dict[str, object]]:
    form = compile_form(procedure_of(found.version_id).form)
    return [
        {
            "title": screen.en if spoken() == "en" else screen.vi,
            "lines": [line for line in lines_of(screen.fields, found.form, {}) if line.text],
        }
        for screen in asked_screens(form, found.form)
    ]


def _payment(found: Snapshot, payment: object) -> dict[str, object]:
    """Return one fee with the way to pay it, when it is due now."""
    state, moment = getattr(payment, "state", None), getattr(payment, "moment", 0)
    due = state is PaymentState.DUE and (
        moment != PaymentMoment.RETURN or found.status is Status.DONE
    )
    href = _pay_url(found, getattr(payment, "uid", None)) if due else ""
    return {"line": payment, "paid": state is PaymentState.PAID, "due": due, "href": href}


def _pay_url(found: Snapshot, payment: UUID | None) -> str:
    try:
        return reverse("payments:start", args=[found.uid, payment])
    except NoReverseMatch:
        return ""


@citizens
@refusals_told
@require_safe
def file(request: HttpRequest, actor: Actor, uid: UUID, file: str) -> HttpResponse:  # noqa: ARG001
    """Give a file of one's dossier."""
    return download(*content(dossier(str(uid), actor=actor), file))


@citizens
@require_safe
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the papers that the State has digitised of the person and uses again."""
    rows = own_papers(actor, at=timezone.now(), before=_key(request), limit=PAGE + 1)
    facts = {
        "papers": rows[:PAGE],
        "next": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "previous": reverse("account:papers") if _key(request) else "",
    }
    return render(request, "portal/account/papers.html", facts)


@citizens
@refusals_told
@require_safe
def own_file(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:  # noqa: ARG001
    """Give one of the person's own papers."""
    return download(*paper_content(actor, uid, at=timezone.now()))
