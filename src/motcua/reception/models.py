"""The tables of the queue. No row holds personal data: a ticket is a number, not a person."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.reception.types import BookingState, Priority, Source, TicketState


class Counter(models.Model):
    """One row is one counter of a one-stop desk. Kept while the desk stands."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="counter_number_is_one_at_a_desk", fields=["desk", "number"]
            ),
            models.CheckConstraint(name="counter_number_from_one", condition=Q(number__gte=1)),
        )


class Service(models.Model):
    """One row is one kind of business that people queue for at a desk.

    ``minutes`` is what one visit is planned to take, until the day's own figures say better.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="service_letter_is_one_at_a_desk", fields=["desk", "letter"]
            ),
            models.CheckConstraint(
                name="service_letter_is_a_capital", condition=Q(letter__regex=r"^[A-Z]$")
            ),
            models.CheckConstraint(
                name="service_takes_a_sane_time", condition=Q(minutes__gte=1, minutes__lte=240)
            ),
        )


class Day(models.Model):
    """One row is one day of one desk: the last number given, and when the day was counted."""

    desk = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="day_is_one_a_desk", fields=["desk", "on"]),)


class Ticket(models.Model):
    """One row is one place in the queue of one desk on one day.

    Its number comes from the day's row in the same transaction, so numbers have no gaps. The link
    is the ``uid``, which nobody can guess. ``dossier_code`` ties it to a dossier, by text. No
    personal data but the ground of priority; kept two years for the figures.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    on = models.DateField()
    number = models.PositiveIntegerField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="tickets")
    source = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Source])
    priority = models.CharField(
        max_length=8, choices=[(p.value, p.value) for p in Priority], default=Priority.NONE.value
    )
    state = models.CharField(
        max_length=9,
        choices=[(s.value, s.value) for s in TicketState],
        default=TicketState.WAITING.value,
    )
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="tickets")
    calls = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    dossier_code = models.CharField(max_length=40, blank=True, default="")
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["desk", "on", "state", "id"], name="ticket_in_queue"),)
        constraints = (
            models.UniqueConstraint(
                name="ticket_number_is_one_a_day", fields=["desk", "on", "number"]
            ),
            models.UniqueConstraint(
                name="counter_has_one_ticket_before_it",
                fields=["counter"],
                condition=Q(state__in=["called", "serving"]),
            ),
            models.CheckConstraint(name="ticket_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="ticket_state_is_known",
                condition=Q(state__in=[state.value for state in TicketState]),
            ),
            models.CheckConstraint(
                name="ticket_priority_is_by_law",
                condition=Q(priority__in=[one.value for one in Priority]),
            ),
            models.CheckConstraint(
                name="ticket_waiting_has_no_counter",
                condition=~Q(state="waiting") | Q(counter__isnull=True, called_at__isnull=True),
            ),
            models.CheckConstraint(
                name="ticket_called_says_where_and_when",
                condition=~Q(state__in=["called", "serving", "served"])
                | Q(counter__isnull=False, called_at__isnull=False, calls__gte=1),
            ),
            models.CheckConstraint(
                name="ticket_served_was_begun",
                condition=~Q(state__in=["serving", "served"]) | Q(started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_ended_has_instant",
                condition=Q(state__in=["served", "missed", "cancelled"], ended_at__isnull=False)
                | (~Q(state__in=["served", "missed", "cancelled"]) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="ticket_times_run_forward",
                condition=(Q(called_at__isnull=True) | Q(called_at__gte=F("issued_at")))
                & (Q(started_at__isnull=True) | Q(started_at__gte=F("called_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("issued_at"))),
            ),
        )


class Plan(models.Model):
    """One row says how many appointments a desk takes each half hour."""

    desk = models.OneToOneField("authority.Unit", models.PROTECT, related_name="+")
    capacity = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="plan_capacity_is_sane", condition=Q(capacity__gte=0, capacity__lte=50)
            ),
        )


class Booking(models.Model):
    """One row is one place in one half hour of a desk, held by who has the link.

    No personal data: the reminder is a calendar file on the visitor's own phone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=9,
        choices=[(s.value, s.value) for s in BookingState],
        default=BookingState.BOOKED.value,
    )
    booked_at = models.DateTimeField()
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, related_name="booking")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="booking_place_is_taken_once",
                fields=["desk", "starts_at", "place"],
                condition=~Q(state="cancelled"),
            ),
            models.CheckConstraint(name="booking_place_from_one", condition=Q(place__gte=1)),
            models.CheckConstraint(
                name="booking_starts_on_a_half_hour",
                condition=Q(starts_at__minute__in=[0, 30], starts_at__second=0),
            ),
            models.CheckConstraint(
                name="booking_arrived_has_ticket",
                condition=Q(state="arrived", ticket__isnull=False)
                | (~Q(state="arrived") & Q(ticket__isnull=True)),
            ),
        )
