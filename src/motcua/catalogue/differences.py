"""What one version says otherwise than another: for review, and for the note to the public."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from motcua.catalogue.types import Procedure
from motcua.kernel.worktime import Limit

__all__ = ["Change", "differences"]

_LEFT_OUT = {"version", "digest", "form_digest"}
ABSENT = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``-`` stands for nothing; ``path`` is as in the folder's files."""

    path: str
    before: str
    after: str


def differences(before: Procedure, after: Procedure) -> tuple[Change, ...]:
    """Return what differs, by path; parts with an id are compared by it, not by their place."""
    old, new = dict(_flat(before)), dict(_flat(after))
    paths = sorted(old.keys() | new.keys())
    return tuple(
        Change(path, old.get(path, ABSENT), new.get(path, ABSENT))
        for path in paths
        if old.get(path) != new.get(path)
    )


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every leaf with its path."""
    if value is None:
        return
    dot = f"{path}." if path else ""
    if isinstance(value, Limit):
        yield path, str(value)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in _LEFT_OUT:
                yield from _flat(getattr(value, one.name), f"{dot}{one.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{dot}{key}")
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _flat(inner, f"{dot}{getattr(inner, 'id', index)}")
    else:
        yield path, str(value)
