"""What the ledger itself proves of one dossier, asked for on demand."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from motcua.dossiers import store
from motcua.dossiers.types import Snapshot
from motcua.kernel.errors import DomainError
from motcua.ledger.api import (
    CheckedProof,
    EntryNotSealed,
    check_proof,
    inclusion_proof,
    key_folder,
    public_keys,
    verify_stream,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether the chain of a dossier is whole, meets its row, and stands under a signed seal.

    ``sealed_until`` is the last act under a seal; ``proof`` what its inclusion has shown.
    """

    entries: int
    is_whole: bool
    findings: tuple[str, ...]
    meets_row: bool
    sealed_until: int
    proof: CheckedProof | None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the history that is shown."""
        return self.is_whole and self.meets_row


def evidence(found: Snapshot, *, language: str = "vi") -> Evidence:
    """Return what reading the dossier's ledger again from its bytes has shown."""
    report = verify_stream(store.stream(found.uid))
    sealed, proof = _last_sealed(found)
    return Evidence(
        entries=report.entries,
        is_whole=report.is_whole,
        findings=tuple(each.message(language) for each in report.findings),
        meets_row=report.entries == found.seq,
        sealed_until=sealed,
        proof=proof,
    )


def proof_of_act(found: Snapshot, *, seq: int) -> Mapping[str, Any]:
    """Return the proof, as JSON, that an act of the dossier stands under a signed seal.

    Errors: LedgerEntryUnknown, EntryNotSealed, SealBroken.
    """
    return inclusion_proof(store.stream(found.uid), seq=seq)


def _last_sealed(found: Snapshot) -> tuple[int, CheckedProof | None]:
    """Return the newest act under a seal; those of the last minutes wait for theirs."""
    for seq in range(found.seq, 0, -1):
        with suppress(EntryNotSealed):
            return seq, _checked(proof_of_act(found, seq=seq))
    return 0, None


def _checked(proof: Mapping[str, Any]) -> CheckedProof | None:
    keys = public_keys(key_folder())
    try:
        return check_proof(proof, keys[str(proof["seal"]["key"])])
    except (DomainError, KeyError):
        return None
