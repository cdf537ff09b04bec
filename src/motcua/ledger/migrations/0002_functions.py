"""The only door to the tables: functions that append, and triggers that refuse everything else.

``ledger_append`` and ``ledger_seal_append`` run with their owner's rights, so that the role of the
application needs no right to write to the tables at all. Their search path is fixed, as a function
with its owner's rights needs.
"""

from django.db import migrations

POSITIONS = """
CREATE SEQUENCE ledger_entry_ordinal AS bigint OWNED BY ledger_entry.ordinal;

-- What is added to transaction ids: 0, until a dump is restored into a server whose transaction ids
-- are lower than those in the rows; ensure_positions() then replaces the function.
CREATE FUNCTION ledger_tx_offset() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0::bigint';

-- Every transaction below the horizon has ended: no entry will appear there any more.
CREATE FUNCTION ledger_horizon() RETURNS bigint LANGUAGE sql STABLE AS
'SELECT ledger_tx_offset() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint';
"""

# A transaction that began to write before its predecessor's did is refused too: ids commit out of
# order, and a stream must keep its order when the whole ledger is read by position.
APPEND = """
CREATE FUNCTION ledger_append(
    stream text, seq bigint, at timestamptz, kind text, by text, body jsonb, prev bytea, hash bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO ledger_entry (tx, ordinal, stream, seq, at, kind, by, body, prev, hash)
    SELECT ledger_tx_offset() + pg_current_xact_id()::text::bigint, nextval('ledger_entry_ordinal'),
           $1, $2, $3, $4, $5, $6, $7, $8
    WHERE CASE WHEN $2 = 1 THEN $7 = decode(repeat('00', 32), 'hex')
               ELSE EXISTS (SELECT FROM ledger_entry last
                            WHERE last.stream = $1 AND last.seq = $2 - 1 AND last.hash = $7
                              AND last.tx <= ledger_tx_offset()
                                             + pg_current_xact_id()::text::bigint) END
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'MC409', MESSAGE = 'stale_sequence',
            DETAIL = json_build_object('stream', $1, 'seq', $2)::text;
    END IF;
END $$;
"""

SEAL = """
CREATE FUNCTION ledger_seal_append(
    number bigint, at timestamptz, from_tx bigint, until_tx bigint, entries bigint,
    root bytea, prev bytea, key text, hash bytea, signature bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO ledger_seal
        (number, at, from_tx, until_tx, entries, root, prev, key, hash, signature)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    WHERE $4 <= ledger_horizon()
      AND ($1 = 1 OR EXISTS (SELECT FROM ledger_seal last WHERE last.number = $1 - 1
                             AND last.hash = $7 AND last.until_tx = $3))
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'MC409', MESSAGE = 'stale_sequence',
            DETAIL = json_build_object('stream', 'seals', 'seq', $1)::text;
    END IF;
END $$;
"""

# Temporary tables come last: else a session could put one of the same name before the real one.
PATH = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION ledger_append SET search_path = pg_catalog, %I, pg_temp',
                   current_schema());
    EXECUTE format('ALTER FUNCTION ledger_seal_append SET search_path = pg_catalog, %I, pg_temp',
                   current_schema());
END $$;
"""

# ENABLE ALWAYS: session_replication_role = replica does not switch these off.
GUARD = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP);
END $$;
"""

GUARD_TABLE = """
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_never_changed;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_never_emptied;
"""

UNGUARD_TABLE = """
DROP TRIGGER {table}_is_never_emptied ON {table};
DROP TRIGGER {table}_is_never_changed ON {table};
"""

TABLES = ("ledger_entry", "ledger_seal")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]

    operations = [
        migrations.RunSQL(
            POSITIONS,
            "DROP FUNCTION ledger_horizon(); DROP FUNCTION ledger_tx_offset(); DROP SEQUENCE ledger_entry_ordinal;",
        ),
        migrations.RunSQL(APPEND, "DROP FUNCTION ledger_append;"),
        migrations.RunSQL(SEAL, "DROP FUNCTION ledger_seal_append;"),
        migrations.RunSQL(PATH, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, "DROP FUNCTION ledger_refuse_change();"),
        *(
            migrations.RunSQL(GUARD_TABLE.format(table=table), UNGUARD_TABLE.format(table=table))
            for table in TABLES
        ),
    ]
