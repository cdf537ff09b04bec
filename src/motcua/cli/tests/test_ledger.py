"""``motcua ledger`` as an operator uses it."""

import json

import pytest
from typer.testing import CliRunner

from motcua.cli.ledger import app
from motcua.ledger.api import check_proof, ensure_key, head, public_keys
from motcua.ledger.errors import EntryNotSealed
from motcua.ledger.tests.factories import fresh_stream, settle, unguarded, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    settings.LEDGER_KEYS = tmp_path / "keys"
    ensure_key(settings.LEDGER_KEYS)
    return settings.LEDGER_KEYS


@pytest.fixture
def stream():
    name = fresh_stream()
    write(name, times=3)
    settle()
    return name


def motcua_ledger(*arguments):
    return CliRunner().invoke(app, arguments)


def test_seal_then_verify_says_whole(stream):
    assert motcua_ledger("seal").exit_code == 0
    assert "nothing new" in motcua_ledger("seal").stdout
    said = motcua_ledger("verify")
    assert said.exit_code == 0
    assert said.stdout == "3 entries, 3 of them sealed, 1 seals: whole\n"
    assert motcua_ledger("verify", "--first-seal", "1", "--last-seal", "1").exit_code == 0


@pytest.mark.parametrize("only", [(), ("--stream",)])
def test_verify_names_the_entry_that_was_changed(stream, only):
    unguarded("UPDATE ledger_entry SET by = 'system' WHERE stream = %s AND seq = 2", stream)
    said = motcua_ledger("verify", *(each for name in only for each in (name, stream)))
    assert said.exit_code == 1
    first = said.stdout.splitlines()[0]
    assert first == f"entry 2 of {stream}: its hash is not that of its content"


def test_a_proof_is_written_that_holds(stream, keys, tmp_path):
    motcua_ledger("seal")
    file = tmp_path / "proof.json"
    assert motcua_ledger("proof", stream, "2", "--out", str(file)).exit_code == 0
    (public,) = public_keys(keys).values()
    assert check_proof(json.loads(file.read_text()), public).seq == 2


def test_a_proof_of_an_unsealed_entry_is_refused(stream):
    assert isinstance(motcua_ledger("proof", stream, "2").exception, EntryNotSealed)


def test_verify_compares_with_published_roots(stream, tmp_path):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    motcua_ledger("seal")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date().isoformat()
    file = tmp_path / "roots.json"
    assert motcua_ledger("roots", today, "--out", str(file)).exit_code == 0
    assert motcua_ledger("verify", "--roots", str(file)).exit_code == 0
    unguarded("DELETE FROM ledger_entry; DELETE FROM ledger_seal")
    assert motcua_ledger("verify").exit_code == 0
    said = motcua_ledger("verify", "--roots", str(file))
    assert said.exit_code == 1
    assert "seal 1: it is not the seal that was published" in said.stdout


def test_a_file_that_holds_no_roots_is_refused(tmp_path):
    file = tmp_path / "roots.json"
    file.write_text("{}")
    assert motcua_ledger("verify", "--roots", str(file)).exit_code == 2


def test_head_prints_number_and_hash(stream):
    last = head(stream)
    assert motcua_ledger("head", stream).stdout == f"3 {last.hash.hex()}\n"


def test_after_a_new_sealing_key_old_and_new_seals_hold(stream, keys):
    motcua_ledger("seal")
    (old,) = public_keys(keys)
    fresh = motcua_ledger("rotate-key").stdout.strip()
    assert set(public_keys(keys)) == {old, fresh}
    assert [path.name for path in keys.glob("*.pem") if ".pub" not in path.name] == [f"{fresh}.pem"]
    write(stream.replace("a", "b") + "x")
    settle()
    motcua_ledger("seal")
    said = motcua_ledger("verify")
    assert (said.exit_code, said.stdout.endswith("whole\n")) == (0, True)
