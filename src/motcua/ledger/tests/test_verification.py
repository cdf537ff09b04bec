"""Verification finds every change that someone with all rights can make."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.ledger.keys import ensure_key, public_keys
from motcua.ledger.sealing import seal_all
from motcua.ledger.selectors import seals
from motcua.ledger.setup import ensure_positions
from motcua.ledger.tests.factories import AT, settle, unguarded, write, written_streams
from motcua.ledger.verification import Fault, verify, verify_stream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    ensure_key(folder)
    return folder


@pytest.fixture(scope="module")
def ledger(django_db_setup, django_db_blocker, keys):
    """Three seals over three streams, and a tail that no seal covers; each test leaves it whole."""
    with django_db_blocker.unblock():
        streams = written_streams(streams=3, entries=3)
        settle()
        seal_all(at=AT, keys=keys)
        for stream in streams:
            write(stream, times=2)
        settle()
        seal_all(at=AT, keys=keys, most=4)
        for stream in streams:
            write(stream)
    yield streams
    with django_db_blocker.unblock():
        unguarded(EMPTY)
        connection.close()


EMPTY = "DELETE FROM ledger_entry; DELETE FROM ledger_seal"


def findings_after(sql, *parameters, keys, **options):
    """Return what is found once ``sql`` ran with all rights; the change is taken back."""
    with transaction.atomic():
        assert unguarded(sql, *parameters) != 0
        found = verify(keys=public_keys(keys), **options).findings
        transaction.set_rollback(True)
    return found


def first_after(sql, *parameters, keys, **options):
    return findings_after(sql, *parameters, keys=keys, **options)[0]


def test_a_whole_ledger_is_whole(ledger, keys):
    told = []
    report = verify(keys=public_keys(keys), progress=lambda *done: told.append(done))
    assert report.is_whole
    assert (report.entries, report.sealed_entries, report.seals) == (18, 15, 3)
    assert told[-1] == (18, 18)


def test_an_empty_ledger_is_whole(ledger, keys):
    unguarded(EMPTY)
    assert verify(keys=public_keys(keys)).is_whole


def test_what_the_own_transaction_wrote_is_read_too(ledger, keys):
    write(ledger[0], times=2)
    report = verify(keys=public_keys(keys))
    assert (report.findings, report.entries) == ((), 20)
    assert ensure_positions() == 0


@pytest.mark.parametrize("seq", [1, 3, 5, 6])
@pytest.mark.parametrize(
    "change",
    [
        "body = jsonb_set(body, '{step}', '1000')",
        "body = body || '{\"on_time\": false}'",
        "body = body - 'on_time'",
        "body = jsonb_set(body, '{step}', '0.0')",
        "body = '[]'",
        "kind = kind || 'x'",
        "by = 'system'",
        "at = at + interval '1 microsecond'",
        "at = at - interval '1 century'",
        "hash = set_byte(hash, 31, 255 - get_byte(hash, 31))",
        "prev = set_byte(prev, 0, 255 - get_byte(prev, 0))",
    ],
)
def test_a_changed_byte_names_its_entry(ledger, keys, seq, change):
    if seq == 1 and change.startswith("prev"):
        change = "by = 'system'"  # the database refuses another prev even from a superuser
    found = first_after(
        f"UPDATE ledger_entry SET {change} WHERE stream = %s AND seq = %s",
        ledger[1], seq, keys=keys,
    )  # fmt: skip
    assert (found.stream, found.seq) == (ledger[1], seq)
    assert found.fault in {Fault.CONTENT, Fault.UNREADABLE}


def test_a_body_with_a_float_of_the_same_value_is_found(ledger, keys):
    found = first_after(
        "UPDATE ledger_entry SET body = jsonb_set(body, '{step}', '0.0') WHERE stream = %s",
        ledger[0], keys=keys,
    )  # fmt: skip
    assert found.fault is Fault.UNREADABLE


def test_a_date_before_christ_is_found_when_its_check_is_gone(ledger, keys):
    sql = """
        ALTER DOMAIN ledger_instant DROP CONSTRAINT ledger_instant_is_readable;
        UPDATE ledger_entry SET at = (at::text || ' BC')::timestamptz WHERE seq = 2;
    """
    assert first_after(sql, keys=keys).fault is Fault.CONTENT


@pytest.mark.parametrize(("column", "value"), [("seq", "seq + 40"), ("stream", "stream || 'x'")])
def test_an_entry_moved_elsewhere_is_named(ledger, keys, column, value):
    found = findings_after(
        f"UPDATE ledger_entry SET {column} = {value} WHERE stream = %s AND seq = 2",
        ledger[0], keys=keys,
    )  # fmt: skip
    assert found[0].fault is Fault.CONTENT
    assert (Fault.MISSING, ledger[0], 3) in {(each.fault, each.stream, each.seq) for each in found}


@pytest.mark.parametrize("change", ["tx = tx + 1", "tx = tx - 1", "ordinal = ordinal + 1000"])
def test_a_sealed_entry_with_another_position_is_found(ledger, keys, change):
    found = findings_after(
        f"UPDATE ledger_entry SET {change} WHERE stream = %s AND seq = 5", ledger[1], keys=keys
    )
    assert {each.fault for each in found} & {Fault.SEAL_ROOT, Fault.SEAL_COUNT, Fault.ORDER}


def test_an_unsealed_entry_put_under_an_old_seal_is_found(ledger, keys):
    found = findings_after("UPDATE ledger_entry SET tx = 1 WHERE seq = 6", keys=keys)
    assert Fault.SEAL_COUNT in {each.fault for each in found}


def test_an_entry_put_where_no_seal_will_reach_is_named(ledger, keys):
    found = first_after(
        "UPDATE ledger_entry SET tx = 9000000000 WHERE stream = %s AND seq = 6",
        ledger[2], keys=keys,
    )  # fmt: skip
    assert (found.fault, found.stream, found.seq) == (Fault.FUTURE, ledger[2], 6)


@pytest.mark.parametrize("seq", [1, 2, 5])
def test_a_deleted_entry_is_found(ledger, keys, seq):
    found = findings_after(
        "DELETE FROM ledger_entry WHERE stream = %s AND seq = %s", ledger[0], seq, keys=keys
    )
    faults = {(each.fault, each.stream, each.seq) for each in found}
    assert (Fault.MISSING, ledger[0], seq + 1) in faults
    assert Fault.SEAL_COUNT in {each.fault for each in found}


def test_a_sealed_tail_that_was_cut_off_is_found(ledger, keys):
    found = findings_after(
        "DELETE FROM ledger_entry WHERE stream = %s AND seq >= 4", ledger[0], keys=keys
    )
    assert {each.fault for each in found} == {Fault.SEAL_COUNT}


def test_a_sealed_stream_that_is_gone_is_found(ledger, keys):
    found = findings_after("DELETE FROM ledger_entry WHERE stream = %s", ledger[0], keys=keys)
    assert found[0] == found[0].__class__(Fault.SEAL_COUNT, seal=1, detail="6 / 9")


def test_a_forged_chain_is_found_by_the_seal(ledger, keys):
    """Someone rewrites an entry and computes every later hash of its stream anew."""
    from motcua.ledger.rules import prepare
    from motcua.ledger.selectors import entries
    from motcua.ledger.types import Head

    statements, last = [], Head(ledger[0])
    for entry in entries(ledger[0]):
        forged = prepare(last, kind=entry.kind, by="system", at=entry.at, body=entry.body)
        statements.append((forged.prev, forged.hash, ledger[0], entry.seq))
        last = forged.head
    sql = ";".join(
        "UPDATE ledger_entry SET by = 'system', prev = %s, hash = %s WHERE stream = %s AND seq = %s"
        for _ in statements
    )
    found = findings_after(sql, *[value for each in statements for value in each], keys=keys)
    assert [(each.fault, each.seal) for each in found] == [
        (Fault.SEAL_ROOT, 1),
        (Fault.SEAL_ROOT, 2),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("root = hash", Fault.SEAL_HASH),
        ("at = at + interval '1 microsecond'", Fault.SEAL_HASH),
        ("hash = root", Fault.SEAL_HASH),
        ("entries = entries + 1", Fault.SEAL_HASH),
        ("prev = hash", Fault.SEAL_CHAIN),
        ("from_tx = from_tx + 1", Fault.SEAL_CHAIN),
        ("until_tx = until_tx + 1", Fault.SEAL_HASH),
        ("key = 'another'", Fault.SEAL_KEY),
        ("number = number + 10", Fault.SEAL_CHAIN),
        ("signature = set_byte(signature, 0, 255 - get_byte(signature, 0))",
         Fault.SEAL_SIGNATURE),
    ],
)  # fmt: skip
def test_a_changed_seal_is_found(ledger, keys, change, fault):
    found = findings_after(f"UPDATE ledger_seal SET {change} WHERE number = 2", keys=keys)
    assert fault in {each.fault for each in found}


def test_a_missing_seal_is_found(ledger, keys):
    found = findings_after("DELETE FROM ledger_seal WHERE number = 2", keys=keys)
    assert (found[0].fault, found[0].seal) == (Fault.SEAL_CHAIN, 3)


def test_seals_cut_off_with_their_entries_are_found_by_what_was_published(ledger, keys):
    newest = seals()[-1]
    sql = "DELETE FROM ledger_seal WHERE number = 3; DELETE FROM ledger_entry WHERE tx >= %s"
    known = {seal.number: seal.hash.hex() for seal in seals()}
    assert findings_after(sql, newest.from_tx, keys=keys) == ()
    found = findings_after(sql, newest.from_tx, keys=keys, published=known)
    assert [(each.fault, each.seal) for each in found] == [(Fault.SEAL_PUBLISHED, 3)]


def test_a_seal_of_a_key_from_elsewhere_is_found(ledger, keys):
    report = verify(keys={})
    assert {each.fault for each in report.findings} == {Fault.SEAL_KEY}


def test_a_range_of_seals_is_read_alone(ledger, keys):
    public = public_keys(keys)
    assert verify(keys=public, first_seal=1, last_seal=1).entries == 9
    second = verify(keys=public, first_seal=2, last_seal=2)
    assert (second.is_whole, second.seals, second.entries) == (True, 1, 4)
    assert verify(keys=public, first_seal=2).entries == 9
    change = "UPDATE ledger_entry SET by = 'system' WHERE seq = 1"
    assert findings_after(change, keys=keys, first_seal=2, last_seal=3) == ()
    assert findings_after(change, keys=keys, first_seal=1, last_seal=1) != ()


def test_one_stream_is_read_alone(ledger, keys):
    report = verify_stream(ledger[0])
    assert (report.is_whole, report.entries) == (True, 6)
    with transaction.atomic():
        unguarded("UPDATE ledger_entry SET by = 'system' WHERE stream = %s AND seq = 2", ledger[0])
        found = verify_stream(ledger[0]).findings
        transaction.set_rollback(True)
    assert [(each.fault, each.seq) for each in found] == [(Fault.CONTENT, 2)]


def test_findings_name_the_entry_in_both_languages(ledger, keys):
    found = first_after(
        "UPDATE ledger_entry SET by = 'system' WHERE stream = %s AND seq = 2", ledger[0], keys=keys
    )
    assert found.message("en") == f"entry 2 of {ledger[0]}: its hash is not that of its content"
    assert found.message("vi").startswith(f"bút toán 2 của {ledger[0]}:")


COLUMNS = {
    "body": st.sampled_from(
        [
            "'{}'::jsonb",
            "body || '{\"x\": null}'",
            "jsonb_build_array(body)",
            "body || '{\"step\": 99.0}'",
            "body || '{\"\": 1}'",
        ]
    ),
    "kind": st.sampled_from(["'a.b'", "upper(kind)", "kind || ' '"]),
    "by": st.sampled_from(["'system'", "by || '0'"]),
    "at": st.integers(-(10**13), 10**13)
    .filter(bool)
    .map(lambda us: f"at + {us} * interval '1 microsecond'"),
    "prev": st.binary(min_size=32, max_size=32).map(lambda raw: f"'\\x{raw.hex()}'::bytea"),
    "hash": st.binary(min_size=32, max_size=32).map(lambda raw: f"'\\x{raw.hex()}'::bytea"),
    "seq": st.integers(7, 2**40).map(str),
    "stream": st.sampled_from(["'unit:other'", "stream || '0'"]),
    "tx": st.integers(1, 2**60).map(str),
    "ordinal": st.integers(10**9, 2**60).map(str),
}
changes = st.sampled_from(sorted(COLUMNS)).flatmap(
    lambda column: st.tuples(st.just(column), COLUMNS[column])
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(change=changes, stream=st.integers(0, 2), seq=st.integers(2, 5))
def test_any_single_change_to_any_column_of_a_sealed_entry_is_found(
    ledger, keys, change, stream, seq
):
    column, value = change
    found = findings_after(
        f"UPDATE ledger_entry SET {column} = {value} WHERE stream = %s AND seq = %s"
        f" AND {column} IS DISTINCT FROM {value}",
        ledger[stream], seq, keys=keys,
    )  # fmt: skip
    assert found


def test_the_guards_are_back_after_each_trial(ledger):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname ~ %s AND tgenabled = 'A'",
                       ["^ledger_(entry|seal)_is_never_"])  # fmt: skip
        assert cursor.fetchone() == (4,)
