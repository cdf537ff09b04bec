"""kill -9 in the middle of the work: what committed is whole, what did not left nothing."""

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from motcua.documents.models import OfficialDocument
from motcua.dossiers import api, store
from motcua.dossiers.models import Dossier, OutboxItem
from motcua.dossiers.tests.factories import AT, World
from motcua.ledger.api import entries, verify_stream

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = Path(__file__).with_name("crash_child.py")
OUTBOX = {"file": 1, "record_payment": 2, "accept": 2, "forward": 1}
"""How many things must happen after each act of the child."""


@pytest.fixture
def world(transactional_db):
    return World.make()


def database_url():
    """Return the address of the test's own database on the server of the run."""
    facts = connection.get_connection_params()
    host, user = facts.get("host", ""), facts.get("user", "")
    return f"postgresql://{user}@/{facts['dbname']}?host={host}"


def killed_after(count, *, chance):
    """Let a child finish ``count`` dossiers and kill it somewhere in the next ones."""
    environment = {**os.environ, "DATABASE_URL": database_url()}
    with subprocess.Popen(
        [sys.executable, CHILD], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        seen = child.stdout.read(count)
        if len(seen) < count:
            pytest.fail(child.stderr.read().decode())
        for _ in range(chance.randrange(200_000)):
            pass  # A moment that no clock chose.
        child.kill()
        child.wait()


def check():
    """Compare every row with its chain, the outbox with the acts, and the codes with each other."""
    numbers = []
    for row in Dossier.objects.order_by("id"):
        dossier = store.load(row.uid)
        chain = list(entries(store.stream(row.uid)))
        assert [entry.seq for entry in chain] == list(range(1, dossier.seq + 1))
        assert chain[-1].hash == dossier.head
        assert verify_stream(store.stream(row.uid)).is_whole
        verbs = [entry.kind.removeprefix("dossier.") for entry in chain]
        written = Counter(OutboxItem.objects.filter(dossier=row).values_list("seq", flat=True))
        expected = {seq: OUTBOX[verb] for seq, verb in enumerate(verbs, 1) if verb in OUTBOX}
        assert dict(written) == expected
        assert ("accept" in verbs) == bool(dossier.code)
        if dossier.code:
            numbers.append(int(dossier.code.rsplit("-", 1)[1]))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def round_of_kills(world, *, kills, dossiers):
    chance = random.Random(20261123)
    for _ in range(kills):
        killed_after(dossiers, chance=chance)
        check()
    while api.drain(at=AT):
        continue
    assert not OutboxItem.objects.filter(done_at=None).exists()
    papers = Counter(OfficialDocument.objects.values_list("subject", "kind"))
    assert set(papers.values()) == {1}, "a paper was made twice"
    fresh = api.accept(world.filed().uid, by=world.receiver, at=AT)
    assert fresh.code
    check()


def test_after_kill_9_every_row_matches_its_chain(world):
    round_of_kills(world, kills=2, dossiers=3)


@pytest.mark.slow
def test_after_many_kills_every_row_matches_its_chain(world):
    round_of_kills(world, kills=40, dossiers=10)
