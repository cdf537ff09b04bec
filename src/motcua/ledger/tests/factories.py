"""Ledgers to try things on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection

from motcua.ledger.api import record

AT = datetime(2026, 11, 3, 1, 2, 3, 456789, tzinfo=UTC)
WHO = "officer:6f1c1f0e-3b1e-4f5e-9d0a-0d4f3f0b6c11"


def fresh_stream():
    return f"dossier:{uuid4()}"


def write(stream, *, times=1):
    """Write to a stream as one dossier's acts would."""
    for number in range(times):
        record(
            stream,
            kind="dossier.forwarded",
            by=WHO,
            at=AT + timedelta(seconds=number),
            body={"from": "received", "to": "accepted", "step": number, "on_time": True},
        )


def written_streams(*, streams=3, entries=4):
    """Write several streams in turns, so that they interleave."""
    names = [fresh_stream() for _ in range(streams)]
    for _ in range(entries):
        for name in names:
            write(name)
    return names


def settle():
    """Wait until no transaction that was running before this call is running.

    The horizon belongs to the whole server, and tests of other databases run beside this one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (now,) = cursor.fetchone()
        horizon = 0
        while horizon < now:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_sleep(0.001)"
            )
            horizon, _ = cursor.fetchone()


def unguarded(sql, *parameters):
    """Change the tables as a superuser can who switches the triggers off."""
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        changed = cursor.rowcount
        for table in ("ledger_entry", "ledger_seal"):
            for guard in (f"{table}_is_never_changed", f"{table}_is_never_emptied"):
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")
    return changed
