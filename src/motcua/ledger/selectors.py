"""Reading the ledger: heads, streams, the whole by position, seals and proofs."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import get_default_timezone

from motcua.ledger.errors import EntryNotSealed, LedgerEntryUnknown, SealBroken
from motcua.ledger.merkle import merkle_root
from motcua.ledger.models import LedgerSeal
from motcua.ledger.rules import parse_object
from motcua.ledger.seals import entry_leaf, proof_of, seals_root
from motcua.ledger.types import START, DailyRoot, Entry, Head, Json, Position, Seal, Tail

__all__ = [
    "daily_roots",
    "entries",
    "entries_after",
    "entry",
    "head",
    "inclusion_proof",
    "last_seal",
    "seal_leaves",
    "seals",
    "unsealed",
]

_ENTRY = "SELECT stream, seq, at, kind, by, body, prev, hash, tx, ordinal FROM ledger_entry "
_HEAD = "SELECT seq, hash FROM ledger_entry WHERE stream = %s ORDER BY seq DESC LIMIT 1"
# The horizon is taken in the snapshot of the same statement. What lies below it is complete.
_AFTER = "WHERE (tx, ordinal) > (%s, %s) AND tx < ledger_horizon() ORDER BY tx, ordinal LIMIT %s"
_LEAVES = "SELECT tx, ordinal, hash FROM ledger_entry WHERE tx >= %s AND tx < %s ORDER BY 1, 2"


def _rows(sql: str, *parameters: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def head(stream: str) -> Head:
    """Return the last entry's sequence and hash; sequence 0 and zeros when the stream is empty."""
    rows = _rows(_HEAD, stream)
    return Head(stream, rows[0][0], bytes(rows[0][1])) if rows else Head(stream)


def entry(stream: str, *, seq: int) -> Entry:
    """Return one entry.

    Errors: LedgerEntryUnknown.
    """
    rows = _rows(_ENTRY + "WHERE stream = %s AND seq = %s", stream, seq)
    if not rows:
        raise LedgerEntryUnknown(stream=stream, seq=seq)
    return _entry(rows[0])


def entries(stream: str, *, after_seq: int = 0) -> Sequence[Entry]:
    """Return the entries of one stream in their order."""
    rows = _rows(_ENTRY + "WHERE stream = %s AND seq > %s ORDER BY seq", stream, after_seq)
    return tuple(_entry(row) for row in rows)


def entries_after(
    position: Position = START, *, limit: int = 1000
) -> tuple[Sequence[Entry], Position]:
    """Return the next entries of the whole ledger, and the position to go on from.

    No entry is ever skipped: entries become readable here only when every transaction that
    began to write before theirs has ended. Going on from each returned position therefore meets
    each entry exactly once. A writing transaction that stays open holds all readers back.
    """
    rows = _rows(_ENTRY + _AFTER, position.tx, position.ordinal, limit)
    found = tuple(_entry(row) for row in rows)
    return found, (found[-1].position if found else position)


def _entry(row: tuple[Any, ...]) -> Entry:
    stream, seq, at, kind, by, body, prev, digest, tx, ordinal = row
    return Entry(
        stream=stream,
        seq=seq,
        at=at,
        kind=kind,
        by=by,
        body=parse_object(body),
        prev=bytes(prev),
        hash=bytes(digest),
        position=Position(tx, ordinal),
    )


def seals(*, first: int = 1, last: int | None = None) -> Sequence[Seal]:
    """Return the seals from number ``first`` to ``last``, both included, in their order."""
    rows = LedgerSeal.objects.filter(number__gte=first).order_by("number")
    if last is not None:
        rows = rows.filter(number__lte=last)
    return tuple(_seal(row) for row in rows.iterator())


def last_seal() -> Seal | None:
    """Return the newest seal; None when nothing was sealed yet."""
    row = LedgerSeal.objects.order_by("-number").first()
    return _seal(row) if row else None


def unsealed() -> Tail:
    """Return the entries that wait for a seal, those of running transactions with them."""
    last = last_seal()
    sql = "SELECT count(*), min(at), max(at) FROM ledger_entry WHERE tx >= %s"
    count, oldest, newest = _rows(sql, last.until_tx if last else 0)[0]
    return Tail(count, oldest, newest, last.at if last else None)


def _seal(row: LedgerSeal) -> Seal:
    return Seal(
        number=row.number,
        at=row.at,
        from_tx=row.from_tx,
        until_tx=row.until_tx,
        entries=row.entries,
        root=bytes(row.root),
        prev=bytes(row.prev),
        key=row.key,
        hash=bytes(row.hash),
        signature=bytes(row.signature),
    )


def seal_leaves(seal: Seal) -> tuple[list[Position], list[bytes]]:
    """Return the positions and the leaf hashes of what lies under ``seal`` today, in order."""
    rows = _rows(_LEAVES, seal.from_tx, seal.until_tx)
    positions = [Position(tx, ordinal) for tx, ordinal, _ in rows]
    hashes = [bytes(row[2]) for row in rows]
    return positions, [entry_leaf(*pair) for pair in zip(hashes, positions, strict=True)]


def inclusion_proof(stream: str, *, seq: int) -> dict[str, Json]:
    """Return the proof, as JSON, that the entry stands under a signed seal.

    ``check_proof`` or ``docs/verify_entry.py`` checks it without the database.

    Errors: LedgerEntryUnknown; EntryNotSealed; SealBroken when what lies under the seal today is
    not what was sealed.
    """
    proven = entry(stream, seq=seq)
    tx = proven.position.tx
    row = LedgerSeal.objects.filter(from_tx__lte=tx, until_tx__gt=tx).first()
    if row is None:
        raise EntryNotSealed(stream=stream, seq=seq)
    seal = _seal(row)
    positions, leaves = seal_leaves(seal)
    if len(leaves) != seal.entries or merkle_root(leaves) != seal.root:
        raise SealBroken(number=seal.number)
    return proof_of(proven, seal, leaves=leaves, index=positions.index(proven.position))


def daily_roots(on: date) -> DailyRoot:
    """Return the seals made on the civil day ``on`` of the province, and the root over them."""
    midnight = datetime.combine(on, time.min, get_default_timezone())
    rows = LedgerSeal.objects.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))
    made = tuple(_seal(row) for row in rows.order_by("number"))
    return DailyRoot(on=on, seals=made, root=seals_root(made))
