"""The demonstration and the season of a set-up, on the whole province."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.authority import api as authority
from motcua.authority.types import SYSTEM
from motcua.catalogue import api as catalogue
from motcua.cli import demo
from motcua.cli.play.pace import AtOnce
from motcua.cli.play.performance import Performance
from motcua.cli.play.script import read_plays
from motcua.cli.play.season import DAYS, perform_season
from motcua.cli.seed import opening, procedure_folders, repository
from motcua.documents import api as documents
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import Status
from motcua.ledger import api as ledger

DETOURS = {
    "ask_supplement", "supplement", "answer", "ask_payment", "record_payment", "send_back",
    "apologise", "withdraw", "refuse", "stop", "correct", "rate",
}  # fmt: skip


@pytest.fixture
def province(db, settings, tmp_path, monkeypatch):
    """Hải Phòng of July 2025 with its officers and every executable procedure."""
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    settings.LEDGER_KEYS = tmp_path / "keys"
    ledger.ensure_key(settings.LEDGER_KEYS)
    at = opening()
    authority.seed_units(at=at)
    authority.seed_calendars(at=at)
    authority.seed_staff(at=at)
    documents.ensure_authority(at=at)
    for folder in procedure_folders():
        catalogue.publish(folder, by=SYSTEM, at=at)


def everything():
    return dossiers.dossiers(SYSTEM, limit=500)


@pytest.mark.usefixtures("province")
def test_the_demo_takes_every_procedure_to_a_signed_result_and_every_detour(tmp_path, capsys):
    assert demo.perform(home=tmp_path, seed=7) == []
    played = everything()
    returned = {row.procedure_code for row in played if row.status == Status.RETURNED}
    assert returned == {folder.name.partition("-")[0] for folder in procedure_folders()}
    granted = {row.code for row in played if row.outcome == "granted"}
    results = {path.parent.name for path in tmp_path.glob("demo/*/*-result.pdf")}
    assert results == granted
    assert {cue.do for play in read_plays(repository()) for cue in play.cues} >= DETOURS
    assert {row.status for row in played} >= {
        Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED,
    }  # fmt: skip
    assert "Ledger whole, papers valid." in capsys.readouterr().out


@pytest.mark.usefixtures("province")
def test_the_demo_leaves_a_dossier_that_waits_today_alone(tmp_path):
    plays = read_plays(repository())
    waiting = Performance(
        next(play for play in plays if play.id == "1.012785/unpaid"), AtOnce(), timezone.now()
    )
    while waiting.dossier is None or waiting.cues[0].do != "stop":
        waiting.act()
    assert demo.perform(home=tmp_path, only="1.012785", seed=7) == []
    found = dossiers.dossier(str(waiting.dossier.uid), actor=SYSTEM)
    assert found.status is Status.PAYMENT


@pytest.mark.usefixtures("province")
def test_the_demo_tells_a_paper_that_was_changed(tmp_path, monkeypatch):
    def changed(uid):
        content = bytearray(documents.read_file(uid))
        content[len(content) // 3] ^= 1
        return bytes(content)

    monkeypatch.setattr("motcua.cli.papers.read_file", changed)
    failures = demo.perform(home=tmp_path, only="2.000815", seed=7)
    assert failures
    assert all("pyHanko" in failure for failure in failures)


@pytest.mark.usefixtures("province")
def test_a_season_leaves_dossiers_in_every_state_and_adds_nothing_the_second_time():
    plays, at, told = read_plays(repository()), timezone.now(), []

    def season():
        return perform_season(
            plays, count=30, seed=3, at=at, report=lambda *step: told.append(step)
        )

    assert 25 <= season() <= 30
    rows = everything()
    assert all(row.synthetic for row in rows)
    assert all(at - timedelta(days=DAYS + 2) < row.created_at <= at for row in rows)
    assert len({row.receiving_id for row in rows}) > 5
    assert len({row.status for row in rows}) >= 4
    assert told[-1][1] == 30
    entries = [entry for row in rows for entry in dossiers.timeline(_snapshot(row))]
    assert max(entry.at for entry in entries) <= at
    assert season() == 0
    assert len(everything()) == len(rows)


@pytest.mark.usefixtures("province")
def test_no_name_or_number_of_a_season_is_in_the_ledger():
    perform_season(read_plays(repository()), count=8, seed=5, at=timezone.now(), report=_quiet)
    rows = everything()
    bodies = json.dumps(
        [dict(entry.body) for row in rows for entry in dossiers.timeline(_snapshot(row))]
    )
    for row in rows:
        person = authority.contact_of(row.applicant_id)
        assert person.number not in bodies
        assert person.name not in bodies


def _quiet(done, total):
    del done, total


def _snapshot(row):
    return dossiers.dossier(str(row.uid), actor=SYSTEM)
