"""Limits on schemas and answers, held before anything recursive reads them."""

from collections.abc import Iterator, Mapping
from math import isfinite

__all__ = ["Excess", "Oddity", "excess", "oddities", "pointer"]

Path = tuple[str | int, ...]
Excess = tuple[str, str]
"""Why a value is too large, in Vietnamese and in English."""
Oddity = tuple[Path, str, str, str]
"""Where a value is not JSON that can be stored; code, Vietnamese, English."""

_DEEPEST = 32
_MOST_TEXT = 500_000
_LARGEST = 2**63 - 1
# PostgreSQL stores no NUL, and no other control character is typed by hand.
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r")


def pointer(path: Path) -> str:
    """Return the JSON Pointer of a path (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _values(value: object) -> Iterator[tuple[Path, object]]:
    """Yield every value inside with its path, without recursion."""
    left: list[tuple[Path, object]] = [((), value)]
    while left:
        path, at = left.pop()
        yield path, at
        if len(path) > _DEEPEST:
            continue
        if isinstance(at, Mapping):
            left.extend(((*path, key), inner) for key, inner in at.items())
        elif isinstance(at, list | tuple):
            left.extend(((*path, place), inner) for place, inner in enumerate(at))


def excess(value: object, *, most: int) -> Excess | None:
    """Return why a value is too large to be read; none when it is not.

    Units: ``most`` is the number of values inside, itself included.
    """
    text = 0
    for count, (path, at) in enumerate(_values(value), start=1):
        text += _characters(at)
        if len(path) > _DEEPEST:
            return ("lồng quá sâu", f"nested deeper than {_DEEPEST}")
        if count > most:
            return ("quá nhiều giá trị", f"more than {most} values")
        if text > _MOST_TEXT:
            return ("quá nhiều chữ", f"more than {_MOST_TEXT} characters")
    return None


def _characters(value: object) -> int:
    """Return how much text a value holds by itself: its own, or that of its keys."""
    if isinstance(value, Mapping):
        return sum(len(key) for key in value if isinstance(key, str))
    return len(value) if isinstance(value, str) else 0


def oddities(value: object) -> Iterator[Oddity]:
    """Yield what inside a bounded value is not storable JSON."""
    for path, at in _values(value):
        if isinstance(at, Mapping):
            for key in at:
                if not isinstance(key, str) or not _is_text(key):
                    yield (path, "name", "có tên trường không đọc được", "has an unreadable name")
        elif isinstance(at, str):
            if not _is_text(at):
                yield (path, "text", "có ký tự không đọc được", "has unreadable characters")
        elif isinstance(at, bool | None | list | tuple):
            continue
        elif not isinstance(at, int | float):
            yield (path, "type", "không phải dữ liệu JSON", "is not JSON")
        elif not (isfinite(at) if isinstance(at, float) else -_LARGEST <= at <= _LARGEST):
            yield (path, "number", "là số quá lớn", "is too large a number")


def _is_text(text: str) -> bool:
    return _CONTROLS.isdisjoint(text) and not any("\ud800" <= char <= "\udfff" for char in text)
