"""Compiled forms: made once for a schema, asked for every filing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

import jsonschema_rs

from motcua.kernel.forms.bounds import Path, excess, oddities, pointer
from motcua.kernel.forms.errors import FormDataTooLarge, FormSchemaInvalid
from motcua.kernel.forms.fields import Field, fields_of, knows
from motcua.kernel.forms.formats import CHECKS
from motcua.kernel.forms.messages import said
from motcua.kernel.forms.schema import check_schema, refused
from motcua.kernel.rules import RuleFailed

__all__ = ["FieldError", "Form", "compile_form"]

_CACHED = 1_024
_MOST_READ = 2_000
_MOST_TOLD = 200
_MOST_ANSWERS = 5_000
_MOST_IN_SCHEMA = 20_000


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one answer.

    ``path`` is the JSON Pointer of the field, also of one that is missing; ``code`` the keyword
    that is broken, or ``not_asked``, ``text``, ``number``, ``name``.
    """

    path: str
    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was found sound.

    ``digest`` is the SHA-256 of the schema as compact JSON in its own order, in hex: the order of
    the properties is the order of asking, so it counts. Forms are equal by it.
    ``schema`` is the form's own copy: read it, never write to it.
    """

    digest: str
    schema: Mapping[str, Any] = field(repr=False, compare=False)
    fields: tuple[Field, ...] = field(repr=False, compare=False)
    """Every field, page by page, in the order of asking."""
    validator: jsonschema_rs.Draft202012Validator = field(repr=False, compare=False)

    def knows(self, name: str) -> bool:
        """Whether ``members.*.age`` is a field of the form."""
        return knows(self.schema, tuple(name.split(".")))

    def errors(self, data: object) -> tuple[FieldError, ...]:
        """Return what is wrong with the answers, in the order of asking; at most 200 things.

        A field whose ``x-ask-if`` does not hold is not required, and must not be given; one whose
        ``x-ask-if`` reads an answer that is missing counts as not asked.

        Errors: FormDataTooLarge.
        """
        _refuse_excess(data)
        odd = [self._error(path, code, vi, en) for path, code, vi, en in islice(oddities(data), 20)]
        found = odd or list(self._found(data))
        unique = {(error.path, error.code): error for _, error in sorted(found, key=_place)}
        return tuple(unique.values())[:_MOST_TOLD]

    def asked(self, data: object) -> tuple[Field, ...]:
        """Return the fields that are asked, given these answers."""
        unasked = self._unasked(data)
        return tuple(one for one in self.fields if not _within(one.path, unasked))

    def trimmed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers without those that are not asked, such as leftovers of a page.

        Errors: FormDataTooLarge.
        """
        _refuse_excess(data)
        kept: dict[str, Any] = _copy(data)
        for pattern in self._unasked(data):
            for path in list(_instances(kept, pattern)):
                _remove(kept, path)
        return kept

    def _unasked(self, data: object) -> frozenset[tuple[str, ...]]:
        if not isinstance(data, Mapping):
            return frozenset()
        return frozenset(one.path for one in self.fields if one.ask_if and not _holds(one, data))

    def _found(self, data: object) -> Iterator[tuple["_Rank", FieldError]]:
        unasked = self._unasked(data)
        for pattern in unasked:
            for path in _instances(data, pattern):
                yield self._error(path, "not_asked", *said("not_asked", {}))
        for error in islice(self.validator.iter_errors(data), _MOST_READ):
            for path, code, facts in _read(error):
                if not _within(_pattern(path), unasked):
                    yield self._error(path, code, *said(code, facts))

    def _error(self, path: Path, code: str, vi: str, en: str) -> tuple["_Rank", FieldError]:
        """Return the error with its place in the order of asking."""
        pattern = _pattern(path)
        place, of = len(self.fields), None
        for at, one in enumerate(self.fields):
            if one.path == pattern[: len(one.path)] and (
                of is None or len(one.path) > len(of.path)
            ):
                place, of = at, one
        name_vi, name_en = (of.vi, of.en) if of else (_last(path, "Biểu mẫu"), _last(path, "Form"))
        rank = (place, tuple(_sortable(part) for part in path), code)
        return rank, FieldError(pointer(path), code, f"{name_vi}: {vi}.", f"{name_en}: {en}.")


_Rank = tuple[int, tuple[tuple[int, str], ...], str]


def _place(found: tuple[_Rank, FieldError]) -> _Rank:
    return found[0]


def _sortable(part: str | int) -> tuple[int, str]:
    return (part, "") if isinstance(part, int) else (-1, part)


def _last(path: Path, otherwise: str) -> str:
    return str(path[-1])[:60] if path else otherwise


def _pattern(path: Path) -> tuple[str, ...]:
    return tuple("*" if isinstance(part, int) else part for part in path)


def _within(pattern: tuple[str, ...], patterns: frozenset[tuple[str, ...]]) -> bool:
    return any(pattern[:length] in patterns for length in range(1, len(pattern) + 1))


def _holds(one: Field, data: Mapping[str, object]) -> bool:
    try:
        return one.ask_if is None or one.ask_if.holds({"form": data})
    except RuleFailed:
        return False


def _read(error: jsonschema_rs.ValidationError) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Yield where an error of the engine belongs: a missing field is its own place."""
    path = tuple(error.instance_path)
    kind = error.kind.name
    # What each branch of an anyOf says is many times the size of the answers, and is not told.
    facts = {} if kind in {"anyOf", "oneOf"} else error.kind.as_dict()
    if kind == "required":
        yield (*path, facts["property"]), kind, {}
    elif kind == "additionalProperties":
        for name in facts["unexpected"]:
            yield (*path, name), kind, {}
    else:
        yield path, kind, facts


def _instances(data: object, pattern: tuple[str, ...]) -> Iterator[Path]:
    """Yield the places in the answers that a pattern names and that are given."""
    if not pattern:
        yield ()
    elif pattern[0] == "*" and isinstance(data, list | tuple):
        for place, inner in enumerate(data):
            yield from ((place, *rest) for rest in _instances(inner, pattern[1:]))
    elif isinstance(data, Mapping) and pattern[0] in data:
        inner = data[pattern[0]]
        yield from ((pattern[0], *rest) for rest in _instances(inner, pattern[1:]))


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list | tuple) else value


def _remove(data: Any, path: Path) -> None:
    for part in path[:-1]:
        data = data[part]
    del data[path[-1]]


def _refuse_excess(data: object) -> None:
    why = excess(data, most=_MOST_ANSWERS)
    if why:
        raise FormDataTooLarge(why={"vi": why[0], "en": why[1]})


def compile_form(schema: Mapping[str, Any]) -> Form:
    """Return the form of a schema, the same one for the same schema.

    Errors: FormSchemaInvalid.
    """
    try:
        text = json.dumps(
            schema, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise refused((), "không phải dữ liệu JSON", "it is not JSON") from error
    return _compiled(text)


def _plain(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=_CACHED)
def _compiled(text: str) -> Form:
    schema = json.loads(text)
    why = excess(schema, most=_MOST_IN_SCHEMA)
    if why:
        raise refused((), *why)
    for path, _, vi, en in oddities(schema):
        raise refused(path, vi, en)
    check_schema(schema)
    validator = _validator(schema)
    return Form(sha256(text.encode()).hexdigest(), schema, fields_of(schema), validator)


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            formats=dict(CHECKS),
            validate_formats=True,
            ignore_unknown_formats=False,
            pattern_options=jsonschema_rs.RegexOptions(size_limit=10 * 2**20),
            email_options=jsonschema_rs.EmailOptions(
                require_tld=True, allow_domain_literal=False, allow_display_text=False
            ),
            offline=True,
        )
    except (jsonschema_rs.ValidationError, ValueError) as error:
        first = str(error).partition("\n")[0][:200]
        raise FormSchemaInvalid(where="/", why=first) from error
