"""Values in the words and the form that the visitor reads them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.catalogue.api import Channel, Text
from motcua.kernel.worktime import ZONE

NBSP = "\u00a0"


def language() -> str:
    """Return the language of the page: ``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def said(text: Text) -> str:
    """Return a text in the visitor's language; Vietnamese where there is no other."""
    return (text.en if language() == "en" else text.vi) or text.vi


def tongue(text: Text) -> str:
    """Return the language in which :func:`said` speaks: a page marks what is not its own."""
    return "en" if language() == "en" and text.en else "vi"


def money(amount: Decimal | int) -> str:
    """Return an amount of dong."""
    if amount == 0:
        return _("Free")
    return f"{int(amount):,}".replace(",", ".") + f"{NBSP}đ"


def when(at: datetime | None) -> str:
    """Return an instant in the province's time."""
    return at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M") if at else ""


def day(on: date | datetime | None) -> str:
    """Return a day."""
    if isinstance(on, datetime):
        on = on.astimezone(ZONE).date()
    return on.strftime("%d/%m/%Y") if on else ""


def lived(time: timedelta) -> str:
    """Return how long something took, in the two largest units that say anything."""
    minutes = round(time.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if (left and not days) or not parts:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", left) % {"n": left})
    return " ".join(parts[:2])


def share(rate: float | None) -> str:
    """Return a rate as a percentage; empty for none."""
    if rate is None:
        return ""
    text = f"{rate * 100:.1f}".removesuffix(".0")
    return (text if language() == "en" else text.replace(".", ",")) + "%"


def channel(one: Channel | None) -> str:
    """Return how a dossier is filed."""
    names = {
        Channel.ONLINE: _("Online"),
        Channel.COUNTER: _("At the desk"),
        Channel.POST: _("By post"),
    }
    return names[one] if one else _("Any way of filing")


def levels() -> dict[str, str]:
    """Return the names of the levels of agencies."""
    return {
        "commune": _("Commune, ward"),
        "province": _("Province, city"),
        "ministry": _("Ministry"),
        "other": _("Other agency"),
    }


def applicants() -> dict[str, str]:
    """Return the names of the kinds of applicants."""
    return {
        "citizen": _("Person"),
        "household": _("Household"),
        "enterprise": _("Enterprise"),
        "organisation": _("Organisation"),
        "cooperative": _("Cooperative"),
        "foreigner": _("Foreigner"),
        "overseas_vietnamese": _("Vietnamese abroad"),
        "official": _("Official"),
        "foreign_organisation": _("Foreign organisation"),
        "foreign_invested_enterprise": _("Foreign-invested enterprise"),
        "vietnamese_enterprise": _("Vietnamese enterprise"),
        "resident_foreigner": _("Foreigner who lives here"),
        "party_member": _("Party member"),
        "party_organisation": _("Party organisation"),
    }


def roles() -> dict[str, str]:
    """Return the names of the posts that do a step."""
    return {
        "receiver": _("Receiver at the one-stop desk"),
        "officer": _("Case officer"),
        "unit_head": _("Head of the agency"),
        "clerk": _("Clerk"),
    }
