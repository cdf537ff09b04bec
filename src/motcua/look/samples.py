"""What the style guide shows: one example of each component in each state."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.worktime import Limit

AT = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
TONES = ("info", "good", "warn", "bad")


class Sample(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"), help_text=gettext_lazy("As on your identity card")
    )
    born_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    commune = forms.ChoiceField(
        label=gettext_lazy("Commune"), choices=[("", "—"), ("1", "An Biên"), ("2", "Hồng Bàng")]
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How do you want the result?"),
        choices=[
            ("desk", gettext_lazy("At the one-stop desk")),
            ("post", gettext_lazy("By post")),
        ],
        widget=forms.RadioSelect,
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papers at hand"),
        choices=[("1", gettext_lazy("Identity card")), ("2", gettext_lazy("Marriage certificate"))],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label=gettext_lazy("What I declare is true"))
    file = forms.FileField(label=gettext_lazy("Birth record"))


def samples() -> dict[str, Any]:
    """Return the context of the style guide."""
    return {
        "blank": Sample(prefix="blank"),
        "wrong": Sample({"wrong-full_name": ""}, prefix="wrong"),
        "tones": TONES,
        "steps": _steps(),
        "tabs": [
            {"title": _("Dossier"), "href": "#one", "now": True},
            {"title": _("Papers"), "href": "#two", "count": 3},
            {"title": _("History"), "href": "#three"},
        ],
        "at": AT,
        "limit": Limit.parse("3 working days"),
        "amount": Decimal(1234000),
        "chart": _chart(),
        "columns": [_("Month"), _("On time, %")],
        "rows": _rows(),
    }


def _steps() -> list[dict[str, str]]:
    return [
        {"title": _("About you"), "state": "done", "href": "#"},
        {"title": _("Papers"), "state": "now"},
        {"title": _("Check and send"), "state": "later"},
    ]


def _rows() -> list[tuple[str, int]]:
    return [("08/2026", 91), ("09/2026", 94), ("10/2026", 93), ("11/2026", 97)]


def _chart() -> dict[str, Any]:
    values = [{"month": month, "share": share} for month, share in _rows()]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": 520,
        "height": 180,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "share", "type": "quantitative", "title": _("On time, %")},
        },
    }
