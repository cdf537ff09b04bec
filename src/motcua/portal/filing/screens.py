"""Which questions stand together on one screen.

A form has pages (``x-page``). A question that hangs on another of the same page comes on a later
screen, so that a browser without scripts asks it only when it has to be asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from motcua.kernel.forms import Field, Form
from motcua.kernel.rules import compile_rule

MOST: Final = 8
"""Questions on one screen; a longer page is cut into even parts."""
FORM_ONLY: Final = frozenset({"form"})


@dataclass(frozen=True, slots=True)
class Screen:
    """Questions asked together; ``number`` counts from 1 over all that may ever be asked."""

    number: int
    vi: str
    en: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of its answers in the form."""
        return frozenset(field.path[0] for field in self.fields)


@lru_cache(maxsize=256)
def screens_of(form: Form) -> tuple[Screen, ...]:
    """Return every screen of a form in the order of asking."""
    found: list[Screen] = []
    for page in sorted({field.page for field in form.fields}):
        top = [field for field in form.fields if field.page == page and len(field.path) == 1]
        vi, en = _title(form.schema, page)
        for part in (part for layer in _layers(top) for part in _parts(layer)):
            found.append(Screen(len(found) + 1, vi, en, tuple(part)))
    return tuple(found)


def asked_screens(form: Form, answers: Mapping[str, Any]) -> tuple[Screen, ...]:
    """Return the screens with something to ask, given the answers, and only what is asked."""
    asked = {field.path for field in form.asked(answers)}
    kept = []
    for screen in screens_of(form):
        fields = tuple(field for field in screen.fields if field.path in asked)
        if fields:
            kept.append(Screen(screen.number, screen.vi, screen.en, fields))
    return tuple(kept)


def _title(schema: Mapping[str, Any], page: int) -> tuple[str, str]:
    title = schema.get("x-pages", {}).get(str(page), {})
    vi = title.get("vi", schema.get("title", "Thông tin kê khai"))
    return vi, title.get("en", schema.get("x-title-en", "Your answers"))


def _layers(fields: Sequence[Field]) -> list[list[Field]]:
    layers: list[list[Field]] = []
    waiting = list(fields)
    while waiting:
        names = {field.path[0] for field in waiting}
        layer = [field for field in waiting if not _needs(field) & (names - {field.path[0]})]
        layer = layer or waiting  # A circle of conditions: ask them together.
        layers.append(layer)
        waiting = [field for field in waiting if field not in layer]
    return layers


def _needs(field: Field) -> set[str]:
    """Return the answers that decide whether a question is asked, or is filled in already."""
    paths = set(field.ask_if.paths) if field.ask_if else set()
    own = field.schema.get("x-own-if", "true")
    if own not in {"true", "false"}:
        paths |= compile_rule(own, FORM_ONLY).paths
    return {path[1] for path in paths if len(path) > 1}


def _parts(layer: Sequence[Field]) -> Iterable[Sequence[Field]]:
    count = -(-len(layer) // MOST)
    size = -(-len(layer) // count)
    return (layer[start : start + size] for start in range(0, len(layer), size))
