"""The leader's board, the evaluation and the signs, over dossiers that were really worked."""

from datetime import date, timedelta

import pytest

from motcua.authority.api import NotAllowed
from motcua.authority.tests.factories import make_officer
from motcua.authority.types import Role
from motcua.dossiers import api
from motcua.dossiers.errors import BookPeriodInvalid
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.rules.forecast import LEAST
from motcua.dossiers.tests.factories import AT, stranger

SINCE, UNTIL = date(2026, 11, 1), date(2026, 12, 1)
PERIOD = {"since": SINCE, "until": UNTIL, "at": AT + timedelta(days=1)}


@pytest.fixture
def chair(world):
    return world.actor(world.commune, Role.UNIT_HEAD)


@pytest.fixture
def overseer(world):
    return world.actor(world.province, Role.SUPERVISOR)


def remember(dossier, *, times):
    """Let the post have finished so many tasks like those of a dossier, an hour each."""
    row = Dossier.objects.get(uid=dossier.uid)
    for task in Task.objects.filter(dossier=row, state="open"):
        for number in range(times):
            opened = AT - timedelta(hours=1 + number % 2, days=number // 8)
            Task.objects.create(
                dossier=row,
                step=task.step,
                kind="step",
                unit_id=task.unit_id,
                role=task.role,
                officer_id=None,
                state="done",
                norm=task.norm,
                opened_at=opened,
                first_opened_at=opened,
                due_at=opened + timedelta(days=9),
                verb="forward",
                closed_at=opened + timedelta(hours=1),
            )


def test_the_board_shows_load_and_says_when_it_does_not_know(world, chair):
    dossier = world.examined()
    board = api.board(world.commune.pk, actor=chair, at=AT + timedelta(hours=1))
    (task,) = [each for each in board.tasks if each.dossier == dossier.uid]
    assert (task.step, task.forecast, board.expected_late) == ("examine", None, None)
    loads = {(load.post[0], load.officer_id): load for load in board.loads}
    assert loads[world.unit("economy").pk, None].open == 1
    assert loads[world.unit("economy").pk, None].late == 0
    late = api.board(world.commune.pk, actor=chair, at=AT + timedelta(days=3))
    assert sum(load.late for load in late.loads) == 1


def test_with_enough_history_the_board_tells_a_probability(world, chair):
    finished = world.done()
    dossier = world.examined()
    remember(dossier, times=LEAST)
    Task.objects.filter(closed_by="").exclude(state="open").update(dossier_id=finished.id)
    board = api.board(world.commune.pk, actor=chair, at=AT + timedelta(hours=1))
    (task,) = [each for each in board.tasks if each.dossier == dossier.uid]
    assert task.forecast is not None
    assert task.forecast.samples >= LEAST
    assert 0 <= task.forecast.late <= 1
    assert board.past >= LEAST


def test_who_leads_nothing_sees_no_board_and_oversight_sees_all(world, overseer):
    for actor in (stranger(), world.receiver, world.applicant):
        with pytest.raises(NotAllowed):
            api.board(world.commune.pk, actor=actor, at=AT)
        with pytest.raises(NotAllowed):
            api.proposals(world.commune.pk, actor=actor, at=AT)
    assert api.board(world.commune.pk, actor=overseer, at=AT).tasks == ()


def test_a_proposal_goes_to_an_officer_of_the_post_and_the_head_assigns_it(world):
    economy = world.unit("economy")
    make_officer(economy, Role.OFFICER)
    busy = world.posts[economy.pk, "officer"]
    head = world.actor(economy, Role.UNIT_HEAD)
    finished = world.done()
    dossiers = [world.examined() for _ in range(6)]
    remember(dossiers[0], times=LEAST + 10)
    Task.objects.filter(closed_by="").exclude(state="open").update(dossier_id=finished.id)
    Task.objects.filter(state="open", unit=economy).update(officer=busy)
    due = AT + timedelta(days=2, hours=5)
    Dossier.objects.filter(uid__in=[d.uid for d in dossiers]).update(due_at=due)
    found = api.proposals(economy.pk, actor=head, at=AT + timedelta(hours=1))
    assert found
    assert all(each.target_id != busy.pk and each.after < each.before for each in found)
    first = found[0]
    assert api.may_assign(head, first.task)
    assert not api.may_assign(world.receiver, first.task)
    api.assign(
        first.task.dossier,
        task=first.task.task,
        officer_id=first.target_id,
        by=head,
        at=AT + timedelta(hours=1),
        expected_seq=first.task.seq,
    )
    assert Task.objects.get(uid=first.task.task).officer_id == first.target_id


def test_the_nine_indicators_are_told_from_what_was_done(world, chair):
    world.done()
    found = api.evaluate(world.commune.pk, actor=chair, **PERIOD)
    scores = found.sheet.scores
    assert {n: scores[n] for n in (1, 2, 3, 4)} == {1: 2, 2: 2, 3: 2, 4: 2}
    assert {n: scores[n] for n in (6, 7, 8)} == {6: None, 7: None, 8: None}
    assert scores[5] == 1  # the result is not given back yet
    assert scores[9] == 0  # nothing was filed online
    assert found.sheet.dossiers == 1
    examiner = world.posts[world.unit("economy").pk, "officer"]
    (line,) = [each for each in found.officers if each.account_id == examiner.pk]
    assert (line.sheet.dossiers, line.sheet.grade) == (1, "full")


def test_the_dossiers_behind_a_figure_are_listed(world, chair):
    done = world.done()
    (case,) = api.evaluated_cases(world.commune.pk, actor=chair, **PERIOD)
    assert case.code == api.dossier(str(done.uid), actor=chair).code
    assert api.evaluated_cases(world.commune.pk, actor=chair, before=case.id, **PERIOD) == []


def test_an_officer_sees_his_own_figures_and_nobody_elses(world):
    world.done()
    economy = world.unit("economy")
    examiner = world.actor(economy, Role.OFFICER)
    found = api.evaluate(world.commune.pk, actor=examiner, **PERIOD)
    assert found.sheet is None
    assert [line.account_id for line in found.officers] == [examiner.account_id]
    mine = {"officer_id": examiner.account_id}
    assert len(api.evaluated_cases(world.commune.pk, actor=examiner, **mine, **PERIOD)) == 1
    other = world.posts[world.desk.pk, "receiver"].pk
    for officer in (other, None):
        with pytest.raises(NotAllowed):
            api.evaluated_cases(world.commune.pk, actor=examiner, officer_id=officer, **PERIOD)
    with pytest.raises(NotAllowed):
        api.evaluate(world.commune.pk, actor=stranger(), **PERIOD)


def test_a_period_of_more_than_a_year_is_refused(world, chair):
    with pytest.raises(BookPeriodInvalid):
        api.evaluate(world.commune.pk, actor=chair, since=SINCE, until=date(2028, 1, 1), at=AT)


def test_a_supplement_on_the_last_day_and_a_case_entered_again_are_signs(world, overseer):
    dossier = world.examined()
    asked_at = AT + timedelta(days=7)
    api.ask_supplement(
        dossier.uid,
        items=("proof",),
        reason="Thiếu",
        sector_law="1/2026/NĐ-CP Đ9",
        by=world.worker(dossier, "examine"),
        at=asked_at,
    )
    api.stop(
        dossier.uid,
        reason="Dừng",
        at=asked_at + timedelta(hours=1),
        by=world.actor(world.commune, Role.UNIT_HEAD),
    )
    world.filed(at=asked_at + timedelta(hours=2))
    found = api.signs(world.commune.pk, actor=overseer, **PERIOD)
    assert [each.dossier for each in found.last_day] == [str(dossier.uid)]
    assert [each.first.dossier for each in found.again] == [str(dossier.uid)]
    assert found.bursts == ()


def test_the_head_whose_figures_they_are_does_not_inspect_them(world, chair):
    with pytest.raises(NotAllowed):
        api.signs(world.commune.pk, actor=chair, **PERIOD)


def test_the_reads_of_a_leader_take_a_bounded_number_of_queries(
    world, chair, overseer, django_assert_max_num_queries
):
    for _ in range(3):
        world.done()
        world.examined()
    with django_assert_max_num_queries(6):
        api.board(world.commune.pk, actor=chair, at=AT)
    with django_assert_max_num_queries(8):
        api.evaluate(world.commune.pk, actor=chair, **PERIOD)
    with django_assert_max_num_queries(5):
        api.signs(world.commune.pk, actor=overseer, **PERIOD)
