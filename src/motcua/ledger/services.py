"""Writing to the ledger: one entry, in the transaction of the act that it records."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from motcua.ledger.errors import StaleSequence
from motcua.ledger.rules import append_parameters, prepare
from motcua.ledger.selectors import head
from motcua.ledger.types import Head, Prepared

__all__ = ["append", "conflicts_told", "record"]

CONFLICT = "MC409"
_APPEND = "SELECT ledger_append(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)"
_ATTEMPTS = 5


@contextmanager
def conflicts_told() -> Iterator[None]:
    """Turn the database's refusal of a stale sequence into StaleSequence.

    For whoever calls ``ledger_append`` inside an SQL statement of his own.
    """
    try:
        yield
    except DatabaseError as error:
        cause = error.__cause__
        if getattr(cause, "sqlstate", None) != CONFLICT:
            raise
        raise StaleSequence(**_facts(cause)) from error


def _facts(cause: BaseException | None) -> dict[str, object]:
    """Return what the function said; another function may use the same state without a detail."""
    detail = getattr(getattr(cause, "diag", None), "message_detail", None) or ""
    try:
        facts = json.loads(detail)
    except json.JSONDecodeError:
        facts = None
    return facts if isinstance(facts, dict) else {"stream": detail, "seq": ""}


def append(prepared: Prepared) -> Head:
    """Write one prepared entry and return the new head of its stream.

    Errors: StaleSequence, also when the transaction began to write before that of the entry
    before; the surrounding transaction is then lost, as after any database error.
    """
    with conflicts_told(), connection.cursor() as cursor:
        cursor.execute(_APPEND, append_parameters(prepared))
    return prepared.head


def record(
    stream: str,
    *,
    expected_seq: int | None = None,
    kind: str,
    by: str,
    at: datetime,
    body: Mapping[str, object],
) -> Head:
    """Write what happened as the next entry of ``stream`` and return the new head.

    With ``expected_seq`` (the sequence that the caller has seen) a newer entry is a conflict;
    without it the entry goes to the end, whatever came before.

    Errors: StaleSequence, LedgerBodyInvalid, LedgerEntryInvalid.
    """
    if expected_seq is None:
        return _record_at_the_end(stream, kind=kind, by=by, at=at, body=body)
    last = head(stream)
    if last.seq != expected_seq:
        raise StaleSequence(stream=stream, seq=last.seq)
    return append(prepare(last, kind=kind, by=by, at=at, body=body))


def _record_at_the_end(
    stream: str, *, kind: str, by: str, at: datetime, body: Mapping[str, object]
) -> Head:
    for _ in range(_ATTEMPTS - 1):
        prepared = prepare(head(stream), kind=kind, by=by, at=at, body=body)
        try:
            with transaction.atomic():
                return append(prepared)
        except StaleSequence:
            continue
    return append(prepare(head(stream), kind=kind, by=by, at=at, body=body))
