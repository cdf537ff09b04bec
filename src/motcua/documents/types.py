"""Words of the documents room: who issues, who signs, what is prepared, what a check found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from motcua.ledger.api import Prepared

__all__ = [
    "BookEntry",
    "CertificateKind",
    "Content",
    "Draft",
    "Issuer",
    "KeyHolder",
    "LedgerWord",
    "PaperKind",
    "PreparedDocument",
    "PreparedFile",
    "Sealing",
    "Signatory",
    "SignatureFound",
    "SignatureState",
    "UploadVerdict",
    "Verdict",
    "VerifiedDocument",
]

Content = bytes | BinaryIO
"""What is stored: bytes, or an open binary file that is read in pieces."""


class PaperKind(StrEnum):
    """What an official document is; the value is the id of its form, ``result`` for a result."""

    RECEIPT = "01"
    SUPPLEMENT_REQUEST = "02"
    REFUSAL = "03"
    APOLOGY = "04"
    STOPPING = "05"
    CONTROL_SLIP = "06"
    TRACKING_BOOK = "07"
    FEE_RECEIPT = "fee-receipt"
    HAND_OVER = "hand-over"
    TRANSFER = "transfer"
    RESULT_RETURN = "result-return"
    RESULT = "result"


class CertificateKind(StrEnum):
    """Whose certificate it is."""

    ROOT = "root"
    ISSUING = "issuing"
    OFFICER = "officer"
    SEAL = "seal"


class Sealing(StrEnum):
    """Whether the agency's own signature follows the officer's."""

    SEALED = "sealed"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a certificate is made out to; ``label`` is ``officer:<uuid>`` or ``unit:<uuid>``."""

    label: str
    name: str
    organisation: str

    @property
    def kind(self) -> CertificateKind:
        return CertificateKind.SEAL if self.label.startswith("unit:") else CertificateKind.OFFICER


@dataclass(frozen=True, slots=True)
class Issuer:
    """The agency whose paper it is. ``symbol`` is its part of the number, e.g. ``UBND``."""

    uid: UUID
    code: str
    name: str
    superior: str = ""
    place: str = ""
    symbol: str = ""

    @property
    def holder(self) -> KeyHolder:
        return KeyHolder(label=f"unit:{self.uid}", name=self.name, organisation=self.name)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and by which power (Decree 30/2020/NĐ-CP: TM., KT., TL., TUQ.).

    ``label`` is ``officer:<uuid>``; ``principal`` is the post or body in whose place the officer
    signs, named after the formula.
    """

    label: str
    name: str
    position: str
    unit: str
    formula: str = ""
    principal: str = ""

    @property
    def holder(self) -> KeyHolder:
        return KeyHolder(label=self.label, name=self.name, organisation=self.unit)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper to be issued: all that its issuer decides about it.

    ``subject`` is what it is about (``dossier:<uuid>``); ``facts`` is what its template shows.
    ``source`` is the Typst template of a result; official forms have their own. ``series`` is the
    symbol of the kind in the number (``TB``, ``QĐ``) where it is not the usual one.
    """

    kind: PaperKind
    subject: str
    issuer: Issuer
    signers: tuple[Signatory, ...]
    facts: Mapping[str, object]
    source: str = ""
    series: str = ""
    dossier_code: str = ""
    recipients: tuple[str, ...] = ()
    sealing: Sealing = Sealing.SEALED


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file whose content lies in the storage and whose row is not yet written."""

    uid: UUID
    sha256: str
    size_bytes: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A place in a book of numbers: one book a unit, series and year."""

    unit_uid: UUID
    series: str
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A paper that is typeset, signed and stored, and not yet issued: no row speaks of it."""

    uid: UUID
    code: str
    kind: PaperKind
    subject: str
    dossier_code: str
    unit_code: str
    unit_name: str
    book: BookEntry
    symbol: str
    issued_on: date
    issued_at: datetime
    file: PreparedFile
    signers: tuple[Mapping[str, str], ...]
    facts_salt: bytes
    facts_digest: bytes
    statement: str
    key_id: str
    entry: Prepared
    pdf: bytes = field(repr=False)


class Verdict(StrEnum):
    """What a check says of a document, worst first."""

    UNKNOWN = "unknown"
    """No document of ours, and no signature that we trust."""
    ALTERED = "altered"
    """Signed content was changed."""
    ADDED_TO = "added-to"
    """Our document, with something appended after the last signature."""
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    SIGNED = "signed"
    """Trusted signatures over all of it, but not a registered document."""
    GENUINE = "genuine"


class SignatureState(StrEnum):
    """What one signature proves."""

    VALID = "valid"
    UNTRUSTED = "untrusted"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature of an uploaded PDF."""

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    state: SignatureState
    covers_whole_file: bool
    certificate_revoked: bool = False


@dataclass(frozen=True, slots=True)
class LedgerWord:
    """What the ledger says of a document.

    ``agrees``: the entries say the same as the register. ``sealed``: the issue lies under a signed
    seal, so it cannot have been added since.
    """

    entries: int
    chain_intact: bool
    agrees: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """What the public may know of a document by its code; nothing personal."""

    code: str
    kind: PaperKind
    symbol: str
    unit_code: str
    unit_name: str
    issued_on: date
    issued_at: datetime
    verdict: Verdict
    revoked_at: datetime | None
    superseded_by: str | None
    statement: str
    ledger: LedgerWord


@dataclass(frozen=True, slots=True)
class UploadVerdict:
    """What a check of an uploaded file found."""

    verdict: Verdict
    sha256: str
    signatures: tuple[SignatureFound, ...] = ()
    document: VerifiedDocument | None = None
