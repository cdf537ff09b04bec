"""What people write and hand in, turned into the digests that the ledger may hold."""

from collections.abc import Mapping
from typing import Any

import rfc8785

from motcua.authority.api import personal_digest
from motcua.dossiers.types import Snapshot


def digest_of(dossier: Snapshot, text: str) -> str:
    """Return the digest of a text, salted with the applicant's erasable key; "" for no text."""
    return personal_digest(dossier.applicant_id, text) if text else ""


def form_digest(applicant_id: int, form: Mapping[str, Any]) -> str:
    """Return the salted digest of a form's answers in canonical JSON (RFC 8785)."""
    return personal_digest(applicant_id, canonical(form))


def canonical(form: Mapping[str, Any]) -> str:
    """Return answers as canonical JSON (RFC 8785): one form has one text."""
    return rfc8785.dumps(dict(form)).decode()
