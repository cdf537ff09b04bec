"""The questions of a procedure as one Django form, made from its JSON Schema.

A list is asked as lines, one entry a line; the members of an entry are parted by ``|``. Texts that
are no number stay texts: the procedure's own check says what is wrong with them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

__all__ = ["SchemaForm", "form_for"]

Schema = Mapping[str, Any]
YES, NO = "yes", "no"
PREFIX = "q"


def form_for(
    schema: Schema, data: Mapping[str, str] | None = None, language: str = "vi"
) -> "SchemaForm":
    """Return the form of a schema, filled with what was typed. Fields bear dotted names."""
    return SchemaForm(schema, data, language)


class SchemaForm(forms.Form):
    """The questions of one schema; :meth:`answers` gives them back as JSON."""

    def __init__(self, schema: Schema, data: Mapping[str, str] | None, language: str) -> None:
        super().__init__(data, prefix=PREFIX)
        self.schema = schema
        self.language = language
        for name, inner in _leaves(schema):
            self.fields[name] = _field(inner, name, language)

    def answers(self) -> dict[str, Any]:
        """Return the answers as JSON; a question left empty is left out."""
        found: dict[str, Any] = {}
        for name, inner in _leaves(self.schema):
            text = str(self.data.get(self.add_prefix(name), "")).strip()
            if text:
                _put(found, name.split("."), _value(inner, text))
        return found

    def tell(self, path: str, message: str) -> None:
        """Put an error of the procedure's check (a JSON Pointer) at its question."""
        name = ".".join(path.strip("/").split("/"))
        while name and name not in self.fields:
            name = name.rpartition(".")[0]
        self.add_error(name or None, message)


def _leaves(schema: Schema, above: str = "") -> Iterator[tuple[str, Schema]]:
    for name, inner in schema.get("properties", {}).items():
        if inner.get("type") == "object":
            yield from _leaves(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}", inner


def _title(schema: Schema, name: str, language: str) -> str:
    english = schema.get("x-title-en") if language.startswith("en") else None
    return str(english or schema.get("title") or name)


def _field(schema: Schema, name: str, language: str) -> forms.Field:
    """Return an optional field: what is required is the procedure's own check to say."""
    facts: dict[str, Any] = {"label": _title(schema, name, language), "required": False}
    options = _options(schema, language)
    if options:
        return forms.ChoiceField(choices=[("", "—"), *options], **facts)
    if schema.get("type") == "array":
        hint = " | ".join(_members(schema, language))
        rows = forms.Textarea(attrs={"rows": 2, "placeholder": hint})
        return forms.CharField(widget=rows, **facts)
    return forms.CharField(widget=_widget(schema), **facts)


def _widget(schema: Schema) -> forms.TextInput:
    if schema.get("format") == "date":
        return forms.DateInput(attrs={"type": "date"})
    if schema.get("type") in {"integer", "number"} or schema.get("format") == "citizen-id":
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput()


def _options(schema: Schema, language: str) -> list[tuple[str, str]]:
    english = language.startswith("en")
    if schema.get("type") == "boolean":
        return [(YES, "Yes" if english else "Có"), (NO, "No" if english else "Không")]
    labels = schema.get("x-labels", {})
    key = "en" if english else "vi"
    return [
        (str(value), str(labels.get(str(value), {}).get(key, value)))
        for value in schema.get("enum", ())
    ]


def _members(schema: Schema, language: str) -> list[str]:
    inner = schema.get("items", {}).get("properties", {})
    return [_title(each, name, language) for name, each in inner.items()]


def _value(schema: Schema, text: str) -> Any:
    kind = schema.get("type", "string")
    if "enum" in schema:
        return next((value for value in schema["enum"] if str(value) == text), text)
    if kind == "boolean":
        return {YES: True, NO: False}.get(text, text)
    if kind == "array":
        return [_entry(schema.get("items", {}), line) for line in text.splitlines() if line.strip()]
    return _number(text, kind) if kind in {"integer", "number"} else text


def _entry(schema: Schema, line: str) -> Any:
    members = schema.get("properties")
    if not members:
        return _value(schema, line.strip())
    parts = zip(members.items(), line.split("|"), strict=False)
    told = {name: (inner, part.strip()) for (name, inner), part in parts}
    return {name: _value(inner, part) for name, (inner, part) in told.items() if part}


def _number(text: str, kind: str) -> Any:
    plain = text.replace(" ", "").replace(",", ".")
    try:
        return int(plain) if kind == "integer" or plain.lstrip("-").isdigit() else float(plain)
    except ValueError:
        return text


def _put(found: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        found = found.setdefault(name, {})
    found[path[-1]] = value
