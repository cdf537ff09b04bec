"""Every constraint of the room, tried with rows that go round the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.reception import api
from motcua.reception.models import Booking, Counter, Day, Plan, Service, Ticket
from motcua.reception.tests.factories import AT

LATER = AT + timedelta(days=2, minutes=-60)

TICKET_BREAKS = [
    ("ticket_number_from_one", {"number": 0}),
    ("ticket_state_is_known", {"state": "asleep"}),
    ("ticket_priority_is_by_law", {"priority": "friend"}),
    ("ticket_waiting_has_no_counter", {"called_at": AT}),
    ("ticket_called_says_where_and_when", {"state": "called"}),
    ("ticket_served_was_begun", {"state": "served", "ended_at": AT}),
    ("ticket_ended_has_instant", {"state": "missed"}),
    ("ticket_ended_has_instant", {"ended_at": AT}),
    (
        "ticket_times_run_forward",
        {"state": "cancelled", "ended_at": AT - timedelta(minutes=1)},
    ),
]


@pytest.mark.parametrize(("name", "change"), TICKET_BREAKS)
def test_the_database_refuses_a_ticket(hall, name, change):
    ticket = hall.ticket()
    if name == "ticket_served_was_begun":
        change = {**change, "counter": hall.counters[0], "called_at": AT, "calls": 1}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**change)


def test_the_database_refuses_one_number_twice(hall):
    hall.ticket()
    second = hall.ticket()
    with pytest.raises(IntegrityError, match="ticket_number_is_one_a_day"), transaction.atomic():
        Ticket.objects.filter(pk=second.pk).update(number=1)


def test_the_database_refuses_two_visitors_before_one_counter(hall):
    hall.ticket()
    second = hall.ticket()
    counter = hall.counters[0]
    api.call_next(counter.uid, by=hall.receiver, at=AT)
    name = "counter_has_one_ticket_before_it"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Ticket.objects.filter(pk=second.pk).update(
            state="called", counter=counter, called_at=AT, calls=1
        )


@pytest.mark.parametrize(
    ("name", "model", "change"),
    [
        ("counter_number_from_one", Counter, {"number": 0}),
        ("counter_number_is_one_at_a_desk", Counter, {"number": 2}),
        ("service_letter_is_a_capital", Service, {"letter": "a"}),
        ("service_letter_is_one_at_a_desk", Service, {"letter": "B"}),
        ("service_takes_a_sane_time", Service, {"minutes": 0}),
        ("plan_capacity_is_sane", Plan, {"capacity": 51}),
    ],
)
def test_the_database_refuses_furniture(hall, name, model, change):
    row = model.objects.order_by("pk")[0]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_two_days_in_one(hall):
    hall.ticket()
    day = Day.objects.get()
    with pytest.raises(IntegrityError, match="day_is_one_a_desk"), transaction.atomic():
        Day.objects.create(desk=hall.desk, on=day.on)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("booking_place_from_one", {"place": 0}),
        ("booking_place_is_taken_once", {"place": 2}),
        ("booking_starts_on_a_half_hour", {"starts_at": LATER + timedelta(minutes=7)}),
        ("booking_arrived_has_ticket", {"state": "arrived"}),
    ],
)
def test_the_database_refuses_an_appointment(hall, name, change):
    first = api.book(hall.services[0].uid, starts_at=LATER, at=AT)
    api.book(hall.services[0].uid, starts_at=LATER, at=AT)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Booking.objects.filter(pk=first.pk).update(**change)
