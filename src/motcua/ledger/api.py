"""The door of the ledger room."""

from motcua.ledger.errors import LedgerBodyInvalid, LedgerEntryInvalid, StaleSequence
from motcua.ledger.rules import append_parameters, prepare
from motcua.ledger.selectors import entries, head
from motcua.ledger.services import append, conflicts_told, record
from motcua.ledger.types import GENESIS, Entry, Head, Json, Position, Prepared

__all__ = [
    "GENESIS",
    "Entry",
    "Head",
    "Json",
    "LedgerBodyInvalid",
    "LedgerEntryInvalid",
    "Position",
    "Prepared",
    "StaleSequence",
    "append",
    "append_parameters",
    "conflicts_told",
    "entries",
    "head",
    "prepare",
    "record",
]
