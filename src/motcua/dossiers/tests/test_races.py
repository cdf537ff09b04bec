"""Two and more at the same moment: each act is done once, and whoever lost is told."""

import json
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from motcua.authority.tests.factories import make_officer
from motcua.authority.types import Role
from motcua.documents.api import documents_of
from motcua.documents.models import OfficialDocument
from motcua.dossiers import api, errors, store
from motcua.dossiers.models import DailyStatistic, Dossier
from motcua.dossiers.tests.factories import AT, World, uid
from motcua.dossiers.tests.test_rest import caller, wish
from motcua.dossiers.tests.threads import together
from motcua.dossiers.types import PaymentState, Snapshot, Status
from motcua.kernel.errors import DomainError
from motcua.ledger.api import verify_stream

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(hours=1)
TOLD = (errors.TaskTaken, errors.DossierMoved, errors.NoTask, errors.StatusForbids)


@pytest.fixture
def world(transactional_db):
    return World.make()


class Reversed(Exception):
    """A transaction that changes its mind after the act."""


def reverse(_):
    raise Reversed


def number(dossier):
    return int(dossier.code.rsplit("-", 1)[1])


def whole(dossier):
    """Return the dossier, after checking it against its chain."""
    stored = store.load(dossier.uid)
    entries = api.timeline(stored)
    assert [entry.seq for entry in entries] == list(range(1, stored.seq + 1))
    assert entries[-1].hash == stored.head
    assert verify_stream(store.stream(stored.uid)).is_whole
    return stored


def winner_and_told(results):
    """Return the one dossier that came of it; everybody else was told by an error of ours."""
    won = [result for result in results if isinstance(result, Snapshot)]
    lost = [result for result in results if not isinstance(result, Snapshot)]
    assert len(won) == 1, results
    assert all(isinstance(error, TOLD) for error in lost), lost
    return won[0]


def test_sixteen_filers_at_once_get_codes_without_gap_or_duplicate(world):
    by = world.receiver

    def file_and_accept(turn):
        dossier = world.filed(by=by)
        if turn % 4:
            return api.accept(dossier.uid, by=by, at=LATER)
        try:
            with transaction.atomic():
                reverse(api.accept(dossier.uid, by=by, at=LATER))
        except Reversed:
            return api.accept(dossier.uid, by=by, at=LATER)

    dossiers = together(*(partial(file_and_accept, turn) for turn in range(16)))
    assert sorted(number(dossier) for dossier in dossiers) == list(range(1, 17))
    assert {whole(dossier).status for dossier in dossiers} == {Status.ACCEPTED}


def test_two_officers_act_on_one_task_one_wins_and_one_is_told(world):
    economy = world.unit("economy")
    first = world.actor(economy, "officer")
    world.posts[economy.pk, "officer"] = make_officer(economy, Role.OFFICER)
    second = world.actor(economy, "officer")
    for _ in range(20):
        dossier = world.examined()
        task = dossier.open_tasks()[0].uid
        acts = [
            partial(api.forward, dossier.uid, task=task, by=who, at=LATER)
            for who in (first, second)
        ]
        after = whole(winner_and_told(together(*acts)))
        assert after.seq == dossier.seq + 1


def test_an_officer_accepts_while_the_applicant_withdraws(world):
    by, applicant = world.receiver, world.applicant
    seen = Counter()
    for _ in range(10):
        dossier = world.filed()
        results = together(
            partial(api.accept, dossier.uid, by=by, at=LATER),
            partial(api.withdraw, dossier.uid, by=applicant, at=LATER),
        )
        errors_seen = [result for result in results if not isinstance(result, Snapshot)]
        assert all(isinstance(error, TOLD) for error in errors_seen), errors_seen
        after = whole(dossier)
        # Withdrawing after the acceptance is a right too; accepting what is withdrawn is none.
        assert after.status is Status.WITHDRAWN or after.status is Status.ACCEPTED
        assert isinstance(results[0], Snapshot) == bool(after.code)
        seen[after.status] += 1
    codes = sorted(number(d) for d in Dossier.objects.exclude(code=""))
    assert codes == list(range(1, len(codes) + 1))


def test_a_fee_is_paid_once(world):
    by = world.receiver
    dossier = api.submit(world.filing(), by=by, at=AT)
    due = dossier.payments[0]
    pay = partial(api.record_payment, dossier.uid, payment=due.uid, amount=due.amount, by=by)
    results = together(*(partial(pay, reference=f"BL-{n}", at=LATER) for n in range(4)))
    won = [result for result in results if isinstance(result, Snapshot)]
    lost = [result for result in results if not isinstance(result, Snapshot)]
    assert len(won) == 1
    assert all(isinstance(error, DomainError) for error in lost), lost
    assert [p.state for p in whole(dossier).payments] == [PaymentState.PAID]


def test_eight_results_of_one_unit_are_signed_at_once_without_a_gap(world):
    head = world.actor(world.commune, "unit_head")
    dossiers = []
    for _ in range(8):
        dossier = world.examined()
        for step, act in (("examine", api.forward), ("approve", api.approve)):
            dossier = act(dossier.uid, by=world.worker(dossier, step), at=LATER)
        dossiers.append(dossier)
    results = together(*(partial(api.sign, d.uid, by=head, at=LATER) for d in dossiers))
    assert [r for r in results if not isinstance(r, Snapshot)] == []
    papers = [documents_of(store.stream(d.uid)).get(kind="result") for d in dossiers]
    assert sorted(paper.number for paper in papers) == list(range(1, 9))
    assert {whole(d).result_uid for d in dossiers} == {paper.uid for paper in papers}


def test_green_results_of_one_unit_are_made_at_once_without_a_gap(transactional_db):
    from motcua.catalogue.types import Channel

    world = World.make(verified=True)
    wish = world.filing(channel=Channel.ONLINE, form={**world.filing().form, "kind": "a"}, given=())
    applicant = world.applicant
    results = together(*(partial(api.submit, wish, by=applicant, at=AT) for _ in range(8)))
    assert [r for r in results if not isinstance(r, Snapshot)] == []
    assert {whole(d).status for d in results} == {Status.RETURNED}
    numbers = OfficialDocument.objects.filter(kind="result").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 9))
    assert sorted(number(d) for d in results) == list(range(1, 9))


def test_a_reader_of_an_older_dossier_is_told(world):
    economy = world.actor(world.unit("economy"), "officer")
    dossier = world.examined()
    act = partial(api.forward, dossier.uid, by=economy, at=LATER, expected_seq=dossier.seq)
    after = winner_and_told(together(act, act, act))
    with pytest.raises(errors.DossierMoved):
        api.claim(
            dossier.uid,
            task=after.open_tasks()[0].uid,
            by=world.worker(after, "approve"),
            at=LATER,
            expected_seq=dossier.seq,
        )
    assert whole(dossier).seq == dossier.seq + 1


def test_one_key_used_by_eight_at_once_does_the_act_once(world):
    portal = caller(Client())

    def post():
        return portal.__class__(Client(), portal.token).post(
            "/dossiers", wish(world, components=[{"component": "identity"}]), idempotency_key="k8"
        )

    answers = together(*[post] * 8)
    assert {answer.status_code for answer in answers} == {201}, [a.content for a in answers]
    assert len({json.loads(answer.content)["id"] for answer in answers}) == 1
    assert Dossier.objects.count() == 1


def test_a_draft_saved_twice_at_once_is_one_draft(world):
    by, key = world.receiver, uid()
    results = together(
        *(partial(api.save_draft, world.filing(), by=by, at=AT, uid=key) for _ in range(4))
    )
    assert [r for r in results if not isinstance(r, Snapshot | DomainError)] == []
    assert any(isinstance(r, Snapshot) for r in results)
    assert Dossier.objects.count() == 1
    whole(store.load(key))


def test_a_dossier_filed_twice_at_once_under_one_id_is_one_dossier(world):
    by, key = world.receiver, uid()
    results = together(
        *(partial(api.submit, world.filing(), by=by, at=AT, uid=key) for _ in range(4))
    )
    assert [r for r in results if not isinstance(r, Snapshot | DomainError)] == []
    assert len([r for r in results if isinstance(r, Snapshot)]) == 1
    whole(store.load(key))


def test_the_outbox_is_settled_once_by_two_workers(world):
    dossier = world.filed()
    api.accept(dossier.uid, by=world.receiver, at=LATER)
    together(*[partial(api.drain, at=LATER)] * 4)
    while api.drain(at=LATER):
        continue
    kinds = Counter(paper.kind for paper in documents_of(store.stream(dossier.uid)))
    assert set(kinds.values()) == {1}, kinds


def test_the_day_is_counted_once_by_two_workers(world):
    world.filed()
    results = together(*[partial(api.count_day, AT.date())] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert DailyStatistic.objects.get().received == 1
