"""A reading of CEL that tells what a rule reads and what it can cost, before it is compiled.

The engine lists names without their scopes (the ``t`` of ``form.trades.all(t, …)`` looks like a
variable) and says nothing about cost, so the grammar is walked once here. Nothing is evaluated.
Depth is bounded while tokens are counted, before any recursion.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from motcua.kernel.rules.errors import RuleSyntax, RuleTooComplex, RuleUnknownFunction

__all__ = ["FUNCTIONS", "METHODS", "Path", "Reading", "read"]

Path = tuple[str, ...]
"""A variable and its members; ``*`` stands for any element of a list or map."""

MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
METHODS = frozenset(
    {
        *("size", "contains", "startsWith", "endsWith", "matches"),
        *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"),
        *("getHours", "getMinutes", "getSeconds"),
    }
)
FUNCTIONS = frozenset({"size", "int", "double", "string", "timestamp", "duration", "min", "max"})

_MOST_CHARACTERS = 4_000
_MOST_TOKENS = 1_000
_MOST_NESTED = 32
_MOST_LOOPS = 16
_DEEPEST_LOOP = 3
_MOST_GROWTH = 64

_STRING = (
    r"(?:[rR][bB]?|[bB][rR]?)?"
    r'(?:"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\r\n]|\\.)*"|\'(?:[^\'\\\r\n]|\\.)*\')'
)
_TOKEN = re.compile(
    rf"""(?P<blank>\s+|//[^\n]*)
    |(?P<string>{_STRING})
    |(?P<number>0[xX][0-9a-fA-F]+[uU]?|[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|[0-9]+[uU]?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{{}}])""",
    re.VERBOSE | re.DOTALL,
)
_BINARY: tuple[frozenset[str], ...] = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "<", "<=", ">", ">=", "in"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
)
_OPENING, _CLOSING, _UNARY = frozenset("([{"), frozenset(")]}"), frozenset("!-")
_VALUES = frozenset({"true", "false", "null"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule reads, and the measures of what it can cost."""

    variables: frozenset[str]
    bound: frozenset[str]
    paths: frozenset[Path]
    functions: frozenset[str]
    literals: tuple[str, ...]
    """The string and number literals, as written."""
    patterns: tuple[str, ...]
    """The string literals that ``matches`` is given, as written."""
    loops: tuple[tuple[Path | None, ...], ...]
    """For each macro, what it and the macros around it walk over (None: a computed list)."""
    longest: int
    """The most elements that a list or map literal can have."""
    growth: int
    """How many times larger than its input a value can become."""
    pluses: int


@dataclass(slots=True)
class _Token:
    kind: str
    text: str


def _tokens(source: str) -> Iterator[_Token]:
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if not match or match.lastgroup is None:
            raise RuleSyntax(rule=source[:200], why=_unreadable(source[place : place + 20]))
        place = match.end()
        if match.lastgroup != "blank":
            yield _Token(match.lastgroup, match[0])


def _unreadable(text: str) -> dict[str, str]:
    return {"vi": f"không hiểu “{text}”", "en": f"“{text}” is not understood"}


def _bounded(source: str) -> list[_Token]:
    """Return the tokens of a source that is short and flat enough to be walked."""
    if len(source) > _MOST_CHARACTERS:
        raise _complex(source, "quá dài", f"longer than {_MOST_CHARACTERS} characters")
    tokens = list(_tokens(source))
    if len(tokens) > _MOST_TOKENS:
        raise _complex(source, "quá nhiều thành phần", f"more than {_MOST_TOKENS} tokens")
    _refuse_depth(source, tokens)
    return tokens


def _refuse_depth(source: str, tokens: list[_Token]) -> None:
    conditions = sum(token.text == "?" for token in tokens if token.kind == "sign")
    open_ = depth = run = 0
    for token in tokens:
        sign = token.text if token.kind == "sign" else ""
        open_ += (sign in _OPENING) - (sign in _CLOSING)
        run = run + 1 if sign in _UNARY else 0
        depth = max(depth, open_, run)
    if depth + conditions > _MOST_NESTED:
        raise _complex(source, "lồng quá sâu", f"nested deeper than {_MOST_NESTED}")


def _complex(source: str, vi: str, en: str) -> RuleTooComplex:
    return RuleTooComplex(rule=source[:200], why={"vi": vi, "en": en})


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens; each ``_…`` method eats what it is named after."""

    source: str
    tokens: list[_Token]
    at: int = 0
    scopes: list[tuple[str, Path | None]] = field(default_factory=list)
    ranges: list[Path | None] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    paths: set[Path] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    literals: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)
    loops: list[tuple[Path | None, ...]] = field(default_factory=list)
    growth: int = 1

    @property
    def _text(self) -> str:
        """The sign or name at hand; strings and numbers never pass for one."""
        if self.at >= len(self.tokens) or self.tokens[self.at].kind in {"string", "number"}:
            return ""
        return self.tokens[self.at].text

    @property
    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def _wrong(self) -> RuleSyntax:
        rest = " ".join(token.text for token in self.tokens[self.at : self.at + 4])
        why = _unreadable(rest) if rest else {"vi": "thiếu phần cuối", "en": "the end is missing"}
        return RuleSyntax(rule=self.source[:200], why=why)

    def _eat(self, *texts: str) -> None:
        for text in texts:
            if self._text != text:
                raise self._wrong()
            self.at += 1

    def _name(self) -> str:
        if self._kind != "name":
            raise self._wrong()
        self.at += 1
        return self.tokens[self.at - 1].text

    def whole(self) -> None:
        self._note(self._condition())
        if self._kind != "end":
            raise self._wrong()

    def _note(self, path: Path | None) -> None:
        """Keep a path that ends here: its value is used whole."""
        if path:
            self.paths.add(path)

    def _condition(self) -> Path | None:
        path = self._operation(0)
        if self._text != "?":
            return path
        self._note(path)
        self._eat("?")
        self._note(self._operation(0))
        self._eat(":")
        self._note(self._condition())
        return None

    def _operation(self, rank: int) -> Path | None:
        if rank == len(_BINARY):
            return self._signed()
        path = self._operation(rank + 1)
        while self._text in _BINARY[rank]:
            self._note(path)
            self.at += 1
            self._note(self._operation(rank + 1))
            path = None
        return path

    def _signed(self) -> Path | None:
        if self._text not in _UNARY:
            return self._member()
        while self._text in _UNARY:
            self.at += 1
        self._note(self._member())
        return None

    def _member(self) -> Path | None:
        path = self._primary()
        while self._text in {".", "["}:
            path = self._index(path) if self._text == "[" else self._select(path)
        return path

    def _index(self, path: Path | None) -> Path | None:
        self._eat("[")
        key = self.tokens[self.at] if self._kind == "string" else None
        self._note(self._condition())
        self._eat("]")
        if path is None:
            return None
        plain = key is not None and self.tokens[self.at - 2] is key and key.text[0] in "\"'"
        return (*path, key.text[1:-1] if key and plain and "\\" not in key.text else "*")

    def _select(self, path: Path | None) -> Path | None:
        self._eat(".")
        name = self._name()
        if self._text != "(":
            return (*path, name) if path else None
        return self._method(path, name)

    def _method(self, path: Path | None, name: str) -> Path | None:
        self._note(path)
        second = self.tokens[self.at + 2].text if self.at + 2 < len(self.tokens) else ""
        self._eat("(")
        if name in MACROS and self._kind == "name" and second == ",":
            return self._macro(path, name)
        if name not in METHODS:
            raise RuleUnknownFunction(rule=self.source[:200], name=name)
        if name == "matches":
            self._pattern()
        self.functions.add(name)
        self._arguments(")")
        return None

    def _pattern(self) -> None:
        if self._kind != "string" or self.tokens[self.at + 1 : self.at + 2] != [
            _Token("sign", ")")
        ]:
            why = {"vi": "mẫu của matches phải viết sẵn", "en": "matches needs a literal pattern"}
            raise RuleSyntax(rule=self.source[:200], why=why)
        self.patterns.append(self.tokens[self.at].text)

    def _macro(self, path: Path | None, name: str) -> Path | None:
        bound = self._name()
        self._eat(",")
        self.bound.add(bound)
        self.scopes.append((bound, (*path, "*") if path else None))
        self.ranges.append(path)
        self.uses.append(0)
        self.loops.append(tuple(self.ranges))
        start = self.at
        count = self._arguments(")")
        if count > (2 if name == "map" else 1) or count == 0:
            raise RuleUnknownFunction(rule=self.source[:200], name=f"{name}/{count + 1}")
        self._measure(name, start)
        self.scopes.pop()
        self.ranges.pop()
        return path if name == "filter" else None

    def _measure(self, name: str, start: int) -> None:
        """Take in how much one macro can enlarge a value: a + a, [a, a], {…: a} in a map."""
        uses = self.uses.pop()
        body = {token.text for token in self.tokens[start : self.at] if token.kind == "sign"}
        if name == "map" and body & {"+", "[", "{"}:
            self.growth *= max(1, uses)
        if self.growth > _MOST_GROWTH:
            raise _complex(self.source, "làm dữ liệu phình to", "it multiplies its data")
        if len(self.loops) > _MOST_LOOPS or len(self.ranges) > _DEEPEST_LOOP:
            raise _complex(self.source, "quá nhiều vòng lặp", "too many loops")

    def _arguments(self, end: str) -> int:
        """Eat expressions up to ``end``; give their number."""
        count = 0
        while self._text != end:
            self._note(self._condition())
            count += 1
            if self._text != end:
                self._eat(",")
        self._eat(end)
        return count

    def _primary(self) -> Path | None:
        if self._kind in {"string", "number"}:
            self.literals.append(self.tokens[self.at].text)
            self.at += 1
            return None
        if self._kind == "name":
            return self._identifier(self._name())
        return self._group()

    def _group(self) -> Path | None:
        if self._text == "(":
            self._eat("(")
            path = self._condition()
            self._eat(")")
            return path
        if self._text == "[":
            self._eat("[")
            self._arguments("]")
            return None
        self._eat("{")
        self._entries()
        return None

    def _entries(self) -> None:
        while self._text != "}":
            self._note(self._condition())
            self._eat(":")
            self._note(self._condition())
            if self._text != "}":
                self._eat(",")
        self._eat("}")

    def _identifier(self, name: str) -> Path | None:
        if name in _VALUES:
            return None
        if self._text == "(":
            return self._call(name)
        for depth in range(len(self.scopes) - 1, -1, -1):
            if self.scopes[depth][0] == name:
                self.uses[depth] += 1
                return self.scopes[depth][1]
        self.variables.add(name)
        return (name,)

    def _call(self, name: str) -> Path | None:
        if name not in FUNCTIONS and name != "has":
            raise RuleUnknownFunction(rule=self.source[:200], name=name)
        self._eat("(")
        self.functions.add(name)
        count = self._arguments(")")
        if count == 0 or (count > 1 and name not in {"min", "max"}):
            raise self._wrong()
        return None


def read(source: str) -> Reading:
    """Return what a rule reads and can cost.

    Errors: RuleSyntax, RuleUnknownFunction, RuleTooComplex.
    """
    walk = _Walk(source, _bounded(source))
    walk.whole()
    signs: Callable[[str], int] = [t.text for t in walk.tokens if t.kind == "sign"].count
    return Reading(
        variables=frozenset(walk.variables),
        bound=frozenset(walk.bound),
        paths=frozenset(walk.paths),
        functions=frozenset(walk.functions),
        literals=tuple(walk.literals),
        patterns=tuple(walk.patterns),
        loops=tuple(walk.loops),
        longest=signs(",") + 1,
        growth=walk.growth,
        pluses=signs("+"),
    )
