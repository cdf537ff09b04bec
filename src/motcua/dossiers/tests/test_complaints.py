"""Complaints: who may write one, who reads it, that it is answered once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.authority.tests.factories import make_person
from motcua.authority.types import Actor, ActorKind, Role
from motcua.catalogue.types import Channel
from motcua.dossiers import api, errors
from motcua.dossiers.models import Complaint
from motcua.dossiers.tests.factories import AT, World, make_other_commune
from motcua.ledger.api import entries, verify_stream

LATER = AT + timedelta(hours=1)
WORDS = "Đã quá hẹn ba ngày mà chưa ai gọi."


@pytest.fixture
def world(db):
    return World.make()


@pytest.fixture
def complaint(world):
    dossier = world.filed()
    return api.complain(dossier.uid, text=WORDS, by=world.applicant, at=LATER)


def head(world):
    return world.actor(world.commune, Role.UNIT_HEAD)


def test_a_complaint_reaches_the_head_with_a_ledger_entry_and_is_answered_once(world, complaint):
    assert [c.text for c in api.complaints_for(head(world), waiting=True)] == [WORDS]
    api.answer_complaint(complaint.uid, text="Xin lỗi.", by=head(world), at=LATER)
    assert api.complaints_for(head(world), waiting=True) == []
    with pytest.raises(errors.ComplaintAnswered):
        api.answer_complaint(complaint.uid, text="Lần nữa", by=head(world), at=LATER)
    found = list(entries(f"complaint:{complaint.uid}"))
    assert [entry.kind for entry in found] == ["complaint.made", "complaint.answered"]
    assert WORDS not in str([entry.body for entry in found])
    assert verify_stream(f"complaint:{complaint.uid}").is_whole


def test_the_same_complaint_sent_twice_is_one_and_a_second_one_waits(world, complaint):
    again = api.complain(
        complaint.dossier.uid, text=WORDS, by=world.applicant, at=LATER, complaint=complaint.uid
    )
    assert again.pk == complaint.pk
    with pytest.raises(errors.ComplaintOpen):
        api.complain(complaint.dossier.uid, text="Khác", by=world.applicant, at=LATER)


def test_nobody_else_writes_reads_or_answers(world, complaint):
    row = make_person()
    other = Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk)
    with pytest.raises(errors.NotAllowed):
        api.complain(complaint.dossier.uid, text="x", by=other, at=LATER)
    found = api.dossier(str(complaint.dossier.uid), actor=world.applicant)
    for stranger in (other, world.receiver, make_other_commune(world)):
        assert api.complaints_about(found, actor=stranger) == []
        assert api.complaints_for(stranger) == []
        with pytest.raises(errors.ComplaintNotFound):
            api.answer_complaint(complaint.uid, text="x", by=stranger, at=LATER)
    assert len(api.complaints_about(found, actor=world.applicant)) == 1


def test_a_draft_cannot_be_complained_of_and_nothing_says_nothing(world):
    draft = api.save_draft(
        world.filing(channel=Channel.ONLINE, given=()), by=world.applicant, at=AT, uid=uuid4()
    )
    with pytest.raises(errors.StatusForbids):
        api.complain(draft.uid, text=WORDS, by=world.applicant, at=LATER)
    with pytest.raises(errors.ComplaintEmpty):
        api.complain(world.filed().uid, text="  ", by=world.applicant, at=LATER)


BREAKS = {
    "complaint_says_something": {"text": ""},
    "complaint_answered_is_whole": {"answer": "x"},
    "complaint_answered_after_it_came": {
        "answer": "x",
        "answered_by": "officer:1",
        "answered_at": AT - timedelta(days=9),
    },
}


@pytest.mark.parametrize(("name", "change"), BREAKS.items())
def test_the_database_refuses(complaint, name, change):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**change)


def test_the_database_refuses_a_second_open_one(complaint):
    with pytest.raises(IntegrityError, match="complaint_is_one_open_a_dossier"):
        Complaint.objects.create(
            dossier=complaint.dossier, unit=complaint.unit, by="person:1", text="x", at=LATER
        )
