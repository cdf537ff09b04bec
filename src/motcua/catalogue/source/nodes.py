"""YAML and JSON read into trees of which every node knows its line."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar

import yaml

from motcua.catalogue.findings import Finding, finding

T = TypeVar("T")
B = TypeVar("B")
Node = yaml.Node

MAX_BYTES = 1_000_000
_INTEGER = re.compile(r"-?(0|[1-9][0-9_]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "": None}


class Unreadable(Exception):
    """A node cannot be read; the finding that says why is already written down."""


class _Loader(yaml.BaseLoader):
    """YAML without types of its own and without aliases."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Refuse anchors: a few lines of them expand to gigabytes."""
        event = self.peek_event()  # type: ignore[no-untyped-call] # the stubs leave it bare
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="anchors are refused", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@dataclass(slots=True)
class Reader:
    """Reads one file; what is wrong is collected, so that one run names every mistake."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def note(self, node: Node | int, code: str, **facts: object) -> None:
        """Write a finding down."""
        self.findings.append(finding(code, self.file, line_of(node), **facts))

    def fail(self, node: Node | int, code: str, **facts: object) -> NoReturn:
        """Write a finding down and give the node up."""
        self.note(node, code, **facts)
        raise Unreadable

    def attempt(self, read: Callable[["Reader", Node], T], node: Node, blank: B) -> T | B:
        """Return what ``read`` makes of the node, or ``blank`` when it cannot be read."""
        try:
            return read(self, node)
        except Unreadable:
            return blank

    def compose(self, text: str) -> Node:
        """Return the root of a YAML text and remember the line of every path in it."""
        if len(text.encode()) > MAX_BYTES:
            self.fail(1, "file_too_large", limit=MAX_BYTES)
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.fail(mark.line + 1 if mark else 1, "yaml_broken", problem=error.problem or "")
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            self.fail(1, "yaml_broken", problem=str(error).splitlines()[0])
        if root is None:
            self.fail(1, "yaml_broken", problem="the file is empty")
        self.lines.update(_lines(root))
        return root

    def json(self, text: str) -> dict[str, Any]:
        """Return a JSON object; its lines are remembered where YAML can read the text too."""
        if len(text.encode()) > MAX_BYTES:
            self.fail(1, "file_too_large", limit=MAX_BYTES)
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            self.fail(error.lineno, "json_broken", problem=error.msg)
        except RecursionError:
            self.fail(1, "json_broken", problem="nested too deeply")
        if not isinstance(value, dict):
            self.fail(1, "wrong_shape", expected="an object")
        try:
            root = yaml.compose(text.replace("\t", "  "), Loader=_Loader)
        except yaml.YAMLError:
            return value
        self.lines.update(_lines(root) if root is not None else ())
        return value

    def line(self, path: str) -> int:
        """Return the line of a path such as ``process.sign.norm``, or of what holds it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return 1


def line_of(node: Node | int) -> int:
    """Return the line on which a node begins."""
    return node if isinstance(node, int) else int(node.start_mark.line) + 1


def _lines(node: Node, path: str = "") -> Iterator[tuple[str, int]]:
    dot = f"{path}." if path else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{dot}{key.value}", line_of(key)
            yield from _lines(value, f"{dot}{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield f"{dot}{index}", line_of(value)
            yield from _lines(value, f"{dot}{index}")


class Record:
    """A mapping with a closed set of keys."""

    def __init__(
        self, reader: Reader, node: Node, *, need: tuple[str, ...], may: tuple[str, ...] = ()
    ) -> None:
        self.reader, self.node = reader, node
        self.keys = dict(pairs(reader, node))
        for name, value in self.keys.items():
            if name not in need + may:
                near = get_close_matches(name, need + may, 1) or sorted(need + may)
                reader.note(value, "unknown_key", key=name, allowed=", ".join(near))
        for name in need:
            if name not in self.keys:
                reader.note(node, "missing_key", key=name)

    def __contains__(self, name: str) -> bool:
        return name in self.keys

    def get(self, name: str, read: Callable[[Reader, Node], T], blank: B) -> T | B:
        """Return what ``read`` makes of a key; ``blank`` when it is absent or wrong."""
        node = self.keys.get(name)
        return blank if node is None else self.reader.attempt(read, node, blank)


def pairs(reader: Reader, node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the keys and values of a mapping; each key once."""
    if not isinstance(node, yaml.MappingNode):
        reader.fail(node, "wrong_shape", expected="a mapping (key: value)")
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            reader.fail(key, "wrong_shape", expected="a plain key")
        if key.value in seen:
            reader.note(key, "duplicate_key", key=key.value)
        else:
            seen.add(key.value)
            yield key.value, value


def items(node: Node) -> list[Node]:
    """Return the items of a sequence; a single value is a sequence of one."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def plain(reader: Reader, node: Node) -> Any:
    """Return the value of a node as JSON would have it; dates stay text."""
    if isinstance(node, yaml.MappingNode):
        return {key: plain(reader, value) for key, value in pairs(reader, node)}
    if isinstance(node, yaml.SequenceNode):
        return [plain(reader, value) for value in node.value]
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _INTEGER.fullmatch(node.value):
        return int(node.value.replace("_", ""))
    return float(node.value) if _NUMBER.fullmatch(node.value) else node.value


def string(reader: Reader, node: Node) -> str:
    """Return a text that is not empty."""
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        reader.fail(node, "wrong_shape", expected="a text")
    return str(node.value).strip()
