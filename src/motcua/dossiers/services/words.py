"""What people write and hand in, turned into the digests that the ledger may hold."""

from collections.abc import Mapping
from typing import Any

import rfc8785

from motcua.authority.api import personal_digest
from motcua.dossiers.errors import FormUnreadable, TextRefused
from motcua.dossiers.types import Snapshot

LONGEST_FORM = 200_000
"""Characters of a form's canonical text; files are handed in as components."""


def digest_of(dossier: Snapshot, text: str) -> str:
    """Return the digest of a text, salted with the applicant's erasable key; "" for no text.

    Errors: TextRefused.
    """
    checked_text(text)
    return personal_digest(dossier.applicant_id, text) if text else ""


def form_digest(applicant_id: int, form: Mapping[str, Any]) -> str:
    """Return the salted digest of a form's answers in canonical JSON (RFC 8785)."""
    return personal_digest(applicant_id, canonical(form))


def canonical(form: Mapping[str, Any]) -> str:
    """Return answers as canonical JSON (RFC 8785): one form has one text.

    Errors: FormUnreadable.
    """
    try:
        text = rfc8785.dumps(dict(form)).decode()
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise FormUnreadable() from error
    if len(text) > LONGEST_FORM or "\\u0000" in text:
        raise FormUnreadable()
    return text


def checked_text(text: str, *, most: int = 4000) -> str:
    """Return what somebody wrote, when it can be kept.

    Errors: TextRefused when it is too long or holds what no text holds (NUL, half a character).
    """
    odd = any(letter < " " and letter not in "\n\r\t" for letter in text)
    if len(text) > most or odd or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise TextRefused(most=most)
    return text
