"""The worklist: what an officer's posts have to do, and acts on many lines at once."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.authority.api import unit
from motcua.authority.types import Actor
from motcua.catalogue.types import Verb
from motcua.desk.work.bulk import BULK, chosen_of, do_all
from motcua.desk.work.doors import told
from motcua.desk.work.filters import after_of, key_after, query_of, wish_of
from motcua.desk.work.page import language
from motcua.desk.work.saved import drop_filter, filters_of, save_filter
from motcua.desk.work.words import CHANNELS, DO, ROLES
from motcua.dossiers import api
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers

PAGE = 50
OUTCOME = "desk_outcome"


@officers
@require_GET
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the open tasks of the officer's posts, due first."""
    return _home(request, actor)


def _home(request: HttpRequest, actor: Actor, *, status: int = 200) -> HttpResponse:
    at = timezone.now()
    wish = wish_of(request.GET)
    lines = api.work_lines(actor, wish, at=at, after=after_of(request.GET), limit=PAGE + 1)
    shown = lines[:PAGE]
    further = query_of(request.GET, after=key_after(shown[-1])) if len(lines) > PAGE else ""
    counts = api.work_counts(actor, at=at)
    choices = api.work_choices(actor)
    page = {
        "lines": shown,
        "wish": wish,
        "at": at,
        "today": api.day_end(at),
        "counts": counts,
        "tabs": _tabs(request, wish, counts),
        "fields": _fields(request, choices),
        "narrowed": bool(query_of(request.GET, due="")),
        "next": f"?{further}" if further else "",
        "first": f"{reverse('work:home')}?{query_of(request.GET)}"
        if "after" in request.GET
        else "",
        "saved": filters_of(actor),
        "query": query_of(request.GET),
        "bulk": _bulk(shown),
        "all": "all" in request.GET,
        "me": actor.account_id,
    }
    return render(request, "desk/work/home.html", page, status=status)


def _tabs(request: HttpRequest, wish: api.Wish, counts: api.WorkCounts) -> list[dict[str, Any]]:
    every = (
        (api.Due.ANY, _("To do"), counts.total),
        (api.Due.LATE, _("Late"), counts.late),
        (api.Due.TODAY, _("Today"), counts.today),
        (api.Due.WEEK, _("This week"), counts.week),
        (api.Due.WAITING, _("Waiting for the applicant"), counts.waiting),
    )
    return [
        {
            "title": title,
            "href": f"?{query_of(request.GET, due='' if due is api.Due.ANY else due.value)}",
            "now": wish.due is due,
            "count": f"{count}+" if count >= api.COUNTED_MOST else str(count),
        }
        for due, title, count in every
    ]


def _fields(request: HttpRequest, choices: api.Choices) -> list[dict[str, Any]]:
    """Return the lists by which the worklist is narrowed, each as name, label and options."""
    lang = language()
    posts = [
        (f"{uid}:{role}", f"{ROLES.get(role, role)}, {unit(uid).name(lang)}")
        for uid, role in choices.posts
    ]
    statuses = [(str(s.value), api.status_name(s, lang)) for s in api.Status if 0 < s.value < 10]
    every = (
        ("procedure", _("Procedure"), [(c, getattr(n, lang)) for c, n in choices.procedures]),
        ("step", _("Step"), [(c, getattr(n, lang)) for c, n in choices.steps]),
        ("whose", _("Whose"), [("mine", _("Mine")), ("free", _("Nobody's yet"))]),
        ("status", _("Status"), statuses),
        ("channel", _("Channel"), [(c.value, str(name)) for c, name in CHANNELS.items()]),
        ("post", _("Your post"), posts if len(posts) > 1 else []),
    )
    return [
        {"name": name, "label": label, "options": options, "value": request.GET.get(name, "")}
        for name, label, options in every
        if options
    ]


def _bulk(lines: list[api.WorkLine]) -> list[tuple[str, Any]]:
    """Return the verbs that some line on the page can be done in bulk by."""
    held = {verb for line in lines for verb in line.verbs}
    if any(line.officer_id is None for line in lines):
        held.add(Verb.CLAIM)
    return [(name, DO[verb]) for name, verb in BULK.items() if verb in held]


@officers
@require_POST
@told
def bulk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do one verb on every ticked line, and tell what came of each."""
    at = timezone.now()
    seen = chosen_of(request.POST.getlist("chosen"))
    verb = BULK.get(request.POST.get("do", ""))
    if verb is None or not seen:
        messages.error(request, _("Tick at least one dossier first."))
        return redirect("work:home")
    lines = api.chosen_lines(actor, seen, at=at)
    if verb is Verb.SIGN and "sure" not in request.POST:
        return _sign_many(request, lines, seen)
    outcomes = do_all(verb, lines, seen=seen, by=actor, at=at)
    gone = len(seen) - len(lines)
    kept = [each.kept() for each in outcomes]
    request.session[OUTCOME] = {"verb": verb.value, "gone": gone, "items": kept}
    return redirect("work:outcome")


def _sign_many(
    request: HttpRequest, lines: list[api.WorkLine], seen: dict[UUID, int]
) -> HttpResponse:
    """Show what is about to be signed, with totals."""
    signing = [line for line in lines if Verb.SIGN in line.verbs]
    totals = Counter(getattr(line.procedure, language()) for line in signing)
    page = {
        "lines": [(line, f"{line.task}:{seen[line.task]}") for line in signing],
        "totals": sorted(totals.items()),
        "others": len(seen) - len(signing),
    }
    return render(request, "desk/work/sign_many.html", page)


@officers
@require_GET
def outcome(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Show what came of the last act on many dossiers."""
    kept = request.session.get(OUTCOME)
    if kept is None:
        return redirect("work:home")
    items = kept["items"]
    page = {
        "name": DO[Verb(kept["verb"])],
        "done": [each for each in items if each["done"]],
        "failed": [each for each in items if not each["done"]],
        "gone": kept["gone"],
    }
    return render(request, "desk/work/outcome.html", page)


@officers
@require_GET
@told
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Land on the dossier that was scanned or typed, or list those of people named so."""
    text = request.GET.get("q", "").strip()[:500]
    try:
        return redirect("work:dossier", uid=api.scanned(text, actor=actor))
    except DomainError:
        pass
    name = text[:100] if text.isprintable() and "://" not in text else ""
    at = timezone.now()
    page = {
        "q": text,
        "today": api.day_end(at),
        "me": actor.account_id,
        "tasks": api.work_lines(actor, api.Wish(name=name), at=at, limit=20) if name else [],
        "found": api.dossiers_of_people(name, actor=actor) if name else [],
    }
    return render(request, "desk/work/search.html", page)


@officers
@require_GET
def following(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Go to the most urgent task that is not of the dossier just left."""
    left = request.GET.get("left", "")
    for line in api.work_lines(actor, api.Wish(), at=timezone.now(), limit=20):
        if str(line.dossier) != left and line.officer_id in {None, actor.account_id}:
            return redirect("work:dossier", uid=line.dossier)
    messages.info(request, _("Nothing else waits for you."))
    return redirect("work:home")


@officers
@require_POST
def keep_filter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the list as it is narrowed now, under a name."""
    query = query_of(wish_query(request))
    try:
        save_filter(request.POST.get("name", ""), query, by=actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message(language()))
    return redirect(f"{reverse('work:home')}?{query}")


def wish_query(request: HttpRequest) -> dict[str, Any]:
    """Return the narrowing that the form of the saved filters carries along."""
    return QueryDict(request.POST.get("query", "")[:500]).dict()


@officers
@require_POST
@told
def forget_filter(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:  # noqa: ARG001
    """Delete one of the officer's own filters."""
    drop_filter(key, by=actor)
    return redirect("work:home")


@officers
@require_GET
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """List the keyboard shortcuts."""
    return render(request, "desk/work/keys.html")
