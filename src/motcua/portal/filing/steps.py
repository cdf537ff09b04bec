"""Where a draft stands: its steps, the next one, and what each answer reads like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.api import Fault
from motcua.kernel.forms import Field
from motcua.portal.filing.answers import kind_of
from motcua.portal.filing.drafts import Draft
from motcua.portal.filing.forms import label_of, title_of
from motcua.portal.filing.screens import Screen
from motcua.portal.language import spoken

GROUPED_FROM = 10_000
"""From this number on digits stand in groups; below it stand years and parcels."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a filing; ``state`` is done, now or later."""

    name: str
    title: str
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where the visitor stands among the steps."""

    steps: tuple[Step, ...]
    number: int

    @property
    def total(self) -> int:
        """Return how many steps there are."""
        return len(self.steps)

    @property
    def back(self) -> str:
        """Return the address of the step before; "" on the first."""
        return self.steps[self.number - 2].href if self.number > 1 else ""

    @property
    def onward(self) -> str:
        """Return the address of the step after; the last leads to itself."""
        return self.steps[min(self.number, self.total - 1)].href


def screen_title(screen: Screen) -> str:
    """Return the title of a screen in the visitor's language."""
    return screen.en if spoken() == "en" else screen.vi


def where(draft: Draft, name: str) -> Where:
    """Return the steps of a draft with the visitor at the one named."""
    pages = _pages(draft)
    names = [each[0] for each in pages]
    here = names.index(name) if name in names else 0
    steps = tuple(
        Step(each, title, href, "done" if i < here else "now" if i == here else "later")
        for i, (each, title, href) in enumerate(pages)
    )
    return Where(steps, here + 1)


def _pages(draft: Draft) -> list[tuple[str, str, str]]:
    questions = [
        (f"q{screen.number}", screen_title(screen), question_url(draft, screen.number))
        for screen in draft.screens()
    ]
    return [
        ("place", _("Where and for whom"), reverse("filing:place", args=[draft.uid])),
        *questions,
        ("papers", _("Papers to hand in"), reverse("filing:papers", args=[draft.uid])),
        ("check", _("Check and send"), reverse("filing:check", args=[draft.uid])),
    ]


def question_url(draft: Draft, number: int) -> str:
    """Return the address of a screen."""
    return reverse("filing:questions", args=[draft.uid, number])


def next_url(draft: Draft, faults: Sequence[Fault]) -> str:
    """Return the first page of a draft that is not right yet; the check when all are."""
    for screen in draft.screens():
        if any(fault.place == "form" and _within(fault, screen) for fault in faults):
            return question_url(draft, screen.number)
    if any(fault.place == "components" for fault in faults):
        return reverse("filing:papers", args=[draft.uid])
    return reverse("filing:check", args=[draft.uid])


def fault_url(draft: Draft, fault: Fault) -> str:
    """Return the place where a fault is mended."""
    if fault.place == "components":
        return reverse("filing:paper", args=[draft.uid, fault.field])
    if fault.place == "form":
        for screen in draft.screens():
            if _within(fault, screen):
                return f"{question_url(draft, screen.number)}?mend=1"
    return reverse("filing:place", args=[draft.uid])


def _within(fault: Fault, screen: Screen) -> bool:
    return any(name in screen.names for name in fault.field.split("/")[1:2])


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as people read it, with where it came from when the State gave it."""

    title: str
    text: str
    source: str = ""


def lines_of(
    fields: Sequence[Field], answers: Mapping[str, Any], held: Mapping[str, Mapping[str, str]]
) -> list[Line]:
    """Return the answers of a screen as people read them."""
    found = []
    for field in fields:
        name = field.path[0]
        source = ""
        if name in held and answers.get(name) == held[name]["value"]:
            source = source_name(held[name]["source"])
        title = field.en if spoken() == "en" else field.vi
        found.append(Line(title, text_of(field.schema, answers.get(name)), source))
    return found


def source_name(source: str) -> str:
    """Return the register that an answer came from, as people know it."""
    if source.startswith("enterprise."):
        return _("national enterprise register")
    return _("national population database")


def text_of(schema: Mapping[str, Any], value: Any) -> str:
    """Return an answer as people read it; "" when there is none."""
    if value is None or value == "":
        return ""
    kind = kind_of(schema)
    if kind == "choice":
        return label_of(schema, value)
    if kind in {"list", "table"} and isinstance(value, list):
        return "; ".join(text_of(schema["items"], one) for one in value)
    if kind == "object" and isinstance(value, Mapping):
        inner = schema.get("properties", {}).items()
        told = [(title_of(one, key), text_of(one, value.get(key))) for key, one in inner]
        return ", ".join(f"{title}: {text}" for title, text in told if text)
    return _plain(schema, value)


def _plain(schema: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int) and abs(value) >= GROUPED_FROM:
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if spoken() == "vi" else grouped
    if isinstance(value, float) and spoken() == "vi":
        return str(value).replace(".", ",")
    if schema.get("format") == "date" and isinstance(value, str):
        return _day(value)
    return str(value)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text
