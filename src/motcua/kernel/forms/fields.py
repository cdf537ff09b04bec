"""The fields of a form in the order of asking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.kernel.errors import DomainError
from motcua.kernel.forms.bounds import Path
from motcua.kernel.forms.schema import Schema, refused, resolved, subschemas
from motcua.kernel.rules import Rule, compile_rule

__all__ = ["Field", "fields_of", "knows"]

_VARIABLES = frozenset({"form"})
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``path`` has ``*`` for "each of the list": ``("members", "*", "age")``."""

    path: tuple[str, ...]
    vi: str
    en: str
    page: int
    required: bool
    ask_if: Rule | None
    schema: Mapping[str, Any]
    """Its own schema, references put in place."""

    @property
    def name(self) -> str:
        """Return the dotted path, as :func:`motcua.kernel.rules.paths` gives it after ``form.``."""
        return ".".join(self.path)


def fields_of(root: Schema) -> tuple[Field, ...]:
    """Return all fields, page by page, in the order of the schema.

    Errors: FormSchemaInvalid, also for an ``x-ask-if`` that stands where no field is.
    """
    fields = tuple(_fields(root, root, (), 1))
    asked = sum("x-ask-if" in field.schema for field in fields)
    if _conditions(root) > asked:
        raise refused((), "x-ask-if đặt sai chỗ", "an x-ask-if stands where no field is")
    for field in fields:
        _check_condition(root, field)
    return tuple(sorted(fields, key=lambda field: field.page))


def _conditions(schema: Schema) -> int:
    own = int("x-ask-if" in schema)
    return own + sum(_conditions(inner) for _, inner in subschemas(schema))


def _check_condition(root: Schema, field: Field) -> None:
    for path in field.ask_if.paths if field.ask_if else ():
        if path[1:] == field.path or not knows(root, path[1:]):
            name = ".".join(path)
            raise refused(
                (*field.path, "x-ask-if"), f"không có trường {name}", f"there is no field {name}"
            )


def _fields(root: Schema, schema: Schema, above: tuple[str, ...], page: int) -> Iterator[Field]:
    properties = schema.get("properties")
    required = schema.get("required", [])
    for name, inner in properties.items() if isinstance(properties, Mapping) else ():
        if not isinstance(inner, Mapping):
            continue
        field = _field(resolved(root, inner), (*above, name), page, required=name in required)
        yield field
        yield from _fields(root, field.schema, field.path, field.page)
        items = field.schema.get("items")
        if isinstance(items, Mapping):
            yield from _fields(root, resolved(root, items), (*field.path, "*"), field.page)


def _field(schema: Schema, path: tuple[str, ...], page: int, *, required: bool) -> Field:
    vi, en = _titles(schema, path)
    own_page = schema.get("x-page", page)
    if type(own_page) is not int or not 1 <= own_page <= _MOST_PAGES:
        raise refused((*path, "x-page"), "trang phải là số từ 1", "a page is a number from 1")
    return Field(path, vi, en, own_page, required, _condition(schema, path), schema)


def _titles(schema: Schema, path: tuple[str, ...]) -> tuple[str, str]:
    """Return the titles: ``x-title: {vi, en}``, or ``title`` and ``x-title-en``, or the name."""
    titles = schema.get("x-title", {})
    if not isinstance(titles, Mapping):
        raise refused((*path, "x-title"), "phải có vi và en", "it needs vi and en")
    vi = titles.get("vi", schema.get("title", path[-1]))
    en = titles.get("en", schema.get("x-title-en", path[-1]))
    if not isinstance(vi, str) or not isinstance(en, str):
        raise refused(path, "tên trường phải là chữ", "titles are texts")
    return vi, en


def _condition(schema: Schema, path: Path) -> Rule | None:
    source = schema.get("x-ask-if")
    if source is None:
        return None
    if not isinstance(source, str):
        raise refused((*path, "x-ask-if"), "phải là một quy tắc", "it must be a rule")
    try:
        return compile_rule(source, _VARIABLES)
    except DomainError as error:
        raise refused((*path, "x-ask-if"), error.message("vi"), error.message("en")) from error


def knows(root: Schema, path: tuple[str, ...]) -> bool:
    """Whether the form has such a field; what lies in a part left open counts as known."""
    schema: Schema = root
    for name in path:
        schema = resolved(root, schema)
        inner = _step(schema, name)
        if inner is None:
            open_ = not {"properties", "items"} & schema.keys()
            return open_ and schema.get("type", "object") in {"object", "array"}
        schema = inner
    return True


def _step(schema: Schema, name: str) -> Schema | None:
    if name == "*":
        inner = schema.get("items")
    else:
        properties = schema.get("properties")
        inner = properties.get(name) if isinstance(properties, Mapping) else None
    return inner if isinstance(inner, Mapping) else None
