"""What the database and the key folder need besides migrations. Each step may run again."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from psycopg import sql

from motcua.ledger.keys import ensure_key

__all__ = [
    "APP_ROLE",
    "Privileges",
    "ensure_positions",
    "ensure_privileges",
    "guards_down",
    "set_up",
]

APP_ROLE = "motcua_app"
"""The role that the application should work as; ``docs/reference/ledger.md`` tells how."""

_MAY_CREATE = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
_EXISTS = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)"
_CREATE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- made by another at this moment
END $$
"""
# Everything for the tables of the other rooms, reading only for the two of the ledger.
_GRANTS = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "REVOKE ALL ON ledger_entry, ledger_seal FROM {role}, PUBLIC",
    "REVOKE ALL ON SEQUENCE ledger_entry_ordinal FROM {role}, PUBLIC",
    "GRANT SELECT ON ledger_entry, ledger_seal TO {role}",
    "REVOKE ALL ON FUNCTION ledger_append, ledger_seal_append FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION ledger_append, ledger_seal_append TO {role}",
)
# The newest position, the lowest and the next position of this server's own transactions.
_STAND = """
    SELECT greatest((SELECT coalesce(max(tx), 0) FROM ledger_entry),
                    (SELECT coalesce(max(until_tx), 1) - 1 FROM ledger_seal)),
           pg_snapshot_xmin(snapshot)::text::bigint,
           greatest(pg_snapshot_xmax(snapshot)::text::bigint,
                    pg_current_xact_id_if_assigned()::text::bigint + 1),
           ledger_tx_offset()
    FROM pg_current_snapshot() AS snapshot
"""
_OFFSET = """
    CREATE OR REPLACE FUNCTION ledger_tx_offset() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {offset}::bigint'
"""
# What refuses each change of an entry or a seal, in every mode of replication.
_GUARDS_DOWN = """
    SELECT needed.name
    FROM unnest(ARRAY['ledger_entry', 'ledger_seal']) AS guarded(name),
         LATERAL (VALUES (guarded.name || '_is_never_changed'),
                         (guarded.name || '_is_never_emptied')) AS needed(name)
    WHERE NOT EXISTS (
        SELECT FROM pg_trigger
        WHERE tgrelid = guarded.name::regclass AND tgname = needed.name AND tgenabled = 'A'
    )
    ORDER BY needed.name
"""


@dataclass(frozen=True, slots=True)
class Privileges:
    """Whether the restricted role stands ready, and whether this connection works as it."""

    role: str
    is_ready: bool
    is_in_use: bool


@transaction.atomic
def ensure_privileges(role: str = APP_ROLE) -> Privileges:
    """Give ``role`` what the application needs, and no right to write to the ledger's tables.

    Call it after each migration, as the owner of the tables. Where the present user may not
    create roles and the role is not there, nothing changes and ``is_ready`` is False.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EXISTS, [role])
        exists = bool(cursor.fetchone()[0])
        cursor.execute(_MAY_CREATE)
        if not exists and not cursor.fetchone()[0]:
            return Privileges(role, is_ready=False, is_in_use=False)
        cursor.execute("SELECT current_schema(), current_user")
        schema, user = cursor.fetchone()
        names = {"role": sql.Identifier(role), "schema": sql.Identifier(schema)}
        statements = _GRANTS if user != role else ()
        for statement in (*(() if exists else (_CREATE,)), *statements):
            cursor.execute(sql.SQL(statement).format(**names).as_string())
    return Privileges(role, is_ready=True, is_in_use=user == role)


@transaction.atomic
def ensure_positions() -> int:
    """Return what is added to transaction ids, after raising it where they would fall back.

    A dump restored into another server brings positions that may be ahead of that server's
    transaction ids; new entries would then be placed before old ones. Call it at each start,
    before the first entry is written.
    """
    newest, lowest, following, offset = _stand()
    if newest < offset + following:
        return offset
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_entry IN EXCLUSIVE MODE")
        newest, lowest, _, _ = _stand()
        # Every transaction that runs now comes behind the newest entry.
        offset = newest + 1 - lowest
        cursor.execute(_OFFSET.format(offset=offset))
    return offset


def _stand() -> tuple[int, int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_STAND)
        newest, lowest, following, offset = cursor.fetchone()
    return newest, lowest, following, offset


def guards_down() -> tuple[str, ...]:
    """Return the triggers that keep the ledger append-only and are switched off or gone."""
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS_DOWN)
        return tuple(name for (name,) in cursor.fetchall())


def set_up(keys: Path) -> Privileges:
    """Make the first sealing key, the restricted role and right positions."""
    ensure_key(keys)
    ensure_positions()
    return ensure_privileges()
