"""Erasing a person: nothing of him is left in the database, and the papers of the State are."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.authority.api import erase_person, grant_representation, register_person
from motcua.authority.models import IdempotentRequest, Person
from motcua.authority.tests.factories import citizen_number, make_account, make_person
from motcua.authority.types import SYSTEM, Actor, ActorKind, PersonKind, RepresentationGround
from motcua.catalogue.types import Channel
from motcua.documents.api import FileUnknown, read_file, store_file, typeset_source, verify_code
from motcua.documents.models import OfficialDocument, StoredFile
from motcua.dossiers import api, errors, store
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.erasing import Struck
from motcua.dossiers.tests.factories import ANSWERS, AT, World, uid
from motcua.dossiers.tests.test_rest import caller, wish
from motcua.dossiers.tests.threads import together
from motcua.dossiers.types import Given, Status
from motcua.kernel.errors import DomainError
from motcua.ledger.api import verify_stream

NAME = "Trịnh Thị Xóa Sổ"
VALUE = "Ngõ 7 phố Bí Mật"
LATER = AT + timedelta(hours=1)
END = AT + timedelta(days=1)


@pytest.fixture
def world(db):
    world = World.make()
    world.citizen = register_person(
        kind=PersonKind.CITIZEN,
        name=NAME,
        number=citizen_number(),
        birth_on=date(1990, 3, 2),
        contact={"address": VALUE, "email": "xoa.so@example.vn"},
        by=SYSTEM,
        at=AT,
    )
    make_account(person=world.citizen, name=NAME, email="xoa.so@example.vn")
    return world


def number_of(person):
    from motcua.authority.api import contact_of

    return contact_of(person.pk).number


def everywhere(*words):
    """Return where in the database any of the words stands, in text, JSON or bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            plain = f'"{column}"' if kind == "bytea" else f"convert_to(\"{column}\"::text, 'UTF8')"
            for word in words:
                for shape in {word, word.upper(), word.lower()}:
                    sql = f'SELECT count(*) FROM "{table}" WHERE position(%s in {plain}) > 0'
                    cursor.execute(sql, [shape.encode()])
                    if cursor.fetchone()[0]:
                        found.append((table, column, word))
    return found


def erase(person, at=END):
    erase_person(person.pk, ground="request", by=SYSTEM, at=at)


def told(world, **changes):
    """Return a filed dossier in which a lot is said of the person."""
    scan = store_file(
        typeset_source("Căn cước", {}), name=f"{NAME}.pdf", by=world.applicant.label, at=AT
    )
    given = (Given("identity", file_uid=scan.uid),)
    values = {"form": {**ANSWERS, "full_name": VALUE}, "given": given, "channel": Channel.ONLINE}
    return scan, api.submit(world.filing(**values | changes), by=world.applicant, at=AT)


def finished(world):
    """Return a dossier at its end, and the scan that was handed in with it."""
    scan, dossier = told(world)
    uid, about = dossier.uid, f"{NAME}, {VALUE}, {number_of(world.citizen)}"
    api.accept(uid, by=world.receiver, at=LATER)
    after = api.forward(uid, by=world.receiver, at=LATER)
    examiner = world.worker(after, "examine")
    after = api.ask_payment(uid, amounts={about[:200]: 9}, by=examiner, at=LATER)
    line = after.payments[-1]
    after = api.record_payment(
        uid, payment=line.uid, amount=9, reference=about[:80], by=world.receiver, at=LATER
    )
    for step, act in (("examine", api.forward), ("approve", api.approve)):
        after = act(uid, by=world.worker(after, step), at=LATER)
    boss = world.worker(after, "sign")
    after = api.send_back(uid, reason=about, by=boss, at=LATER)
    after = api.approve(uid, by=world.worker(after, "approve"), at=LATER)
    for step, act in (("sign", api.sign), ("seal", api.issue), ("hand_over", api.hand_over)):
        after = act(uid, by=world.worker(after, step), at=LATER)
    head = world.actor(world.commune, "unit_head")
    api.correct(uid, reason=about, by=head, at=LATER)
    after = api.rate(uid, scores={7: 2}, comment=about, by=world.applicant, at=LATER)
    while api.drain(at=LATER):
        continue
    return scan, after


def test_nothing_of_an_erased_person_is_left_and_what_was_issued_is(
    world, django_capture_on_commit_callbacks
):
    words = (NAME, number_of(world.citizen), VALUE, "xoa.so@example.vn")
    scan, dossier = finished(world)
    assert everywhere(*words)
    papers = [(paper.code, paper.file.uid) for paper in api.papers(dossier)]
    with django_capture_on_commit_callbacks(execute=True):
        erase(world.citizen)
    assert everywhere(*words) == []
    assert store.load(dossier.uid).form == {}
    with pytest.raises(FileUnknown):
        read_file(scan.uid)
    assert len(papers) >= 4
    for code, file in papers:
        assert read_file(file).startswith(b"%PDF")
        assert verify_code(code).ledger.chain_intact
    for stream in (store.stream(dossier.uid), f"person:{world.citizen.uid}"):
        assert verify_stream(stream).is_whole
    assert api.dossier(dossier.code, actor=world.receiver).status is Status.RETURNED


@pytest.mark.parametrize("how", ["new", "at work", "processed", "paper owed"])
def test_a_person_with_an_open_dossier_is_not_erased_and_the_dossier_is_named(world, how):
    scan, dossier = told(world)
    if how == "paper owed":
        api.refuse(dossier.uid, reason="Sai thẩm quyền", by=world.receiver, at=LATER)
    if how in {"at work", "processed"}:
        api.accept(dossier.uid, by=world.receiver, at=LATER)
        after = api.forward(dossier.uid, by=world.receiver, at=LATER)
    if how == "processed":
        api.refuse(dossier.uid, reason="Sai", by=world.worker(after, "examine"), at=LATER)
    now = store.load(dossier.uid)
    with pytest.raises(errors.DossierStillOpen, match=now.code or str(now.uid)):
        erase(world.citizen)
    assert Person.objects.get(pk=world.citizen.pk).name == NAME
    assert store.load(dossier.uid) == now
    assert read_file(scan.uid)


def test_a_draft_is_emptied(world):
    wish_of_him = world.filing(form={**ANSWERS, "full_name": VALUE}, given=())
    draft = api.save_draft(wish_of_him, by=world.applicant, at=AT)
    erase(world.citizen)
    assert everywhere(NAME, VALUE) == []
    with pytest.raises(DomainError):
        api.send(draft.uid, by=SYSTEM, at=END)


def test_who_filed_for_another_is_struck_out_of_that_dossier_and_the_rest_stays(world):
    number, keeper = number_of(world.citizen), make_person()
    by, submitter = world.applicant, world.citizen
    form = {**ANSWERS, "full_name": f"Người nộp thay: {NAME.upper()} ({number}), {VALUE}"}
    given = (Given("identity", kind="copy"),)
    grant_representation(
        keeper.pk,
        representative_id=submitter.pk,
        ground=RepresentationGround.GRANTED,
        by=Actor(kind=ActorKind.PERSON, uid=keeper.uid, person_id=keeper.pk, name="Người uỷ quyền"),
        at=AT,
    )
    dossier = api.submit(
        world.filing(applicant_id=keeper.pk, submitter_id=submitter.pk, form=form, given=given),
        by=by,
        at=AT,
    )
    with pytest.raises(errors.DossierStillOpen):
        erase(submitter)
    api.withdraw(dossier.uid, reason=f"{NAME} không nộp nữa", by=by, at=LATER)
    while api.drain(at=LATER):
        continue
    erase(submitter)
    assert everywhere(NAME, number) == []
    kept = store.load(dossier.uid).form["full_name"]
    assert kept == f"Người nộp thay: … (…), {VALUE}"
    assert Person.objects.get(pk=keeper.pk).name


def test_a_file_that_anothers_dossier_uses_stays(world):
    scan, dossier = told(world)
    other = make_person()
    theirs = world.filing(applicant_id=other.pk, given=(Given("identity", file_uid=scan.uid),))
    api.submit(theirs, by=SYSTEM, at=AT)
    api.withdraw(dossier.uid, by=world.applicant, at=LATER)
    while api.drain(at=LATER):
        continue
    erase(world.citizen)
    assert read_file(scan.uid)


def test_an_answer_kept_for_a_repeated_request_is_forgotten(world, client):
    portal = caller(client)
    sent = wish(world, form={**ANSWERS, "full_name": VALUE}, components=[{"component": "identity"}])
    filed = portal.post("/dossiers", sent, idempotency_key="k1").json()
    assert IdempotentRequest.objects.exists()
    api.withdraw(filed["id"], by=world.applicant, at=store.load(filed["id"]).acted_at)
    while api.drain(at=END):
        continue
    erase(world.citizen)
    assert everywhere(NAME, VALUE) == []


@pytest.mark.django_db(transaction=True)
def test_a_filing_at_the_moment_of_an_erasure_comes_first_or_not_at_all(transactional_db):
    world = World.make()
    for _ in range(6):
        world.citizen = make_person()
        filing, by = world.filing(), world.receiver
        together(
            partial(api.submit, filing, by=by, at=AT),
            partial(erase_person, world.citizen.pk, ground="request", by=SYSTEM, at=AT),
        )
        erased = Person.objects.get(pk=world.citizen.pk).erased_at is not None
        assert erased != Dossier.objects.filter(applicant=world.citizen).exists()


def test_the_database_takes_no_dossier_of_an_erased_person(world):
    dossier = world.filed()
    api.withdraw(dossier.uid, by=world.applicant, at=LATER)
    while api.drain(at=LATER):
        continue
    erase(world.citizen)
    row = Dossier.objects.get(uid=dossier.uid)
    row.pk, row.uid, row.code = None, uid(), ""
    with pytest.raises(DatabaseError, match="dossier_is_of_nobody_erased"), transaction.atomic():
        row.save(force_insert=True)


def test_words_are_struck_out_at_every_depth_whatever_their_case():
    struck = Struck("Lê  An", "031090000001")
    assert struck.without({"a": ["LÊ AN x", {"b": "031090000001"}], "n": 3}) == {
        "a": ["… x", {"b": "…"}],
        "n": 3,
    }
    assert Struck("", " ").without("nothing") == "nothing"


def test_the_files_of_papers_are_never_forgotten(world):
    _, dossier = finished(world)
    from motcua.documents.api import forget_files

    kept = set(OfficialDocument.objects.values_list("file__uid", flat=True))
    assert forget_files(kept) == 0
    assert StoredFile.objects.filter(uid__in=kept).count() == len(kept)
    assert dossier.result_uid
