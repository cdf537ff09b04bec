"""Tables of the ledger: rows are only ever added, and only by its SQL functions."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from motcua.ledger.types import GENESIS

models.BinaryField.register_lookup(Length)

_READABLE = (datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))


class LedgerEntry(models.Model):
    """One row is one act: who did what to which subject, when, on which ground.

    ``tx`` is the number of the writing transaction (its id plus the offset of
    ``ledger_tx_offset()``), ``ordinal`` the order of writing; readers by position go up to
    ``ledger_horizon()``. Personal data: none, a body holds ids, enums, whole numbers, instants and
    salted digests. Kept: for ever.
    """

    pk = models.CompositePrimaryKey("stream", "seq")
    tx = models.BigIntegerField()
    ordinal = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    stream = models.TextField(db_collation="C")
    kind = models.TextField()
    by = models.TextField()
    body = models.JSONField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(
                name="ledger_entry_position_is_taken_once", fields=["tx", "ordinal"]
            ),
            models.CheckConstraint(
                name="ledger_entry_counts_from_one",
                condition=Q(seq__gte=1, tx__gte=1, ordinal__gte=1),
            ),
            models.CheckConstraint(
                name="ledger_entry_hashes_have_32_bytes",
                condition=Q(hash__length=32, prev__length=32),
            ),
            models.CheckConstraint(
                name="ledger_entry_first_follows_zeros",
                condition=Q(seq__gt=1) | Q(prev=GENESIS),
            ),
            # Infinity and years before Christ have no place in a Python datetime.
            models.CheckConstraint(
                name="ledger_entry_instant_is_readable",
                condition=Q(at__gte=_READABLE[0], at__lt=_READABLE[1]),
            ),
            models.CheckConstraint(
                name="ledger_entry_is_named",
                condition=~Q(stream="") & ~Q(kind="") & ~Q(by=""),
            ),
        ]


class LedgerSeal(models.Model):
    """One row is a signed Merkle root over every entry of ``from_tx <= tx < until_tx``.

    Seals follow each other without a gap, so each entry stands in exactly one. Kept: for ever.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    from_tx = models.BigIntegerField(unique=True)
    until_tx = models.BigIntegerField(unique=True)
    entries = models.BigIntegerField()
    root = models.BinaryField()
    prev = models.BinaryField()
    key = models.TextField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        db_table = "ledger_seal"
        constraints = [
            models.CheckConstraint(
                name="ledger_seal_counts_from_one", condition=Q(number__gte=1, entries__gte=1)
            ),
            models.CheckConstraint(
                name="ledger_seal_covers_something",
                condition=Q(from_tx__gte=0, until_tx__gt=F("from_tx")),
            ),
            models.CheckConstraint(
                name="ledger_seal_hashes_have_32_bytes",
                condition=Q(root__length=32, prev__length=32, hash__length=32),
            ),
            models.CheckConstraint(
                name="ledger_seal_is_signed", condition=Q(signature__length=64) & ~Q(key="")
            ),
            models.CheckConstraint(
                name="ledger_seal_first_follows_zeros",
                condition=Q(number__gt=1) | Q(prev=GENESIS, from_tx=0),
            ),
        ]
