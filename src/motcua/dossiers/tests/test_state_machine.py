"""Whole lives of dossiers: random acts by random people; the rules that hold after every one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from motcua.authority.types import SYSTEM, Actor, ActorKind
from motcua.catalogue.types import Channel, Verb
from motcua.dossiers import api, store
from motcua.dossiers.models import Component, DigitisedPaper, FeePayment, OutboxItem, Remark, Task
from motcua.dossiers.rules import clock
from motcua.dossiers.rules.status import ENDED, MOVES, STAYS
from motcua.dossiers.services.filing import Filing
from motcua.dossiers.tests.acts import ACTS, Try
from motcua.dossiers.tests.factories import ANSWERS, AT, make_other_commune, stranger
from motcua.dossiers.types import Status, TaskState
from motcua.kernel.errors import DomainError
from motcua.ledger.api import entries, head, verify_stream

VERBS = sorted(ACTS, key=str)
AFTER_THE_END = {Verb.RATE, Verb.CORRECT}
ENDING = {Verb.REFUSE, Verb.STOP}
STRAIGHT = (Verb.ACCEPT, Verb.FORWARD, Verb.FORWARD, Verb.APPROVE, Verb.SIGN, Verb.ISSUE)
STEPS = timedelta(0), timedelta(minutes=1), timedelta(hours=3), timedelta(days=1), timedelta(days=5)
TABLES = (Task, FeePayment, OutboxItem, Remark, Component, DigitisedPaper)


class Life(RuleBasedStateMachine):
    """One dossier of one world, acted on by everybody."""

    world = None
    people: tuple[Actor, ...] = ()

    @initialize(
        split=st.booleans(),
        asks=st.integers(0, 3).map(lambda draw: draw == 3),
        counter=st.booleans(),
        walked=st.integers(-1, 6),
    )
    def begin(self, split, asks, counter, walked):
        channel = Channel.COUNTER if counter else Channel.ONLINE
        form = {**ANSWERS, "split": split, "ask_justice": asks}
        by = self.world.receiver if counter else self.world.applicant
        wish: Filing = self.world.filing(channel=channel, form=form)
        self.at = AT
        self.dossier = api.submit(wish, by=by, at=self.at)
        self.first_due = None
        if walked < 0:
            return  # The fee stays owed.
        self.dossier = self.world.paid(self.dossier, at=self.at)
        for verb in STRAIGHT[:walked]:
            task = self.dossier.open_tasks()[0]
            self.attempt(verb, by=self.world.actor(task.unit_id, task.role))

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step):
        self.at += step

    @rule(data=st.data())
    def somebody_does_his_work(self, data):
        """An open task, a verb of its step, the officer of its post."""
        tasks = self.dossier.open_tasks()
        if not tasks:
            return
        task = data.draw(st.sampled_from(tasks), "task")
        procedure = api_procedure(self.dossier)
        verbs = [Verb.ANSWER]
        if task.kind is api.TaskKind.STEP:
            step = procedure.steps[task.step]
            verbs = [v for v in step.do if v in ACTS] + [Verb.FORWARD] * (Verb.ACCEPT in step.do)
        if data.draw(st.integers(0, 3), "goes on"):
            verbs = [v for v in verbs if v not in ENDING] or verbs
        verb = data.draw(st.sampled_from(verbs), "verb")
        by = self.world.actor(task.unit_id, task.role)
        self.attempt(verb, by=by, task=task.uid)

    @rule(at_desk=st.booleans(), gives_up=st.integers(0, 9))
    def the_applicant_acts(self, at_desk, gives_up):
        """What the State waits for, or what nobody can forbid."""
        awaited = {Status.SUPPLEMENT: Verb.SUPPLEMENT, Status.PAYMENT: Verb.RECORD_PAYMENT}
        verb = Verb.WITHDRAW if not gives_up else awaited.get(self.dossier.status, Verb.RATE)
        by_desk = at_desk or verb is Verb.RECORD_PAYMENT
        self.attempt(verb, by=self.world.receiver if by_desk else self.world.applicant)

    @rule(verb=st.sampled_from(VERBS), who=st.integers(0, 11), stale=st.booleans())
    def anybody_tries_anything(self, verb, who, stale):
        self.attempt(
            verb,
            by=self.people[who % len(self.people)],
            expected_seq=self.dossier.seq - 1 if stale else None,
        )

    @rule(days=st.integers(1, 3), verb=st.sampled_from(VERBS))
    def nobody_acts_in_the_past(self, days, verb):
        before = rows(self.dossier)
        earlier = Try(self.dossier, SYSTEM, self.dossier.acted_at - timedelta(days=days))
        with pytest.raises(DomainError), transaction.atomic():
            ACTS[verb](earlier)
        assert rows(self.dossier) == before

    def attempt(self, verb, **facts):
        tried = Try(self.dossier, at=self.at, **facts)
        before = rows(self.dossier)
        try:
            with transaction.atomic():
                after = ACTS[verb](tried)
        except DomainError:
            assert rows(self.dossier) == before, f"a refused {verb} changed something"
            return
        assert self.dossier.status not in ENDED or verb in AFTER_THE_END
        assert tried.expected_seq is None
        assert after.seq == self.dossier.seq + 1
        self.dossier = after

    @invariant()
    def the_row_is_what_the_act_returned(self):
        stored = store.load(self.dossier.uid)
        assert stored == self.dossier

    @invariant()
    def the_chain_is_whole_and_the_row_bears_its_head(self):
        last = head(store.stream(self.dossier.uid))
        assert (self.dossier.seq, self.dossier.head) == (last.seq, last.hash)
        assert verify_stream(store.stream(self.dossier.uid)).is_whole

    @invariant()
    def every_move_is_in_the_table(self):
        status = Status.DRAFT
        for entry in entries(store.stream(self.dossier.uid)):
            verb = Verb(entry.kind.removeprefix("dossier."))
            source, target = Status(entry.body["from"]), Status(entry.body["to"])
            assert source is status
            stays = source is target and source in STAYS.get(verb, frozenset())
            assert stays or (source, verb, target) in MOVES
            status = target
        assert status is self.dossier.status

    @invariant()
    def time_does_not_go_back(self):
        instants = [entry.at for entry in entries(store.stream(self.dossier.uid))]
        assert instants == sorted(instants)
        assert self.dossier.acted_at == instants[-1]

    @invariant()
    def the_clock_is_a_fold_of_the_ledger(self):
        told = clock.folded(entries(store.stream(self.dossier.uid)))
        assert self.dossier.clock == told

    @invariant()
    def the_first_due_time_is_never_lost(self):
        due = self.dossier.original_due_at
        assert self.first_due is None or due == self.first_due
        self.first_due = due
        assert self.dossier.due_at is None or self.dossier.due_at >= due

    @invariant()
    def a_supplement_is_asked_once_a_stage(self):
        asked = [
            entry.body["kind"]
            for entry in entries(store.stream(self.dossier.uid))
            if entry.kind == "dossier.ask_supplement"
        ]
        assert len(asked) == len(set(asked))

    @invariant()
    def a_living_dossier_has_somebody_who_must_act(self):
        living = {Status.NEW, Status.ACCEPTED, Status.PROCESSING, Status.DONE}
        if self.dossier.status in living:
            assert self.dossier.open_tasks(), "nobody has anything to do, and it is not at its end"

    @invariant()
    def an_ended_dossier_leaves_no_work(self):
        if self.dossier.status in ENDED:
            assert self.dossier.open_tasks() == ()

    @invariant()
    def a_closed_task_says_how_long_it_stayed(self):
        for task in self.dossier.tasks:
            assert task.due_at >= task.first_opened_at
            assert (task.state is TaskState.OPEN) or task.rounds


def api_procedure(dossier):
    from motcua.catalogue.api import procedure

    return procedure(dossier.version_id)


def rows(dossier):
    """Return how much there is of a dossier: what a refused act may not change."""
    counts = [
        model.objects.filter(
            **{"from_dossier_id" if model is DigitisedPaper else "dossier_id": dossier.id}
        ).count()
        for model in TABLES
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(seq) FROM ledger_entry WHERE stream = %s",
            [store.stream(dossier.uid)],
        )
        return (*counts, *cursor.fetchone(), store.load(dossier.uid))


def everybody(world):
    """Return one actor of each kind, those of the dossier and those who have no part in it."""
    economy, culture = world.unit("economy"), world.unit("culture")
    far = make_other_commune(world)
    return (
        world.receiver,
        world.actor(economy, "officer"),
        world.actor(economy, "unit_head"),
        world.actor(culture, "officer"),
        world.actor(world.commune, "unit_head"),
        world.actor(world.commune, "clerk"),
        world.actor(world.unit("justice"), "officer"),
        world.applicant,
        stranger(),
        far,
        Actor(kind=ActorKind.PERSON, uid=uuid4(), person_id=0, name="Người lạ"),
        SYSTEM,
    )


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes on a real database; the long round shrinks."""


def live(world, *, examples, steps, phases=QUICK):
    Life.world, Life.people = world, everybody(world)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_anybody_tries_the_rules_hold(world):
    live(world, examples=60, steps=25)


@pytest.mark.slow
def test_whatever_anybody_tries_for_long_the_rules_hold(world):
    live(world, examples=300, steps=60, phases=tuple(Phase))
