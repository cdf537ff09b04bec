"""Django forms of the filing pages, the questions made from a JSON Schema."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from motcua.kernel.forms import Field, FieldError, Form
from motcua.portal.filing.answers import (
    NO,
    YES,
    kind_of,
    read,
    read_object,
    rows_of,
    written,
)
from motcua.portal.filing.screens import Screen
from motcua.portal.language import spoken

RADIOS: Final = 7
"""Up to so many choices are shown as radios; more as a list to choose from."""
LONG: Final = 240
"""From so many characters on a text gets several lines."""
INPUTS: Final[Mapping[str, dict[str, str]]] = {
    "date": {"type": "date"},
    "email": {"type": "email", "autocomplete": "email", "spellcheck": "false"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "citizen-id": {"inputmode": "numeric", "spellcheck": "false", "autocomplete": "off"},
    "tax-code": {"spellcheck": "false", "autocomplete": "off"},
}


@dataclass
class Row:
    """The inputs of one row of a list."""

    number: int
    fields: list[forms.BoundField] = field(default_factory=list)


@dataclass
class Part:
    """What a page shows in one place: one question, or a list of rows."""

    name: str
    title: str
    bound: forms.BoundField | None = None
    rows: list[Row] = field(default_factory=list)
    may_add: bool = False
    count: str = ""

    @property
    def may_remove(self) -> bool:
        """Whether there is more than one row."""
        return len(self.rows) > 1


class ScreenForm(forms.Form):
    """The questions of one screen; ``answers`` are all answers of the draft so far."""

    use_required_attribute = False

    def __init__(
        self,
        form: Form,
        screen: Screen,
        *,
        answers: Mapping[str, Any],
        held: Iterable[str] = (),
        data: Mapping[str, str] | None = None,
    ) -> None:
        """Make the inputs of what is not held already."""
        super().__init__(data)
        self.form, self.screen, self.answers = form, screen, answers
        self.asked = [one for one in screen.fields if one.path[0] not in set(held)]
        self.language = spoken()
        self._texts = dict(data) if data is not None else self._written()
        self.initial = dict(self._texts)
        self.plans: list[tuple[Field, list[list[str]]]] = []
        for one in self.asked:
            self.plans.append((one, self._add(one)))

    def _written(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for one in self.asked:
            name = one.path[0]
            if name in self.answers:
                texts |= written(one.schema, self.answers[name], name, language=self.language)
        return texts

    def _add(self, one: Field) -> list[list[str]]:
        """Add the inputs of a question; return their names, row by row for a list."""
        name, kind = one.path[0], kind_of(one.schema)
        if kind not in {"list", "table"}:
            return [list(self._inputs(one.schema, name, self._label(one), required=one.required))]
        items = one.schema["items"]
        return [
            list(self._inputs(items, f"{name}.{row}", self._label(one), required=one.required))
            for row in range(rows_of(self._texts, name))
        ]

    def _inputs(self, schema: Any, name: str, label: str, *, required: bool) -> Iterable[str]:
        if kind_of(schema) != "object":
            self.fields[name] = _input(schema, label=label, required=required)
            yield name
            return
        for key, inner in schema.get("properties", {}).items():
            asked = key in schema.get("required", ())
            yield from self._inputs(
                inner, f"{name}.{key}", title_of(inner, key), required=required and asked
            )

    def _label(self, one: Field) -> str:
        return one.en if self.language == "en" else one.vi

    def full_clean(self) -> None:
        """Let the form's own schema say what is wrong: one wording for pages, API and checks."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        if not self.is_bound:
            return
        for error in self.form.errors(self.said()):
            if error.path.split("/")[1:2] and error.path.split("/")[1] in self._own:
                self._tell(error)

    @property
    def _own(self) -> set[str]:
        return {one.path[0] for one in self.asked}

    def _tell(self, error: FieldError) -> None:
        dotted = ".".join(error.path.split("/")[1:])
        inside = [name for name in self.fields if name == dotted or name.startswith(f"{dotted}.")]
        self.add_error(
            inside[0] if inside else None, error.en if self.language == "en" else error.vi
        )

    def said(self) -> dict[str, Any]:
        """Return all answers of the draft with those of this page in their place."""
        new = read_object(
            {"properties": {one.path[0]: one.schema for one in self.asked}}, self._texts, ""
        )
        kept = {name: value for name, value in self.answers.items() if name not in self._own}
        return self.form.trimmed({**kept, **new})

    def with_rows(self, change: str) -> "ScreenForm":
        """Return the page again with a row more or fewer: ``add:name`` or ``remove:name:2``."""
        verb, _sep, rest = change.partition(":")
        name, _sep, number = rest.partition(":")
        one = next((one for one in self.asked if one.path[0] == name), None)
        texts = dict(self._texts)
        if one is not None and kind_of(one.schema) in {"list", "table"}:
            texts = _rows_changed(one.schema, texts, name, verb=verb, number=number)
        fresh = ScreenForm(self.form, self.screen, answers=self.answers, held=self._held())
        fresh.initial = texts
        fresh._texts = texts
        fresh.fields.clear()
        fresh.plans = [(one, fresh._add(one)) for one in fresh.asked]
        return fresh

    def _held(self) -> set[str]:
        return {one.path[0] for one in self.screen.fields} - self._own

    @property
    def parts(self) -> list[Part]:
        """Return what the page shows, in order."""
        return [self._part(one, rows) for one, rows in self.plans]

    def _part(self, one: Field, rows: list[list[str]]) -> Part:
        name, kind = one.path[0], kind_of(one.schema)
        part = Part(name, self._label(one))
        if kind in {"list", "table", "object"}:
            part.rows = [Row(i, [self[each] for each in names]) for i, names in enumerate(rows)]
            most = one.schema.get("maxItems", 50)
            part.may_add = kind != "object" and len(rows) < most
            part.count = str(len(rows)) if kind != "object" else ""
        else:
            part.bound = self[rows[0][0]]
        return part


def _rows_changed(
    schema: Any, texts: dict[str, str], name: str, *, verb: str, number: str
) -> dict[str, str]:
    count = rows_of(texts, name)
    rows = [read(schema["items"], texts, f"{name}.{row}") for row in range(count)]
    if verb == "add":
        rows.append(None)
    elif verb == "remove" and number.isdigit() and int(number) < count:
        rows.pop(int(number))
    kept = {key: text for key, text in texts.items() if not key.startswith(f"{name}.")}
    kept[f"{name}.rows"] = str(max(1, len(rows)))
    for place, row in enumerate(rows):
        if row is not None:
            kept |= written(schema["items"], row, f"{name}.{place}", language=spoken())
    return kept


def title_of(schema: Mapping[str, Any], name: str) -> str:
    """Return the title of an answer in the visitor's language."""
    if spoken() == "en":
        return str(schema.get("x-title-en", name))
    return str(schema.get("title", name))


def label_of(schema: Mapping[str, Any], value: Any) -> str:
    """Return a choice as people read it."""
    words = schema.get("x-labels", {}).get(str(value), {})
    return str(words.get(spoken(), value))


def _input(schema: Mapping[str, Any], *, label: str, required: bool) -> forms.CharField:
    made = forms.CharField(label=label, required=required, widget=_widget(schema))
    made.help_text = _hint(schema)
    return made


def _hint(schema: Mapping[str, Any]) -> str:
    hint = {
        "citizen-id": _("12 digits, as on the identity card"),
        "phone": _("For example 0912345678"),
        "tax-code": _("10 or 13 digits"),
    }.get(str(schema.get("format")), "")
    hints = schema.get("x-hint", {})
    return str(hints.get(spoken(), hint))


def _widget(schema: Mapping[str, Any]) -> forms.Widget:
    kind = kind_of(schema)
    if kind == "boolean":
        return forms.RadioSelect(choices=[(YES, _("Yes")), (NO, _("No"))])
    if kind == "choice":
        choices = [(str(one), label_of(schema, one)) for one in schema["enum"]]
        if len(choices) <= RADIOS:
            return forms.RadioSelect(choices=choices)
        return forms.Select(choices=[("", _("Choose")), *choices])
    if kind in {"integer", "number"}:
        return forms.TextInput(attrs={"inputmode": "numeric" if kind == "integer" else "decimal"})
    if schema.get("maxLength", 0) >= LONG and "format" not in schema:
        return forms.Textarea(attrs={"rows": 4})
    return _text_input(schema)


def _text_input(schema: Mapping[str, Any]) -> forms.TextInput:
    attrs = dict(INPUTS.get(str(schema.get("format")), {}))
    if "maxLength" in schema:
        attrs["maxlength"] = str(schema["maxLength"])
    widget = forms.TextInput(attrs=attrs)
    widget.input_type = attrs.pop("type", "text")
    widget.attrs = attrs
    return widget
