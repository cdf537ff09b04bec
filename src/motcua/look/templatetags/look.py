"""Filters and tags that the templates of the faces use: ``{% load look %}``."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.db import DatabaseError
from django.forms import BoundField, CheckboxInput, Form
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from motcua.authority.api import day_of
from motcua.authority.api import province as province_on
from motcua.authority.errors import UnitUnknown
from motcua.authority.types import ActorKind
from motcua.look import charts
from motcua.look.doors import THEME_COOKIE, THEMES, actor_of
from motcua.look.places import Door, doors_for
from motcua.look.words import clock_text, day_text, initials_text, money_text, when_text

register = template.Library()

TONES = {"success": "good", "warning": "warn", "error": "bad"}
"""The tone of a notice by the tag of Django's message."""


@register.filter
def when(at: datetime | None) -> str:
    """Write an instant: ``24/11/2026 10:05``; nothing when there is none."""
    return when_text(at) if at else ""


@register.filter
def day(on: date | None) -> str:
    """Write a civil date: ``24/11/2026``; nothing when there is none."""
    return day_text(on) if on else ""


@register.filter
def money(amount: Decimal | int | None) -> str:
    """Write an amount in dong: ``1.234.000 đ``; nothing when there is none."""
    return "" if amount is None else money_text(amount)


@register.filter
def clock(span: object) -> str:
    """Write a limit, a working time or working seconds in the reader's language."""
    return "" if span is None else clock_text(span)


@register.filter
def initials(name: str) -> str:
    """Write the initials of a name."""
    return initials_text(name or "")


@register.filter
def tone_of(message: Message) -> str:
    """Return the tone of a message of Django."""
    return TONES.get(message.level_tag, "info")


@register.filter
def is_tick(field: BoundField) -> bool:
    """Tell whether a field is a single tick box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration."""
    if label:
        shape = '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(shape, label, static("look/icons.svg"), name)
    shape = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(shape, static("look/icons.svg"), name)


@register.simple_tag
def place(route: str) -> str:
    """Return the address of a page, or nothing while no face has it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


@register.simple_tag
def stylesheet() -> str:
    """Return the address of the style sheet; nothing when the static files are not gathered."""
    try:
        return static("look/look.css")
    except ValueError:
        return ""


@register.simple_tag
def province_name() -> str:
    """Return the name of the province in the reader's language; empty before the set-up."""
    try:
        return province_on(on=day_of(timezone.now())).name(get_language() or "vi")
    except (UnitUnknown, DatabaseError):
        return ""


@register.simple_tag
def is_demonstration() -> bool:
    """Tell whether the province is a demonstration with synthetic data."""
    return bool(settings.DEMONSTRATION)


@register.simple_tag(takes_context=True)
def theme(context: Mapping[str, Any]) -> str:
    """Return the colours that the visitor chose: light, dark or empty for the device's."""
    request = context.get("request")
    chosen = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return chosen if chosen in THEMES else ""


@register.simple_tag(takes_context=True)
def visitor(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return who is signed in, as the shells show him."""
    request = context.get("request")
    if request is None or not _is_signed_in(request):
        return {"actor": None, "officer": False}
    actor = actor_of(request)
    return {"actor": actor, "officer": actor.kind is ActorKind.OFFICER}


@register.simple_tag(takes_context=True)
def desk_places(context: Mapping[str, Any]) -> list[Door]:
    """Return the links of the desk's side navigation."""
    request = context.get("request")
    if request is None or not _is_signed_in(request):
        return []
    return list(doors_for(actor_of(request), path=request.path))


@register.simple_tag(takes_context=True)
def told(context: Mapping[str, Any]) -> list[Message]:
    """Return the messages that wait for the visitor."""
    request = context.get("request")
    return list(get_messages(request)) if request is not None else []


@register.simple_tag
def faults(form: Form | None, errors: list[Mapping[str, str]] | None) -> list[dict[str, str]]:
    """Return what the error summary lists: an address in the page and a message each."""
    listed = [{"href": f"#{each['field']}", "text": each["message"]} for each in errors or ()]
    if not form:
        return listed
    for name, messages in form.errors.items():
        href = f"#{_anchor(form, name)}" if name in form.fields else ""
        before = f"{form[name].label}: " if href else ""
        listed += [{"href": href, "text": f"{before}{message}"} for message in messages]
    return listed


@register.simple_tag
def chart_svg(chart: Any, title: str) -> SafeString:
    """Draw a Vega-Lite specification or an altair chart."""
    return mark_safe(charts.draw(chart, title=title))  # noqa: S308  (drawn by us, title escaped)


@register.simple_tag
def qr_svg(data: str, label: str) -> SafeString:
    """Draw a QR code."""
    code = segno.make_qr(data, error="m")
    drawn = code.svg_inline(scale=4, border=2, omitsize=True, svgclass=None, lineclass=None)
    named = format_html('<svg role="img" aria-label="{}"', label or data)
    return mark_safe(drawn.replace("<svg", named, 1))  # noqa: S308  (drawn by us, label escaped)


def _anchor(form: Form, name: str) -> str:
    bound = form[name]
    # The first choice of a group has the focus; the group itself cannot have it.
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)
