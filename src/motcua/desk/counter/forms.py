"""What an officer types at the counter."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.authority.types import PersonKind
from motcua.catalogue.types import Component

KINDS = [
    ("", _("Not handed in")),
    ("original", _("Original")),
    ("copy", _("Copy")),
    ("electronic", _("Electronic")),
]


class PersonForm(forms.Form):
    """Who stands before the counter: a number finds him, a name and a number register him."""

    number = forms.CharField(
        label=_("Identity number"),
        max_length=300,
        help_text=_("Type it, or scan the card."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=300, required=False)
    birth_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            (PersonKind.CITIZEN.value, _("Citizen")),
            (PersonKind.ENTERPRISE.value, _("Enterprise")),
            (PersonKind.HOUSEHOLD.value, _("Household business")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Read a scanned card: number|old number|name|ddmmyyyy|sex|address|issued."""
        found = super().clean() or {}
        parts = str(found.get("number", "")).split("|")
        if len(parts) >= 4:
            found.update(number=parts[0].strip(), name=parts[2].strip())
            found["birth_on"] = _card_day(parts[3].strip()) or found.get("birth_on")
        return found


def _card_day(text: str) -> date | None:
    try:
        return date(int(text[4:8]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


class PapersForm(forms.Form):
    """Which papers were handed in, as what, how many, and a scan of each where there is one."""

    def __init__(
        self, components: tuple[Component, ...], language: str, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, prefix="paper")
        self.components = components
        for one in components:
            label = one.name.en if language.startswith("en") else one.name.vi
            self.fields[f"{one.id}.kind"] = forms.ChoiceField(
                label=label, choices=KINDS, required=False
            )
            self.fields[f"{one.id}.copies"] = forms.IntegerField(
                label=_("Number of copies: %(paper)s") % {"paper": label},
                min_value=1,
                max_value=99,
                required=False,
            )
            self.fields[f"{one.id}.file"] = forms.FileField(
                label=_("Scan: %(paper)s") % {"paper": label}, required=False
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the three fields of each paper."""
        return [
            (self[f"{one.id}.kind"], self[f"{one.id}.copies"], self[f"{one.id}.file"])
            for one in self.components
        ]


class BookForm(forms.Form):
    """The period of a tracking book; both days are in it."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)

    def __init__(self, units: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field

    def day_after(self) -> date:
        """Return the first day outside the period."""
        last: date = self.cleaned_data["until"]
        return last + timedelta(days=1)
