"""The nine indicators, the dossiers behind them, and the signs of worked-on figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.authority.api import day_of
from motcua.authority.types import Actor
from motcua.desk.lead import charts, sheets
from motcua.desk.lead.forms import PeriodForm
from motcua.desk.lead.indicators import grades, indicators
from motcua.desk.lead.units import Look, looked_at, page_of
from motcua.desk.work.doors import told
from motcua.dossiers.api import Evaluation, Sheet, evaluate, evaluated_cases, timeline
from motcua.dossiers.api import dossier as dossier_of
from motcua.dossiers.api import signs as signs_of
from motcua.look.doors import officers

PAGE = 50


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a page looks at, the form that chose them, and their query string."""

    since: date
    until: date
    form: PeriodForm

    @property
    def query(self) -> str:
        """The period as a query string."""
        last = self.until - timedelta(days=1)
        return urlencode({"since": self.since.isoformat(), "last": last.isoformat()})


def period_of(request: HttpRequest, look: Look) -> Period:
    """Return the chosen period, or the current quarter so far."""
    today = day_of(look.at)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    usual = {"since": quarter, "last": today}
    form = PeriodForm(request.GET if "since" in request.GET else None, initial=usual)
    if form.is_bound and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        if until - since <= timedelta(days=366):
            return Period(since, until, form)
        form.add_error("last", _("A period lasts a year at most."))
    return Period(quarter, today + timedelta(days=1), form)


def _found(look: Look, period: Period) -> Evaluation:
    return evaluate(
        look.unit.id, since=period.since, until=period.until, actor=look.actor, at=look.at
    )


@require_safe
@officers
@told
def sheet(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show the sheet of a unit and of its officers."""
    look = looked_at(unit, actor)
    period = period_of(request, look)
    found = _found(look, period)
    rows = _rows(found.sheet) if found.sheet else []
    facts = {
        "period": period,
        "found": found,
        "rows": rows,
        "grade": _grade(found.sheet),
        "people": [_person(line) for line in found.officers],
        "definitions": indicators(),
        "chart": charts.scores([(row["short"], row["score"]) for row in rows]),
        "chart_rows": [[row["short"], row["score"]] for row in rows],
        "chart_columns": [_("Indicator"), _("Points")],
    }
    bad = period.form.is_bound and bool(period.form.errors)
    page = page_of(look, "evaluation", **facts)
    return render(request, "desk/lead/evaluation.html", page, status=422 if bad else 200)


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "number": each["number"],
            "name": each["name"],
            "short": f"{each['number']}. {each['name']}",
            "score": None if (score := sheet.scores[each["number"]]) is None else float(score),
            "count": sheet.counts.get(each["number"], 0),
        }
        for each in indicators()
    ]


def _grade(sheet: Sheet | None) -> dict[str, str]:
    return grades()[sheet.grade] if sheet and sheet.grade else {"name": "", "tone": "neutral"}


def _person(line: Any) -> dict[str, Any]:
    scores = [line.sheet.scores.get(number) for number in (1, 2, 3, 4, 7)]
    return {"line": line, "scores": scores, "grade": _grade(line.sheet)}


@require_safe
@officers
@told
def dossiers(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show the dossiers behind a figure, newest first."""
    look = looked_at(unit, actor)
    period = period_of(request, look)
    officer = _number(request.GET.get("officer"))
    cases = evaluated_cases(
        look.unit.id,
        since=period.since,
        until=period.until,
        actor=actor,
        at=look.at,
        officer_id=officer,
        before=_number(request.GET.get("before")),
        limit=PAGE + 1,
    )
    own = f"{period.query}&officer={officer}" if officer else period.query
    following = f"?{own}&before={cases[PAGE - 1].id}" if len(cases) > PAGE else ""
    facts = {
        "period": period,
        "cases": [(c, [c.points.get(n) for n in (1, 2, 3, 4, 6, 7)]) for c in cases[:PAGE]],
        "next": following,
        "back": own,
    }
    return render(request, "desk/lead/cases.html", page_of(look, "evaluation", **facts))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


@require_safe
@officers
@told
def entries(request: HttpRequest, actor: Actor, unit: UUID, dossier: UUID) -> HttpResponse:
    """Show the ledger entries that a dossier's points were computed from."""
    look = looked_at(unit, actor)
    found = dossier_of(str(dossier), actor=actor)
    facts = {"dossier": found, "entries": timeline(found)}
    return render(request, "desk/lead/entries.html", page_of(look, "evaluation", **facts))


@require_safe
@officers
@told
def export(request: HttpRequest, actor: Actor, unit: UUID, kind: str) -> HttpResponse:
    """Give the sheets as a file, CSV or XLSX."""
    look = looked_at(unit, actor)
    return sheets.answer(kind, _found(look, period_of(request, look)), unit=look.unit)


@require_safe
@officers
@told
def signs(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show what asks for a look, with its evidence."""
    look = looked_at(unit, actor)
    period = period_of(request, look)
    found = signs_of(look.unit.id, since=period.since, until=period.until, actor=actor, at=look.at)
    facts = {
        "period": period,
        "last_day": [(each, round(each.seconds_left / 3600, 1)) for each in found.last_day],
        "bursts": [
            (each, found.names.get(each.officer, ""), (each.until - each.since).seconds)
            for each in found.bursts
        ],
        "again": found.again,
    }
    return render(request, "desk/lead/signs.html", page_of(look, "signs", **facts))
