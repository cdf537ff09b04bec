"""The pages on which people find what they need."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.authority.api import day_of
from motcua.catalogue.api import (
    CatalogueEntry,
    EntryNotFound,
    FoundProcedure,
    ProcedureNotFound,
    Wanted,
    choices,
    current_version,
    entry,
    find_procedures,
    named,
    suggestions,
)
from motcua.catalogue.api import procedure as version_of
from motcua.dossiers.api import Figure
from motcua.look.doors import anybody
from motcua.portal.figures.reading import Period, read_figures
from motcua.portal.finding import showing, words
from motcua.portal.finding.events import life_event, life_events
from motcua.portal.finding.forms import SearchForm
from motcua.portal.finding.picture import picture
from motcua.portal.finding.words import said, tongue

PAGE = 20
MOST_USED = 6


@anybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search, the events of a life, what is used most, and how well it goes."""
    now = timezone.now()
    figures = read_figures(Period.YEAR, at=now)
    whole = next(one for one in figures if not one.unit_id and not one.procedure)
    facts = {
        "events": [_event(one) for one in life_events()],
        "most_used": _most_used(figures, on=day_of(now)),
        "ended": whole.ended,
        "on_time": words.share(whole.on_time_rate),
        "complete": words.share(whole.complete_at_once_rate),
        "median": words.lived(whole.median_time) if whole.median_time is not None else "",
        "synthetic": whole.synthetic,
    }
    return render(request, "portal/finding/home.html", facts)


def _event(one: Any) -> dict[str, str]:
    address = f"{reverse('finding:search')}?{urlencode({'event': one.id})}"
    return {"name": said(one.name), "about": said(one.about), "href": address, "icon": one.icon}


def _most_used(figures: tuple[Figure, ...], *, on: date) -> list[dict[str, Any]]:
    """Return the procedures that most dossiers were of; those executable fill the list up."""
    counted = sorted(
        (one for one in figures if one.procedure and not one.unit_id),
        key=lambda one: (-one.ended, one.procedure),
    )
    codes = [one.procedure for one in counted][:MOST_USED]
    if len(codes) < MOST_USED:
        filling = find_procedures(Wanted(online_here=True), on=on, limit=2 * MOST_USED)
        codes = list(dict.fromkeys([*codes, *(one.code for one in filling)]))[:MOST_USED]
    known = named(codes, on=on)
    return [_shown(known[code]) for code in codes if code in known]


def _shown(one: FoundProcedure) -> dict[str, Any]:
    levels = words.levels()
    return {
        "code": one.code,
        "name": said(one.name),
        "lang": tongue(one.name),
        "field": one.field,
        "levels": [levels.get(level, level) for level in one.levels],
        "online": one.online,
        "executable": one.executable,
        "href": reverse("finding:procedure", args=[one.code]),
    }


@anybody
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find procedures by words, by event and by filters; as one types when htmx is there."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in form.fields}
    event = life_event(asked["event"])
    on = day_of(timezone.now())
    facts = {"form": form, "q": asked["q"], "event": event and said(event.name)}
    if event and not asked["q"]:
        known = named(event.procedures, on=on)
        found = [known[code] for code in event.procedures if code in known]
        more = f"?{urlencode({'q': event.more})}"
        facts |= {"procedures": [_shown(one) for one in found], "more": more}
    else:
        facts |= _found(request, _wanted(asked), on=on)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return render(request, "portal/finding/_found.html", facts)
    return render(request, "portal/finding/search.html", facts | _filters(asked))


def _wanted(asked: dict[str, Any]) -> Wanted:
    return Wanted(
        words=asked["q"],
        field=asked["field"],
        ministry=asked["ministry"],
        level=asked["level"],
        applicant=asked["applicant"],
        online_here=bool(asked["online"]),
    )


def _found(request: HttpRequest, wanted: Wanted, *, on: date) -> dict[str, Any]:
    after = _key(request.GET.get("after", ""))
    rows = find_procedures(wanted, on=on, after=after, limit=PAGE + 1)
    following = None
    if len(rows) > PAGE:
        query = request.GET.copy()
        query["after"] = Signer(salt="finding.page").sign_object(rows[PAGE - 1].key)
        following = f"?{query.urlencode()}"
    mended = suggestions(wanted.words) if not rows and wanted.words else ""
    return {
        "procedures": [_shown(one) for one in rows[:PAGE]],
        "next": following,
        "first": f"?{urlencode({'q': wanted.words})}" if after else None,
        "mended": mended,
        "mended_href": f"?{urlencode({'q': mended})}",
        "narrowed": any(
            (wanted.field, wanted.ministry, wanted.level, wanted.applicant, wanted.online_here)
        ),
    }


def _key(text: str) -> tuple[int, int, str] | None:
    """Return the key of the last procedure seen; none for one that is not ours."""
    try:
        stage, rank, code = Signer(salt="finding.page").unsign_object(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(stage), int(rank), str(code)


def _filters(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the filters, each with whether it is chosen."""
    from_data = choices()
    ministries = dict(entry_ministries())
    options = {
        "field": [(one.value, one.value) for one in from_data["field"]],
        "ministry": [(one.value, ministries.get(one.value, "")) for one in from_data["ministry"]],
        "level": list(words.levels().items()),
        "applicant": list(words.applicants().items())[:7],
    }
    labels = {name: SearchForm.base_fields[name].label for name in options}
    filters = [
        {"name": name, "label": labels[name], "options": values, "chosen": asked[name]}
        for name, values in options.items()
    ]
    return {"filters": filters, "online": bool(asked["online"])}


def entry_ministries() -> list[tuple[str, str]]:
    """Return the ministries that keep procedures: value and name."""
    field = CatalogueEntry._meta.get_field("ministry")
    return [(str(value), str(name)) for value, name in field.choices or ()]


@anybody
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show all of one procedure: from the version in force, else from the national record."""
    now = timezone.now()
    national = _national(code)
    try:
        version_id = current_version(code, day_of(now))
    except ProcedureNotFound:
        if national is None:
            raise Http404 from None
        return render(
            request, "portal/finding/national.html", {"entry": national[0], **national[1]}
        )
    facts = _executable(version_id, at=now)
    facts["national"] = national and national[0]
    return render(request, "portal/finding/procedure.html", facts)


def _national(code: str) -> tuple[Any, dict[str, Any]] | None:
    try:
        found = entry(code)
    except EntryNotFound:
        return None
    return found, showing.national(found)


def _executable(version_id: int, *, at: datetime) -> dict[str, Any]:
    one = version_of(version_id)
    kinds = words.applicants()
    return {
        "one": one,
        "name": said(one.name),
        "applicants": [kinds.get(kind, kind) for kind in one.applicants],
        "service": showing.service(one),
        "online": one.service.value != "counter",
        "reason": said(one.service_reason) if one.service_reason else "",
        "where": showing.where(one),
        "times": showing.times(one),
        "fees": showing.fees(one),
        "papers": showing.papers(one),
        "conditions": [{"text": said(each.otherwise), "law": each.law} for each in one.eligible],
        "result": said(one.result.name),
        "steps": showing.steps(one),
        "picture": picture(one),
        "figures": showing.figures(one, at=at),
        "start": start_address(one.code),
        "title": _("%(name)s (%(code)s)") % {"name": said(one.name), "code": one.code},
    }


def start_address(code: str) -> str:
    """Return where a dossier of a procedure is begun; empty while there is no such page."""
    try:
        return reverse("filing:start", args=[code])
    except NoReverseMatch:
        return ""
