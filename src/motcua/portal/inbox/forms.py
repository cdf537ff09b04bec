"""How a person wants to be told."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.api import NoticeWish


class WishForm(forms.Form):
    """The channels, and the address of each that is chosen."""

    language = forms.ChoiceField(
        label=_("Language of the notices"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    email = forms.BooleanField(label=_("By e-mail"), required=False)
    address = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    sms = forms.BooleanField(label=_("By text message"), required=False)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        validators=[RegexValidator(r"^\+?[0-9 .]{8,16}$", _("Write digits only, 8 to 15."))],
    )
    zalo = forms.BooleanField(label=_("By Zalo"), required=False)
    zalo_user = forms.CharField(
        label=_("Your id at the Zalo official account"), required=False, max_length=60
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the address of every channel that is chosen."""
        data = super().clean() or {}
        for channel, where in (("email", "address"), ("sms", "phone"), ("zalo", "zalo_user")):
            if data.get(channel) and not data.get(where) and where not in self.errors:
                self.add_error(where, _("Fill this in, or leave the channel out."))
        return data

    def wish(self) -> NoticeWish:
        """Return what was chosen."""
        return NoticeWish(**self.cleaned_data)
