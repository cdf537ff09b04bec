"""The forms of a leader's pages: they check shape; the services check truth."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.types import Verb

DELEGABLE = (
    Verb.APPROVE,
    Verb.SIGN,
    Verb.ISSUE,
    Verb.ASSIGN,
    Verb.APOLOGISE,
    Verb.STOP,
    Verb.SEND_BACK,
    Verb.REFUSE,
)
"""What a head may let another do in his place."""
ACTS = {
    Verb.APPROVE: _("Approve"),
    Verb.SIGN: _("Sign the result"),
    Verb.ISSUE: _("Seal and issue"),
    Verb.ASSIGN: _("Assign work"),
    Verb.APOLOGISE: _("Sign an apology"),
    Verb.STOP: _("Stop a dossier"),
    Verb.SEND_BACK: _("Send back"),
    Verb.REFUSE: _("Refuse"),
}
FORMULAS = [
    ("KT.", _("KT. – a deputy signs for the head")),
    ("TL.", _("TL. – by order of the head")),
    ("TUQ.", _("TUQ. – by mandate of the head")),
]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class DaysForm(forms.Form):
    """From the first to the last day, both included; ``until`` of the cleaned data is excluded."""

    since = _day(_("First day"))
    last = _day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        facts = super().clean() or self.cleaned_data
        since, last = facts.get("since"), facts.get("last")
        if since and last and last < since:
            self.add_error("last", _("The last day is before the first."))
        if last:
            facts["until"] = last + timedelta(days=1)
        return facts


class AbsenceForm(DaysForm):
    """Who stands in, and when."""

    substitute = forms.TypedChoiceField(label=_("Substitute"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.order_fields(["substitute", "since", "last"])
        choices = [("", _("Choose a colleague")), *((str(pk), name) for pk, name in people)]
        self.fields["substitute"].choices = choices  # type: ignore[attr-defined]  # a choice field


class PeriodForm(DaysForm):
    """The period of an evaluation; a quarter up to today when nothing is chosen."""


class DelegationForm(DaysForm):
    """What the head lets whom do, for which procedures and days, on which document."""

    to = forms.TypedChoiceField(label=_("Who signs"), coerce=int)
    formula = forms.ChoiceField(
        label=_("Formula on the paper"),
        choices=FORMULAS,
        widget=forms.RadioSelect,
        help_text=_("It stands above the signature (Decree 30/2020, article 13)."),
    )
    acts = forms.MultipleChoiceField(
        label=_("Acts"),
        choices=[(str(v), ACTS[v]) for v in DELEGABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    procedures = forms.MultipleChoiceField(
        label=_("Procedures"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of the unit."),
    )
    document_number = forms.CharField(label=_("Number of the document"), max_length=60)
    document_on = _day(_("Date of the document"))

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[int, str]],
        procedures: Iterable[tuple[str, str]],
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        choices = [("", _("Choose an officer")), *((str(pk), name) for pk, name in people)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["procedures"].choices = list(procedures)  # type: ignore[attr-defined]  # as above
        self.order_fields(
            ["to", "formula", "acts", "procedures", "since", "last", "document_number"]
        )


class NarrowForm(forms.Form):
    """What stays of a delegation."""

    acts = forms.MultipleChoiceField(label=_("Acts that stay"), widget=forms.CheckboxSelectMultiple)
    procedures = forms.MultipleChoiceField(
        label=_("Procedures that stay"), required=False, widget=forms.CheckboxSelectMultiple
    )
    last = _day(_("Last day"))

    def __init__(
        self,
        *args: Any,
        acts: Iterable[tuple[str, Any]],
        procedures: Iterable[tuple[str, str]],
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["acts"].choices = list(acts)  # type: ignore[attr-defined]  # a choice field
        self.fields["procedures"].choices = list(procedures)  # type: ignore[attr-defined]  # as above

    def clean_last(self) -> date:
        """Return the last day."""
        day: date = self.cleaned_data["last"]
        return day


class AssignForm(forms.Form):
    """One proposal that the head takes."""

    dossier = forms.UUIDField()
    task = forms.UUIDField()
    officer = forms.IntegerField(min_value=1)
    seq = forms.IntegerField(min_value=0)
