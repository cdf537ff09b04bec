"""Public figures on hand-made histories: each row is one life that a person can check."""

from datetime import timedelta
from itertools import count

import pytest

from motcua.dossiers import api
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Remark
from motcua.dossiers.tests.factories import AT, CODE, World

NOW = AT + timedelta(days=30)
YEAR = {"since": NOW - timedelta(days=365), "until": NOW, "at": NOW}
DAY = timedelta(days=1)
_number = count(1)


@pytest.fixture
def world(db):
    return World.make()


def lived(
    world,
    *,
    begin=AT,
    days=2,
    due=5,
    asked=0,
    outcome="refused",
    waited=0,
    ended=True,
    **changes,
):
    """Write a dossier accepted at its begin: ended after ``days``, due after ``due`` of them."""
    end = begin + days * DAY
    spans = (
        [
            {
                "start": (begin + DAY / 2).isoformat(),
                "end": (begin + DAY / 2 + waited * DAY).isoformat(),
                "cause": "supplement",
            }
        ]
        if waited
        else []
    )
    values = {
        "code": f"X-{next(_number)}",
        "seq": 1,
        "acted_at": begin,
        "status": 9 if ended else 4,
        "version": world.version,
        "procedure_code": CODE,
        "channel": "counter",
        "applicant": world.citizen,
        "submitter": world.citizen,
        "receiving": world.desk,
        "competent": world.commune,
        "created_at": begin,
        "filed_at": begin,
        "accepted_at": begin,
        "due_at": begin + due * DAY,
        "original_due_at": begin + due * DAY,
        "statistics_due_at": begin + due * DAY,
        "appointment_at": begin + due * DAY,
        "clock": {"v": 1, "spans": spans, "received_at": begin.isoformat()},
        "finished_at": end if ended else None,
        "outcome": outcome if ended else "",
        "intake_supplements": min(asked, 1),
        "appraisal_supplements": max(asked - 1, 0),
    }
    return Dossier.objects.create(**{**values, **changes})


def not_accepted(world):
    """Write a dossier that was turned away at the desk."""
    blank = dict.fromkeys(
        ("accepted_at", "due_at", "original_due_at", "statistics_due_at", "appointment_at", "clock")
    )
    return lived(world, outcome="not_accepted", status=3, **{**blank, "code": ""})


def whole():
    return next(
        one for one in api.public_figures(**YEAR) if (one.unit_id, one.procedure) == (0, "")
    )


def test_decision_766_2_1_on_time_counts_the_ended_and_the_running(world):
    for _ in range(3):
        lived(world, days=2)
    lived(world, days=9)
    lived(world, ended=False, due=60)
    lived(world, ended=False, due=20)
    figure = whole()
    assert (figure.ended, figure.judged, figure.on_time) == (4, 6, 4)
    assert figure.on_time_rate == pytest.approx(4 / 6)


def test_decision_766_2_1_a_second_supplement_is_late_by_itself(world):
    lived(world, days=2, asked=1)
    lived(world, days=2, asked=2)
    assert whole().on_time == 1


def test_decision_766_2_1_a_waiting_dossier_ends_at_the_request(world):
    lived(world, ended=False, status=5, due=5, waiting_since=AT + 2 * DAY, asked=1)
    assert whole().on_time == 1


def test_a_dossier_that_was_never_accepted_has_no_due_time_and_is_not_complete(world):
    not_accepted(world)
    lived(world)
    figure = whole()
    assert (figure.ended, figure.judged, figure.complete_at_once) == (2, 1, 1)


def test_the_median_is_lived_time_without_the_wait_for_the_applicant(world):
    for days, waited in ((1, 0), (2, 0), (3, 0), (10, 6), (9, 0)):
        lived(world, days=days, waited=waited)
    assert whole().median_time == 3 * DAY


def test_few_dossiers_give_no_rate_and_no_time(world):
    for _ in range(4):
        lived(world)
    few = whole()
    assert (few.on_time_rate, few.complete_at_once_rate, few.median_time) == (None, None, None)
    lived(world)
    assert whole().on_time_rate == 1


def test_every_agency_and_procedure_has_its_own_line_and_the_sums_agree(world):
    other = world.unit("justice")
    for competent in (world.commune, world.commune, other):
        lived(world, competent=competent)
    found = {(one.unit_id, one.procedure): one.ended for one in api.public_figures(**YEAR)}
    assert found == {
        (0, ""): 3,
        (0, CODE): 3,
        (world.commune.pk, ""): 2,
        (world.commune.pk, CODE): 2,
        (other.pk, ""): 1,
        (other.pk, CODE): 1,
    }


def test_what_ended_before_the_period_is_left_out(world):
    lived(world)
    later = api.public_figures(since=NOW - DAY, until=NOW, at=NOW)
    assert [one.ended for one in later] in ([], [0])


def test_synthetic_dossiers_make_synthetic_figures(world):
    lived(world)
    assert not whole().synthetic
    lived(world, synthetic=True)
    assert whole().synthetic


def test_live_figures_give_the_most_frequent_reasons_of_supplements(world):
    for number in range(6):
        dossier = lived(world, asked=number % 2)
        if number % 2:
            items = ["proof", "identity"] if number == 1 else ["proof"]
            Remark.objects.create(
                dossier=dossier, seq=1, verb="ask_supplement", by="system", at=AT, items=items
            )
    found = api.live_figures(CODE, at=NOW)
    assert found.figure.ended == 6
    assert [(one.component, one.count) for one in found.reasons] == [("proof", 3), ("identity", 1)]


def test_live_figures_hold_what_is_overdue_now_against_the_agency(world):
    for _ in range(5):
        lived(world)
    lived(world, ended=False, due=1)
    lived(world, ended=False, due=60)
    figure = api.live_figures(CODE, at=NOW).figure
    assert (figure.judged, figure.on_time) == (6, 5)


def test_no_dossier_gives_empty_figures(db):
    assert api.live_figures("1.000000", at=NOW).figure.ended == 0
    assert [one.ended for one in api.public_figures(**YEAR)] == [0]


def test_live_figures_cost_two_queries(world, django_assert_num_queries):
    for _ in range(5):
        lived(world)
    with django_assert_num_queries(2):
        api.live_figures(CODE, at=NOW)
    with django_assert_num_queries(1):
        api.public_figures(**YEAR)


def test_a_followed_dossier_tells_where_it_lies_and_until_when(world):
    dossier = world.examined()
    told = api.followed(dossier.code, at=AT + DAY / 24)
    assert told.progress.code == dossier.code
    assert len(told.holders) == 1
    assert not told.late
    assert api.followed(dossier.code, at=AT + 60 * DAY).late


def test_a_dossier_is_not_followed_by_its_id(world):
    dossier = world.examined()
    with pytest.raises(DossierNotFound):
        api.followed(str(dossier.uid), at=AT)
