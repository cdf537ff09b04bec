"""Which schemas a form may have: a closed set of keywords, no remote or circular references."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.kernel.forms.bounds import Path, pointer
from motcua.kernel.forms.errors import FormSchemaInvalid
from motcua.kernel.forms.formats import FORMATS
from motcua.kernel.rules import PatternRefused, check_pattern

__all__ = ["check_schema", "refused", "resolved", "subschemas"]

Schema = Mapping[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ONE = frozenset({"items", "contains", "additionalProperties", "propertyNames", "not", "if"}) | {
    "then",
    "else",
}
_MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_PLAIN = frozenset(
    {
        *("$schema", "$id", "$ref", "$comment", "title", "description", "default", "examples"),
        *("deprecated", "readOnly", "writeOnly", "type", "enum", "const", "format", "pattern"),
        *("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("multipleOf", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains"),
        *("required", "dependentRequired", "minProperties", "maxProperties"),
    }
)
_KNOWN = _ONE | _MANY | _NAMED | _PLAIN
_MOST_EXPANDED = 5_000
# The engine says of each wrong answer what is wrong with it in each branch.
_MOST_IN_BRANCHES = 40


def refused(where: Path, vi: str, en: str) -> FormSchemaInvalid:
    """Return the error that a schema is wrong at a place."""
    return FormSchemaInvalid(where=pointer(where) or "/", why={"vi": vi, "en": en})


def subschemas(schema: Schema) -> Iterator[tuple[Path, Schema]]:
    """Yield the schemas directly inside one, with their paths; booleans are left out."""
    for keyword, value in schema.items():
        if keyword in _ONE:
            inner: list[tuple[Path, object]] = [((keyword,), value)]
        elif keyword in _MANY and isinstance(value, list):
            inner = [((keyword, place), one) for place, one in enumerate(value)]
        elif keyword in _NAMED and isinstance(value, Mapping):
            inner = [((keyword, name), one) for name, one in value.items()]
        else:
            continue
        yield from ((path, one) for path, one in inner if isinstance(one, Mapping))


def resolved(root: Schema, schema: Schema) -> Schema:
    """Return the schema with its reference, if any, put in its place; its own keywords win."""
    if "$ref" not in schema:
        return schema
    target = resolved(root, root["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


def check_schema(root: Schema) -> None:
    """Refuse a schema that is not plain, closed and small when its references are put in place.

    Relies on the bounds of :mod:`motcua.kernel.forms.bounds` having been held.
    Errors: FormSchemaInvalid.
    """
    if root.get("$schema", _DIALECT) != _DIALECT:
        raise refused(("$schema",), "chỉ dùng JSON Schema 2020-12", "only JSON Schema 2020-12")
    if root.get("type") != "object" or not isinstance(root.get("properties"), Mapping):
        raise refused((), "phải là object có properties", "it must be an object with properties")
    _check(root, root, ())
    _Expansion(root).size(root)


def _check(root: Schema, schema: Schema, where: Path) -> None:
    for keyword in schema:
        if keyword not in _KNOWN and not keyword.startswith("x-"):
            raise refused((*where, keyword), "từ khóa không được dùng", "unknown keyword")
    if where and not {"$id", "$schema"}.isdisjoint(schema):
        raise refused(where, "$id chỉ ở ngoài cùng", "$id and $schema only at the root")
    _check_reference(root, schema, where)
    _check_text(schema, where)
    for path, inner in subschemas(schema):
        _check(root, inner, where + path)


def _check_reference(root: Schema, schema: Schema, where: Path) -> None:
    if "$ref" not in schema:
        return
    target, definitions = schema["$ref"], root.get("$defs")
    name = target.removeprefix("#/$defs/") if isinstance(target, str) else ""
    known = isinstance(definitions, Mapping) and isinstance(definitions.get(name), Mapping)
    if not known or target != f"#/$defs/{name}":
        raise refused((*where, "$ref"), "chỉ tham chiếu #/$defs/<tên>", "only #/$defs/<name>")


def _check_text(schema: Schema, where: Path) -> None:
    format_ = schema.get("format")
    if "format" in schema and not (isinstance(format_, str) and format_ in FORMATS):
        raise refused((*where, "format"), "định dạng không có", "unknown format")
    named = schema.get("patternProperties")
    patterns = [*named] if isinstance(named, Mapping) else []
    for pattern in [*patterns, *([schema["pattern"]] if "pattern" in schema else [])]:
        try:
            check_pattern(str(pattern))
        except PatternRefused as error:
            raise refused(where, error.message("vi"), error.message("en")) from error


class _Expansion:
    """Counts the schemas that validation would walk, references put in place."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.done: dict[int, int] = {}
        self.open: set[int] = set()

    def size(self, schema: Schema) -> int:
        """Return the number; refuse circles and explosions."""
        key = id(schema)
        if key in self.done:
            return self.done[key]
        if key in self.open:
            raise refused(("$defs",), "tham chiếu vòng tròn", "the references go in a circle")
        self.open.add(key)
        size = 1 + sum(self.size(inner) for path, inner in subschemas(schema) if path[0] != "$defs")
        if "$ref" in schema:
            size += self.size(self.root["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        if size > _MOST_EXPANDED:
            raise refused((), "biểu mẫu quá lớn", f"more than {_MOST_EXPANDED} schemas")
        if self._in_branches(schema) > _MOST_IN_BRANCHES:
            raise refused((), "quá nhiều nhánh anyOf, oneOf", "too much in anyOf or oneOf")
        self.open.discard(key)
        self.done[key] = size
        return size

    def _in_branches(self, schema: Schema) -> int:
        branches = (one for path, one in subschemas(schema) if path[0] in {"anyOf", "oneOf"})
        return sum(self.size(one) for one in branches)
