"""Reading the ledger: heads, streams, and the whole by position."""

from collections.abc import Sequence

from django.db import connection

from motcua.ledger.models import LedgerEntry
from motcua.ledger.types import Entry, Head, Position

__all__ = ["entries", "head"]

_HEAD = "SELECT seq, hash FROM ledger_entry WHERE stream = %s ORDER BY seq DESC LIMIT 1"


def head(stream: str) -> Head:
    """Return the last entry's sequence and hash; sequence 0 and zeros when the stream is empty."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [stream])
        row = cursor.fetchone()
    return Head(stream, row[0], bytes(row[1])) if row else Head(stream)


def entries(stream: str, *, after_seq: int = 0) -> Sequence[Entry]:
    """Return the entries of one stream in their order."""
    rows = LedgerEntry.objects.filter(stream=stream, seq__gt=after_seq).order_by("seq")
    return tuple(as_entry(row) for row in rows)


def as_entry(row: LedgerEntry) -> Entry:
    """Return the row as the value that other rooms know."""
    return Entry(
        stream=row.stream,
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        by=row.by,
        body=row.body,
        prev=bytes(row.prev),
        hash=bytes(row.hash),
        position=Position(row.tx, row.ordinal),
    )
