"""The page of public figures, and the same figures as CSV and JSON."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.authority.api import day_of, unit
from motcua.catalogue.api import FoundProcedure, named
from motcua.dossiers.api import FEW, Figure
from motcua.look.doors import anybody
from motcua.portal.figures.reading import Period, read_figures
from motcua.portal.finding import words

SHOWN = 100
CHARTED = 15
COLUMNS = (
    *("agency_code", "agency", "procedure", "procedure_name", "ended", "judged", "on_time"),
    *("on_time_rate", "complete_at_once", "complete_at_once_rate", "median_seconds", "synthetic"),
)


def _period(request: HttpRequest) -> Period:
    try:
        return Period(request.GET.get("period", ""))
    except ValueError:
        return Period.YEAR


@anybody
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how well agencies and procedures do, with the definitions."""
    period = _period(request)
    by = "procedure" if request.GET.get("by") == "procedure" else "agency"
    found = read_figures(period, at=timezone.now())
    whole = next(one for one in found if not one.unit_id and not one.procedure)
    chosen = _chosen(found, by=by)
    known = named({one.procedure for one in chosen}, on=day_of(timezone.now()))
    rows = [_row(one, known) for one in chosen]
    facts = {
        "few": FEW,
        "by": by,
        "periods": _tabs(period, by=by),
        "ways": _ways(period, by=by),
        "rows": rows[:SHOWN],
        "whole": _row(whole, {}),
        "chart": _chart(rows[:CHARTED]),
        "chart_rows": [[one["name"], one["on_time"] or "–"] for one in rows[:CHARTED]],
        "chart_columns": [_("Agency") if by == "agency" else _("Procedure"), _("On time")],
        "synthetic": whole.synthetic,
        "query": urlencode({"period": period.value}),
    }
    return render(request, "portal/figures/figures.html", facts)


def _chosen(found: tuple[Figure, ...], *, by: str) -> list[Figure]:
    """Return the lines of agencies or of procedures, most dossiers first."""
    lines = [
        one
        for one in found
        if (
            one.unit_id and not one.procedure
            if by == "agency"
            else one.procedure and not one.unit_id
        )
    ]
    return sorted(lines, key=lambda one: (-one.judged, one.unit_id, one.procedure))


def _row(one: Figure, known: dict[str, FoundProcedure]) -> dict[str, Any]:
    name, tongue, href = "", "", ""
    if one.unit_id:
        name = unit(one.unit_id).name(words.language())
    elif one.procedure:
        found = known.get(one.procedure)
        name = words.said(found.name) if found else one.procedure
        tongue = words.tongue(found.name) if found else ""
        href = reverse("finding:procedure", args=[one.procedure])
    return {
        "name": name,
        "lang": tongue,
        "href": href,
        "ended": one.ended,
        "judged": one.judged,
        "on_time": words.share(one.on_time_rate),
        "rate": one.on_time_rate,
        "complete": words.share(one.complete_at_once_rate),
        "median": words.lived(one.median_time) if one.median_time is not None else "",
    }


def _tabs(period: Period, *, by: str) -> list[dict[str, Any]]:
    titles = {
        Period.YEAR: _("Last 12 months"),
        Period.QUARTER: _("Last quarter"),
        Period.MONTH: _("Last month"),
    }
    return [
        {
            "title": titles[one],
            "href": f"?{urlencode({'period': one.value, 'by': by})}",
            "now": one is period,
        }
        for one in Period
    ]


def _ways(period: Period, *, by: str) -> list[dict[str, Any]]:
    titles = {"agency": _("By agency"), "procedure": _("By procedure")}
    return [
        {
            "title": title,
            "href": f"?{urlencode({'period': period.value, 'by': name})}",
            "now": name == by,
        }
        for name, title in titles.items()
    ]


def _chart(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return bars of the on-time rate, in Vega-Lite; none when nobody has enough dossiers."""
    values = [
        {"name": one["name"], "rate": round(one["rate"] * 100, 1)}
        for one in rows
        if one["rate"] is not None
    ]
    if not values:
        return None
    rate = {
        "field": "rate",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "title": _("On time (%)"),
    }
    names = {"field": "name", "type": "nominal", "sort": None, "title": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 480,
        "data": {"values": values},
        "mark": "bar",
        "encoding": {"x": rate, "y": {**names, "axis": {"labelLimit": 220}}},
    }


def _lines(period: Period) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    found = [one for one in read_figures(period, at=now) if one.unit_id and one.procedure]
    known = named({one.procedure for one in found}, on=day_of(now))
    for one in found:
        place, name = unit(one.unit_id), known.get(one.procedure)
        median = one.median_time
        yield {
            "agency_code": place.code,
            "agency": place.name_vi,
            "procedure": one.procedure,
            "procedure_name": name.name.vi if name else "",
            "ended": one.ended,
            "judged": one.judged,
            "on_time": one.on_time,
            "on_time_rate": one.on_time_rate,
            "complete_at_once": one.complete_at_once,
            "complete_at_once_rate": one.complete_at_once_rate,
            "median_seconds": None if median is None else int(median.total_seconds()),
            "synthetic": one.synthetic,
        }


@anybody
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return the figures of each agency and procedure as CSV (RFC 4180, UTF-8)."""
    period = _period(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{period.value}.csv"'
    answer.write("\ufeff")  # Spreadsheets read it as UTF-8 by this mark only.
    writer = csv.DictWriter(answer, COLUMNS)
    writer.writeheader()
    writer.writerows(_lines(period))
    return answer


@anybody
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Return the same as JSON, with the period and the least number of dossiers of a rate."""
    period = _period(request)
    told = {
        "period": period.value,
        "days": period.length.days,
        "few": FEW,
        "figures": list(_lines(period)),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
