"""The ledger's cost: entries written per second, and entries verified per second.

Each figure stands beside the least that could be done in the same run on the same server: a bare
INSERT of the same row, and SHA-256 over the same bytes. What is committed stays, in streams named
``benchmark:...``; run it on a database of its own. What verification reads is taken back.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from motcua.ledger import api
from motcua.ledger.rules import envelope, instant_text

AT = datetime(2026, 11, 3, 1, 2, 3, 456789, tzinfo=UTC)
BY = "officer:6f1c1f0e-3b1e-4f5e-9d0a-0d4f3f0b6c11"
KIND = "dossier.forwarded"
BODY: dict[str, api.Json] = {
    "from": "received",
    "to": "accepted",
    "unit": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "task": "b5b6e4a0-5f0e-4a8e-8a53-6f4c3a1d2e10",
    "due_at": "2026-11-10T10:00:00.000000Z",
    "working_seconds": 144000,
    "on_time": True,
}
APPEND = "SELECT ledger_append(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)"
BARE_TABLE = "CREATE TABLE benchmark_bare (LIKE ledger_entry INCLUDING INDEXES)"
BARE = """
    INSERT INTO benchmark_bare (tx, ordinal, stream, seq, at, kind, by, body, prev, hash)
    VALUES (1, nextval('ledger_entry_ordinal'), %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""


ROUNDS = 4


def run(*, writes: int = 2000, reads: int = 50_000) -> list[dict[str, object]]:
    """Return one row a figure: name, value, unit, what it is measured against, and the ratio."""
    return [*_writing(writes), *_verifying(reads)]


def _row(name: str, value: float, against: str, reference: float) -> dict[str, object]:
    return {
        "name": name,
        "value": round(value),
        "unit": "entries/s",
        "against": f"{against}: {reference:,.0f}/s",
        "ratio": round(value / reference, 2),
    }


def _per_second(act: Callable[[], object], count: int) -> float:
    began = perf_counter()
    act()
    return count / (perf_counter() - began)


def _chain(count: int) -> Iterator[api.Prepared]:
    head = api.Head(f"benchmark:{uuid4()}")
    for _ in range(count):
        prepared = api.prepare(head, kind=KIND, by=BY, at=AT, body=BODY)
        yield prepared
        head = prepared.head


def _send(statement: str, parameters: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for each in parameters:
            cursor.execute(statement, each)


def _record(count: int) -> None:
    stream = f"benchmark:{uuid4()}"
    for seq in range(count):
        api.record(stream, expected_seq=seq, kind=KIND, by=BY, at=AT, body=BODY)


def _rows(count: int) -> list[tuple[Any, ...]]:
    return [api.append_parameters(each) for each in _chain(count)]


def _writing(count: int) -> Iterator[dict[str, object]]:
    """Yield the figures of writing: every entry committed on its own, and all in one commit."""
    _send("DROP TABLE IF EXISTS benchmark_bare", [()])
    _send(BARE_TABLE, [()])
    try:
        bare, one, whole = _best_of_rounds(count // ROUNDS)
        with transaction.atomic():
            bare_alone, one_alone, _ = _best_of_rounds(count // ROUNDS)
            transaction.set_rollback(True)
    finally:
        _send("DROP TABLE benchmark_bare", [()])
    yield _row("ledger: ledger_append() in one statement", one, "bare INSERT", bare)
    yield _row("ledger: record()", whole, "bare INSERT", bare)
    yield _row("ledger: ledger_append() without commit", one_alone, "bare INSERT", bare_alone)
    prepared = _per_second(lambda: list(_chain(count)), count)
    hashed = [_bytes(each) for each in _chain(count)]
    yield _row("ledger: prepare()", prepared, "SHA-256 of the same bytes", _hashing(hashed))


def _best_of_rounds(count: int) -> tuple[float, float, float]:
    """Return the best of the interleaved rounds for each way to write."""
    bare, one, whole = [], [], []
    for _ in range(ROUNDS):
        bare.append(_per_second(partial(_send, BARE, _rows(count)), count))
        one.append(_per_second(partial(_send, APPEND, _rows(count)), count))
        whole.append(_per_second(partial(_record, count), count))
    return max(bare), max(one), max(whole)


def _bytes(each: api.Prepared) -> bytes:
    return envelope(
        stream=each.stream,
        seq=each.seq,
        at=instant_text(each.at),
        kind=each.kind,
        by=each.by,
        body=each.body,
        prev=each.prev,
    )


def _hashing(items: list[bytes]) -> float:
    return _per_second(lambda: [sha256(each).digest() for each in items], len(items))


def _verifying(count: int) -> Iterator[dict[str, object]]:
    """Yield the figure of a whole verification: hashes, chains, order, and the seals there are."""
    with transaction.atomic():
        items = []
        with connection.cursor() as cursor:
            for _ in range(count // 100):
                chain = list(_chain(100))
                items += [_bytes(each) for each in chain]
                cursor.executemany(APPEND, [api.append_parameters(each) for each in chain])
            cursor.execute("ANALYZE ledger_entry")
        began = perf_counter()
        report = api.verify(keys=api.public_keys(api.key_folder()))
        speed = report.entries / (perf_counter() - began)
        transaction.set_rollback(True)
    assert report.is_whole or report.findings[0].seal, report.findings[0].message("en")
    yield _row("ledger: verify", speed, "SHA-256 of the same bytes", _hashing(items))
