"""The door of the ledger room."""

from motcua.ledger.errors import (
    EntryNotSealed,
    LedgerBodyInvalid,
    LedgerEntryInvalid,
    LedgerEntryUnknown,
    ProofInvalid,
    SealBroken,
    SealingKeyMissing,
    StaleSequence,
)
from motcua.ledger.keys import ensure_key, key_folder, public_keys
from motcua.ledger.rules import append_parameters, envelope_around, prepare
from motcua.ledger.sealing import rotate_key, seal, seal_all
from motcua.ledger.seals import CheckedProof, check_proof, published
from motcua.ledger.selectors import (
    daily_roots,
    entries,
    entries_after,
    entry,
    head,
    inclusion_proof,
    last_seal,
    seals,
)
from motcua.ledger.services import append, conflicts_told, record
from motcua.ledger.setup import (
    APP_ROLE,
    Privileges,
    ensure_positions,
    ensure_privileges,
    set_up,
)
from motcua.ledger.types import (
    GENESIS,
    START,
    DailyRoot,
    Entry,
    Head,
    Json,
    Position,
    Prepared,
    Seal,
)
from motcua.ledger.verification import Fault, Finding, Report, verify, verify_stream

__all__ = [
    "APP_ROLE",
    "GENESIS",
    "START",
    "CheckedProof",
    "DailyRoot",
    "Entry",
    "EntryNotSealed",
    "Fault",
    "Finding",
    "Head",
    "Json",
    "LedgerBodyInvalid",
    "LedgerEntryInvalid",
    "LedgerEntryUnknown",
    "Position",
    "Prepared",
    "Privileges",
    "ProofInvalid",
    "Report",
    "Seal",
    "SealBroken",
    "SealingKeyMissing",
    "StaleSequence",
    "append",
    "append_parameters",
    "check_proof",
    "conflicts_told",
    "daily_roots",
    "ensure_key",
    "ensure_positions",
    "ensure_privileges",
    "entries",
    "entries_after",
    "entry",
    "envelope_around",
    "head",
    "inclusion_proof",
    "key_folder",
    "last_seal",
    "prepare",
    "public_keys",
    "published",
    "record",
    "rotate_key",
    "seal",
    "seal_all",
    "seals",
    "set_up",
    "verify",
    "verify_stream",
]
