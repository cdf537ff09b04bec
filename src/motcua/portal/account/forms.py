"""Forms of the account."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_WORDS: Final = 2000
LEVELS: Final = (("2", _("Good")), ("1", _("Fair")), ("0", _("Not good")))
RATED: Final = {
    5: _("How the one-stop desk handled your dossier"),
    6: _("How clear the papers, fees and times were"),
    7: _("How people treated you"),
}
"""The indicators that an applicant can judge; the clock tells others (TT 01/2018/TT-VPCP Đ13)."""


def _words(label: Any, *, required: Any = "", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MOST_WORDS,
        required=bool(required),
        error_messages={"required": required} if required else None,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    """Why a dossier is taken back."""

    use_required_attribute = False
    reason = _words(_("Why do you take it back?"), required=_("Say why you take it back."))


class ComplaintForm(forms.Form):
    """A complaint to the head of the agency."""

    use_required_attribute = False
    text = _words(
        _("What went wrong?"),
        required=_("Write what went wrong."),
        hint=_("The head of the agency reads it, not the officer who has your dossier."),
    )
    complaint = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RatingForm(forms.Form):
    """How the applicant found the service."""

    use_required_attribute = False
    comment = _words(
        _("What should be better?"), hint=_("Not obligatory. Officers do not see who wrote.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask one question for each indicator."""
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for number, label in RATED.items():
            self.fields[f"r{number}"] = forms.ChoiceField(
                label=label,
                choices=LEVELS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )
        self.fields["comment"] = comment

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the questions in order."""
        return [self[name] for name in self.fields]

    def scores(self) -> dict[int, int]:
        """Return the scores by indicator."""
        return {number: int(self.cleaned_data[f"r{number}"]) for number in RATED}
