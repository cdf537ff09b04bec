"""Seals, proofs, keys and the published roots."""

import copy
import json
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.ledger.api import (
    EntryNotSealed,
    Json,
    LedgerEntryUnknown,
    ProofInvalid,
    SealBroken,
    SealingKeyMissing,
    StaleSequence,
    check_proof,
    daily_roots,
    ensure_key,
    entries,
    inclusion_proof,
    last_seal,
    public_keys,
    published,
    rotate_key,
    seal,
    seal_all,
    seals,
    verify,
)
from motcua.ledger.jobs import seal_ledger
from motcua.ledger.tests.factories import (
    AT,
    WHO,
    fresh_stream,
    settle,
    unguarded,
    write,
    written_streams,
)

SCRIPT = Path(__file__).parents[4] / "docs/verify_entry.py"


@pytest.fixture
def keys(tmp_path):
    ensure_key(tmp_path / "keys")
    return tmp_path / "keys"


def the_key(keys):
    (public,) = public_keys(keys).values()
    return public


@pytest.mark.django_db(transaction=True)
def test_every_entry_stands_in_exactly_one_seal(keys):
    for _ in range(3):
        written_streams(streams=2, entries=3)
        settle()
        seal_all(at=AT, keys=keys, most=4)
    made = seals()
    assert [each.number for each in made] == list(range(1, len(made) + 1))
    assert sum(each.entries for each in made) == 18
    assert all(each.entries <= 4 for each in made)
    for last, following in pairwise(made):
        assert (following.from_tx, following.prev) == (last.until_tx, last.hash)
    assert seal(at=AT, keys=keys) is None
    assert verify(keys=public_keys(keys)).sealed_entries == 18


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_sealed_whole_even_above_the_limit(keys):
    stream = fresh_stream()
    with transaction.atomic():
        write(stream, times=7)
    write(stream)
    settle()
    assert [each.entries for each in seal_all(at=AT, keys=keys, most=3)] == [7, 1]


@pytest.mark.django_db(transaction=True)
def test_what_may_still_be_taken_back_is_not_sealed(keys):
    write(fresh_stream())
    settle()
    with transaction.atomic():
        write(fresh_stream())
        made = seal(at=AT, keys=keys)
        assert made is not None
        assert made.entries == 1
    settle()
    later = seal(at=AT, keys=keys)
    assert later is not None
    assert later.entries == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sealers_at_once_one_wins(keys):
    written_streams()
    settle()
    ready = threading.Barrier(4)

    def attempt(_):
        try:
            with transaction.atomic():
                ready.wait(timeout=30)
                return seal(at=AT, keys=keys)
        except StaleSequence:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = [each for each in pool.map(attempt, range(4)) if each]
    assert len(made) == len(seals())
    assert sum(each.entries for each in seals()) == 12
    assert verify(keys=public_keys(keys)).is_whole


@pytest.mark.django_db(transaction=True)
def test_every_entry_has_a_proof_that_holds_offline(keys, tmp_path):
    streams = written_streams(streams=3, entries=3)
    settle()
    seal_all(at=AT, keys=keys)
    for stream in streams:
        for entry in entries(stream):
            proof = json.loads(json.dumps(inclusion_proof(stream, seq=entry.seq)))
            checked = check_proof(proof, the_key(keys))
            assert (checked.stream, checked.seq, checked.hash) == (stream, entry.seq, entry.hash)
    file, roots = tmp_path / "proof.json", tmp_path / "roots.json"
    file.write_text(json.dumps(proof))
    roots.write_text(json.dumps(published(daily_roots(date(2026, 11, 3)), keys=public_keys(keys))))
    for key in (the_key(keys).hex(), str(roots)):
        said = offline(file, key)
        assert said.returncode == 0, said.stdout
        assert f"PROVEN: entry 3 of {streams[-1]}, {checked.hash.hex()}" in said.stdout
    file.write_text(json.dumps(proof).replace('"on_time": true', '"on_time": false'))
    assert offline(file, the_key(keys).hex()).returncode == 1


def offline(file, key):
    return subprocess.run(
        [sys.executable, "-W", "error", SCRIPT, str(file), key],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_seal_has_no_proof(keys):
    stream = fresh_stream()
    write(stream)
    with pytest.raises(EntryNotSealed):
        inclusion_proof(stream, seq=1)
    with pytest.raises(LedgerEntryUnknown):
        inclusion_proof(stream, seq=2)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_proven_from_a_broken_seal(keys):
    one, other = written_streams(streams=2, entries=1)
    settle()
    seal_all(at=AT, keys=keys)
    unguarded("DELETE FROM ledger_entry WHERE stream = %s", other)
    with pytest.raises(SealBroken):
        inclusion_proof(one, seq=1)


def leaves_of(value, path=()):
    """Yield the path of every scalar in a proof."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves_of(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from leaves_of(item, (*path, at))
    else:
        yield path


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value[:-1] + ("0" if value[-1] != "0" else "1")


@pytest.fixture(scope="module")
def proven(django_db_setup, django_db_blocker, tmp_path_factory):
    """A proof from a seal of several entries, and the key that made it."""
    folder = tmp_path_factory.mktemp("keys")
    ensure_key(folder)
    with django_db_blocker.unblock():
        streams = written_streams(streams=3, entries=3)
        settle()
        seal_all(at=AT, keys=folder)
        proof = inclusion_proof(streams[1], seq=2)
        unguarded("DELETE FROM ledger_entry; DELETE FROM ledger_seal")
        connection.close()
    return proof, the_key(folder)


junk: tuple[st.SearchStrategy[object], ...] = (
    st.none(),
    st.text("0af:x", max_size=3),
    st.integers(),
    st.floats(),
    st.just([]),
    st.just({}),
)


@settings(max_examples=200)
@given(data=st.data())
def test_no_proof_survives_a_change_of_any_value(proven, data):
    proof, key = copy.deepcopy(proven[0]), proven[1]
    path = data.draw(st.sampled_from(sorted(leaves_of(proof), key=str)))
    place = proof
    for step in path[:-1]:
        place = place[step]
    if data.draw(st.booleans()):
        place[path[-1]] = data.draw(st.one_of(junk).filter(lambda other: other != place[path[-1]]))
    else:
        place[path[-1]] = changed(place[path[-1]])
    with pytest.raises(ProofInvalid):
        check_proof(proof, key)


def test_a_proof_needs_the_key_that_signed(proven):
    with pytest.raises(ProofInvalid, match="another key"):
        check_proof(proven[0], bytes(32))
    malformed: list[dict[str, Json]] = [{}, {"entry": 1}, {"entry": {}, "position": {}, "seal": {}}]
    for each in malformed:
        with pytest.raises(ProofInvalid):
            check_proof(each, proven[1])


def test_keys_are_made_once_and_kept_from_others(tmp_path):
    folder = tmp_path / "a" / "keys"
    name = ensure_key(folder)
    assert ensure_key(folder) == name
    assert stat.S_IMODE((folder / f"{name}.pem").stat().st_mode) == 0o600
    assert list(public_keys(folder)) == [name]


def test_without_a_key_nothing_is_sealed(tmp_path):
    with pytest.raises(SealingKeyMissing) as caught:
        seal(at=AT, keys=tmp_path)
    assert caught.value.status == 503


@pytest.mark.django_db(transaction=True)
def test_seals_of_an_old_key_hold_after_its_rotation(keys):
    written_streams()
    settle()
    seal_all(at=AT, keys=keys)
    old = seals()[0].key
    fresh = rotate_key(by=WHO, at=AT, keys=keys)
    settle()
    (second,) = seal_all(at=AT, keys=keys)
    assert (second.key, set(public_keys(keys))) == (fresh, {old, fresh})
    assert not (keys / f"{old}.pem").exists()
    assert entries("ledger:keys")[-1].body["to"] == fresh
    assert verify(keys=public_keys(keys)).is_whole


@pytest.mark.django_db(transaction=True)
def test_the_roots_of_a_day_are_those_of_the_day_in_the_province(keys):
    for at in (
        datetime(2026, 11, 2, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 2, 17, 0, tzinfo=UTC),  # midnight in Hai Phong
        datetime(2026, 11, 3, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 3, 17, 0, tzinfo=UTC),
    ):
        write(fresh_stream())
        settle()
        seal(at=at, keys=keys)
    day = daily_roots(date(2026, 11, 3))
    assert [each.number for each in day.seals] == [2, 3]
    public = published(day, keys=public_keys(keys))
    assert day.root is not None
    assert public["root"] == day.root.hex()
    assert daily_roots(date(2026, 11, 9)).root is None


@pytest.mark.django_db(transaction=True)
def test_the_job_seals_with_the_key_at_home(settings, keys):
    settings.LEDGER_KEYS = keys
    written_streams()
    settle()
    assert seal_ledger(timestamp=1_793_667_600) == 1
    newest = last_seal()
    assert newest is not None
    assert newest.at == datetime.fromtimestamp(1_793_667_600, UTC)
    assert seal_ledger(timestamp=1_793_667_900) == 0


def test_the_job_is_found_by_the_worker():
    from procrastinate.contrib.django import app

    assert django_settings.PROCRASTINATE_AUTODISCOVER_MODULE_NAME == "jobs"
    assert "ledger.seal" in app.tasks
