"""What somebody who files for another person gets of that person: nothing."""

from datetime import timedelta

import pytest

from motcua.authority.models import Person
from motcua.authority.tests.factories import make_person
from motcua.authority.types import SYSTEM, Actor, ActorKind
from motcua.catalogue.types import Channel
from motcua.documents.api import store_file, typeset_source
from motcua.dossiers import api, errors
from motcua.dossiers.models import DigitisedPaper
from motcua.dossiers.tests.factories import ANSWERS, AT, World
from motcua.dossiers.types import Given, Status
from motcua.kernel.errors import DomainError

DAY = timedelta(days=1)
GREEN = {**ANSWERS, "kind": "a"}


@pytest.fixture
def world(db):
    return World.make(verified=True)


def person(row):
    return Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk, name="Người nộp thay")


def handed_in(by, name="identity"):
    stored = store_file(typeset_source("Căn cước", {}), name="x.pdf", by=by.label, at=AT)
    return Given(name, file_uid=stored.uid)


def online(world, **changes):
    return world.filing(**{"channel": Channel.ONLINE, "given": (), **changes})


def test_the_lane_of_anothers_verified_identity_is_not_green(world):
    other = make_person()
    wish = online(world, form=GREEN, submitter_id=other.pk)
    with pytest.raises(errors.FilingRefused) as refusal:
        api.submit(wish, by=person(other), at=AT)
    assert [e["field"] for e in refusal.value.errors] == ["components.identity"]
    given = (handed_in(person(other)),)
    wish = online(world, form=GREEN, submitter_id=other.pk, given=given)
    dossier = api.submit(wish, by=person(other), at=AT)
    assert dossier.status is Status.NEW
    assert dossier.facts["holds"] == []


def test_what_another_hands_in_is_not_kept_as_ones_own_paper(world):
    other = make_person()
    wish = online(world, submitter_id=other.pk, given=(handed_in(person(other)),))
    api.submit(wish, by=person(other), at=AT)
    assert not DigitisedPaper.objects.filter(owner_id=world.citizen.pk).exists()


def test_anothers_paper_cannot_be_named(world):
    first = api.submit(
        online(world, given=(handed_in(world.applicant),)), by=world.applicant, at=AT
    )
    api.accept(first.uid, by=world.receiver, at=AT)
    paper = DigitisedPaper.objects.get(owner_id=world.citizen.pk)
    named = (Given("identity", paper_uid=paper.uid),)
    other = make_person()
    mine = online(world, applicant_id=other.pk, given=named)
    theirs = online(world, submitter_id=other.pk, given=named)
    for wish in (mine, theirs):
        with pytest.raises(errors.PaperNotFound):
            api.submit(wish, by=person(other), at=AT)
    again = api.submit(online(world, given=named), by=world.applicant, at=AT + DAY)
    assert again.status is Status.NEW


def test_a_paper_counts_once_an_officer_accepted_it(world):
    first = api.submit(
        online(world, given=(handed_in(world.applicant, "proof"),)), by=world.applicant, at=AT
    )
    second = api.submit(online(world), by=world.applicant, at=AT)
    assert "proof" not in second.facts["holds"]
    api.accept(first.uid, by=world.receiver, at=AT)
    third = api.submit(online(world), by=world.applicant, at=AT)
    assert "proof" in third.facts["holds"]


def test_nobody_files_for_another_in_the_name_of_a_third(world):
    other = make_person()
    with pytest.raises(errors.NotAllowed):
        api.submit(online(world), by=person(other), at=AT)


def test_words_about_an_erased_applicant_are_refused_clearly_and_the_watch_goes_on(world):
    waiting = [world.filed(), world.filed()]
    for dossier in waiting:
        api.ask_supplement(dossier.uid, items=("proof",), reason="Thiếu", by=world.receiver, at=AT)
    keeper, world.citizen = world.citizen, make_person()
    lasting = world.filed()
    api.ask_supplement(lasting.uid, items=("proof",), reason="Thiếu", by=world.receiver, at=AT)
    # No service does this while a dossier is open; a restored copy or a hand in the database might.
    gone = dict.fromkeys(("number_cipher", "number_index", "birth_cipher", "contact_cipher"))
    Person.objects.filter(pk=keeper.pk).update(
        **gone, salt_cipher=None, name="", search_key="", erased_at=AT + DAY
    )
    with pytest.raises(DomainError) as refusal:
        api.stop(waiting[0].uid, reason="Hết hạn", by=SYSTEM, at=AT + DAY)
    assert refusal.value.code == "person_erased"
    assert api.close_waiting(at=AT + 40 * DAY) == 1
