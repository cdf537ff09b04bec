"""The page of one dossier, and every act on it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.authority.types import Actor
from motcua.catalogue.types import Verb
from motcua.desk.work import forms
from motcua.desk.work.acts import ACTS, DeskAct, offers, prefix_of
from motcua.desk.work.checklist import verdicts_of
from motcua.desk.work.doors import told
from motcua.desk.work.page import DossierPage, language, page_of
from motcua.desk.work.words import DONE
from motcua.dossiers import api
from motcua.dossiers.errors import DossierMoved
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""What a browser may show inside the page; everything else is downloaded."""
FRAMED = {"frame-ancestors": ["'self'"]}


@officers
@require_GET
@told
def dossier(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Show one dossier with everything that an officer may know and do."""
    return _shown(request, page_of(uid, actor=actor, at=timezone.now()))


def _shown(
    request: HttpRequest,
    page: DossierPage,
    *,
    tried: forms.ActForm | None = None,
    status: int = 200,
    seen: int | None = None,
) -> HttpResponse:
    offered = offers(page, tried=tried)
    orphan = tried is not None and not any(each.form is tried for each in offered)
    context = {
        "page": page,
        "found": page.found,
        "offers": offered,
        "orphan": tried if orphan else None,
        "tried": tried,
        "changes": page.changed_since(seen) if seen is not None else [],
        "evidence": api.evidence(page.found, language=language())
        if "verify" in request.GET
        else None,
        "rating": api.rating_of(page.found),
        "status_name": api.status_name(page.found.status, language()),
        "me": page.actor.account_id,
    }
    return render(request, "desk/work/dossier.html", context, status=status)


@officers
@require_POST
@told
def act(
    request: HttpRequest, actor: Actor, uid: UUID, verb: str, task: UUID | None = None
) -> HttpResponse:
    """Do one verb; what is refused comes back with what was typed."""
    doing = ACTS.get(Verb(verb)) if verb in set(Verb) else None
    if doing is None:
        raise Http404
    page = page_of(uid, actor=actor, at=timezone.now())
    form = doing.form(
        request.POST, request.FILES, page=page, task=task, prefix=prefix_of(doing.verb, task)
    )
    if not form.is_valid():
        return _shown(request, page, tried=form, status=422)
    return _done(request, page, doing, form)


def _done(
    request: HttpRequest, page: DossierPage, doing: DeskAct, form: forms.ActForm
) -> HttpResponse:
    seen = form.cleaned_data["expected_seq"]
    uid = page.found.uid
    try:
        doing.do(uid, by=page.actor, at=page.at, expected_seq=seen, **form.facts())
    except DossierMoved:
        return _moved(request, uid, doing, seen=seen, actor=page.actor)
    except DomainError as error:
        form.add_error(None, error.message(language()))
        return _shown(request, page, tried=form, status=error.status)
    messages.success(request, str(DONE[doing.verb.value]))
    return redirect("work:dossier", uid=uid)


def _moved(
    request: HttpRequest, uid: UUID, doing: DeskAct, *, seen: int, actor: Actor
) -> HttpResponse:
    """Tell what others did meanwhile and keep what was typed; an act sent twice is done once."""
    page = page_of(uid, actor=actor, at=timezone.now())
    since = page.changed_since(seen)
    if len(since) == 1 and (since[0].verb, since[0].entry.by) == (doing.verb.value, actor.label):
        return redirect("work:dossier", uid=uid)
    task = request.resolver_match.kwargs.get("task") if request.resolver_match else None
    prefix = prefix_of(doing.verb, task)
    data = request.POST.copy()
    data[f"{prefix}-expected_seq"] = str(page.found.seq)
    form = doing.form(data, request.FILES, page=page, task=task, prefix=prefix)
    form.add_error(
        None, _("Somebody else acted on this dossier meanwhile. Read what changed, then decide.")
    )
    return _shown(request, page, tried=form, status=409, seen=seen)


@officers
@require_POST
@told
def check(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Keep the ticks of the checklist."""
    page = page_of(uid, actor=actor, at=timezone.now())
    try:
        api.note_checks(page.found, verdicts_of(request.POST, page), by=actor, at=page.at)
    except DomainError as error:
        messages.error(request, error.message(language()))
        return _shown(request, page, status=error.status)
    messages.success(request, _("The checklist is saved."))
    return redirect("work:dossier", uid=uid)


@officers
@require_GET
@told
def sign(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Show the paper as it will be signed, and the form that signs it."""
    page = page_of(uid, actor=actor, at=timezone.now())
    offer = next((each for each in offers(page) if each.act.verb is Verb.SIGN), None)
    if offer is None:
        raise Http404
    context = {"page": page, "found": page.found, "offer": offer}
    return render(request, "desk/work/sign.html", context)


@officers
@require_GET
@told
def preview(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the result as the officer would sign it now."""
    page = page_of(uid, actor=actor, at=timezone.now())
    paper = api.preview_result(page.found, by=actor, at=page.at)
    return _content(paper, "application/pdf", name=str(uid))


@officers
@require_GET
@told
def file(request: HttpRequest, actor: Actor, uid: UUID, file: UUID) -> HttpResponse:
    """Return a file of the dossier: shown in the page, or downloaded."""
    found = api.dossier(str(uid), actor=actor)
    stored, data = api.content(found, str(file))
    answer = _content(data, stored.media_type, name=str(stored.uid))
    if "download" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="{stored.uid}"'
    return answer


@officers
@require_GET
@told
def slip(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the control slip (form 06) as of now."""
    page = page_of(uid, actor=actor, at=timezone.now())
    return _content(api.slip_pdf(page.found, at=page.at), "application/pdf", name=str(uid))


@officers
@require_GET
@told
def proof(request: HttpRequest, actor: Actor, uid: UUID, seq: int) -> HttpResponse:  # noqa: ARG001
    """Return the proof that an act stands under a signed seal, as a file."""
    found = api.dossier(str(uid), actor=actor)
    answer = JsonResponse(dict(api.proof_of_act(found, seq=seq)))
    answer["Content-Disposition"] = f'attachment; filename="proof-{uid}-{seq}.json"'
    return answer


def _content(data: bytes, media_type: str, *, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    way = "inline" if media_type in SHOWN else "attachment"
    answer["Content-Disposition"] = f'{way}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    # The viewer on the dossier's own page frames it; nobody else's page may.
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer._csp_replace = FRAMED  # type: ignore[attr-defined]  # what csp's middleware reads
    return answer
