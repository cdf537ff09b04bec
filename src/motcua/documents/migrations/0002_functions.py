"""One statement issues a paper; a trigger keeps issued papers as they are."""

from django.db import migrations

ISSUE = """
CREATE FUNCTION documents_issue(
    document jsonb, file jsonb, salt bytea, digest bytea,
    seq bigint, at timestamptz, kind text, by text, body jsonb, prev bytea, hash bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    file_id bigint;
    document_id bigint;
    taken integer := (document->>'number')::integer;
BEGIN
    IF taken = 1 THEN
        INSERT INTO documents_book (unit_uid, series, year, last)
        VALUES ((document->>'unit_uid')::uuid, document->>'series',
                (document->>'year')::smallint, 1)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE documents_book book SET last = taken
        WHERE book.unit_uid = (document->>'unit_uid')::uuid
          AND book.series = document->>'series'
          AND book.year = (document->>'year')::smallint
          AND book.last = taken - 1;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'MC409', MESSAGE = 'number_taken',
            DETAIL = json_build_object('stream', 'book:' || (document->>'series'),
                                       'seq', taken, 'number', document->>'symbol')::text;
    END IF;
    INSERT INTO documents_file
        (uid, sha256, size_bytes, media_type, name, stored_by, stored_at)
    VALUES ((file->>'uid')::uuid, file->>'sha256', (file->>'size_bytes')::bigint,
            file->>'media_type', file->>'name', $8, $6)
    RETURNING id INTO file_id;
    INSERT INTO documents_document
        (uid, code, kind, subject, dossier_code, unit_uid, unit_code, unit_name, series, year,
         number, symbol, issued_on, issued_at, issued_by, file_id, signers, facts_salt,
         facts_digest, statement, key_id, revoke_reason)
    VALUES ((document->>'uid')::uuid, document->>'code', document->>'kind',
            document->>'subject', document->>'dossier_code', (document->>'unit_uid')::uuid,
            document->>'unit_code', document->>'unit_name', document->>'series',
            (document->>'year')::smallint, taken, document->>'symbol',
            (document->>'issued_on')::date, $6, $8, file_id, document->'signers', $3, $4,
            document->>'statement', document->>'key_id', '')
    RETURNING id INTO document_id;
    PERFORM ledger_append('document:' || (document->>'uid'), $5, $6, $7, $8, $9, $10, $11);
    RETURN document_id;
END $$;
"""

GUARD = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(NEW) - '{revoked_at,revoke_reason,superseded_by_id}'::text[])
           = (to_jsonb(OLD) - '{revoked_at,revoke_reason,superseded_by_id}'::text[])
           AND (OLD.revoked_at IS NULL OR (NEW.revoked_at = OLD.revoked_at
                AND NEW.revoke_reason = OLD.revoke_reason
                AND NEW.superseded_by_id IS NOT DISTINCT FROM OLD.superseded_by_id)) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_document_is_kept',
        MESSAGE = format('an issued document is kept as it is: %s is refused '
                         '(issued_document_is_kept)', TG_OP);
END $$;

CREATE TRIGGER issued_document_is_kept BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""

UNDO = """
DROP TRIGGER issued_document_is_kept ON documents_document;
DROP FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_tables"), ("ledger", "0002_functions")]

    operations = [
        migrations.RunSQL(
            ISSUE,
            "DROP FUNCTION documents_issue(jsonb, jsonb, bytea, bytea, bigint, timestamptz, "
            "text, text, jsonb, bytea, bytea)",
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
