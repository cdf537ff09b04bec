"""The nine indicators in words, with their article, for the pages and the exports."""

from typing import Any

from django.utils.translation import gettext as _


def indicators() -> list[dict[str, Any]]:
    """Return number, name, meaning and article of each indicator."""
    rows = (
        (
            _("Time of the whole dossier"),
            _("2 points: less time than the limit; 1: as much; 0: more."),
        ),
        (
            _("Time of each agency, the consulted ones too"),
            _("The same for each step against its norm; the slowest step of the dossier counts."),
        ),
        (
            _("Contacts to complete the file"),
            _("2: none; 1: one; 0: more. Every request counts: its cause is not recorded."),
        ),
        (
            _("Agencies that had to be contacted"),
            _("2: none but the desk; 1: one more; 0: several. A financial duty counts as one."),
        ),
        (
            _("Work at the one-stop desk"),
            _("2: all taken in and given back there; 1: all taken in there; 0: otherwise."),
        ),
        (_("Publicity of the procedures"), _("What applicants said when they rated the service.")),
        (_("Attitude of the officers"), _("What applicants said when they rated the service.")),
        (
            _("Answers to complaints"),
            _("2: all in time; 1: from 90%; 0: below. The time is 15 working days."),
        ),
        (
            _("Online services"),
            _("2: from 30% filed online; 1: from 15%; 0: below, or an online dossier was late."),
        ),
    )
    return [
        {
            "number": number,
            "name": name,
            "meaning": meaning,
            "article": f"TT 01/2018/TT-VPCP Đ13({number})",
        }
        for number, (name, meaning) in enumerate(rows, start=1)
    ]


def grades() -> dict[str, dict[str, str]]:
    """Return the name and the tone of each class (Đ15)."""
    return {
        "full": {"name": _("Full completion"), "tone": "good"},
        "most": {"name": _("70% to 100% completion"), "tone": "info"},
        "below": {"name": _("Under 70% completion"), "tone": "bad"},
        "excellent": {"name": _("Excellent"), "tone": "good"},
        "good": {"name": _("Good"), "tone": "good"},
        "fair": {"name": _("Fair"), "tone": "info"},
        "average": {"name": _("Average"), "tone": "warn"},
        "weak": {"name": _("Weak"), "tone": "bad"},
    }
