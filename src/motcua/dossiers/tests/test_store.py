"""The write of an act: what the server keeps planned, and the code that it gives."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from motcua.authority.api import known_person, unit
from motcua.dossiers import api, store
from motcua.dossiers.errors import DossierMoved
from motcua.dossiers.models import CodeCounter, DigitisedPaper, Dossier
from motcua.dossiers.selectors.papers import holdings, valid_papers
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.services.desk import acceptance
from motcua.dossiers.tests.factories import AT, World, uid
from motcua.dossiers.types import UNNUMBERED
from motcua.ledger.api import verify_stream

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def world():
    return World.make()


def planned():
    """Return how often the server planned anew and how often it used the plan that it keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements"
            " WHERE statement ~ 'dossiers_commit|row_to_json'"
        )
        return cursor.fetchone()


def test_acts_use_the_plan_that_the_server_keeps(world):
    filed = [world.filed() for _ in range(3)]
    for dossier in filed:
        api.accept(dossier.uid, by=world.receiver, at=AT)
    anew, kept = planned()
    assert anew == 0
    assert kept >= 6


def test_tt_01_2018_d19_the_code_grows_a_digit_after_9999(world):
    filed = [world.filed() for _ in range(2)]
    first = api.accept(filed[0].uid, by=world.receiver, at=AT)
    assert first.code.endswith("-0001")
    CodeCounter.objects.update(last=9999)
    after = api.accept(filed[1].uid, by=world.receiver, at=AT)
    assert after.code.endswith("-10000")
    assert after == store.load(after.uid)
    assert verify_stream(store.stream(after.uid)).is_whole


def test_the_entry_of_an_acceptance_names_the_code_that_was_given(world):
    dossier = world.filed()
    change = acceptance(scene_of(dossier, by=world.receiver, at=AT))
    assert change.body["code"] == UNNUMBERED
    assert change.numbering.agency == unit(dossier.competent_id).code
    after = store.commit(dossier, change)
    told = api.timeline(after)[-1]
    assert told.body["code"] == after.code == Dossier.objects.get(uid=after.uid).code
    assert after.head == told.hash


def test_a_lost_acceptance_takes_no_number(world):
    dossier = world.filed()
    change = acceptance(scene_of(dossier, by=world.receiver, at=AT))
    store.commit(dossier, change)
    with pytest.raises(DossierMoved), transaction.atomic():
        store.commit(dossier, change)
    assert CodeCounter.objects.get().last == 1


def test_a_new_dossier_is_stored_as_it_was_decided(world):
    dossier = api.submit(world.filing(), by=world.receiver, at=AT)
    assert store.load(dossier.uid) == dossier
    assert dossier.seq == 1


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize(
    "marks",
    [
        {},
        {"is_result": True},
        {"is_result": True, "revoked_at": AT},
        {"is_result": True, "valid_until": LATER},
        {"valid_until": LATER},
    ],
)
def test_what_the_state_holds_are_the_kinds_of_the_valid_papers(world, marks, accepted):
    person = known_person(world.citizen.pk).view
    dossier = world.filed()
    if accepted:
        api.accept(dossier.uid, by=world.receiver, at=AT)
    DigitisedPaper.objects.create(
        owner_id=person.id,
        kind="made-up",
        name="-",
        file_uid=uid(),
        from_dossier_id=dossier.id,
        digitised_at=AT,
        **marks,
    )
    for at in (AT, LATER):
        kinds = set(valid_papers(person.id, at=at).values_list("kind", flat=True))
        assert ("made-up" in holdings(person, at=at)) == ("made-up" in kinds)
