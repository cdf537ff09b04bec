"""A filing comes before its applicant's erasure, and stops it, or after, and is refused."""

from django.db import migrations

# The row of the person is held as the foreign key holds it: this waits for an erasure that runs,
# and then reads what that left. MC409 is what every act that came too late is told by.
GUARD = """
CREATE FUNCTION dossiers_refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_erased timestamptz;
BEGIN
  FOR v_erased IN
    SELECT p.erased_at FROM authority_person p
     WHERE p.id IN (NEW.applicant_id, NEW.submitter_id) ORDER BY p.id FOR KEY SHARE
  LOOP
    IF v_erased IS NOT NULL THEN
      RAISE EXCEPTION 'the data of the applicant were erased (dossier_is_of_nobody_erased)'
        USING ERRCODE = 'MC409', CONSTRAINT = 'dossier_is_of_nobody_erased';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;

CREATE TRIGGER dossier_is_of_nobody_erased BEFORE INSERT ON dossiers_dossier
  FOR EACH ROW EXECUTE FUNCTION dossiers_refuse_erased();
"""

LET_GO = """
DROP TRIGGER dossier_is_of_nobody_erased ON dossiers_dossier;
DROP FUNCTION dossiers_refuse_erased();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_functions")]

    operations = [migrations.RunSQL(GUARD, LET_GO)]
