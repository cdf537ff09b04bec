"""Reads of the catalogue: entries by words, versions by day."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from motcua.authority.api import prepared_texts
from motcua.catalogue.differences import Change, differences
from motcua.catalogue.errors import EntryNotFound, ProcedureNotFound, VersionNotFound
from motcua.catalogue.models import CatalogueEntry, CatalogueFlag, ProcedureVersion
from motcua.catalogue.source import load_files
from motcua.catalogue.types import Procedure
from motcua.kernel.vietnamese import search_key

__all__ = [
    "FoundEntry",
    "PublishedVersion",
    "current_version",
    "current_versions",
    "diff",
    "entry",
    "is_executable",
    "procedure",
    "search_entries",
    "version",
    "versions",
]


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One published version as a list shows it."""

    id: int
    code: str
    number: int
    digest: str
    valid_from: date
    published_by: str
    published_at: datetime
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry of the national catalogue as a list shows it."""

    code: str
    name: str
    field: str
    ministry: str
    levels: list[str]
    open_flags: int
    rank: int


def search_entries(
    words: str,
    *,
    ministry: str = "",
    level: str = "",
    flag: str = "",
    after: tuple[int, str] | None = None,
    limit: int = 50,
) -> tuple[FoundEntry, ...]:
    """Return the entries that hold every word, without regard to accents; best first.

    A code goes first, then names that begin so; then by code. ``after`` is the rank and
    code of the last entry seen.
    """
    key = search_key(words)
    found = CatalogueEntry.objects.annotate(
        open_flags=Count("flags", filter=Q(flags__confirmed_at=None))
    )
    for word in key.split():
        found = found.filter(search_key__contains=word)
    if ministry:
        found = found.filter(ministry=ministry)
    if level:
        found = found.filter(levels__contains=[level])
    if flag:
        open_flags = CatalogueFlag.objects.filter(kind=flag, confirmed_at=None)
        found = found.filter(pk__in=open_flags.values("entry"))
    rank = Case(
        When(code=words.strip(), then=Value(0)),
        When(search_key__regex=rf"^[0-9.a-z]+ {_escaped(key)}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = found.annotate(rank=rank)
    if after is not None:
        found = found.filter(Q(rank__gt=after[0]) | Q(rank=after[0], code__gt=after[1]))
    names = ("code", "name", "field", "ministry", "levels", "open_flags", "rank")
    rows = found.order_by("rank", "code").values_list(*names)[:limit]
    return tuple(FoundEntry(*row) for row in rows)


def _escaped(key: str) -> str:
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{letter}" for letter in key)


def entry(code: str) -> CatalogueEntry:
    """Return one entry with its terms, flags and record.

    Errors: EntryNotFound.
    """
    found = CatalogueEntry.objects.prefetch_related("terms", "flags").select_related("record")
    try:
        return found.get(code=code)
    except CatalogueEntry.DoesNotExist as error:
        raise EntryNotFound(procedure=code) from error


def is_executable(code: str) -> bool:
    """Tell whether every blocking flag of an entry is confirmed."""
    return not CatalogueEntry.objects.filter(
        code=code, flags__blocking=True, flags__confirmed_at=None
    ).exists()


@cache
def procedure(version_id: int) -> Procedure:
    """Return a published version, compiled once per process: it never changes.

    Errors: VersionNotFound.
    """
    found = version(version_id)
    source = load_files(found.files, folder=found.folder, version=found.number)
    # What was published stays executable when later releases of the check are stricter.
    return source.draft or source.procedure


def diff(before_id: int, after_id: int) -> tuple[Change, ...]:
    """Return what one version says otherwise than another.

    Errors: VersionNotFound.
    """
    return differences(procedure(before_id), procedure(after_id))


def version(version_id: int) -> ProcedureVersion:
    """Return the row of a version.

    Errors: VersionNotFound.
    """
    try:
        return ProcedureVersion.objects.get(pk=version_id)
    except ProcedureVersion.DoesNotExist as error:
        raise VersionNotFound(version=version_id) from error


_CURRENT = """
SELECT version.id::text, (retirement.retired_on <= %s::date)::text
FROM catalogue_procedureversion version
LEFT JOIN catalogue_procedureretirement retirement ON retirement.version_id = version.id
WHERE version.code = %s AND version.valid_from <= %s::date
ORDER BY version.number DESC LIMIT 1
"""


def current_version(code: str, on: date) -> int:
    """Return the id of the version under which a dossier is filed on a day.

    Errors: ProcedureNotFound when none is in force, or the last is retired.
    """
    last = prepared_texts(_CURRENT, [on, code, on])
    if last is None or last[1] == "true":
        raise ProcedureNotFound(procedure=code, on=on.isoformat())
    return int(last[0] or 0)


def current_versions(on: date) -> tuple[PublishedVersion, ...]:
    """Return the version in force of every procedure on a day, by code."""
    rows = _rows(ProcedureVersion.objects.filter(valid_from__lte=on).order_by("code", "-number"))
    newest: dict[str, PublishedVersion] = {}
    for row in rows:
        newest.setdefault(row.code, row)
    return tuple(one for one in newest.values() if one.retired_on is None or one.retired_on > on)


def versions(code: str) -> tuple[PublishedVersion, ...]:
    """Return every version of a procedure, newest first."""
    return _rows(ProcedureVersion.objects.filter(code=code).order_by("-number"))


def _rows(found: QuerySet[ProcedureVersion]) -> tuple[PublishedVersion, ...]:
    names = ("pk", "code", "number", "digest", "valid_from", "published_by", "published_at")
    return tuple(
        PublishedVersion(*row) for row in found.values_list(*names, "retirement__retired_on")
    )
