"""What the database refuses by itself, to everyone and to the role of the application."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from motcua.ledger.api import head, record
from motcua.ledger.models import LedgerEntry, LedgerSeal
from motcua.ledger.setup import APP_ROLE, ensure_privileges
from motcua.ledger.tests.factories import AT, WHO, fresh_stream, write

pytestmark = pytest.mark.django_db

ZEROS, ONES = f"'\\x{'00' * 32}'", f"'\\x{'01' * 32}'"
ENTRY = {
    "tx": "1", "ordinal": "1", "seq": "1", "at": "now()", "stream": "'a:b'", "kind": "'a'",
    "by": "'system'", "body": "'{}'", "prev": ZEROS, "hash": ONES,
}  # fmt: skip
SEAL = {
    "number": "1", "at": "now()", "from_tx": "0", "until_tx": "5", "entries": "1",
    "root": ONES, "prev": ZEROS, "key": "'k'", "hash": ONES, "signature": f"'\\x{'01' * 64}'",
}  # fmt: skip


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def insert(table, values):
    columns = ", ".join(f'"{name}"' for name in values)
    execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(values.values())})")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_seal"])
@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET hash = hash",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_a_change_is_refused_even_to_a_superuser(table, mode, statement):
    execute(f"SET LOCAL session_replication_role = {mode}")
    with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
        execute(statement.format(table))


def test_an_upsert_is_refused():
    insert("ledger_entry", ENTRY)
    columns = ", ".join(f'"{name}"' for name in ENTRY)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(
            f"INSERT INTO ledger_entry ({columns}) VALUES ({', '.join(ENTRY.values())})"
            " ON CONFLICT (stream, seq) DO UPDATE SET kind = 'b'"
        )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"tx": "0"}, "ledger_counts_from_one"),
        ({"ordinal": "0"}, "ledger_counts_from_one"),
        ({"seq": "0"}, "ledger_counts_from_one"),
        ({"seq": "-1"}, "ledger_counts_from_one"),
        ({"hash": "'\\x00'"}, "ledger_hash_has_32_bytes"),
        ({"prev": "'\\x00'"}, "ledger_hash_has_32_bytes"),
        ({"prev": ONES}, "ledger_entry_first_follows_zeros"),
        ({"stream": "''"}, "ledger_name_is_not_empty"),
        ({"kind": "''"}, "ledger_name_is_not_empty"),
        ({"by": "''"}, "ledger_name_is_not_empty"),
        ({"at": "'infinity'"}, "ledger_instant_is_readable"),
        ({"at": "'2026-01-01 BC'"}, "ledger_instant_is_readable"),
        ({"body": "NULL"}, "body"),
        ({"ordinal": "7"}, "ledger_entry_pkey"),
        ({"seq": "2", "prev": ONES}, "ledger_entry_position_is_taken_once"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(change, name):
    if "pkey" in name or "taken_once" in name:
        insert("ledger_entry", ENTRY)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        insert("ledger_entry", ENTRY | change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"number": "0"}, "ledger_counts_from_one"),
        ({"entries": "0"}, "ledger_counts_from_one"),
        ({"from_tx": "-1"}, "ledger_seal_covers_something"),
        ({"from_tx": "5", "number": "2"}, "ledger_seal_covers_something"),
        ({"from_tx": "1"}, "ledger_seal_first_follows_zeros"),
        ({"prev": ONES}, "ledger_seal_first_follows_zeros"),
        ({"signature": "'\\x00'"}, "ledger_seal_is_signed"),
        ({"key": "''"}, "ledger_name_is_not_empty"),
        ({"root": "'\\x00'"}, "ledger_hash_has_32_bytes"),
        ({"at": "'-infinity'"}, "ledger_instant_is_readable"),
        ({"until_tx": "9"}, "ledger_seal_pkey"),
        ({"number": "2", "until_tx": "9"}, "ledger_seal_from_tx_key"),
        ({"number": "2", "from_tx": "1"}, "ledger_seal_until_tx_key"),
    ],
)
def test_a_seal_that_cannot_be_is_refused(change, name):
    if name.endswith("key"):
        insert("ledger_seal", SEAL)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        insert("ledger_seal", SEAL | change)


def test_a_seal_over_transactions_that_still_run_is_refused():
    values = SEAL | {"until_tx": "ledger_horizon() + 1000000000"}
    order = ("number", "at", "from_tx", "until_tx", "entries", "root", "prev", "key", "hash")
    arguments = ", ".join(values[name] for name in (*order, "signature"))
    with pytest.raises(DatabaseError, match="stale_sequence"), transaction.atomic():
        execute(f"SELECT ledger_seal_append({arguments})")


def test_declared_constraints_stand_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        present = {name for (name,) in cursor.fetchall()}
    for model in (LedgerEntry, LedgerSeal):
        assert {each.name for each in model._meta.constraints} <= present


def test_all_tables_of_the_room_are_guarded():
    with connection.cursor() as cursor:
        for model in apps.get_app_config("ledger").get_models():
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (2,)


@pytest.fixture
def as_app():
    """Work as the application's role until the test's transaction is taken back."""
    assert ensure_privileges().is_ready
    execute(f"SET LOCAL ROLE {APP_ROLE}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_seal SET key = 'x'",
        "DELETE FROM ledger_seal",
        "TRUNCATE ledger_seal",
        "INSERT INTO ledger_entry DEFAULT VALUES",
        "INSERT INTO ledger_seal DEFAULT VALUES",
        "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
        "DROP TABLE ledger_entry",
        "SELECT setval('ledger_entry_ordinal', 1)",
        "CREATE OR REPLACE FUNCTION ledger_tx_offset() RETURNS bigint LANGUAGE sql AS 'SELECT 9'",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_of_the_application_has_no_right_to_change_the_ledger(as_app, statement):
    with pytest.raises(DatabaseError, match=re.compile("permission denied|must be owner")):
        execute(statement)


def test_the_role_of_the_application_appends_and_reads(as_app):
    stream = fresh_stream()
    last = record(stream, expected_seq=0, kind="a.b", by=WHO, at=AT, body={})
    assert head(stream) == last


def test_a_temporary_table_of_the_same_name_catches_nothing(as_app):
    stream = fresh_stream()
    execute("CREATE TEMPORARY TABLE ledger_entry (LIKE public.ledger_entry) ON COMMIT DROP")
    write(stream)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.ledger_entry WHERE stream = %s", [stream])
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_temp.ledger_entry")
        assert cursor.fetchone() == (0,)


def test_the_role_is_made_ready_twice():
    assert ensure_privileges() == ensure_privileges()


def test_whoever_may_not_create_roles_is_told():
    execute("CREATE ROLE ledger_test_nobody")
    execute("SET LOCAL ROLE ledger_test_nobody")
    assert not ensure_privileges("ledger_test_absent").is_ready
