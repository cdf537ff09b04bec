"""What somebody who files for another person gets of that person: nothing."""

from datetime import timedelta

import pytest

from motcua.authority.api import grant_representation, revoke_representation
from motcua.authority.api import represented_by as api_of_powers
from motcua.authority.errors import RepresentationMissing
from motcua.authority.models import Person
from motcua.authority.tests.factories import make_person
from motcua.authority.types import SYSTEM, Actor, ActorKind, RepresentationGround
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


def empowered(world, **facts):
    """Return somebody whom the citizen lets file for him."""
    other = make_person()
    grant_representation(
        world.citizen.pk, representative_id=other.pk, ground=RepresentationGround.GRANTED,
        by=world.applicant, at=AT, **facts,
    )  # fmt: skip
    return other


def handed_in(by, name="identity"):
    stored = store_file(typeset_source("Căn cước", {}), name="x.pdf", by=by.label, at=AT)
    return Given(name, file_uid=stored.uid)


def online(world, **changes):
    return world.filing(**{"channel": Channel.ONLINE, "given": (), **changes})


def test_the_lane_of_anothers_verified_identity_is_not_green(world):
    other = empowered(world)
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
    other = empowered(world)
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
    other = empowered(world)
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


def test_nobody_files_for_another_without_the_power_to(world):
    other = make_person()
    wish = online(world, submitter_id=other.pk, given=(handed_in(person(other)),))
    for act in (api.submit, api.save_draft):
        with pytest.raises(RepresentationMissing):
            act(wish, by=person(other), at=AT)


def test_a_power_for_another_procedure_one_that_ended_and_one_revoked_do_not_serve(world):
    wish = lambda other: online(  # noqa: E731
        world, submitter_id=other.pk, given=(handed_in(person(other)),)
    )
    elsewhere = empowered(world, procedures=["1.000000"])
    ended = empowered(world, valid_until=AT.date() + DAY)
    revoked = empowered(world)
    power = api_of_powers(person(revoked), at=AT)[0]
    revoke_representation(power.uid, by=world.applicant, at=AT + DAY)
    for other, at in ((elsewhere, AT), (ended, AT + 2 * DAY), (revoked, AT + 2 * DAY)):
        with pytest.raises(RepresentationMissing):
            api.submit(wish(other), by=person(other), at=at)


def test_a_draft_is_not_sent_once_the_power_is_revoked(world):
    other = empowered(world)
    wish = online(world, submitter_id=other.pk, given=(handed_in(person(other)),))
    draft = api.save_draft(wish, by=person(other), at=AT)
    power = api_of_powers(person(other), at=AT)[0]
    revoke_representation(power.uid, by=person(other), at=AT + DAY)
    with pytest.raises(RepresentationMissing):
        api.send(draft.uid, by=person(other), at=AT + 2 * DAY)


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
