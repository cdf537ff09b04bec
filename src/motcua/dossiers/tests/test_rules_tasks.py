"""Who may act by which ground, and which steps open when one is done."""

from datetime import date, timedelta

import pytest

from motcua.authority.api import delegate, forget, note_absence
from motcua.authority.tests.factories import make_officer
from motcua.authority.types import SYSTEM, Formula, Role
from motcua.documents.api import documents_of
from motcua.dossiers import api, errors, store
from motcua.dossiers.tests.factories import ANSWERS, AT, CODE, make_other_commune

HOUR = timedelta(hours=1)
FAR = date(2030, 1, 1)


def at_sign(world):
    dossier = world.examined()
    for step, act in (("examine", api.forward), ("approve", api.approve)):
        dossier = act(dossier.uid, by=world.worker(dossier, step), at=AT + HOUR)
    return dossier


def deputy(world, *, procedures, acts=("sign",)):
    """Return an officer of the commune to whom its head gave his signature."""
    account = make_officer(world.commune, Role.OFFICER)
    delegate(
        unit_id=world.commune.pk,
        role=Role.UNIT_HEAD,
        to=account.pk,
        formula=Formula.BY_MANDATE,
        acts=acts,
        procedures=procedures,
        since=date(2026, 1, 1),
        until=FAR,
        document_number="01/QĐ-UBND",
        document_on=date(2026, 1, 1),
        by=world.actor(world.commune, "unit_head"),
        at=AT,
    )
    world.posts[world.commune.pk, "deputy"] = account
    return world.actor(world.commune, "deputy")


def test_nd30_2020_dieu_13_a_mandated_officer_signs_and_the_paper_says_so(
    world,
):
    dossier = api.sign(at_sign(world).uid, by=deputy(world, procedures=[CODE]), at=AT + 2 * HOUR)
    body = api.timeline(dossier)[-1].body
    assert body["formula"] == str(Formula.BY_MANDATE)
    assert body["delegation"]
    (signer,) = documents_of(store.stream(dossier.uid)).get(kind="result").signers
    assert signer["formula"] == str(Formula.BY_MANDATE)


def test_a_delegation_does_not_reach_another_procedure_or_another_act(world):
    dossier = at_sign(world)
    for bounds in ({"procedures": ["9.999999"]}, {"procedures": None, "acts": ("approve",)}):
        with pytest.raises(errors.NoTask):
            api.sign(dossier.uid, by=deputy(world, **bounds), at=AT + 2 * HOUR)
    assert store.load(dossier.uid) == dossier


def test_a_substitute_acts_on_the_task_of_an_absent_officer(world):
    economy = world.unit("economy")
    dossier = world.examined()
    task = dossier.open_tasks()[0]
    dossier = api.claim(
        dossier.uid, task=task.uid, by=world.actor(economy, "officer"), at=AT + HOUR
    )
    colleague = make_officer(economy, Role.OFFICER)
    away = world.posts[economy.pk, "officer"]
    world.posts[economy.pk, "officer"] = colleague
    with pytest.raises(errors.TaskTaken):
        api.forward(dossier.uid, by=world.actor(economy, "officer"), at=AT + HOUR)
    note_absence(
        away.pk,
        substitute=colleague.pk,
        since=AT.date(),
        until=FAR,
        by=SYSTEM,
        at=AT,
    )
    forget()
    dossier = api.forward(dossier.uid, by=world.actor(economy, "officer"), at=AT + HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["approve"]


def test_officers_of_another_commune_cannot_act(world):
    dossier = world.filed()
    with pytest.raises(errors.NoTask):
        api.accept(dossier.uid, by=make_other_commune(world), at=AT)
    assert store.load(dossier.uid) == dossier


def test_a_branch_that_ends_late_does_not_open_the_joined_step_twice(world):
    dossier = world.examined(form={**ANSWERS, "split": True})
    dossier = api.forward(dossier.uid, by=world.worker(dossier, "examine"), at=AT + HOUR)
    assert {t.step for t in dossier.open_tasks()} == {"survey", "approve"}
    dossier = api.forward(dossier.uid, by=world.worker(dossier, "survey"), at=AT + 2 * HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["approve"]


def test_a_branch_that_ends_after_the_joined_step_does_not_open_it_again(world):
    dossier = world.examined(form={**ANSWERS, "split": True})
    dossier = api.forward(dossier.uid, by=world.worker(dossier, "examine"), at=AT + HOUR)
    dossier = api.approve(dossier.uid, by=world.worker(dossier, "approve"), at=AT + HOUR)
    dossier = api.forward(dossier.uid, by=world.worker(dossier, "survey"), at=AT + 2 * HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["sign"]


def test_a_step_sent_back_opens_what_follows_it_again(world):
    dossier = world.examined()
    for _ in range(2):
        dossier = api.forward(dossier.uid, by=world.worker(dossier, "examine"), at=AT + HOUR)
        by = world.worker(dossier, "approve")
        dossier = api.send_back(dossier.uid, reason="Chưa đủ", by=by, at=AT + HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["examine"]


def test_an_act_dated_before_the_last_one_is_refused_and_a_moment_is_forgiven(world):
    dossier = world.examined()
    by = world.worker(dossier, "examine")
    with pytest.raises(errors.ActBeforeLast):
        api.forward(dossier.uid, by=by, at=dossier.acted_at - timedelta(minutes=1))
    after = api.forward(dossier.uid, by=by, at=dossier.acted_at - timedelta(seconds=2))
    assert after.acted_at == dossier.acted_at
