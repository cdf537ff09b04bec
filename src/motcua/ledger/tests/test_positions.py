"""Reading the whole ledger by position: nothing skipped, nothing twice, in the order of streams."""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import psycopg
import pytest
from django.db import connection, transaction

from motcua.ledger.api import StaleSequence, entries_after, head, record
from motcua.ledger.rules import append_parameters, prepare
from motcua.ledger.setup import ensure_positions
from motcua.ledger.tests.factories import AT, WHO, fresh_stream, settle, unguarded, write
from motcua.ledger.types import START, Position

APPEND = "SELECT ledger_append(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)"


def another_connection():
    """Open a session beside Django's own."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters)


def first_of(stream):
    return append_parameters(
        prepare(head(stream), kind="dossier.filed", by=WHO, at=AT, body={"n": 1})
    )


def read_on(position, limit=1000):
    found, position = entries_after(position, limit=limit)
    return [each.stream for each in found], position


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_not_skipped():
    slow, quick = fresh_stream(), fresh_stream()
    with another_connection() as session:
        session.execute(APPEND, first_of(slow))
        write(quick)  # begins later, commits first
        early, position = read_on(START)
        assert quick not in early
        session.commit()
    settle()
    late, _ = read_on(position)
    assert [each for each in late if each in {slow, quick}] == [slow, quick]


@pytest.mark.django_db(transaction=True)
def test_a_stream_keeps_its_order_when_an_older_transaction_writes_later():
    stream = fresh_stream()
    with another_connection() as session:
        session.execute("SELECT pg_current_xact_id()")  # begins to write here
        write(stream)
        second = append_parameters(
            prepare(head(stream), kind="dossier.read", by=WHO, at=AT, body={})
        )
        with pytest.raises(psycopg.DatabaseError) as caught:
            session.execute(APPEND, second)
        session.rollback()
    assert caught.value.sqlstate == "MC409"


@pytest.mark.django_db(transaction=True)
def test_pages_join_without_gap_or_double():
    streams = [fresh_stream() for _ in range(7)]
    for stream in streams:
        write(stream)
    settle()
    seen: list[str] = []
    position = START
    while True:
        page, following = read_on(position, limit=2)
        if not page:
            break
        seen, position = seen + page, following
    assert [each for each in seen if each in streams] == streams


def interleave(seed, names):
    """Write to streams in transactions of several entries, some of them taken back."""
    random = Random(seed)
    kept = []
    try:
        for _ in range(12):
            mine = []
            try:
                with transaction.atomic():
                    for _ in range(random.randint(1, 4)):
                        last = record(random.choice(names), kind="a.b", by="system", at=AT, body={})
                        mine.append((last.stream, last.seq))
                    if random.random() < 0.3:
                        mine.clear()
                        transaction.set_rollback(True)
            except StaleSequence:
                continue
            kept += mine
    finally:
        connection.close()
    return kept


@pytest.mark.django_db(transaction=True)
def test_a_reader_beside_many_writers_meets_each_entry_once_and_in_order():
    own = [[fresh_stream() for _ in range(3)] for _ in range(4)]
    shared = fresh_stream()
    over = threading.Event()
    seen: list[tuple[str, int]] = []

    def follow():
        position = START
        try:
            while True:
                last_round = over.is_set()
                found, position = entries_after(position, limit=5)
                seen.extend((each.stream, each.seq) for each in found)
                if last_round and not found:
                    return
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(follow)
        writers = [pool.submit(interleave, at, [*own[at], shared]) for at in range(4)]
        written = [pair for each in writers for pair in each.result()]
        settle()
        over.set()
        reader.result()
    names = {shared, *(name for group in own for name in group)}
    met = [pair for pair in seen if pair[0] in names]
    assert sorted(met) == sorted(written)
    for name in names:
        seqs = [seq for stream, seq in met if stream == name]
        assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.django_db(transaction=True)
def test_positions_never_fall_back_after_a_restore_into_another_server():
    stream = fresh_stream()
    offset = ensure_positions()
    write(stream)
    settle()
    _, position = entries_after(START, limit=1000)
    try:
        # As if a server with far higher ids had written it.
        unguarded("UPDATE ledger_entry SET tx = tx + 5000000000")
        raised = ensure_positions()
        assert raised > offset
        assert ensure_positions() == raised
        write(stream)
        settle()
        found, _ = entries_after(Position(position.tx + 5_000_000_000, position.ordinal))
        assert [(each.stream, each.seq) for each in found] == [(stream, 2)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ledger_tx_offset() RETURNS bigint LANGUAGE sql "
                f"IMMUTABLE PARALLEL SAFE AS 'SELECT {offset}::bigint'"
            )
