"""Other words for the words of the catalogue: how people ask for what the State offers."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from motcua.kernel.vietnamese import search_key

__all__ = ["readings"]

PATH: Final = Path(__file__).parent / "data" / "synonyms.yaml"
MOST: Final = 8
"""How many readings of one question are tried at most."""
FILLERS: Final = frozenset(
    {
        *(
            "thu",
            "tuc",
            "dang",
            "ky",
            "xin",
            "lam",
            "cho",
            "toi",
            "muon",
            "cua",
            "ve",
            "cap",
            "giay",
        ),
        *("to", "o", "dau", "can", "the", "nao", "how", "get", "a", "an", "for", "my", "i", "want"),
        *("register", "registration", "certificate", "of", "procedure", "apply"),
    }
)
"""Words that people add and that tell nothing of what they look for."""


@cache
def ideas() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each idea: the key of the catalogue's words, and those of the people's, long first."""
    read = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return tuple(
        (search_key(first), tuple(sorted({search_key(one) for one in others}, key=_long_first)))
        for first, *others in read
    )


def _long_first(key: str) -> tuple[int, str]:
    return -len(key), key


def readings(words: str) -> tuple[tuple[str, ...], ...]:
    """Return what a question may mean, the likeliest first.

    That is the phrase as it was put, then in the catalogue's words, then its words wherever they
    stand, then what is left of it without the words that tell nothing.

    Shape: each reading is a tuple of phrases, of which an entry must hold every one.
    """
    key = search_key(words)
    if not key:
        return ((),)
    told = list(_translated(key))
    plain = tuple(word for word in key.split() if word not in FILLERS)
    found = [(key,), *told, tuple(key.split()), plain, *((first,) for first, *_ in told)]
    return tuple(dict.fromkeys(one for one in found if one))[:MOST]


def _translated(key: str) -> Iterator[tuple[str, ...]]:
    """Yield the question with the people's words put into the catalogue's."""
    for first, others in ideas():
        said = next((other for other in others if f" {other} " in f" {key} "), None)
        if said is None:
            continue
        rest = f" {key} ".replace(f" {said} ", " ", 1).split()
        yield (first, *(word for word in rest if word not in FILLERS))
