"""A result that is signed and not issued goes with its dossier: stopped, withdrawn, sent back."""

from datetime import timedelta
from functools import partial

import pytest

from motcua.authority.types import Role
from motcua.catalogue.api import procedure
from motcua.documents.api import Verdict, document, verify_code
from motcua.dossiers import api, errors, store
from motcua.dossiers.rules.unmaking import signs_again
from motcua.dossiers.tests.factories import AT, World
from motcua.dossiers.tests.threads import together
from motcua.dossiers.types import Outcome, Snapshot, Status
from motcua.ledger.api import entries

LATER = AT + timedelta(hours=1)
WHY = "Nguyễn Văn Sai ghi nhầm"


def stop(world, dossier):
    head = world.actor(world.commune, Role.UNIT_HEAD)
    return api.stop(dossier.uid, reason=WHY, by=head, at=LATER)


def withdraw(world, dossier):
    return api.withdraw(dossier.uid, reason=WHY, by=world.applicant, at=LATER)


def send_back(world, dossier):
    clerk = world.worker(dossier, "seal")
    return api.send_back(dossier.uid, reason=WHY, by=clerk, at=LATER)


@pytest.mark.parametrize("act", [stop, withdraw, send_back])
def test_an_unissued_result_is_revoked_with_the_act_that_leaves_it_behind(world, client, act):
    signed = world.signed()
    paper = document(signed.result_uid)
    assert verify_code(paper.code).verdict is Verdict.GENUINE
    after = act(world, signed)
    assert after.result_uid is None
    assert store.load(signed.uid) == after
    told = verify_code(paper.code)
    assert (told.verdict, told.revoked_at) == (Verdict.REVOKED, LATER)
    assert told.ledger.chain_intact
    assert told.ledger.agrees
    kinds = [entry.kind for entry in entries(f"document:{paper.uid}")]
    assert kinds == ["document.issued", "document.revoked"]
    assert "Nguyễn" not in document(paper.uid).revoke_reason
    page = client.get(f"/v/{paper.code}", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "revoked" in page.lower()


def test_a_result_sent_back_is_made_anew_and_issued(world):
    first = world.signed()
    back = send_back(world, first)
    assert back.outcome is None
    assert [task.step for task in back.open_tasks()] == ["sign"]
    again = api.sign(first.uid, by=world.worker(back, "sign"), at=LATER)
    assert again.result_uid != first.result_uid
    done = api.issue(first.uid, by=world.worker(again, "seal"), at=LATER)
    assert (done.status, done.outcome) == (Status.DONE, Outcome.GRANTED)
    assert verify_code(document(done.result_uid).code).verdict is Verdict.GENUINE
    assert [bool(p.revoked_at) for p in api.papers(done) if p.kind == "result"] == [True, False]


def test_nothing_is_revoked_when_the_act_is_refused(world):
    signed = world.signed()
    with pytest.raises(errors.NotAllowed):
        api.stop(signed.uid, reason=WHY, by=world.receiver, at=LATER)
    assert document(signed.result_uid).revoked_at is None


def test_an_issued_result_stays_when_its_dossier_goes_on(world):
    done = world.done()
    after = api.hand_over(done.uid, by=world.receiver, at=LATER)
    assert document(after.result_uid).revoked_at is None


def test_only_a_way_through_a_signature_makes_the_result_anew(world):
    version = procedure(world.version.pk)
    again = {step: signs_again(version, step) for step in version.steps}
    assert again == {
        "receive": True, "examine": True, "survey": True, "approve": True, "sign": True,
        "seal": False, "hand_over": False,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_signature_at_the_moment_of_a_withdrawal_leaves_no_genuine_result(transactional_db):
    world = World.make()
    for _ in range(4):
        dossier = world.examined()
        for step, act in (("examine", api.forward), ("approve", api.approve)):
            dossier = act(dossier.uid, by=world.worker(dossier, step), at=LATER)
        head = world.worker(dossier, "sign")
        results = together(
            partial(api.sign, dossier.uid, by=head, at=LATER),
            partial(api.withdraw, dossier.uid, by=world.applicant, at=LATER),
        )
        assert isinstance(results[1], Snapshot), results
        assert store.load(dossier.uid).status is Status.WITHDRAWN
        papers = [p for p in api.papers(dossier) if p.kind == "result"]
        assert all(paper.revoked_at for paper in papers)
