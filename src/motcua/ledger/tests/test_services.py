"""Writing to streams: chains, conflicts, refusals."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.db import connection, transaction

from motcua.ledger.api import (
    GENESIS,
    LedgerBodyInvalid,
    LedgerEntryInvalid,
    StaleSequence,
    append,
    append_parameters,
    conflicts_told,
    entries,
    head,
    prepare,
    record,
)
from motcua.ledger.rules import entry_hash, instant_text

AT = datetime(2026, 11, 3, 1, 2, 3, 456789, tzinfo=UTC)
WHO = "officer:6f1c1f0e-3b1e-4f5e-9d0a-0d4f3f0b6c11"


def fresh():
    return f"dossier:{uuid4()}"


def write(stream, expected_seq=None, **body):
    return record(stream, expected_seq=expected_seq, kind="dossier.filed", by=WHO, at=AT, body=body)


@pytest.mark.django_db
def test_an_empty_stream_has_a_head_of_zeros():
    last = head(fresh())
    assert (last.seq, last.hash) == (0, GENESIS)


@pytest.mark.django_db
def test_each_entry_names_the_hash_of_the_one_before():
    stream = fresh()
    heads = [write(stream, step=step) for step in range(3)]
    chain = entries(stream)
    assert [entry.seq for entry in chain] == [1, 2, 3]
    assert [entry.prev for entry in chain] == [GENESIS, heads[0].hash, heads[1].hash]
    assert [entry.hash for entry in chain] == [each.hash for each in heads]
    assert head(stream) == heads[-1]


@pytest.mark.django_db
def test_a_stored_entry_gives_its_hash_again():
    stream = fresh()
    hanoi = timezone(timedelta(hours=7))
    body = {"tên": "Nguyễn Văn A", "astral": "\U0001f600\ue000", "n": -(2**53 - 1), "l": [None, {}]}
    for at in (AT, AT.replace(microsecond=0), AT.astimezone(hanoi), AT.replace(microsecond=1)):
        record(stream, kind="unit.named", by="system", at=at, body=body)
    for row in entries(stream):
        assert row.hash == entry_hash(
            stream=stream, seq=row.seq, at=instant_text(row.at), kind=row.kind, by=row.by,
            body=row.body, prev=row.prev,
        )  # fmt: skip


@pytest.mark.django_db
def test_a_stale_expected_sequence_is_a_conflict():
    stream = fresh()
    write(stream, expected_seq=0)
    with pytest.raises(StaleSequence) as caught:
        write(stream, expected_seq=0)
    assert caught.value.status == 409
    assert len(entries(stream)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["taken", "gap", "other_prev"])
def test_the_database_refuses_what_does_not_follow_the_head(change):
    stream = fresh()
    first = write(stream)
    prepared = prepare(first, kind="dossier.read", by=WHO, at=AT, body={})
    values: list[str | int | bytes | datetime] = list(append_parameters(prepared))
    if change == "taken":
        values[1:2] = [1]
        values[6:7] = [GENESIS]
    if change == "gap":
        values[1:2] = [3]
    if change == "other_prev":
        values[6:7] = [b"\1" * 32]
    with pytest.raises(StaleSequence) as caught, transaction.atomic(), conflicts_told():
        connection.cursor().execute("SELECT ledger_append(%s,%s,%s,%s,%s,%s::jsonb,%s,%s)", values)
    assert caught.value.stream == stream
    assert caught.value.seq == values[1]


@pytest.mark.django_db
def test_an_entry_prepared_twice_is_written_once():
    prepared = prepare(head(fresh()), kind="dossier.filed", by=WHO, at=AT, body={})
    append(prepared)
    with pytest.raises(StaleSequence), transaction.atomic():
        append(prepared)


@pytest.mark.django_db(transaction=True)
def test_of_many_writers_who_saw_the_same_head_one_wins():
    stream, ready = fresh(), threading.Barrier(8)

    def attempt(number):
        prepared = prepare(head(stream), kind="dossier.taken", by=WHO, at=AT, body={"n": number})
        ready.wait(timeout=30)
        try:
            return append(prepared).seq
        except StaleSequence:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(attempt, range(8)))
    assert sorted(results, key=str) == [1] + [None] * 7


@pytest.mark.django_db(transaction=True)
def test_writers_who_expect_nothing_all_get_their_place():
    stream = fresh()

    def attempt(number):
        try:
            return write(stream, n=number).seq
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        seqs = list(pool.map(attempt, range(9)))
    assert sorted(seqs) == list(range(1, 10))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"amount": 1.0}, "body.amount"),
        ({"amount": float("nan")}, "body.amount"),
        ({"n": 2**53}, "body.n"),
        ({"n": -(2**53)}, "body.n"),
        ({"l": [1, {"x": 0.5}]}, "body.l[1].x"),
        ({"l": (1, 2)}, "body.l"),
        ({"id": uuid4()}, "body.id"),
        ({"at": AT}, "body.at"),
        ({"raw": b"x"}, "body.raw"),
        ({1: "x"}, "body"),
        ({"x": {2: "x"}}, "body.x"),
        ({"t": "a\0b"}, "body.t"),
        ({"t": "\ud800"}, "body.t"),
        ({"big": "x" * 65536}, "body"),
    ],
)
def test_a_body_without_one_canonical_form_is_refused(body, path):
    with pytest.raises(LedgerBodyInvalid) as caught:
        prepare(head_of_nothing(), kind="a.b", by="system", at=AT, body=body)
    assert caught.value.path == path


def test_a_body_nested_without_end_is_refused():
    bomb: list[object] = []
    bomb.append(bomb)
    with pytest.raises(LedgerBodyInvalid, match="nested deeper"):
        prepare(head_of_nothing(), kind="a.b", by="system", at=AT, body={"bomb": bomb})


def head_of_nothing():
    from motcua.ledger.api import Head

    return Head("dossier:x")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": ""},
        {"kind": "Filed!"},
        {"by": ""},
        {"by": "Nguyễn Văn A"},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001
    ],
)
def test_a_column_of_another_shape_is_refused(change):
    values = {"kind": "a.b", "by": "system", "at": AT, "body": {}} | change
    with pytest.raises(LedgerEntryInvalid):
        prepare(head_of_nothing(), **values)


@pytest.mark.parametrize("stream", ["", "dossier", "dossier:", "Dossier:1", "a b:1", "a:1 2"])
def test_a_stream_without_a_subject_is_refused(stream):
    from motcua.ledger.api import Head

    with pytest.raises(LedgerEntryInvalid):
        prepare(Head(stream), kind="a.b", by="system", at=AT, body={})
