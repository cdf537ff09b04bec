"""What the templates of the worklist and the dossier page say values with."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.authority.api import unit
from motcua.catalogue.types import Text
from motcua.desk.work.page import language
from motcua.desk.work.words import CHANNELS, DONE, KINDS, MARKS, PAPERS
from motcua.dossiers.api import WorkLine, status_name
from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import WorkingTime

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """Return a text of the catalogue in the visitor's language."""
    return text.vi if language() == "vi" else text.en


@register.filter
def working(seconds: int) -> str:
    """Return an amount of working time in words, without its sign."""
    return WorkingTime(abs(seconds)).label(language())


@register.filter
def mark(line: WorkLine, today: datetime) -> str:
    """Return how a task stands against its time: waiting, late, today or soon."""
    if line.waiting:
        return "waiting"
    if line.left_seconds < 0 or line.due_at < timezone.now():
        return "late"
    return "today" if line.due_at < today else "soon"


@register.filter
def mark_word(kind: str) -> str:
    """Return the word beside the colour."""
    return str(MARKS[kind])


@register.filter
def mark_tone(kind: str) -> str:
    """Return the tone of a tag."""
    return {"late": "bad", "today": "warn", "soon": "good"}.get(kind, "info")


@register.filter
def status_word(status: int) -> str:
    """Return the national name of a status."""
    return status_name(status, language())  # type: ignore[arg-type]  # templates hold a Status


@register.filter
def channel_word(channel: Any) -> str:
    """Return the name of a channel."""
    return str(CHANNELS[channel])


@register.filter
def done_word(verb: str) -> str:
    """Return what happened, as the history says it."""
    return str(DONE.get(verb, verb))


@register.filter
def unit_name(unit_id: int) -> str:
    """Return the name of a unit."""
    return unit(unit_id).name(language())


@register.filter
def message(error: DomainError) -> str:
    """Return what an error says."""
    return error.message(language())


@register.filter
def line_text(line: Any) -> str:
    """Return a line of an explanation."""
    return str(line.text(language()))


@register.filter
def answer_text(value: Any) -> str | SafeString:
    """Return an answer of the form as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(answer_text(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(answer_text(each) for each in value.values())
    return str(value)


@register.filter
def key_of(line: WorkLine) -> str:
    """Return what a tick sends: the task, and the state in which its dossier was seen."""
    return f"{line.task}:{line.seq}"


@register.filter
def paper_file(paper: Any) -> Any:
    """Return the newest form of a paper: sealed, when it was sealed."""
    return (paper.sealed_file or paper.file).uid


@register.filter
def paper_word(kind: str) -> str:
    """Return what a paper is called."""
    return str(PAPERS.get(str(kind), kind))


@register.filter
def kind_word(kind: str) -> str:
    """Return how a component was handed in."""
    return str(KINDS.get(kind, kind))
