"""The two tables, entries and seals, and the types of their columns."""

from django.db import migrations, models

import motcua.ledger.fields

DOMAINS = """
CREATE DOMAIN ledger_count AS bigint CONSTRAINT ledger_counts_from_one CHECK (VALUE >= 1);
CREATE DOMAIN ledger_hash AS bytea CONSTRAINT ledger_hash_has_32_bytes CHECK (length(VALUE) = 32);
CREATE DOMAIN ledger_name AS text COLLATE "C"
    CONSTRAINT ledger_name_is_not_empty CHECK (VALUE <> '');
CREATE DOMAIN ledger_instant AS timestamptz CONSTRAINT ledger_instant_is_readable
    CHECK (VALUE >= '1900-01-01 00:00:00+00' AND VALUE < '9999-12-31 00:00:00+00');
"""
NO_DOMAINS = "DROP DOMAIN ledger_instant, ledger_name, ledger_hash, ledger_count;"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(DOMAINS, NO_DOMAINS),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("tx", motcua.ledger.fields.CountField()),
                ("ordinal", motcua.ledger.fields.CountField()),
                ("seq", motcua.ledger.fields.CountField()),
                ("at", motcua.ledger.fields.InstantField()),
                ("stream", motcua.ledger.fields.NameField()),
                ("kind", motcua.ledger.fields.NameField()),
                ("by", motcua.ledger.fields.NameField()),
                ("body", models.JSONField()),
                ("prev", motcua.ledger.fields.HashField()),
                ("hash", motcua.ledger.fields.HashField()),
            ],
            options={
                "db_table": "ledger_entry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tx", "ordinal"), name="ledger_entry_position_is_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seq__gt", 1),
                            (
                                "prev",
                                b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                            ),
                            _connector="OR",
                        ),
                        name="ledger_entry_first_follows_zeros",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("number", motcua.ledger.fields.CountField(primary_key=True, serialize=False)),
                ("at", motcua.ledger.fields.InstantField()),
                ("from_tx", models.BigIntegerField(unique=True)),
                ("until_tx", motcua.ledger.fields.CountField(unique=True)),
                ("entries", motcua.ledger.fields.CountField()),
                ("root", motcua.ledger.fields.HashField()),
                ("prev", motcua.ledger.fields.HashField()),
                ("key", motcua.ledger.fields.NameField()),
                ("hash", motcua.ledger.fields.HashField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_seal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_tx__gte", 0), ("until_tx__gt", models.F("from_tx"))
                        ),
                        name="ledger_seal_covers_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signature__length", 64)), name="ledger_seal_is_signed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gt", 1),
                            models.Q(
                                ("from_tx", 0),
                                (
                                    "prev",
                                    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_seal_first_follows_zeros",
                    ),
                ],
            },
        ),
    ]
