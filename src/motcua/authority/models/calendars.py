"""Working time of the State and of its units: rows with a source and a validity."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Q

from .sameness import minutes_between, same_number
from .units import Unit


def a_unit() -> "models.ForeignKey[Unit | None, Unit | None]":
    """Return the key of the unit that a row is for; null is the whole State."""
    return models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class PublishedYear(models.Model):
    """One row says that the Government has decided the days off of a year.

    Terms that run beyond the published years are refused, not guessed; ``provisional`` years hold
    the holidays of the law only, their swaps being not yet announced. No personal data.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    provisional = models.BooleanField(default=False)
    source = models.TextField()

    class Meta:
        ordering = ("year",)
        constraints = (
            models.CheckConstraint(name="published_year_has_a_source", condition=~Q(source="")),
        )


class WorkingPeriod(models.Model):
    """One row is one span of work on one weekday (1 is Monday), of a unit or of the whole State.

    A unit with rows of its own on a day uses these only; a unit without inherits its parent's.
    No personal data; kept for good.
    """

    unit = a_unit()
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    valid = DateRangeField()
    source = models.TextField()

    class Meta:
        ordering = ("unit_id", "weekday", "starts")
        constraints = (
            ExclusionConstraint(
                name="working_periods_of_a_unit_do_not_overlap",
                expressions=[
                    (same_number("unit"), RangeOperators.OVERLAPS),
                    (same_number("weekday"), RangeOperators.OVERLAPS),
                    (minutes_between("starts", "ends"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="working_period_weekday_is_one_to_seven",
                condition=Q(weekday__gte=1, weekday__lte=7),
            ),
            models.CheckConstraint(
                name="working_period_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="working_period_is_valid_some_day", condition=Q(valid__isempty=False)
            ),
            models.CheckConstraint(name="working_period_has_a_source", condition=~Q(source="")),
        )


class DayOff(models.Model):
    """One row is one civil date on which a unit, or the whole State, does not work."""

    unit = a_unit()
    on = models.DateField()
    reason_vi = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    article = models.CharField(max_length=80, blank=True, default="")
    source = models.TextField()

    class Meta:
        ordering = ("on", "unit_id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "on"], name="day_off_is_written_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="day_off_has_a_source", condition=~Q(source="")),
        )


class Swap(models.Model):
    """One row frees a working day and has another worked (the Government's yearly decision)."""

    off_on = models.DateField(unique=True)
    work_on = models.DateField(unique=True)
    reason_vi = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    article = models.CharField(max_length=80, blank=True, default="")
    source = models.TextField()

    class Meta:
        ordering = ("off_on",)
        constraints = (
            models.CheckConstraint(
                name="swap_is_between_two_days", condition=~Q(off_on=F("work_on"))
            ),
            models.CheckConstraint(name="swap_has_a_source", condition=~Q(source="")),
        )


class HalfDay(models.Model):
    """One row is the one span within which a unit, or the whole State, works on one civil date."""

    unit = a_unit()
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    reason_vi = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    article = models.CharField(max_length=80, blank=True, default="")
    source = models.TextField()

    class Meta:
        ordering = ("on", "unit_id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "on"], name="half_day_is_written_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="half_day_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(name="half_day_has_a_source", condition=~Q(source="")),
        )


class Closure(models.Model):
    """One row closes one unit, and its parts, for a span of time (flood, move, no power)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="closures")
    span = DateTimeRangeField()
    reason_vi = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    article = models.CharField(max_length=80, blank=True, default="")
    source = models.TextField()

    class Meta:
        ordering = ("span", "unit_id")
        constraints = (
            ExclusionConstraint(
                name="closures_of_a_unit_do_not_overlap",
                expressions=[
                    (same_number("unit"), RangeOperators.OVERLAPS),
                    ("span", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="closure_is_bounded_in_time",
                condition=Q(span__isempty=False)
                & Q(span__upper_inf=False)
                & Q(span__lower_inf=False),
            ),
            models.CheckConstraint(name="closure_has_a_source", condition=~Q(source="")),
        )
