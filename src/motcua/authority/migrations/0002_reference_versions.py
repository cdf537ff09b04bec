"""Renew the version of a kind of reference data whenever one of its tables changes."""

from django.db import migrations

WATCHED = {
    "units": ["unit", "unitsuccession"],
    "calendars": [
        "workingperiod",
        "dayoff",
        "swap",
        "halfday",
        "closure",
        "publishedyear",
        "unit",
    ],
}

FUNCTION = """
CREATE FUNCTION authority_renew_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO authority_referenceversion (name, version)
    VALUES (TG_ARGV[0], gen_random_uuid())
    ON CONFLICT (name) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER authority_{table}_renews_{kind}
AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON authority_{table}
FOR EACH STATEMENT EXECUTE FUNCTION authority_renew_version('{kind}');
"""
TRIGGERS = [
    (
        TRIGGER.format(table=table, kind=kind),
        f"DROP TRIGGER authority_{table}_renews_{kind} ON authority_{table};",
    )
    for kind, tables in WATCHED.items()
    for table in tables
]


class Migration(migrations.Migration):
    dependencies = [("authority", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION authority_renew_version();"),
        *(migrations.RunSQL(forward, backward) for forward, backward in TRIGGERS),
    ]
