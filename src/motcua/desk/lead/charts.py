"""The charts of a leader's pages, as Vega-Lite specifications; each stands beside its table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def load(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return bars of open work per officer: late, due today, later."""
    values = [
        {"who": f"{row['who']} · {row['post']}", "part": part, "order": order, "tasks": tasks}
        for row in rows
        for order, (part, tasks) in enumerate(_parts(row))
        if row["open"]
    ]
    return {
        "$schema": SCHEMA,
        "width": 640,
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "who",
                "type": "nominal",
                "title": None,
                "sort": "-x",
                "axis": {"labelLimit": 320},
            },
            "x": {
                "field": "tasks",
                "type": "quantitative",
                "title": _("Open tasks"),
                "axis": {"tickMinStep": 1},
            },
            "color": {
                "field": "part",
                "type": "nominal",
                "title": None,
                "sort": [_("Late"), _("Due today"), _("Later"), _("Waiting")],
                "scale": {
                    "range": ["#b3261e", "#c77700", "#2f6f4f", "#8a8f98"],
                    "domain": [_("Late"), _("Due today"), _("Later"), _("Waiting")],
                },
                "legend": {"orient": "top"},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _parts(row: Mapping[str, Any]) -> list[tuple[str, int]]:
    later = row["open"] - row["late"] - row["due_today"] - row["waiting"]
    return [
        (_("Late"), row["late"]),
        (_("Due today"), row["due_today"]),
        (_("Later"), later),
        (_("Waiting"), row["waiting"]),
    ]


def scores(rows: Sequence[tuple[str, float | None]]) -> dict[str, Any]:
    """Return bars of the nine indicators, from 0 to 2 points."""
    values = [{"name": name, "points": points} for name, points in rows if points is not None]
    return {
        "$schema": SCHEMA,
        "width": 560,
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#1f5fa8"},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "title": None,
                "sort": None,
                "axis": {"labelLimit": 320},
            },
            "x": {
                "field": "points",
                "type": "quantitative",
                "title": _("Points"),
                "scale": {"domain": [0, 2]},
            },
        },
    }
