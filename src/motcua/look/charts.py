"""Charts: a Vega-Lite specification becomes an SVG that follows the colours of the page.

vl-convert draws without network and without clock, so one specification gives one picture, which
is kept in the cache under the digest of the specification.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final, Protocol

import vl_convert
from django.core.cache import cache

INK: Final = "#010203"
LINE: Final = "#040506"
SERIES: Final = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04")
"""Colours that no chart has of its own; they stand for the tokens of the page."""
TOKENS: Final = {
    INK: "currentColor",
    LINE: "var(--line)",
    **{mark: f"var(--chart-{number})" for number, mark in enumerate(SERIES, 1)},
}
STYLE: Final = {
    "background": None,
    "font": "sans-serif",
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "orient": "top"},
    "header": {"labelColor": INK, "titleColor": INK},
    "title": {"color": INK},
    "text": {"color": INK},
    "view": {"stroke": None},
    "mark": {"color": SERIES[0]},
    "range": {"category": list(SERIES)},
}
KEPT_SECONDS: Final = 24 * 3600
SHAPE: Final = 1
"""Counted up when the drawing below changes, so that no old picture is shown."""


class Chart(Protocol):
    """What altair's charts are to us."""

    def to_dict(self) -> dict[str, Any]:
        """Return the Vega-Lite specification."""


def draw(chart: Chart | Mapping[str, Any], *, title: str) -> str:
    """Return the SVG of a chart, named ``title`` for those who do not see it."""
    spec = dict(chart) if isinstance(chart, Mapping) else chart.to_dict()
    written = json.dumps([SHAPE, title, spec], sort_keys=True, ensure_ascii=False)
    key = f"look.chart.{hashlib.sha256(written.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = _dressed(vl_convert.vegalite_to_svg(_styled(spec)), title=title, name=key[-12:])
        cache.set(key, kept, KEPT_SECONDS)
    return str(kept)


def _styled(spec: Mapping[str, Any]) -> dict[str, Any]:
    own = spec.get("config", {})
    merged = {
        name: {**value, **own[name]} if isinstance(value, dict) and name in own else value
        for name, value in STYLE.items()
    }
    return {**spec, "config": {**own, **merged}}


def _dressed(svg: str, *, title: str, name: str) -> str:
    """Turn the drawing into one picture of the page: its colours, one name, no inline style."""
    svg = re.sub(r'\s(?:style|aria-[a-z]+|role|class)="[^"]*"', "", svg)
    for mark, token in TOKENS.items():
        svg = re.sub(re.escape(mark), token, svg, flags=re.IGNORECASE)
    head = f'<svg role="img" aria-labelledby="{name}"'
    svg = svg.replace("<svg", head, 1)
    return re.sub(r"(<svg[^>]*>)", rf'\1<title id="{name}">{_literal(title)}</title>', svg, count=1)


def _literal(text: str) -> str:
    return escape(text).replace("\\", "\\\\")
