"""Appointments: within working time, never more than there are places."""

from datetime import timedelta

import pytest

from motcua.reception import api
from motcua.reception.errors import BookingOver, SlotClosed, SlotFull
from motcua.reception.tests.factories import AT, Hall
from motcua.reception.tests.threads import together

NINE = AT + timedelta(days=2)
"""Wednesday, 09:00; the 24th is the Day of Vietnamese Culture, a holiday."""


def test_the_half_hours_of_a_working_day_can_be_booked(hall):
    found = api.slots(hall.desk.pk, on=NINE.date(), at=AT)
    assert len(found) == 16
    assert {slot.left for slot in found} == {2}


def test_sunday_and_the_past_cannot_be_booked(hall):
    sunday = (AT + timedelta(days=6)).date()
    assert api.slots(hall.desk.pk, on=sunday, at=AT) == []
    for starts_at in (AT - timedelta(minutes=30), AT + timedelta(days=6), NINE.replace(minute=7)):
        with pytest.raises(SlotClosed):
            api.book(hall.services[0].uid, starts_at=starts_at, at=AT)


def test_an_appointment_given_back_is_free_again(hall):
    service = hall.services[0].uid
    first = api.book(service, starts_at=NINE, at=AT)
    api.book(service, starts_at=NINE, at=AT)
    with pytest.raises(SlotFull):
        api.book(service, starts_at=NINE, at=AT)
    api.cancel_booking(first.uid, at=AT)
    api.book(service, starts_at=NINE, at=AT)
    with pytest.raises(BookingOver):
        api.cancel_booking(first.uid, at=AT)


def test_an_appointment_becomes_one_ticket_on_its_day(hall):
    booked = api.book(hall.services[0].uid, starts_at=NINE, at=AT)
    with pytest.raises(BookingOver):
        api.arrive(booked.uid, at=AT)
    first = api.arrive(booked.uid, at=NINE)
    assert api.arrive(booked.uid, at=NINE).pk == first.pk


@pytest.mark.django_db(transaction=True)
def test_a_half_hour_never_has_more_places_than_the_plan():
    hall = Hall.make()
    service = hall.services[0].uid
    results = together(*[lambda: api.book(service, starts_at=NINE, at=AT) for _ in range(5)])
    assert sorted(type(one).__name__ for one in results) == ["Booking"] * 2 + ["SlotFull"] * 3
