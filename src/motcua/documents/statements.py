"""The signed statement in a QR, and the signed list of revoked documents; checked offline.

A statement is ``<payload>.<signature>``, both base64url without padding. The payload is a JSON list
in canonical form (RFC 8785): version, code, kind, number, unit, dossier, date, digest, key id. The
signature is Ed25519 over the payload's bytes. ``docs/verify_document.py`` checks it without us.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from motcua.documents import keys
from motcua.documents.errors import KeyMissing
from motcua.documents.models import OfficialDocument, StatementKey

__all__ = [
    "Statement",
    "active_key_id",
    "published_keys",
    "read_statement",
    "revocations",
    "sign_statement",
]

VERSION = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """What a QR says of its paper; ``digest`` is of the salted facts, shortened to 128 bits."""

    code: str
    kind: str
    symbol: str
    unit_code: str
    dossier_code: str
    issued_on: date
    digest: str
    key_id: str


def _packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def active_key_id() -> str:
    """Return the id of the statement key in use.

    Errors: KeyMissing before the set-up.
    """
    kid = StatementKey.objects.filter(retired_at=None).values_list("kid", flat=True).first()
    if kid is None:
        raise KeyMissing(key="statement")
    return kid


def sign_statement(statement: Statement) -> str:
    """Return the compact signed form of a statement."""
    payload = rfc8785.dumps(
        [
            VERSION,
            statement.code,
            statement.kind,
            statement.symbol,
            statement.unit_code,
            statement.dossier_code,
            statement.issued_on.isoformat(),
            statement.digest,
            statement.key_id,
        ]
    )
    signature = keys.statement_key(f"statement-{statement.key_id}.pem").sign(payload)
    return f"{_packed(payload)}.{_packed(signature)}"


def short_digest(digest: bytes) -> str:
    """Return the first 128 bits of a digest as a statement carries them."""
    return _packed(digest[:16])


def read_statement(text: str) -> Statement | None:
    """Return what a statement says when a key of ours signed it, else None."""
    try:
        payload, signature = (_unpacked(part) for part in text.split(".", 1))
        parts = json.loads(payload)
        version, *facts, key_id = parts
        row = StatementKey.objects.filter(kid=key_id).first()
        if version != VERSION or row is None:
            return None
        Ed25519PublicKey.from_public_bytes(bytes(row.public_key)).verify(signature, payload)
        code, kind, symbol, unit_code, dossier_code, issued_on, digest = facts
    except (ValueError, TypeError, InvalidSignature):
        return None
    return Statement(
        code, kind, symbol, unit_code, dossier_code, date.fromisoformat(issued_on), digest, key_id
    )


def published_keys() -> dict[str, object]:
    """Return every statement key that was ever in use, for checkers to keep."""
    rows = StatementKey.objects.order_by("id")
    return {
        "keys": [
            {
                "kid": row.kid,
                "algorithm": "Ed25519",
                "public_key": _packed(bytes(row.public_key)),
                "active_from": row.active_from.isoformat(),
                "retired_at": row.retired_at.isoformat() if row.retired_at else None,
            }
            for row in rows
        ]
    }


def revocations(*, at: datetime) -> dict[str, object]:
    """Return the signed list of revoked and superseded documents: ``{"list", "kid", "signature"}``.

    Shape: ``list`` is JSON text, signed as it stands; codes only, nothing personal.
    """
    rows = (
        OfficialDocument.objects.exclude(revoked_at=None)
        .order_by("id")
        .values_list("code", "revoked_at", "superseded_by__code")
    )
    listed: dict[str, Any] = {
        "issued_at": at.isoformat(),
        "revoked": [
            {"code": code, "at": when.isoformat() if when else "", "superseded_by": successor}
            for code, when, successor in rows
        ],
    }
    kid = active_key_id()
    text = rfc8785.dumps(listed)
    signature = keys.statement_key(f"statement-{kid}.pem").sign(text)
    return {"list": text.decode(), "kid": kid, "signature": _packed(signature)}
