"""Readers of the small things: texts, limits, money, posts, rules, words of a closed list."""

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import yaml

from motcua.catalogue.source.nodes import Node, Reader, Record, Unreadable, items, string
from motcua.catalogue.types import PaymentMoment, Post, Text, Verb
from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import Limit

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

BLANK = Text("", "")
NO_POST = Post("", "")
A_MONTH = Limit.parse("30 calendar days")
MOMENTS = {moment.name.lower(): moment for moment in PaymentMoment}
_MONEY = re.compile(r"(0|[1-9][0-9_]*) VND")
_ID = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_POST = re.compile(r"(?P<place>[a-z][a-z0-9:_-]*)\.(?P<role>[a-z_]+)")


def text(reader: Reader, node: Node) -> Text:
    """Return a text of which both languages are there."""
    if not isinstance(node, yaml.MappingNode):
        reader.fail(node, "text_one_language", language="vi, en")
    record = Record(reader, node, need=(), may=("vi", "en"))
    for language in ("vi", "en"):
        if not record.get(language, string, ""):
            reader.note(node, "text_one_language", language=language)
    return Text(record.get("vi", string, ""), record.get("en", string, ""))


def limit(reader: Reader, node: Node) -> Limit:
    """Return a limit with its unit."""
    written = string(reader, node)
    try:
        return Limit.parse(written)
    except DomainError:
        reader.fail(node, "limit_unreadable", text=written)


def money(reader: Reader, node: Node) -> Decimal:
    """Return an amount in whole dong."""
    written = string(reader, node)
    found = _MONEY.fullmatch(written)
    if found is None:
        reader.fail(node, "money_unreadable", text=written)
    return Decimal(found.group(1).replace("_", ""))


def identifier(reader: Reader, node: Node) -> str:
    """Return a name in lower-case letters, digits and single ``-`` or ``_``."""
    written = string(reader, node)
    if not _ID.fullmatch(written):
        reader.fail(node, "name_malformed", text=written, form="a-z, 0-9, '-', '_'")
    return written


def post(reader: Reader, node: Node) -> Post:
    """Return ``<place>.<role>``."""
    written = string(reader, node)
    found = _POST.fullmatch(written)
    if found is None:
        reader.fail(node, "name_malformed", text=written, form="<place>.<role>")
    return Post(found["place"], found["role"])


def word(allowed: type[E]) -> Callable[[Reader, Node], E]:
    """Return a reader of one word of an enumeration."""

    def read(reader: Reader, node: Node) -> E:
        return allowed(one_of(*(str(member.value) for member in allowed))(reader, node))

    return read


def one_of(*allowed: str) -> Callable[[Reader, Node], str]:
    """Return a reader of one word of a closed list."""

    def read(reader: Reader, node: Node) -> str:
        written = string(reader, node)
        if written not in allowed:
            reader.fail(node, "unknown_word", word=written, allowed=", ".join(allowed))
        return written

    return read


def moment(reader: Reader, node: Node) -> PaymentMoment:
    """Return when a fee falls due, by name."""
    return MOMENTS[one_of(*MOMENTS)(reader, node)]


def flag(reader: Reader, node: Node) -> bool:
    """Return ``true`` or ``false``."""
    return one_of("true", "false")(reader, node) == "true"


def several(read: Callable[[Reader, Node], T]) -> Callable[[Reader, Node], tuple[T, ...]]:
    """Return a reader of a list; a single value is a list of one. Broken items are left out."""

    def read_all(reader: Reader, node: Node) -> tuple[T, ...]:
        made: list[T] = []
        for item in items(node):
            with suppress(Unreadable):
                made.append(read(reader, item))
        return tuple(made)

    return read_all


verbs = several(word(Verb))
strings = several(string)
identifiers = several(identifier)
