"""Between what a browser sends (texts by dotted names) and the answers of a form (JSON).

A text that is no number stays a text: the form's own check then says what is wrong with it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

YES, NO = "yes", "no"
MOST_ROWS: Final = 50
_GROUPED = re.compile(r"-?\d{1,3}(?:[. \u00a0]\d{3})+")
_WHOLE = re.compile(r"-?\d{1,18}")
_DECIMAL = re.compile(r"-?\d{1,15}(?:[.,]\d{1,9})?")

Schema = Mapping[str, Any]


def kind_of(schema: Schema) -> str:
    """Return how a question is asked: choice, boolean, integer, number, object, list, table, text.

    A table is a list of objects.
    """
    if "enum" in schema:
        return "choice"
    kind = schema.get("type", "string")
    if kind == "array":
        return "table" if schema.get("items", {}).get("type") == "object" else "list"
    return kind if kind in {"boolean", "integer", "number", "object"} else "text"


def read(schema: Schema, data: Mapping[str, str], name: str) -> Any:
    """Return the answer under a dotted name; None when nothing was said."""
    kind = kind_of(schema)
    if kind == "object":
        return read_object(schema, data, name) or None
    if kind in {"table", "list"}:
        rows = (read(schema["items"], data, f"{name}.{row}") for row in range(rows_of(data, name)))
        return [row for row in rows if row is not None] or None
    text = data.get(name, "").strip()
    return _value(schema, kind, text) if text else None


def read_object(schema: Schema, data: Mapping[str, str], name: str) -> dict[str, Any]:
    """Return the answers of an object that were given."""
    found = {
        key: read(inner, data, f"{name}.{key}" if name else key)
        for key, inner in schema.get("properties", {}).items()
    }
    return {key: value for key, value in found.items() if value is not None}


def rows_of(data: Mapping[str, str], name: str) -> int:
    """Return how many rows of a list the browser sent."""
    text = data.get(f"{name}.rows", "1")
    return min(int(text), MOST_ROWS) if text.isdigit() and len(text) < 4 else 1


def _value(schema: Schema, kind: str, text: str) -> Any:
    if kind == "boolean":
        return {YES: True, NO: False}.get(text, text)
    if kind == "integer":
        return _whole(text)
    if kind == "number":
        return _number(text)
    if kind == "choice":
        return next((one for one in schema["enum"] if str(one) == text), text)
    return text


def _whole(text: str) -> int | str:
    plain = re.sub(r"[. \u00a0]", "", text) if _GROUPED.fullmatch(text) else text
    return int(plain) if _WHOLE.fullmatch(plain) else text


def _number(text: str) -> float | int | str:
    """Read a number with a decimal comma, as people write it here, or a point."""
    whole = _whole(text) if text.count(".") != 1 else text
    if isinstance(whole, int):
        return whole
    if not _DECIMAL.fullmatch(text):
        return text
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def written(schema: Schema, value: Any, name: str, *, language: str) -> dict[str, str]:
    """Return an answer as the texts that its inputs show, by dotted name."""
    kind = kind_of(schema)
    if kind == "object":
        return written_object(schema, value, name, language=language)
    if kind in {"table", "list"}:
        rows = value if isinstance(value, list) else []
        texts = {f"{name}.rows": str(max(1, len(rows)))}
        for number, row in enumerate(rows):
            texts |= written(schema["items"], row, f"{name}.{number}", language=language)
        return texts
    return {name: _text(value, language)}


def written_object(schema: Schema, value: Any, name: str, *, language: str) -> dict[str, str]:
    """Return the answers of an object as texts."""
    texts: dict[str, str] = {}
    for key, inner in schema.get("properties", {}).items():
        if isinstance(value, Mapping) and key in value:
            inside = f"{name}.{key}" if name else key
            texts |= written(inner, value[key], inside, language=language)
    return texts


def _text(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and language == "vi":
        return f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
