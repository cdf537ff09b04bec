"""Signs of figures that were worked on."""

from datetime import UTC, datetime, timedelta

from motcua.dossiers.rules.gaming import (
    Done,
    Filed,
    Request,
    asked_on_the_last_day,
    bursts,
    entered_again,
)

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_supplement_asked_with_a_working_day_or_less_left_is_a_sign():
    asked = [Request(str(n), str(n), AT, left) for n, left in enumerate((28800, 28801, 0, -1))]
    assert {each.dossier for each in asked_on_the_last_day(asked)} == {"0", "2"}


def closed(number, *, every, verb="forward"):
    return [Done(str(n), str(n), 1, AT + n * every, verb) for n in range(number)]


def test_ten_tasks_closed_within_five_minutes_are_a_burst_and_signing_many_is_none():
    (burst,) = bursts(closed(12, every=timedelta(seconds=20)))
    assert len(burst.done) == 12
    assert bursts(closed(9, every=timedelta(seconds=1))) == []
    assert bursts(closed(40, every=timedelta(minutes=1))) == []
    assert bursts(closed(50, every=timedelta(seconds=1), verb="sign")) == []


def filed(code, *, days, dropped=None, applicant=1, procedure="p"):
    at = AT + timedelta(days=days)
    gone = None if dropped is None else AT + timedelta(days=dropped)
    return Filed(code, code, applicant, procedure, at, gone, "withdrawn" if gone else "")


def test_a_case_dropped_and_filed_anew_within_thirty_days_is_a_sign():
    first = filed("a", days=0, dropped=5)
    (found,) = entered_again([filed("b", days=6), first])
    assert (found.first.code, found.second.code) == ("a", "b")
    assert entered_again([first, filed("b", days=36)]) == []
    assert entered_again([first, filed("b", days=6, applicant=2)]) == []
    assert entered_again([first, filed("b", days=6, procedure="q")]) == []
    assert entered_again([filed("a", days=0), filed("b", days=6)]) == []
