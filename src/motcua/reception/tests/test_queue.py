"""The queue: numbers, order, calls, transfers, ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.authority.api import NotAllowed
from motcua.kernel.codes import DossierCodeInvalid
from motcua.ledger.api import entries
from motcua.reception import api
from motcua.reception.errors import CounterBusy, NobodyWaits, TicketMoved
from motcua.reception.models import Ticket
from motcua.reception.services.days import close_days_before
from motcua.reception.tests.factories import AT, Hall, stranger
from motcua.reception.tests.threads import together
from motcua.reception.types import Priority, TicketState

ACTS = ("take", "take", "elder", "call", "miss", "start", "finish", "transfer")


def minute(number: int):
    return AT + timedelta(minutes=number)


def test_numbers_of_a_day_run_from_one_without_gaps(hall):
    assert [hall.ticket().number for _ in range(3)] == [1, 2, 3]
    assert hall.ticket(at=AT + timedelta(days=1)).number == 1


def test_a_ticket_asked_for_twice_is_one_ticket_and_leaves_no_gap(hall):
    uid = uuid4()
    assert hall.ticket(uid=uid).pk == hall.ticket(uid=uid).pk
    assert hall.ticket().number == 2


def test_the_elderly_and_persons_with_disabilities_are_called_first_law_39_2009_and_51_2010(hall):
    first = hall.ticket()
    elder = hall.ticket(priority=Priority.ELDERLY)
    disabled = hall.ticket(priority=Priority.DISABLED)
    order = []
    for counter in hall.counters:
        order.append(api.call_next(counter.uid, by=hall.receiver, at=AT).pk)
    assert order == [elder.pk, disabled.pk, first.pk]


def test_a_counter_finishes_before_it_calls_again(hall):
    hall.ticket()
    counter = hall.counters[0]
    called = api.call_next(counter.uid, by=hall.receiver, at=AT)
    with pytest.raises(CounterBusy):
        api.call_next(counter.uid, by=hall.receiver, at=AT)
    api.miss(called.uid, by=hall.receiver, at=AT)
    with pytest.raises(NobodyWaits):
        api.call_next(counter.uid, by=hall.receiver, at=AT)


def test_a_visit_is_called_served_tied_and_measured(hall):
    hall.ticket()
    by = hall.receiver
    ticket = api.call_next(hall.counters[0].uid, by=by, at=minute(4))
    assert api.call_again(ticket.uid, by=by, at=minute(5)).calls == 2
    api.start(ticket.uid, by=by, at=minute(5))
    api.tie(ticket.uid, dossier_code="h24.1-261123-0001", by=by, at=minute(9))
    done = api.finish(ticket.uid, by=by, at=minute(11))
    assert (done.state, done.dossier_code) == (TicketState.SERVED, "H24.1-261123-0001")
    (line,) = api.desk_figures(hall.desk.pk, since=done.on, until=done.on, actor=by)
    assert (line.wait_median, line.service_median, line.service_p90) == (4, 6, 6)


def test_a_transferred_visitor_keeps_his_number_and_place(hall):
    first = hall.ticket()
    hall.ticket()
    by = hall.receiver
    called = api.call_next(hall.counters[0].uid, by=by, at=AT)
    sent = api.transfer(called.uid, to=hall.services[2].uid, by=by, at=AT)
    assert (sent.number, api.shown(sent)) == (first.number, "C001")
    assert api.call_next(hall.counters[1].uid, by=by, at=AT).pk == first.pk


def test_what_has_ended_stays_ended(hall):
    hall.ticket()
    by = hall.receiver
    ticket = api.call_next(hall.counters[0].uid, by=by, at=AT)
    api.miss(ticket.uid, by=by, at=AT)
    for act in (api.start, api.finish, api.miss, api.call_again):
        with pytest.raises(TicketMoved):
            act(ticket.uid, by=by, at=AT)
    with pytest.raises(TicketMoved):
        api.leave(ticket.uid, at=AT)


def test_a_wrong_dossier_code_is_told(hall):
    hall.ticket()
    ticket = api.call_next(hall.counters[0].uid, by=hall.receiver, at=AT)
    with pytest.raises(DossierCodeInvalid):
        api.tie(ticket.uid, dossier_code="so 7", by=hall.receiver, at=AT)


def test_a_stranger_calls_nobody_and_sees_no_figures(hall):
    ticket = hall.ticket()
    other = stranger()
    with pytest.raises(NotAllowed):
        api.call_next(hall.counters[0].uid, by=other, at=AT)
    with pytest.raises(NotAllowed):
        api.miss(ticket.uid, by=other, at=AT)
    with pytest.raises(NotAllowed):
        api.desk_figures(hall.desk.pk, since=ticket.on, until=ticket.on, actor=other)


def test_a_visitor_sees_how_many_are_before_him(hall):
    hall.ticket()
    mine = hall.ticket()
    seen = api.ticket(mine.uid)
    assert (seen.before, seen.shown) == (1, "A002")
    assert seen.wait_minutes
    hall.ticket(priority=Priority.ELDERLY)
    assert api.ticket(mine.uid).before == 2
    assert [one.shown for one in api.waiting(hall.desk.pk, at=AT)] == ["A003", "A001", "A002"]


def test_a_day_that_is_over_enters_the_ledger_once(hall):
    ticket = hall.ticket()
    hall.ticket()
    api.call_next(hall.counters[0].uid, by=hall.receiver, at=AT)
    tomorrow = AT + timedelta(days=1)
    assert close_days_before(ticket.on, at=tomorrow) == 0
    day = ticket.on + timedelta(days=1)
    assert [close_days_before(day, at=tomorrow) for _ in range(2)] == [1, 0]
    told = [e for e in entries(f"unit:{hall.desk.uid}") if e.kind == "reception.day_closed"]
    counts = {"issued": 2, "missed": 2, "on": ticket.on.isoformat(), "served": 0}
    assert [dict(entry.body) for entry in told] == [counts]


def test_a_made_up_morning_is_labelled_and_made_once(hall):
    assert api.seed_morning([hall.desk.pk], at=AT) == 8
    assert api.seed_morning([hall.desk.pk], at=AT) == 0
    assert Ticket.objects.filter(synthetic=False).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_counters_that_call_at_once_call_two_people():
    hall = Hall.make()
    for _ in range(6):
        hall.ticket()
    by = hall.receiver
    calls = [lambda c=c: api.call_next(c.uid, by=by, at=AT) for c in hall.counters]
    called = together(*calls)
    assert len({ticket.pk for ticket in called}) == 3


@pytest.mark.django_db(transaction=True)
def test_tickets_taken_at_once_have_no_gap_and_no_double():
    hall = Hall.make()
    uid = hall.services[0].uid
    taken = together(*[lambda: api.take_ticket(uid, at=AT) for _ in range(6)])
    assert sorted(ticket.number for ticket in taken) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_one_counter_clicked_twice_at_once_calls_one_person():
    hall = Hall.make()
    hall.ticket()
    hall.ticket()
    by, counter = hall.receiver, hall.counters[0].uid
    results = together(*[lambda: api.call_next(counter, by=by, at=AT) for _ in range(2)])
    assert sorted(type(one).__name__ for one in results) == ["CounterBusy", "Ticket"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), max_size=14))
def test_whatever_is_done_numbers_have_no_gap_and_counters_one_visitor(hall, acts):
    Ticket.objects.all().delete()
    before = hall.ticket().number
    by, counters, services = hall.receiver, hall.counters, hall.services
    for step, (act, place) in enumerate(acts):
        at, counter = minute(step + 1), counters[place]
        standing = api.before_counter(counter)
        try:
            if act in {"take", "elder"}:
                hall.ticket(at=at, priority=Priority.ELDERLY if act == "elder" else Priority.NONE)
            elif act == "call":
                api.call_next(counter.uid, by=by, at=at)
            elif standing is not None and act == "transfer":
                api.transfer(standing.uid, to=services[place].uid, by=by, at=at)
            elif standing is not None:
                getattr(api, act)(standing.uid, by=by, at=at)
        except (CounterBusy, NobodyWaits, TicketMoved):
            continue
    numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(before, before + len(numbers)))
