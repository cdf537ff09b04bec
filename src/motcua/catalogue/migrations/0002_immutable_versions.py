"""Versions follow each other without a gap, and neither they nor retirements ever change."""

from django.db import migrations

FOLLOWS = """
CREATE FUNCTION catalogue_version_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT number, valid_from INTO last FROM catalogue_procedureversion
    WHERE code = NEW.code ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(last.number, 0) + 1 THEN
        RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'procedure_version_follows_the_last',
            MESSAGE = 'procedure_version_follows_the_last: the next number is '
                || COALESCE(last.number, 0) + 1;
    END IF;
    IF NEW.valid_from < last.valid_from THEN
        RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'procedure_version_begins_in_order',
            MESSAGE = 'procedure_version_begins_in_order: not before ' || last.valid_from;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procedure_version_follows BEFORE INSERT ON catalogue_procedureversion
FOR EACH ROW EXECUTE FUNCTION catalogue_version_follows();
"""

NEVER_CHANGES = """
CREATE FUNCTION catalogue_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '23001', CONSTRAINT = TG_ARGV[0],
        MESSAGE = TG_ARGV[0] || ': ' || TG_OP || ' is refused';
END $$;
CREATE TRIGGER procedure_version_never_changes
BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_procedureversion
EXECUTE FUNCTION catalogue_never_changes('procedure_version_never_changes');
CREATE TRIGGER procedure_retirement_never_changes
BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_procedureretirement
EXECUTE FUNCTION catalogue_never_changes('procedure_retirement_never_changes');
"""

REVERSE = """
DROP TRIGGER procedure_retirement_never_changes ON catalogue_procedureretirement;
DROP TRIGGER procedure_version_never_changes ON catalogue_procedureversion;
DROP FUNCTION catalogue_never_changes();
DROP TRIGGER procedure_version_follows ON catalogue_procedureversion;
DROP FUNCTION catalogue_version_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_tables")]

    operations = [
        migrations.RunSQL(FOLLOWS + NEVER_CHANGES, REVERSE),
    ]
