"""Letting somebody file for oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PowerForm(forms.Form):
    """Whom, named twice over so that nobody is empowered by a slip of one digit, and until when."""

    number = forms.CharField(label=_("Identity number of the representative"), max_length=20)
    name = forms.CharField(label=_("Full name of the representative"), max_length=300)
    valid_until = forms.DateField(
        label=_("Until (left out: one year)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
