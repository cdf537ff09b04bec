"""The list of an officer's work: what is on it, in which order, and what it costs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.authority.types import Role
from motcua.catalogue.types import Channel
from motcua.documents.api import documents_of
from motcua.dossiers import api
from motcua.dossiers.api import Due, Verdict, Whose, Wish
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import ComponentCheck
from motcua.dossiers.tests.factories import AT, CODE, make_other_commune, stranger
from motcua.kernel.errors import DomainError

NOW = AT + timedelta(minutes=30)


def listed(actor, *, at=NOW, **wish):
    return [line.dossier for line in api.work_lines(actor, Wish(**wish), at=at)]


def test_due_first_and_page_by_page(world):
    uids = [world.filed(at=AT + timedelta(minutes=each)).uid for each in range(4)]
    assert listed(world.receiver) == uids
    first = api.work_lines(world.receiver, Wish(), at=NOW, limit=3)
    after = (first[-1].due_at, first[-1].id)
    rest = api.work_lines(world.receiver, Wish(), at=NOW, after=after, limit=3)
    assert [line.dossier for line in (*first, *rest)] == uids


def test_each_wish_narrows_the_list(world):
    world.filed()
    taken = world.filed(channel=Channel.POST)
    task = taken.open_tasks()[0].uid
    api.claim(taken.uid, task=task, by=world.receiver, at=NOW)
    who = world.receiver
    assert listed(who, whose=Whose.MINE) == [taken.uid] == listed(who, channel=Channel.POST)
    assert len(listed(who, whose=Whose.FREE)) == 1
    assert len(listed(who, procedure=CODE)) == 2
    assert listed(who, procedure="9.999999") == [] == listed(who, step="sign")
    assert len(listed(who, post=(world.desk.pk, "receiver"))) == 2
    assert listed(who, due=Due.LATE) == []
    assert len(listed(who, due=Due.LATE, at=AT + timedelta(days=3))) == 2
    assert len(listed(who, due=Due.TODAY)) == 2


def test_a_name_is_found_without_its_accents(world):
    dossier = world.filed()
    name = api.parties(dossier).applicant.name
    plain = name.lower()
    assert listed(world.receiver, name=plain) == [dossier.uid]
    assert listed(world.receiver, name=name.split()[-1]) == [dossier.uid]
    assert listed(world.receiver, name="khong co ai") == []
    assert [f.uid for f in api.dossiers_of_people(name, actor=world.receiver)] == [dossier.uid]
    assert api.dossiers_of_people(name, actor=make_other_commune(world)) == []
    assert api.dossiers_of_people("x", actor=world.receiver) == []


def test_who_waits_for_the_applicant_is_not_late(world):
    dossier = world.filed()
    api.ask_supplement(dossier.uid, items=("proof",), reason="x", by=world.receiver, at=NOW)
    later = AT + timedelta(days=5)
    assert listed(world.receiver, at=later) == [] == listed(world.receiver, due=Due.LATE, at=later)
    (line,) = api.work_lines(world.receiver, Wish(due=Due.WAITING), at=later)
    assert line.waiting
    assert line.left_seconds > 0
    counts = api.work_counts(world.receiver, at=later)
    assert (counts.late, counts.total, counts.waiting) == (0, 0, 1)


def test_working_time_left_is_counted_by_the_units_calendar(world):
    world.filed()
    (line,) = api.work_lines(world.receiver, Wish(), at=AT + timedelta(hours=1))
    assert line.left_seconds == 3600
    (line,) = api.work_lines(world.receiver, Wish(), at=AT + timedelta(hours=6))
    assert line.left_seconds < 0


def test_the_list_costs_the_same_however_long_it_is(world, django_assert_num_queries):
    world.filed()
    api.work_lines(world.receiver, Wish(), at=NOW)
    for again in range(4):
        world.filed(at=AT + timedelta(minutes=again))
    who = world.receiver
    with django_assert_num_queries(1):
        assert len(api.work_lines(who, Wish(), at=NOW)) == 5
    with django_assert_num_queries(1):
        assert api.work_counts(who, at=NOW).total == 5
    with django_assert_num_queries(1):
        assert [code for code, _ in api.work_choices(who).procedures] == [CODE]


def test_strangers_and_other_communes_have_nothing_to_do(world):
    world.filed()
    for actor in (stranger(), make_other_commune(world)):
        assert listed(actor) == []
        assert api.work_counts(actor, at=NOW).total == 0


def test_a_scanner_lands_on_the_dossier(world):
    dossier = api.accept(world.filed().uid, by=world.receiver, at=NOW)
    done = world.done()
    paper = documents_of(f"dossier:{done.uid}")[0]
    for text, uid in (
        (dossier.code, dossier.uid),
        (f"  {dossier.code.lower()} ", dossier.uid),
        (str(dossier.uid), dossier.uid),
        (f"https://example.vn/track/{dossier.code}", dossier.uid),
        (f"https://example.vn/v/{paper.code}#abc", done.uid),
    ):
        assert api.scanned(text, actor=world.receiver) == uid


@pytest.mark.parametrize("text", ["", "x", "https://", "https://[", "https://a.vn/x/y", "\x00"])
def test_what_names_no_dossier_is_not_found(world, text):
    with pytest.raises(DossierNotFound):
        api.scanned(text, actor=world.receiver)


def test_a_foreign_dossier_is_not_found_by_its_code(world):
    dossier = api.accept(world.filed().uid, by=world.receiver, at=NOW)
    with pytest.raises(DossierNotFound):
        api.scanned(dossier.code, actor=make_other_commune(world))


def test_the_checklist_keeps_the_latest_word_on_a_component(world):
    dossier = world.filed()
    note = {"identity": Verdict(False, "Ảnh mờ"), "proof": Verdict(True)}
    api.note_checks(dossier, note, by=world.receiver, at=NOW)
    api.note_checks(dossier, {"identity": Verdict(True)}, by=world.receiver, at=NOW)
    shown = {line.wanted.id: line for line in api.components(dossier)}
    assert (shown["identity"].check.valid, shown["identity"].check.reason) == (True, "")
    assert shown["identity"].required
    assert shown["identity"].given is not None


def test_the_checklist_refuses_what_is_not_the_officers_or_says_nothing(world):
    dossier = world.filed()
    head = world.actor(world.commune, Role.UNIT_HEAD)
    refused = [
        (head, {"identity": Verdict(True)}),
        (world.receiver, {"nothing": Verdict(True)}),
        (world.receiver, {"proof": Verdict(True), "identity": Verdict(False, "  ")}),
        (world.receiver, {"identity": Verdict(False, "x" * 241)}),
    ]
    for actor, note in refused:
        with pytest.raises(DomainError):
            api.note_checks(dossier, note, by=actor, at=NOW)
    assert not ComponentCheck.objects.exists()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("check_of_right_component_has_no_reason", {"valid": True, "reason": "x"}),
        ("check_is_one_a_component", {"component": "proof"}),
    ],
)
def test_the_database_refuses(world, name, change):
    dossier = world.filed()
    note = {"identity": Verdict(False, "x"), "proof": Verdict(True)}
    api.note_checks(dossier, note, by=world.receiver, at=NOW)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ComponentCheck.objects.filter(component="identity").update(**change)


def test_the_page_of_a_dossier_has_its_answers_tasks_and_people(world):
    dossier = world.signed()
    assert {line.name: line.value for line in api.answers(dossier)}["kind"] == "b"
    assert [line.step.en for line in api.tasks(dossier)] == [
        "Receive", "Examine", "Approve", "Sign", "Seal",
    ]  # fmt: skip
    assert all(line.officer for line in api.tasks(dossier)[:4])
    labels = {entry.by for entry in api.timeline(dossier)}
    assert set(api.actor_names(dossier, labels)) >= labels
    assert len(api.payments(dossier)) == 1
