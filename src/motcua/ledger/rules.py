"""The chain as pure functions: canonical JSON, the envelope of an entry and its hash.

The format is fixed in ``docs/reference/ledger.md``; a change here makes every ledger unreadable.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

import rfc8785

from motcua.ledger.errors import LedgerBodyInvalid, LedgerEntryInvalid
from motcua.ledger.types import Head, Json, Prepared

__all__ = [
    "LARGEST_INTEGER",
    "append_parameters",
    "canonical",
    "entry_hash",
    "envelope",
    "envelope_around",
    "instant_text",
    "parse_body",
    "parse_object",
    "prepare",
]

LARGEST_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader takes for itself (RFC 7493, section 2.2)."""

DEEPEST_BODY = 16
LARGEST_BODY_BYTES = 64 * 1024

_STREAM = re.compile(r"[a-z][a-z0-9_-]*:[^\s:][^\s]*")
_KIND = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_BY = re.compile(r"system|[a-z][a-z0-9_-]*:[^\s]+")
_LONGEST_NAME = 200

# The standard encoder (in C) writes what RFC 8785 asks for, but for two things that are guarded
# in `canonical`: it sorts keys by code point where the RFC sorts by UTF-16 unit (they differ from
# U+E000 on only), and it lets lone surrogates pass (encoding to UTF-8 refuses those).
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 form of ``value``, which holds no floats."""
    text = _encode(value)
    if text.isascii() or max(text) < "\ud800":
        return text.encode()
    return rfc8785.dumps(value)


def instant_text(at: datetime) -> str:
    """Return ``at`` in UTC with six decimals and ``Z``: one text for one instant."""
    if at.tzinfo is None:
        raise LedgerEntryInvalid(field="at", value=f"{at.isoformat()} (no time zone)")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def envelope(
    *, stream: str, seq: int, at: str, kind: str, by: str, body: Json, prev: bytes
) -> bytes:
    """Return the bytes that the hash of an entry is made of.

    Shape: ``at`` is the text of ``instant_text``; ``prev`` stands in lower-case hexadecimal.
    """
    return canonical(
        {
            "at": at,
            "body": body,
            "by": by,
            "kind": kind,
            "prev": prev.hex(),
            "seq": seq,
            "stream": stream,
        }
    )


def entry_hash(
    *, stream: str, seq: int, at: str, kind: str, by: str, body: Json, prev: bytes
) -> bytes:
    """Return the SHA-256 of the envelope."""
    return sha256(
        envelope(stream=stream, seq=seq, at=at, kind=kind, by=by, body=body, prev=prev)
    ).digest()


def _refuse_float(text: str) -> Json:
    raise LedgerBodyInvalid(path="body", reason=f"{text} is not a whole number")


_decode = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float).decode


def parse_body(text: str) -> Json:
    """Return the body that the database holds as ``text``.

    Errors: LedgerBodyInvalid when it holds a float, even one with a whole value (``1.0``).
    """
    body: Json = _decode(text)
    return body


def parse_object(text: str) -> dict[str, Json]:
    """Return the body that the database holds as ``text``, which is an object.

    Errors: LedgerBodyInvalid.
    """
    body = parse_body(text)
    if not isinstance(body, dict):
        raise LedgerBodyInvalid(path="body", reason="not an object")
    return body


def _plain(body: Mapping[str, object]) -> dict[str, Json]:
    """Return ``body`` as plain JSON.

    Errors: LedgerBodyInvalid, with the path, for floats, whole numbers beyond 2^53 - 1, NUL
    characters and lone surrogates, keys that are not text, and every other type.
    """
    return {
        _checked_text(key, "body"): _checked(value, f"body.{key}", DEEPEST_BODY)
        for key, value in body.items()
    }


def _require_small(plain: dict[str, Json]) -> None:
    if len(canonical(plain)) > LARGEST_BODY_BYTES:
        raise LedgerBodyInvalid(path="body", reason=f"larger than {LARGEST_BODY_BYTES} bytes")


def _checked(value: object, path: str, depth: int) -> Json:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return _checked_text(value, path)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise LedgerBodyInvalid(path=path, reason="beyond 2^53 - 1")
        return int(value)
    if isinstance(value, dict | list):
        return _checked_container(value, path, depth)
    raise LedgerBodyInvalid(path=path, reason=f"{type(value).__name__} is not taken")


def _checked_container(value: dict[object, object] | list[object], path: str, depth: int) -> Json:
    if depth == 0:
        raise LedgerBodyInvalid(path=path, reason=f"nested deeper than {DEEPEST_BODY}")
    if isinstance(value, list):
        return [_checked(item, f"{path}[{at}]", depth - 1) for at, item in enumerate(value)]
    return {
        _checked_text(key, path): _checked(item, f"{path}.{key}", depth - 1)
        for key, item in value.items()
    }


def _checked_text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise LedgerBodyInvalid(path=path, reason=f"the key {value!r} is not text")
    if "\0" in value:
        raise LedgerBodyInvalid(path=path, reason="a NUL character")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise LedgerBodyInvalid(path=path, reason="half a surrogate pair")
    return str.__str__(value)


def _named(field: str, value: str, pattern: re.Pattern[str]) -> str:
    if len(value) > _LONGEST_NAME or not pattern.fullmatch(value):
        raise LedgerEntryInvalid(field=field, value=repr(value[:_LONGEST_NAME]))
    return str.__str__(_checked_text(value, field))


def prepare(
    head: Head, *, kind: str, by: str, at: datetime, body: Mapping[str, object]
) -> Prepared:
    """Return the entry that follows ``head``, with its hash. Touches no database.

    Errors: LedgerBodyInvalid, LedgerEntryInvalid.
    """
    plain = _plain(body)
    stream = _named("stream", head.stream, _STREAM)
    kind, by, seq = _named("kind", kind, _KIND), _named("by", by, _BY), head.seq + 1
    whole = envelope(
        stream=stream, seq=seq, at=instant_text(at), kind=kind, by=by, body=plain, prev=head.hash
    )
    if len(whole) > LARGEST_BODY_BYTES:
        _require_small(plain)
    return Prepared(stream, seq, at, kind, by, plain, head.hash, sha256(whole).digest())


def envelope_around(prepared: Prepared, hole: str) -> tuple[str, str]:
    """Return the envelope before and after the one text ``hole`` in the entry's body.

    For SQL that fills in what it alone knows (the next number of a book) and takes the hash of
    before, value and after. The value must be plain: letters that JSON writes as they are.

    Errors: LedgerBodyInvalid when the hole is not there exactly once.
    """
    whole = envelope(
        stream=prepared.stream,
        seq=prepared.seq,
        at=instant_text(prepared.at),
        kind=prepared.kind,
        by=prepared.by,
        body=prepared.body,
        prev=prepared.prev,
    ).decode()
    before, *after = whole.split(_encode(hole))
    if len(after) != 1:
        raise LedgerBodyInvalid(path="body", reason=f"{hole!r} stands {len(after)} times")
    return before + '"', '"' + after[0]


def append_parameters(
    prepared: Prepared,
) -> tuple[str, int, datetime, str, str, str, bytes, bytes]:
    """Return the arguments of the SQL function ``ledger_append``, in its order.

    Shape: the body is JSON text; write ``ledger_append(%s,%s,%s,%s,%s,%s::jsonb,%s,%s)``.
    """
    return (
        prepared.stream,
        prepared.seq,
        prepared.at,
        prepared.kind,
        prepared.by,
        _encode(prepared.body),
        prepared.prev,
        prepared.hash,
    )
