"""Every filing of the demonstration, played by the seeded officers from filing to its end."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from motcua.authority import api as authority
from motcua.authority.types import SYSTEM
from motcua.catalogue import api as catalogue
from motcua.cli.play.cast import played_by
from motcua.cli.play.pace import AsTheyWork
from motcua.cli.play.performance import Performance
from motcua.cli.play.script import Play, read_plays
from motcua.documents import api as documents
from motcua.dossiers.types import Outcome, Snapshot, Status

ROOT = Path(__file__).parent.parent
AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
"""A Monday, 09:00 in the province."""
ENDS = {
    "refuse": {Outcome.REFUSED, Outcome.NOT_ACCEPTED},
    "withdraw": {Outcome.WITHDRAWN},
    "stop": {Outcome.STOPPED},
}
"""What a telling act of a play makes of the dossier; every other play ends well."""


@pytest.fixture
def province(db: None) -> None:
    authority.seed_units(at=AT)
    authority.seed_calendars(at=AT)
    authority.seed_staff(at=AT)
    documents.ensure_authority(at=AT - timedelta(days=1))
    for folder in sorted(ROOT.glob("procedures/*/procedure.yaml")):
        catalogue.publish(folder.parent, by=SYSTEM, at=AT)


def performance(play: Play) -> Performance:
    pace = AsTheyWork(draw=random.Random(play.id), speed=0.2)
    return Performance(play, pace, next_at=AT)


def outcomes(play: Play) -> set[Outcome]:
    told = [ENDS[cue.do] for cue in play.cues if cue.do in ENDS]
    return told[-1] if told else {Outcome.GRANTED}


@pytest.mark.usefixtures("province")
def test_every_filing_of_the_demonstration_comes_to_its_end():
    for play in read_plays(ROOT):
        with transaction.atomic():
            dossier = performance(play).whole()
            assert dossier.outcome in outcomes(play), play.id
            assert dossier.status is not Status.PROCESSING, play.id
            transaction.set_rollback(True)


@pytest.mark.usefixtures("province")
def test_a_play_is_given_again_by_other_people():
    first = next(play for play in read_plays(ROOT) if play.id == "1.001193/happy")
    performance(first).whole()
    again = played_by(first, draw=random.Random(1))
    assert again.person.number != first.person.number
    assert again.form["mother_full_name"] == again.person.name
    assert again.form["child_full_name"] != first.form["child_full_name"]
    assert performance(again).whole().status is Status.RETURNED


@pytest.mark.usefixtures("province")
def test_a_result_is_reused_by_a_later_dossier_of_the_same_person():
    """The land certificate of 1.012785 makes its copy unnecessary for the permit of 1.013225."""
    told = {play.id: play for play in read_plays(ROOT)}
    performance(told["1.012785/happy"]).whole()
    later: Snapshot = performance(told["1.013225/happy"]).act()
    assert "land.certificate" in later.facts["holds"]
