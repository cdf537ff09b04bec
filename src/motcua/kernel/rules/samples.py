"""Does a rule ever hold? An answer by trial over values that tell rules apart.

For each member that the rule reads, values come from its JSON Schema (enum, const, bounds) and from
the literals of the rule itself, one below and one above each number. A rule that holds for none of
them is most likely a mistake; it is no proof, so whoever asks should warn, not refuse.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from random import Random

import cel

from motcua.kernel.rules.errors import RuleFailed
from motcua.kernel.rules.grammar import Path
from motcua.kernel.rules.program import Rule

__all__ = ["can_fail", "can_hold", "samples"]

_ABSENT = object()
_MOST_OF_ONE = 48
_MOST = 2_000
_Schema = Mapping[str, object]


def can_hold(rule: Rule, facts: Iterable[Mapping[str, object]]) -> bool:
    """Whether the rule holds for any of these facts; facts without an answer do not count."""
    return any(answer is True for answer in _answers(rule, facts))


def can_fail(rule: Rule, facts: Iterable[Mapping[str, object]]) -> bool:
    """Whether the rule is false for any of these facts; facts without an answer do not count."""
    return any(answer is False for answer in _answers(rule, facts))


def _answers(rule: Rule, facts: Iterable[Mapping[str, object]]) -> Iterator[bool]:
    for case in facts:
        try:
            yield rule.holds(case)
        except RuleFailed:
            continue


def samples(
    rule: Rule, schemas: Mapping[str, _Schema], *, seed: int = 0
) -> Iterator[dict[str, object]]:
    """Yield facts that a rule may be asked about, at most 2,000 of them, the same for a seed.

    Shape: ``schemas`` has the JSON Schema of each variable, e.g. ``{"form": …, "channel":
    {"enum": […]}, "facts": {"const": {…}}}``; a variable without one may be anything.
    """
    making = _Making(rule, schemas, Random(seed))  # noqa: S311 - chooses samples, keeps no secret
    tree = _tree(rule.paths)
    domains = [
        [(name, value) for value in making.domain(schemas.get(name, {}), tree[name])]
        for name in sorted(tree)
    ]
    for chosen in making.combined(domains, most=_MOST):
        yield {name: value for name, value in chosen if value is not _ABSENT}


_Tree = dict[str, "_Tree"]


def _tree(paths: Iterable[Path]) -> _Tree:
    root: _Tree = {}
    for path in paths:
        node = root
        for name in path:
            node = node.setdefault(name, {})
    return root


def _leaves(value: object, path: Sequence[str]) -> list[object]:
    """Return the texts and numbers of a constant under a path."""
    if isinstance(value, Mapping):
        inside = value.values() if not path or path[0] == "*" else [value.get(path[0])]
        return [leaf for inner in inside for leaf in _leaves(inner, path[1:])]
    if isinstance(value, list | tuple):
        return [leaf for inner in value for leaf in _leaves(inner, path[1:])]
    return [] if value is None else [value]


class _Making:
    """Makes the domains of one rule."""

    def __init__(self, rule: Rule, schemas: Mapping[str, _Schema], random: Random) -> None:
        self.random = random
        known = [cel.compile(text).execute({}) for text in rule.reading.literals]
        for path in sorted(rule.paths):
            known.extend(_leaves(schemas.get(path[0], {}).get("const"), path[1:]))
        self.texts = sorted({text for text in known if isinstance(text, str)})
        numbers = {n for n in known if isinstance(n, int | float)}
        self.numbers = sorted({near for n in numbers for near in (n - 1, n, n + 1)})

    def combined(
        self, domains: Sequence[Sequence[tuple[str, object]]], *, most: int
    ) -> Iterator[tuple[tuple[str, object], ...]]:
        """Yield every combination when they are few, else as many chosen by chance."""
        total = 1
        for domain in domains:
            total *= len(domain)
        if total <= most:
            yield from product(*domains)
            return
        for _ in range(most):
            yield tuple(self.random.choice(domain) for domain in domains)

    def domain(self, schema: object, tree: _Tree) -> list[object]:
        """Return the values that one place is tried with."""
        if not isinstance(schema, Mapping):
            return []
        values = self._stated(schema)
        if values is None:
            values = [v for kind in self._kinds(schema, tree) for v in self._of(kind, schema, tree)]
        if len(values) > _MOST_OF_ONE:
            values = self.random.sample(values, _MOST_OF_ONE)
        return values

    def _stated(self, schema: _Schema) -> list[object] | None:
        if "const" in schema:
            return [schema["const"]]
        options = schema.get("enum")
        return list(options) if isinstance(options, list | tuple) else None

    def _kinds(self, schema: _Schema, tree: _Tree) -> list[str]:
        kinds = schema.get("type")
        if isinstance(kinds, str):
            return [kinds]
        if isinstance(kinds, list):
            return [str(kind) for kind in kinds]
        if "*" in tree or "items" in schema:
            return ["array"]
        return ["object"] if tree else ["anything"]

    def _of(self, kind: str, schema: _Schema, tree: _Tree) -> list[object]:
        if kind == "object":
            return self._objects(schema, tree)
        if kind == "array":
            return self._lists(schema, tree)
        if kind in {"integer", "number"}:
            return self._in_bounds(schema)
        if kind == "boolean":
            return [True, False]
        if kind == "anything":
            return [True, False, 0, 1, *self.numbers, "", *self.texts, [], list(self.texts)]
        return [None] if kind == "null" else ["", "x", *self.texts]

    def _in_bounds(self, schema: _Schema) -> list[object]:
        bounds = [schema.get(key) for key in ("minimum", "maximum")]
        low, high = (b if isinstance(b, int | float) else None for b in bounds)
        tried = {0, 1, -1, 10**12, *self.numbers, *(b for b in (low, high) if b is not None)}
        if schema.get("type") == "integer":
            tried = {int(n) for n in tried}
        return [
            n for n in sorted(tried) if (low is None or n >= low) and (high is None or n <= high)
        ]

    def _objects(self, schema: _Schema, tree: _Tree) -> list[object]:
        properties, required = schema.get("properties"), schema.get("required")
        members = properties if isinstance(properties, Mapping) else {}
        needed = required if isinstance(required, list | tuple) else ()
        domains: list[list[tuple[str, object]]] = []
        for name in sorted(tree.keys() - {"*"}):
            values = self.domain(members.get(name, {}), tree[name])
            free = [] if name in needed else [_ABSENT]
            domains.append([(name, value) for value in [*values, *free]])
        return [
            {name: value for name, value in chosen if value is not _ABSENT}
            for chosen in self.combined(domains, most=_MOST_OF_ONE * 8)
        ]

    def _lists(self, schema: _Schema, tree: _Tree) -> list[object]:
        each = self.domain(schema.get("items", {}), tree.get("*", {}))
        pairs = [[one, other] for one in each[:6] for other in each[:6] if one is not other]
        lists: list[list[object]] = [[], *([value] for value in each), *pairs, each]
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(each))
        return [
            items
            for items in lists
            if isinstance(least, int) and isinstance(most, int) and least <= len(items) <= most
        ]
