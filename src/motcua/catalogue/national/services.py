"""Import of the national catalogue, and the confirmation of its flags."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from motcua.authority.api import Actor, require
from motcua.catalogue.errors import EntryNotFound, FlagConfirmedAlready, FlagNotFound
from motcua.catalogue.models import CatalogueEntry, CatalogueFlag, CatalogueRecord, CatalogueTerm
from motcua.catalogue.national.reading import read_catalogue
from motcua.catalogue.national.shapes import EntryFacts
from motcua.catalogue.national.traps import Trap, find_traps
from motcua.kernel.vietnamese import search_key
from motcua.ledger.api import record

__all__ = ["Imported", "confirm_flag", "import_catalogue"]

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries read, written because they changed, flags open afterwards."""

    read: int
    written: int
    records: int
    open_flags: int


@transaction.atomic
def import_catalogue(
    entries: list[EntryFacts] | None = None,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Bring the catalogue's tables to what the package's data says.

    Safe to call twice: only entries that changed are written. A confirmation stays while the
    evidence of its flag stays.
    """
    require("catalogue", by, "import", None)
    facts = read_catalogue() if entries is None else entries
    known = dict(CatalogueEntry.objects.values_list("code", "digest"))
    changed = [one for one in facts if known.get(one.code) != one.digest]
    for start in range(0, len(changed), BATCH):
        _write(changed[start : start + BATCH], at)
        if progress is not None:
            progress(min(start + BATCH, len(changed)), len(changed))
    done = Imported(
        read=len(facts),
        written=len(changed),
        records=sum(one.record is not None for one in facts),
        open_flags=CatalogueFlag.objects.filter(confirmed_at=None).count(),
    )
    if changed:
        body = {"read": done.read, "written": done.written, "open_flags": done.open_flags}
        record("catalogue:national", kind="catalogue.imported", by=by.label, at=at, body=body)
    return done


def _write(facts: list[EntryFacts], at: datetime) -> None:
    CatalogueEntry.objects.bulk_create(
        [_entry(one, at) for one in facts],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "name", "search_key", "field", "ministry", "levels", "listed", "papers", "results",
            "source_url", "digest", "imported_at",
        ],
    )  # fmt: skip
    codes = [one.code for one in facts]
    ids = dict(CatalogueEntry.objects.filter(code__in=codes).values_list("code", "id"))
    CatalogueTerm.objects.filter(entry__in=ids.values()).delete()
    CatalogueTerm.objects.bulk_create(_terms(facts, ids))
    CatalogueRecord.objects.filter(entry__in=ids.values()).delete()
    CatalogueRecord.objects.bulk_create(
        CatalogueRecord(entry_id=ids[one.code], partial=one.partial, content=one.record)
        for one in facts
        if one.record is not None
    )
    _write_flags(facts, ids)


def _entry(facts: EntryFacts, at: datetime) -> CatalogueEntry:
    return CatalogueEntry(
        code=facts.code,
        name=facts.name,
        search_key=search_key(f"{facts.code} {facts.name} {facts.field}"),
        field=facts.field,
        ministry=facts.ministry,
        levels=list(facts.levels),
        listed=facts.listed,
        papers=facts.papers,
        results=list(facts.results),
        source_url=facts.source_url,
        digest=facts.digest,
        imported_at=at,
    )


def _terms(facts: Iterable[EntryFacts], ids: Mapping[str, int]) -> list[CatalogueTerm]:
    return [
        CatalogueTerm(
            entry_id=ids[one.code],
            position=position,
            channel=term.channel,
            limit_value=term.value,
            limit_unit=term.unit,
            fee_amount=term.fee,
            fee_currency=term.currency,
            note=term.note,
        )
        for one in facts
        for position, term in enumerate(one.terms)
    ]


def _write_flags(facts: Iterable[EntryFacts], ids: Mapping[str, int]) -> None:
    """Keep the flags whose evidence stands, drop the others, add the new."""
    found = {
        (ids[one.code], trap.kind, trap.channel): trap for one in facts for trap in find_traps(one)
    }
    for flag in CatalogueFlag.objects.filter(entry__in=ids.values()):
        trap = found.get((flag.entry_id, flag.kind, flag.channel))
        if trap is not None and _same(flag, trap):
            del found[flag.entry_id, flag.kind, flag.channel]
        else:
            flag.delete()
    CatalogueFlag.objects.bulk_create(
        CatalogueFlag(
            entry_id=entry_id,
            kind=kind,
            channel=channel,
            blocking=trap.blocking,
            evidence=dict(trap.evidence),
        )
        for (entry_id, kind, channel), trap in found.items()
    )


def _same(flag: CatalogueFlag, trap: Trap) -> bool:
    evidence: dict[str, Any] = dict(trap.evidence)
    return flag.evidence == evidence and flag.blocking == trap.blocking


@transaction.atomic
def confirm_flag(
    code: str, kind: str, *, channel: str = "any", value: str, ground: str, by: Actor, at: datetime
) -> None:
    """Record what a manager says the flagged fact really is, and on which ground.

    The imported fact stays as it is.

    Errors: NotAllowed, EntryNotFound, FlagNotFound, FlagConfirmedAlready, also when another
    manager confirmed first.
    """
    require("catalogue", by, "confirm", code)
    if not CatalogueEntry.objects.filter(code=code).exists():
        raise EntryNotFound(procedure=code)
    flags = CatalogueFlag.objects.filter(entry__code=code, kind=kind, channel=channel)
    moved = flags.filter(confirmed_at=None).update(
        confirmed_value=value, confirmed_ground=ground, confirmed_by=by.label, confirmed_at=at
    )
    if not moved and flags.exists():
        raise FlagConfirmedAlready(procedure=code, flag=kind)
    if not moved:
        raise FlagNotFound(procedure=code, flag=kind)
    said = hashlib.sha256(rfc8785.dumps({"value": value, "ground": ground})).hexdigest()
    body = {"flag": kind, "channel": channel, "said": said}
    record(f"catalogue:{code}", kind="catalogue.flag_confirmed", by=by.label, at=at, body=body)
