"""The words of the ledger: heads, entries, positions, seals, proofs."""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = [
    "GENESIS",
    "START",
    "DailyRoot",
    "Entry",
    "Head",
    "Json",
    "Position",
    "Prepared",
    "Seal",
    "Tail",
]


Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a stream; sequence 0 and 32 zero bytes when the stream is empty."""

    stream: str
    seq: int = 0
    hash: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry with its place in the chain and its hash, not yet written."""

    stream: str
    seq: int
    at: datetime
    kind: str
    by: str
    body: dict[str, Json]
    prev: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        """Return the head of the stream once this entry is written."""
        return Head(self.stream, self.seq, self.hash)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the order in which the whole ledger is read: transaction, then entry."""

    tx: int
    ordinal: int


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Entry(Prepared):
    """A written entry and its position."""

    position: Position


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed statement over every entry of the transactions ``from_tx <= tx < until_tx``."""

    number: int
    at: datetime
    from_tx: int
    until_tx: int
    entries: int
    root: bytes
    prev: bytes
    key: str
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class DailyRoot:
    """The seals of one civil day, and the Merkle root over their hashes (None without a seal)."""

    on: date
    seals: tuple[Seal, ...]
    root: bytes | None


@dataclass(frozen=True, slots=True)
class Tail:
    """What no seal covers yet, beside the instant of the last seal; None where there is none."""

    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    sealed_at: datetime | None
