"""Drafts: papers put in and taken out, and everything found before sending."""

import struct
import zlib
from uuid import uuid4

import pytest

from motcua.authority.tests.factories import make_person
from motcua.authority.types import Actor, ActorKind
from motcua.catalogue.types import Channel
from motcua.documents.api import store_file, typeset_source
from motcua.dossiers import api, errors
from motcua.dossiers.models import DigitisedPaper
from motcua.dossiers.tests.factories import ANSWERS, AT, CODE, World
from motcua.dossiers.types import Given


@pytest.fixture
def world(db):
    return World.make()


def picture(width, height):
    """Return a grey PNG."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def stored(world, content, name):
    return store_file(content, name=name, by=world.applicant.label, at=AT).uid


def draft(world, *, form=None, files=()):
    given = tuple(Given(component, file_uid=uid) for component, uid in files)
    wish = world.filing(channel=Channel.ONLINE, form=ANSWERS if form is None else form, given=given)
    return api.save_draft(wish, by=world.applicant, at=AT, uid=uuid4())


def codes(world, one):
    return [(f.field, f.code) for f in api.check_draft(one, at=AT).faults]


def test_every_kind_of_fault_is_told_at_once(world):
    tiny = stored(world, picture(300, 400), "x.png")
    one = draft(world, form={**ANSWERS, "kind": "z", "verify": True}, files=[("identity", tiny)])
    assert codes(world, one) == [
        ("/kind", "enum"),
        ("proof", "component_missing"),
        ("identity", "file_too_small"),
    ]


def test_the_same_file_for_two_papers_is_told(world):
    content = typeset_source("Căn cước", {})
    files = [(name, stored(world, content, f"{name}.pdf")) for name in ("identity", "proof")]
    one = draft(world, form={**ANSWERS, "verify": True}, files=files)
    assert codes(world, one) == [("proof", "file_mismatched")]


def test_a_sound_draft_has_no_fault_and_is_taken(world):
    content = stored(world, picture(700, 900), "x.png")
    one = draft(world, files=[("identity", content)])
    assert codes(world, one) == []
    assert api.send(one.uid, by=world.applicant, at=AT).status is api.Status.NEW


def test_an_empty_draft_is_told_of_its_answers_and_not_of_what_hangs_on_them(world):
    found = codes(world, draft(world, form={}))
    assert {code for _, code in found} == {"required", "component_missing"}
    assert ("proof", "component_missing") not in found


def test_a_paper_is_taken_out_with_the_copy_that_only_it_had(world):
    one = draft(world, files=[("identity", stored(world, picture(700, 900), "x.png"))])
    assert [h.name for h in api.handed_in(one)] == ["x.png"]
    after = api.drop_component(one.uid, component="identity", by=world.applicant, at=AT)
    assert api.handed_in(after) == ()
    assert not DigitisedPaper.objects.filter(from_dossier_id=one.id).exists()
    again = api.drop_component(one.uid, component="identity", by=world.applicant, at=AT)
    assert again.seq == after.seq


def test_nobody_else_takes_a_paper_out_and_a_filed_dossier_keeps_its_papers(world):
    one = draft(world, files=[("identity", stored(world, picture(700, 900), "x.png"))])
    row = make_person()
    other = Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk)
    with pytest.raises(errors.NotAllowed):
        api.drop_component(one.uid, component="identity", by=other, at=AT)
    api.send(one.uid, by=world.applicant, at=AT)
    with pytest.raises(errors.StatusForbids):
        api.drop_component(one.uid, component="identity", by=world.applicant, at=AT)


def test_a_person_sees_his_own_drafts_alone(world):
    one = draft(world)
    assert [row.uid for row in api.own_drafts(world.applicant, procedure=CODE)] == [one.uid]
    assert api.own_drafts(world.applicant, procedure="other") == []
    row = make_person()
    other = Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk)
    assert api.own_drafts(other) == api.own_papers(other, at=AT) == []


def test_own_papers_are_read_by_their_owner_alone(world):
    one = draft(world, files=[("identity", stored(world, picture(700, 900), "x.png"))])
    api.send(one.uid, by=world.applicant, at=AT)
    api.accept(one.uid, by=world.receiver, at=AT)
    (paper,) = api.own_papers(world.applicant, at=AT)
    assert api.paper_content(world.applicant, paper.uid, at=AT)[0].name == "x.png"
    row = make_person()
    other = Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk)
    with pytest.raises(errors.PaperNotFound):
        api.paper_content(other, paper.uid, at=AT)
