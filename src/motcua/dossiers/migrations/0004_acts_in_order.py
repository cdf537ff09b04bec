"""The instant of the last act, and triggers that keep what an act has fixed once."""

from django.db import migrations, models
from django.db.models import Q

COMMIT = """
CREATE OR REPLACE FUNCTION dossiers_commit(c jsonb, p_prev bytea, p_hash bytea) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_dossier bigint := (c->>'dossier')::bigint;
  v_seq bigint := (c->>'seq')::bigint;
  v_at timestamptz := (c->>'at')::timestamptz;
  v_count integer;
BEGIN
  UPDATE dossiers_dossier d
     SET (status, code, channel, lane, variant, receiving_id, competent_id, form, origins, facts, filed_at, accepted_at, due_at, original_due_at, statistics_due_at, appointment_at, waiting_since, finished_at, returned_at, clock, intake_supplements, appraisal_supplements, rebooked, outcome, result_uid, sealed, seq, head, acted_at) =
         (SELECT r.status, r.code, r.channel, r.lane, r.variant, r.receiving_id, r.competent_id, r.form, r.origins, r.facts, r.filed_at, r.accepted_at, r.due_at, r.original_due_at, r.statistics_due_at, r.appointment_at, r.waiting_since, r.finished_at, r.returned_at, r.clock, r.intake_supplements, r.appraisal_supplements, r.rebooked, r.outcome, r.result_uid, r.sealed, v_seq, p_hash, v_at
            FROM jsonb_populate_record(d, c->'set') r)
   WHERE d.id = v_dossier AND d.seq = v_seq - 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'dossier % is not at sequence %', v_dossier, v_seq - 1
      USING ERRCODE = 'MC409';
  END IF;

  PERFORM ledger_append(c->>'stream', v_seq, v_at, c->>'kind', c->>'by', c->'body',
                        p_prev, p_hash);

  IF c ? 'close' THEN
    UPDATE dossiers_task t
       SET state = x.state, closed_at = v_at, closed_by = c->>'by', verb = c->>'verb',
           rounds = x.rounds, officer_id = COALESCE(t.officer_id, x.officer_id)
      FROM jsonb_to_recordset(c->'close')
           AS x(uid uuid, state text, rounds jsonb, officer_id bigint)
     WHERE t.uid = x.uid AND t.state = 'open';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count <> jsonb_array_length(c->'close') THEN
      RAISE EXCEPTION 'a task of dossier % is closed already', v_dossier USING ERRCODE = 'MC409';
    END IF;
  END IF;

  IF c ? 'touch' THEN
    UPDATE dossiers_task t SET officer_id = x.officer_id, due_at = x.due_at
      FROM jsonb_to_recordset(c->'touch') AS x(uid uuid, officer_id bigint, due_at timestamptz)
     WHERE t.uid = x.uid AND t.state = 'open';
  END IF;

  IF c ? 'open' THEN
    INSERT INTO dossiers_task (dossier_id, uid, step, kind, unit_id, role, officer_id, state, norm,
        opened_at, due_at, first_opened_at, rounds, came_from, closed_by, verb)
    SELECT v_dossier, x.uid, x.step, x.kind, x.unit_id, x.role, x.officer_id, x.state, x.norm,
           x.opened_at, x.due_at, x.first_opened_at, x.rounds, x.came_from, '', ''
      FROM jsonb_to_recordset(c->'open') AS x(uid uuid, step text, kind text, unit_id bigint,
           role text, officer_id bigint, state text, norm text, opened_at timestamptz,
           due_at timestamptz, first_opened_at timestamptz, rounds jsonb, came_from text);
  END IF;

  IF c ? 'charge' THEN
    INSERT INTO dossiers_feepayment (dossier_id, uid, name, amount, currency, moment, state,
        asked_at, reference)
    SELECT v_dossier, x.uid, x.name, x.amount, 'VND', x.moment, x.state, v_at, ''
      FROM jsonb_to_recordset(c->'charge')
           AS x(uid uuid, name text, amount numeric, moment smallint, state text);
  END IF;

  IF c ? 'pay' THEN
    UPDATE dossiers_feepayment p SET state = x.state, reference = x.reference,
           paid_at = CASE WHEN x.state = 'paid' THEN v_at END
      FROM jsonb_to_recordset(c->'pay') AS x(uid uuid, state text, reference text)
     WHERE p.uid = x.uid AND p.dossier_id = v_dossier AND p.state = 'due';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count <> jsonb_array_length(c->'pay') THEN
      RAISE EXCEPTION 'a payment of dossier % is settled already', v_dossier
        USING ERRCODE = 'MC409';
    END IF;
  END IF;

  IF c ? 'outbox' THEN
    INSERT INTO dossiers_outboxitem (dossier_id, seq, kind, facts, created_at, attempts, error)
    SELECT v_dossier, v_seq, x.kind, x.facts, v_at, 0, ''
      FROM jsonb_to_recordset(c->'outbox') AS x(kind text, facts jsonb);
  END IF;

  IF c ? 'remark' THEN
    INSERT INTO dossiers_remark (dossier_id, seq, verb, by, at, text, items)
    VALUES (v_dossier, v_seq, c->>'verb', c->>'by', v_at,
            c->'remark'->>'text', c->'remark'->'items');
  END IF;
END $$;
"""

# The act that stands in the chain tells when the dossier was last acted on.
BACKFILL = """
UPDATE dossiers_dossier d SET acted_at = e.at
  FROM ledger_entry e WHERE e.stream = 'dossier:' || d.uid AND e.seq = d.seq AND d.seq > 0
"""

# The condition stands in the trigger, so an ordinary act never enters the function.
KEEP = """
CREATE FUNCTION dossiers_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'dossier %: %', OLD.id, TG_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER dossier_acts_in_order BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
  WHEN (NEW.acted_at < OLD.acted_at) EXECUTE FUNCTION dossiers_refuse_change();
CREATE TRIGGER dossier_first_due_time_is_kept BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
  WHEN (OLD.original_due_at IS NOT NULL AND NEW.original_due_at IS DISTINCT FROM OLD.original_due_at)
  EXECUTE FUNCTION dossiers_refuse_change();
CREATE TRIGGER dossier_code_is_kept BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
  WHEN (OLD.code <> '' AND NEW.code <> OLD.code) EXECUTE FUNCTION dossiers_refuse_change();
CREATE TRIGGER dossier_version_is_kept BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
  WHEN (NEW.version_id <> OLD.version_id) EXECUTE FUNCTION dossiers_refuse_change();
CREATE TRIGGER dossier_end_is_final BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
  WHEN (OLD.status IN (3, 7, 8, 10) AND NEW.status <> OLD.status)
  EXECUTE FUNCTION dossiers_refuse_change();
"""

LET_GO = """
DROP TRIGGER dossier_acts_in_order ON dossiers_dossier;
DROP TRIGGER dossier_first_due_time_is_kept ON dossiers_dossier;
DROP TRIGGER dossier_code_is_kept ON dossiers_dossier;
DROP TRIGGER dossier_version_is_kept ON dossiers_dossier;
DROP TRIGGER dossier_end_is_final ON dossiers_dossier;
DROP FUNCTION dossiers_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_fewer_indexes"), ("ledger", "0002_functions")]

    operations = [
        migrations.AddField("dossier", "acted_at", models.DateTimeField(null=True)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "dossier",
            models.CheckConstraint(
                name="dossier_acted_on_has_instant",
                condition=Q(seq=0, acted_at__isnull=True) | Q(seq__gt=0, acted_at__isnull=False),
            ),
        ),
        migrations.RunSQL(COMMIT, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, LET_GO),
    ]
