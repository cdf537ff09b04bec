"""What people find by their own words: procedures that can be filed here, then the catalogue."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final

from django.db.models import Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Least, Length

from motcua.catalogue.models import CatalogueEntry
from motcua.catalogue.selectors.entries import current_versions, procedure
from motcua.catalogue.synonyms import readings
from motcua.catalogue.types import Procedure, Service, Text
from motcua.kernel.vietnamese import search_key

__all__ = [
    "Choice",
    "FoundProcedure",
    "Wanted",
    "choices",
    "find_procedures",
    "named",
    "suggestions",
]

Key = tuple[int, int, str]
"""Where a procedure stands in a list: executable first, then how well it fits, then its code."""
HERE, ELSEWHERE = 0, 1
STEP: Final = 10_000
"""How far the ranks of two readings lie apart; between them, names go by length."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Empty words and filters take everything."""

    words: str = ""
    field: str = ""
    ministry: str = ""
    level: str = ""
    applicant: str = ""
    online_here: bool = False


@dataclass(frozen=True, slots=True)
class FoundProcedure:
    """One procedure as a list shows it; without an English name where the State has none."""

    code: str
    name: Text
    field: str
    ministry: str
    levels: tuple[str, ...]
    executable: bool
    online: bool
    key: Key


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many procedures have it."""

    value: str
    count: int


def find_procedures(
    wanted: Wanted, *, on: date, after: Key | None = None, limit: int = 20
) -> tuple[FoundProcedure, ...]:
    """Return what fits: what can be filed here first, then the rest of the catalogue, best first.

    ``after`` is the key of the last one seen.
    """
    executable = {one.code: procedure(one.id) for one in current_versions(on)}
    found = _here(wanted, executable) if after is None or after[0] == HERE else []
    shown = [one for one in found if after is None or one.key > after][:limit]
    if len(shown) < limit and not wanted.online_here:
        last = after if after is not None and after[0] == ELSEWHERE else None
        shown += _elsewhere(wanted, executable.keys(), after=last, limit=limit - len(shown))
    return tuple(shown)


def named(codes: Collection[str], *, on: date) -> dict[str, FoundProcedure]:
    """Return those of the codes that there are, by code."""
    executable = {one.code: procedure(one.id) for one in current_versions(on) if one.code in codes}
    rows = {row.code: row for row in CatalogueEntry.objects.filter(code__in=codes)}
    found = {code: _of_entry(row, rank=0) for code, row in rows.items()}
    found |= {code: _of_version(one, rows.get(code), rank=0) for code, one in executable.items()}
    return found


def _here(wanted: Wanted, executable: dict[str, Procedure]) -> list[FoundProcedure]:
    """Return the executable procedures that fit. They are few and compiled already."""
    rows = {row.code: row for row in CatalogueEntry.objects.filter(code__in=executable)}
    found = []
    for code, one in executable.items():
        rank = _rank(wanted.words, one)
        told = _of_version(one, rows.get(code), rank=rank or 0)
        if rank is not None and _passes(told, one, wanted):
            found.append(told)
    return sorted(found, key=lambda one: one.key)


def _rank(words: str, one: Procedure) -> int | None:
    """Return how well a procedure fits, 0 best; None when it does not."""
    if one.code == words.strip():
        return 0
    text = f" {_keys(one.code, one.digest, one)} "
    for rank, phrases in enumerate(readings(words)):
        if all(f" {phrase}" in text for phrase in phrases):
            return rank + 1
    return None


_known: dict[tuple[str, str], str] = {}


def _keys(code: str, digest: str, one: Procedure) -> str:
    """Return all that a procedure is found by; a version never changes."""
    if (code, digest) not in _known:
        texts = (code, one.name.vi, one.name.en, one.result.name.vi, one.result.name.en)
        _known[code, digest] = " ".join(map(search_key, texts))
    return _known[code, digest]


def _passes(told: FoundProcedure, one: Procedure, wanted: Wanted) -> bool:
    return (
        wanted.field in ("", told.field)
        and wanted.ministry in ("", told.ministry)
        and (not wanted.level or wanted.level in told.levels)
        and (not wanted.applicant or wanted.applicant in one.applicants)
        and (not wanted.online_here or told.online)
    )


def _of_version(one: Procedure, row: CatalogueEntry | None, *, rank: int) -> FoundProcedure:
    return FoundProcedure(
        code=one.code,
        name=one.name,
        field=row.field if row else one.field,
        ministry=row.ministry if row else "",
        levels=tuple(row.levels) if row else (one.level,),
        executable=True,
        online=one.service is not Service.COUNTER,
        key=(HERE, rank, one.code),
    )


def _of_entry(row: CatalogueEntry, *, rank: int) -> FoundProcedure:
    return FoundProcedure(
        code=row.code,
        name=Text(vi=row.name, en=""),
        field=row.field,
        ministry=row.ministry,
        levels=tuple(row.levels),
        executable=False,
        online=False,
        key=(ELSEWHERE, rank, row.code),
    )


def _elsewhere(
    wanted: Wanted, executable: Collection[str], *, after: Key | None, limit: int
) -> list[FoundProcedure]:
    asked = readings(wanted.words)
    rows = CatalogueEntry.objects.exclude(code__in=executable).annotate(
        spaced=Concat(Value(" "), F("search_key"), output_field=TextField())
    )
    fitting = [_holds_all(phrases) for phrases in asked]
    rows = rows.filter(_either(fitting)).filter(_filters(wanted))
    rows = rows.annotate(rank=_ranked(wanted.words, fitting))
    if after is not None:
        rows = rows.filter(Q(rank__gt=after[1]) | Q(rank=after[1], code__gt=after[2]))
    return [_of_entry(row, rank=row.rank) for row in rows.order_by("rank", "code")[:limit]]


def _holds_all(phrases: tuple[str, ...]) -> Q:
    condition = Q()
    for phrase in phrases:
        # Words are found by how they begin: "hon" does not find "chon".
        condition &= Q(spaced__contains=f" {phrase}")
    return condition


def _either(conditions: list[Q]) -> Q:
    either = conditions[0]
    for condition in conditions[1:]:
        either |= condition
    return either


def _ranked(words: str, fitting: list[Q]) -> Combinable:
    """Rank the code itself first, then by reading; of equals the shortest, most general name."""
    cases = [When(code=words.strip(), then=Value(0))]
    if search_key(words):
        cases += [When(q, then=Value((rank + 1) * STEP)) for rank, q in enumerate(fitting)]
    chosen = Case(*cases, default=Value(STEP), output_field=IntegerField())
    return chosen + Least(Length("name"), Value(STEP - 1)) if search_key(words) else chosen


def _filters(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.field:
        condition &= Q(field=wanted.field)
    if wanted.ministry:
        condition &= Q(ministry=wanted.ministry)
    if wanted.level:
        condition &= Q(levels__contains=[wanted.level])
    if wanted.applicant:
        condition &= Q(record__content__applicants__contains=[wanted.applicant])
    return condition


def choices() -> dict[str, tuple[Choice, ...]]:
    """Return the values of each filter with their counts, the most frequent first."""
    rows = CatalogueEntry.objects.values_list("field", "ministry")
    counted: dict[str, dict[str, int]] = {"field": {}, "ministry": {}}
    for field, ministry in rows:
        counted["field"][field] = counted["field"].get(field, 0) + 1
        counted["ministry"][ministry] = counted["ministry"].get(ministry, 0) + 1
    return {name: _choices(values) for name, values in counted.items()}


def _choices(values: dict[str, int]) -> tuple[Choice, ...]:
    ordered = sorted(values.items(), key=_most_first)
    return tuple(Choice(value, count) for value, count in ordered if value)


def _most_first(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


@cache
def _vocabulary(_entries: int) -> tuple[str, ...]:
    """Return every word of the catalogue's names; read anew when entries come."""
    keys = CatalogueEntry.objects.values_list("search_key", flat=True)
    return tuple(sorted({word for key in keys for word in key.split() if word.isalpha()}))


def suggestions(words: str) -> str:
    """Return the question with each unknown word put right; empty when nothing is to be mended."""
    known = _vocabulary(CatalogueEntry.objects.count())
    mended = []
    for word in search_key(words).split():
        close = [word] if word in known else get_close_matches(word, known, n=1, cutoff=0.75)
        mended += close[:1]
    told = " ".join(mended)
    return told if told and told != search_key(words) else ""
