"""Reads: a document, and what the public may know of it by its code."""

from uuid import UUID

from motcua.documents.errors import CodeUnknown, DocumentUnknown
from motcua.documents.models import OfficialDocument, StoredFile
from motcua.documents.rules import code_of
from motcua.documents.types import LedgerWord, PaperKind, Verdict, VerifiedDocument
from motcua.ledger.api import Entry, Json, entries, inclusion_proof, last_seal, verify_stream

__all__ = [
    "document",
    "proof_of_issue",
    "stored_digests",
    "verified",
    "verify_code",
]

_WITH = ("file", "sealed_file", "superseded_by")
_ENDS = {"document.revoked", "document.superseded"}


def document(uid: UUID) -> OfficialDocument:
    """Return a document with its file.

    Errors: DocumentUnknown.
    """
    row = OfficialDocument.objects.select_related(*_WITH).filter(uid=uid).first()
    if row is None:
        raise DocumentUnknown(uid=str(uid))
    return row


def stored_digests() -> list[str]:
    """Return the SHA-256 of every content that a row names, in order."""
    rows = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True)
    return list(rows.distinct())


def _by_code(typed: str) -> OfficialDocument:
    code = code_of(typed)
    row = code and (OfficialDocument.objects.select_related(*_WITH).filter(code=code).first())
    if not row:
        raise CodeUnknown(typed=typed[:40])
    return row


def document_by_code(typed: str) -> OfficialDocument:
    """Return the row of a document by its code, as people type it or a scanner reads it.

    Errors: CodeUnknown.
    """
    return _by_code(typed)


def verify_code(typed: str) -> VerifiedDocument:
    """Return what the public may know of the document with a code, as people type it.

    Errors: CodeUnknown.
    """
    return verified(_by_code(typed))


def verified(row: OfficialDocument) -> VerifiedDocument:
    """Return the public word on a registered document; nothing personal is in it."""
    told = list(entries(f"document:{row.uid}"))
    ended = bool(row.revoked_at) or any(entry.kind in _ENDS for entry in told)
    successor = row.superseded_by
    standing = Verdict.SUPERSEDED if successor else Verdict.REVOKED
    return VerifiedDocument(
        code=row.code,
        kind=PaperKind(row.kind),
        symbol=row.symbol,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        verdict=standing if ended else Verdict.GENUINE,
        revoked_at=row.revoked_at,
        superseded_by=successor.code if successor else None,
        statement=row.statement,
        ledger=_ledger_word(row, told),
    )


def _ledger_word(row: OfficialDocument, told: list[Entry]) -> LedgerWord:
    sealed = last_seal()
    return LedgerWord(
        entries=len(told),
        chain_intact=bool(told) and verify_stream(f"document:{row.uid}").is_whole,
        agrees=bool(told) and _agrees(row, told),
        sealed=bool(told and sealed and told[0].position.tx < sealed.until_tx),
    )


def _agrees(row: OfficialDocument, told: list[Entry]) -> bool:
    """Say whether the register says what the ledger was told of the document."""
    issued = told[0].body
    sealed = [entry.body.get("sha256") for entry in told if entry.kind == "document.sealed"]
    return (
        issued.get("code") == row.code
        and issued.get("sha256") == row.file.sha256
        and issued.get("number") == row.number
        and issued.get("unit") == str(row.unit_uid)
        and issued.get("facts") == bytes(row.facts_digest).hex()
        and sealed == ([row.sealed_file.sha256] if row.sealed_file else [])
        and bool(row.revoked_at) == any(entry.kind in _ENDS for entry in told)
    )


def proof_of_issue(typed: str) -> dict[str, Json]:
    """Return the ledger's inclusion proof of the issue of the document with a code.

    Errors: CodeUnknown, and the ledger's: EntryNotSealed, SealBroken.
    """
    return inclusion_proof(f"document:{_by_code(typed).uid}", seq=1)
