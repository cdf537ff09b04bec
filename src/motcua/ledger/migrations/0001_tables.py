"""The two tables: entries and seals."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
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
                ("tx", models.BigIntegerField()),
                ("ordinal", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("stream", models.TextField(db_collation="C")),
                ("kind", models.TextField()),
                ("by", models.TextField()),
                ("body", models.JSONField()),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_entry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tx", "ordinal"), name="ledger_entry_position_is_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ordinal__gte", 1), ("seq__gte", 1), ("tx__gte", 1)),
                        name="ledger_entry_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hash__length", 32), ("prev__length", 32)),
                        name="ledger_entry_hashes_have_32_bytes",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at__gte",
                                datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC),
                            ),
                            (
                                "at__lt",
                                datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        name="ledger_entry_instant_is_readable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stream", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="ledger_entry_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("from_tx", models.BigIntegerField(unique=True)),
                ("until_tx", models.BigIntegerField(unique=True)),
                ("entries", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("prev", models.BinaryField()),
                ("key", models.TextField()),
                ("hash", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_seal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entries__gte", 1), ("number__gte", 1)),
                        name="ledger_seal_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_tx__gte", 0), ("until_tx__gt", models.F("from_tx"))
                        ),
                        name="ledger_seal_covers_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hash__length", 32), ("prev__length", 32), ("root__length", 32)
                        ),
                        name="ledger_seal_hashes_have_32_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signature__length", 64), models.Q(("key", ""), _negated=True)
                        ),
                        name="ledger_seal_is_signed",
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
