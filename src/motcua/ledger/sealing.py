"""Sealing: a signed Merkle root over every entry that no seal covers yet."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from motcua.ledger.keys import create_key, current_key, public_keys, retire, use
from motcua.ledger.merkle import merkle_root
from motcua.ledger.seals import entry_leaf, seal_hash, statement_bytes
from motcua.ledger.selectors import last_seal
from motcua.ledger.services import conflicts_told, record
from motcua.ledger.types import GENESIS, Position, Seal

__all__ = ["LARGEST_SEAL", "rotate_key", "seal", "seal_all"]

LARGEST_SEAL = 65_536
"""Entries under one seal, unless one transaction wrote more: a proof has 16 steps at most."""

KEY_STREAM = "ledger:keys"

_UNSEALED = """
    SELECT tx, ordinal, hash FROM ledger_entry
    WHERE tx >= %s AND tx < ledger_horizon() ORDER BY tx, ordinal LIMIT %s
"""
_OF_TRANSACTION = "SELECT tx, ordinal, hash FROM ledger_entry WHERE tx = %s ORDER BY ordinal"
_APPEND = "SELECT ledger_seal_append(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"

_Row = tuple[int, int, bytes]


def seal(*, at: datetime, keys: Path, most: int = LARGEST_SEAL) -> Seal | None:
    """Seal the oldest unsealed entries, and return the seal; None when there are none.

    Entries of transactions that may still be running wait for the next seal; a transaction is
    sealed whole.

    Errors: SealingKeyMissing; StaleSequence when another process sealed at the same time.
    """
    name, key = current_key(keys)
    with transaction.atomic():
        last = last_seal()
        from_tx = last.until_tx if last else 0
        rows = _unsealed(from_tx, most)
        if not rows:
            return None
        unsigned = Seal(
            number=last.number + 1 if last else 1,
            at=at,
            from_tx=from_tx,
            until_tx=rows[-1][0] + 1,
            entries=len(rows),
            root=merkle_root([entry_leaf(bytes(row[2]), Position(*row[:2])) for row in rows]),
            prev=last.hash if last else GENESIS,
            key=name,
            hash=GENESIS,
            signature=b"",
        )
        made = replace(
            unsigned, hash=seal_hash(unsigned), signature=key.sign(statement_bytes(unsigned))
        )
        _write(made)
        return made


def _unsealed(from_tx: int, most: int) -> list[_Row]:
    """Return whole transactions with ``most`` entries together, or one with more."""
    rows = _read(_UNSEALED, from_tx, most + 1)
    if len(rows) <= most:
        return rows
    cut = rows[-1][0]
    whole = [row for row in rows if row[0] < cut]
    return whole or _read(_OF_TRANSACTION, cut)


def _read(sql: str, *parameters: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _write(made: Seal) -> None:
    values = (
        made.number, made.at, made.from_tx, made.until_tx, made.entries,
        made.root, made.prev, made.key, made.hash, made.signature,
    )  # fmt: skip
    with conflicts_told(), connection.cursor() as cursor:
        cursor.execute(_APPEND, values)


def seal_all(*, at: datetime, keys: Path, most: int = LARGEST_SEAL) -> list[Seal]:
    """Seal until nothing is left that can be sealed now, and return the seals."""
    made = []
    while (fresh := seal(at=at, keys=keys, most=most)) is not None:
        made.append(fresh)
    return made


def rotate_key(*, by: str, at: datetime, keys: Path) -> str:
    """Put a new sealing key in the place of the present one, and return its id.

    The ledger names the new key, so the chain vouches for it. The private half of the old key is
    destroyed; its public half stays.
    """
    old, _ = current_key(keys)
    fresh = create_key(keys)
    record(
        KEY_STREAM,
        kind="ledger.key_rotated",
        by=by,
        at=at,
        body={"from": old, "to": fresh, "ed25519": public_keys(keys)[fresh].hex()},
    )
    use(keys, fresh)
    retire(keys, old)
    return fresh
