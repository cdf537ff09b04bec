"""Any life of a ledger stays whole, and any one change to it afterwards is found."""

from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from motcua.ledger.api import (
    StaleSequence,
    append,
    ensure_key,
    entries,
    head,
    prepare,
    public_keys,
    record,
    rotate_key,
    seal_all,
    verify,
)
from motcua.ledger.tests.factories import AT, WHO, settle, unguarded

STREAMS = ("dossier:1", "dossier:2", "unit:1")
streams = st.sampled_from(STREAMS)
texts = st.text("aĐ\ue000😀", max_size=3)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
bodies = st.dictionaries(texts, scalars | st.lists(scalars, max_size=3), max_size=3)
ENTRY_CHANGES = (
    "body = body || '{\"forged\": true}'",
    "kind = 'forged'",
    "by = 'person:forged'",
    "at = at + interval '1 microsecond'",
    "hash = set_byte(hash, 5, 255 - get_byte(hash, 5))",
    "seq = seq + 1000",
    "stream = stream || '/'",
)


class Life(RuleBasedStateMachine):
    """What happens to a ledger: acts, groups of acts, acts taken back, seals, new keys, forgery."""

    keys = Path()

    def __init__(self):
        super().__init__()
        self.written = 0

    @rule(stream=streams, body=bodies)
    def act(self, stream, body):
        last = head(stream)
        after = record(stream, expected_seq=last.seq, kind="a.b", by=WHO, at=AT, body=body)
        assert after.seq == last.seq + 1
        assert entries(stream)[-1].body == body
        self.written += 1

    @rule(acts=st.lists(streams, min_size=1, max_size=4), kept=st.booleans())
    def several_acts_at_once(self, acts, kept):
        with transaction.atomic():
            for stream in acts:
                record(stream, kind="a.b", by="system", at=AT, body={})
            transaction.set_rollback(not kept)
        self.written += len(acts) * kept

    @rule(stream=streams)
    def a_stale_act(self, stream):
        prepared = prepare(head(stream), kind="a.b", by=WHO, at=AT, body={})
        append(prepared)
        self.written += 1
        with pytest.raises(StaleSequence):
            append(prepared)

    @rule(most=st.integers(1, 5))
    def seals_are_made(self, most):
        settle()
        seal_all(at=AT, keys=self.keys, most=most)

    @rule()
    def the_key_changes(self):
        rotate_key(by="system", at=AT, keys=self.keys)
        self.written += 1

    @rule(change=st.sampled_from(ENTRY_CHANGES), choice=st.floats(0, 1, exclude_max=True))
    def someone_forges_an_entry(self, change, choice):
        if not self.written:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT stream, seq FROM ledger_entry ORDER BY tx, ordinal OFFSET %s LIMIT 1",
                [int(self.written * choice)],
            )
            stream, seq = cursor.fetchone()
        note(f"{change} on {stream} {seq}")
        with transaction.atomic():
            where = "WHERE stream = %s AND seq = %s"
            unguarded(f"UPDATE ledger_entry SET {change} {where}", stream, seq)
            found = verify(keys=public_keys(self.keys)).findings
            transaction.set_rollback(True)
        assert found

    @invariant()
    def the_ledger_is_whole(self):
        report = verify(keys=public_keys(self.keys))
        assert report.findings == ()
        assert report.entries == self.written

    def teardown(self):
        unguarded("DELETE FROM ledger_entry; DELETE FROM ledger_seal")


@pytest.mark.django_db(transaction=True)
def test_any_life_of_a_ledger_stays_whole_and_any_forgery_is_found(tmp_path):
    ensure_key(tmp_path)

    class LifeHere(Life):
        keys = tmp_path

    run_state_machine_as_test(
        LifeHere,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
