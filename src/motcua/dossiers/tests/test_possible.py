"""What a page offers an officer is what the rules would let him do, no more and no less."""

from datetime import timedelta

import pytest
from django.db import transaction

from motcua.authority.types import Role
from motcua.catalogue.types import Verb
from motcua.dossiers import api
from motcua.dossiers.services.possible import TRIALS
from motcua.dossiers.tests.acts import ACTS, Try
from motcua.dossiers.tests.factories import AT, make_other_commune, stranger
from motcua.kernel.errors import DomainError

SOON = AT + timedelta(minutes=40)


def verbs(dossier, actor, *, at=SOON):
    return {act.verb for act in api.possible_acts(dossier, actor, at=at) if not act.hindrance}


def test_the_desk_may_take_refuse_and_send_back_what_was_filed(world):
    dossier = world.filed()
    assert verbs(dossier, world.receiver) == {
        Verb.ACCEPT, Verb.REFUSE, Verb.ASK_SUPPLEMENT, Verb.CLAIM, Verb.WITHDRAW,
    }  # fmt: skip


def test_a_fee_that_is_due_hinders_the_acceptance_and_is_told(world):
    dossier = api.submit(world.filing(), by=world.receiver, at=AT)
    acts = {act.verb: act for act in api.possible_acts(dossier, world.receiver, at=SOON)}
    assert acts[Verb.ACCEPT].hindrance.code == "payment_due"
    assert acts[Verb.RECORD_PAYMENT].hindrance is None


def test_nothing_is_offered_to_strangers(world):
    dossier = world.examined()
    for actor in (stranger(), make_other_commune(world), world.receiver):
        assert verbs(dossier, actor) <= {Verb.WITHDRAW}


def test_a_task_that_a_colleague_took_offers_its_verbs_to_him_alone(world):
    dossier = world.filed()
    task = dossier.open_tasks()[0].uid
    dossier = api.claim(dossier.uid, task=task, by=world.receiver, at=SOON)
    assert Verb.ACCEPT in verbs(dossier, world.receiver)
    head = world.actor(world.commune, Role.UNIT_HEAD)
    assert Verb.ACCEPT not in verbs(dossier, head)


@pytest.mark.parametrize("role", ["receiver", "examiner", "approver", "signer", "clerk", "head"])
@pytest.mark.parametrize("stage", ["filed", "examined", "signed", "done"])
def test_what_is_offered_can_be_done_and_what_is_not_is_refused(world, stage, role):
    economy = world.unit("economy")
    actor = {
        "receiver": world.receiver,
        "examiner": world.actor(economy, Role.OFFICER),
        "approver": world.actor(economy, Role.UNIT_HEAD),
        "signer": world.actor(world.commune, Role.UNIT_HEAD),
        "clerk": world.actor(world.commune, Role.CLERK),
        "head": world.actor(world.commune, Role.UNIT_HEAD),
    }[role]
    dossier = getattr(world, stage)()
    offered = verbs(dossier, actor)
    for verb in set(TRIALS) - {Verb.ANSWER, Verb.ASSIGN, Verb.SUPPLEMENT, Verb.CORRECT}:
        assert _can(verb, dossier, actor) == (verb in offered), verb


def _can(verb, dossier, actor):
    try:
        with transaction.atomic():
            ACTS[verb](Try(dossier, actor, SOON))
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


def test_a_signer_sees_the_paper_as_he_will_sign_it_and_nobody_else_does(world):
    dossier = world.examined()
    for step, act in (("examine", api.forward), ("approve", api.approve)):
        dossier = act(dossier.uid, by=world.worker(dossier, step), at=SOON)
    signer = world.worker(dossier, "sign")
    assert api.preview_result(dossier, by=signer, at=SOON).startswith(b"%PDF")
    with pytest.raises(DomainError):
        api.preview_result(dossier, by=world.receiver, at=SOON)
    assert api.dossier(str(dossier.uid), actor=signer).seq == dossier.seq
