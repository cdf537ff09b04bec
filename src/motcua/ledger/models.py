"""Tables of the ledger: rows are only ever added, and only by its SQL functions."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from motcua.ledger.fields import CountField, HashField, InstantField, NameField
from motcua.ledger.types import GENESIS

models.BinaryField.register_lookup(Length)


class LedgerEntry(models.Model):
    """One row is one act: who did what to which subject, when, on which ground.

    ``tx`` is the number of the writing transaction (its id plus the offset of
    ``ledger_tx_offset()``), ``ordinal`` the order of writing; readers by position go up to
    ``ledger_horizon()``. Personal data: none, a body holds ids, enums, whole numbers, instants and
    salted digests. Kept: for ever.
    """

    pk = models.CompositePrimaryKey("stream", "seq")
    tx = CountField()
    ordinal = CountField()
    seq = CountField()
    at = InstantField()
    stream = NameField()
    kind = NameField()
    by = NameField()
    body = models.JSONField()
    prev = HashField()
    hash = HashField()

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(
                name="ledger_entry_position_is_taken_once", fields=["tx", "ordinal"]
            ),
            models.CheckConstraint(
                name="ledger_entry_first_follows_zeros",
                condition=Q(seq__gt=1) | Q(prev=GENESIS),
            ),
        ]


class LedgerSeal(models.Model):
    """One row is a signed Merkle root over every entry of ``from_tx <= tx < until_tx``.

    Seals follow each other without a gap, so each entry stands in exactly one. Kept: for ever.
    """

    number = CountField(primary_key=True)
    at = InstantField()
    from_tx = models.BigIntegerField(unique=True)
    until_tx = CountField(unique=True)
    entries = CountField()
    root = HashField()
    prev = HashField()
    key = NameField()
    hash = HashField()
    signature = models.BinaryField()

    class Meta:
        db_table = "ledger_seal"
        constraints = [
            models.CheckConstraint(
                name="ledger_seal_covers_something",
                condition=Q(from_tx__gte=0, until_tx__gt=F("from_tx")),
            ),
            models.CheckConstraint(name="ledger_seal_is_signed", condition=Q(signature__length=64)),
            models.CheckConstraint(
                name="ledger_seal_first_follows_zeros",
                condition=Q(number__gt=1) | Q(prev=GENESIS, from_tx=0),
            ),
        ]
