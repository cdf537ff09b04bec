"""Compiled rules: made once, asked often."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite, prod

import cel

from motcua.kernel.rules.errors import (
    RuleFailed,
    RuleSyntax,
    RuleTooComplex,
    RuleUnknownVariable,
)
from motcua.kernel.rules.grammar import Path, Reading, read
from motcua.kernel.rules.patterns import check_pattern

__all__ = ["Rule", "compile_rule", "paths"]

_CACHED = 8_192
_DEEPEST = 32
_MOST_STEPS = 250_000
_MOST_COPIED = 2**28
_LARGEST = 2**63 - 1

Number = int | float


def _extreme(choose: Callable[[Iterable[Number]], Number]) -> Callable[..., Number]:
    def of(*numbers: object) -> Number:
        if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
            raise TypeError("numbers only")
        return choose(n for n in numbers if isinstance(n, int | float))

    return of


# The engine has no min and max of its own; fees need them ("at most 200,000 a copy").
_EXTRAS: dict[str, Callable[..., object]] = {"min": _extreme(min), "max": _extreme(max)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was found sound; equal to another of the same source and variables."""

    source: str
    variables: frozenset[str]
    """The closed set that it was compiled for."""
    reading: Reading = field(repr=False, compare=False)
    program: cel.Program = field(repr=False, compare=False)

    @property
    def paths(self) -> frozenset[Path]:
        """Return the members that it reads, such as ``("form", "trades")``."""
        return self.reading.paths

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether the rule holds for these facts.

        A member that is missing is no answer, not "no": the rule asks ``has(form.x)`` first.
        As CEL defines, ``false && x`` is false and ``true || x`` true even where ``x`` has none.

        Shape: ``facts`` as JSON gives them: text, whole numbers of 64 bits, finite floats,
        booleans, null, lists, maps with text keys. Only the members that the rule reads are
        looked at.
        Errors: RuleFailed, also when the answer is not a boolean.
        """
        answer = self.value(facts)
        if not isinstance(answer, bool):
            raise self._failed("kết quả không phải đúng/sai", "the answer is not true or false")
        return answer

    def value(self, facts: Mapping[str, object]) -> object:
        """Return what the rule gives for these facts; else as :meth:`holds`.

        Errors: RuleFailed.
        """
        given = self._given(facts)
        try:
            return self.program.execute(given)
        except BaseException as error:
            # The engine's panics derive from BaseException alone.
            if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
                raise
            raise self._failed(*_reason(error)) from error

    def _failed(self, vi: str, en: str) -> RuleFailed:
        return RuleFailed(rule=self.source[:200], why={"vi": vi, "en": en})

    def _given(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return the facts that the rule reads, as plain values within its budget."""
        taking = _Taking()
        given: dict[str, object] = {}
        try:
            for path in self.reading.paths:
                taking.take(facts, path, given)
        except ValueError as error:
            raise self._failed(*error.args) from error
        if not taking.affords(self.reading):
            raise self._failed("dữ liệu quá lớn", "the data is too large for the rule")
        for name in self.reading.functions & _EXTRAS.keys():
            given[name] = _EXTRAS[name]
        return given


def _reason(error: BaseException) -> tuple[str, str]:
    """Return why a rule has no answer, without the values that it was asked about."""
    if isinstance(error, KeyError):
        return (f"thiếu “{error.args[0]}”", f"“{error.args[0]}” is missing")
    if isinstance(error, IndexError):
        return ("không có phần tử ở vị trí đó", "there is no element at that place")
    if isinstance(error, ArithmeticError):
        return ("phép tính vượt giới hạn hoặc chia cho 0", "overflow or division by zero")
    if isinstance(error, TypeError):
        return ("kiểu dữ liệu không phù hợp", "the types do not fit")
    return ("dữ liệu không phù hợp", "the data does not fit")


class _Taking:
    """Takes plain values out of facts and measures them on the way.

    Raises ValueError with both texts; the rule makes its own error of it.
    """

    def __init__(self) -> None:
        self.sizes: dict[Path, int] = {}
        self.text = 0
        self._size = 0

    def take(self, facts: Mapping[str, object], path: Path, given: dict[str, object]) -> None:
        """Copy the part that a path reads, to the second name at most, into ``given``."""
        name = path[0]
        if name not in facts:
            raise ValueError(f"thiếu “{name}”", f"“{name}” is missing")
        value = facts[name]
        if len(path) == 1 or path[1] == "*" or not isinstance(value, Mapping):
            given[name] = self._measured((name,), value)
            return
        inner = given.setdefault(name, {})
        if path[1] in value and isinstance(inner, dict) and path[1] not in inner:
            inner[path[1]] = self._measured(path[:2], value[path[1]])

    def _measured(self, path: Path, value: object) -> object:
        self._size = 1
        plain = self._plain(value, 0)
        self.sizes[path] = self._size
        return plain

    def _plain(self, value: object, depth: int) -> object:
        if depth > _DEEPEST:
            raise ValueError("dữ liệu lồng quá sâu", "the data is nested too deep")
        if isinstance(value, str):
            self.text += len(value)
            return str(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return _number(value)
        return self._collection(value, depth)

    def _collection(self, value: object, depth: int) -> object:
        if isinstance(value, Mapping):
            self._size = max(self._size, len(value))
            return {_key(key): self._plain(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            self._size = max(self._size, len(value))
            return [self._plain(inner, depth + 1) for inner in value]
        kind = type(value).__name__
        raise ValueError(f"kiểu {kind} không dùng được", f"values of type {kind} are not taken")

    def affords(self, reading: Reading) -> bool:
        """Whether the loops and the copies of text stay within what a rule may cost."""
        most = max([reading.longest, *self.sizes.values()]) * reading.growth
        steps = sum(
            prod(self._length(path, most) for path in loop) * reading.growth
            for loop in reading.loops
        )
        copied = (self.text + _DEEPEST) * (reading.pluses + 1) ** 2 * reading.growth
        return steps <= _MOST_STEPS and copied <= _MOST_COPIED

    def _length(self, path: Path | None, most: int) -> int:
        if path is None:
            return most
        return self.sizes.get(path[:2], self.sizes.get(path[:1], most))


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError("tên không phải là chữ", "a key is not text")  # noqa: TRY004
    return str(key)


def _number(value: int | float) -> int | float:
    if isinstance(value, int):
        if not -_LARGEST - 1 <= value <= _LARGEST:
            raise ValueError("số quá lớn", "a number is out of range")
        return int(value)
    if not isfinite(value):
        raise ValueError("số không xác định", "a number is not finite")
    return value


@lru_cache(maxsize=_CACHED)
def compile_rule(source: str, variables: frozenset[str]) -> Rule:
    """Return the rule that a source writes, checked and ready; the same one for the same source.

    Errors: RuleSyntax, RuleUnknownVariable, RuleUnknownFunction, RuleTooComplex, PatternRefused.
    """
    reading = read(source)
    unknown = reading.variables - variables
    if unknown:
        names, known = ", ".join(sorted(unknown)), ", ".join(sorted(variables))
        raise RuleUnknownVariable(rule=source[:200], names=names, known=known)
    program = _program(source)
    if set(program.variables()) != reading.variables | reading.bound - _unused(program, reading):
        # The engine reads the source otherwise than we do: then nothing we know of it holds.
        why = {"vi": "viết khó hiểu", "en": "it can be read in two ways"}
        raise RuleSyntax(rule=source[:200], why=why)
    for pattern in reading.patterns:
        check_pattern(str(_program(pattern).execute({})))
    if not _Taking().affords(reading):
        raise RuleTooComplex(
            rule=source[:200], why={"vi": "quá nhiều bước", "en": "too many steps"}
        )
    return Rule(source, variables, reading, program)


def _unused(program: cel.Program, reading: Reading) -> set[str]:
    """Return the names that macros bind and no body reads: the engine does not list them."""
    return set(reading.bound) - set(program.variables())


def _program(source: str) -> cel.Program:
    try:
        return cel.compile(source)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        first = str(error).partition("\n")[0].rpartition("ERROR: ")[2][:120]
        raise RuleSyntax(rule=source[:200], why=first) from error


def paths(rule: Rule) -> frozenset[str]:
    """Return the members that a rule reads, dotted: ``form.trades``, ``form.members.*.age``."""
    return frozenset(".".join(path) for path in rule.paths)
