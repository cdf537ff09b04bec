"""Units of the State and how they follow each other."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from motcua.authority.types import Level, SuccessionKind

from .sameness import same_number, same_text


def choices(words: type) -> list[tuple[str, str]]:
    """Return the members of an enum as Django's choices."""
    return [(str(word), str(word)) for word in words]  # type: ignore[attr-defined]  # an enum iterates


class Unit(models.Model):
    """One row is one agency or a part of one, over the days that it exists under one name.

    A rename, merger or split closes the row and opens others, joined by :class:`UnitSuccession`.
    ``code`` is the electronic id (QĐ 20/2020/QĐ-TTg Đ4); ``synthetic`` marks a code that no source
    gave. No personal data; kept for good.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=35)
    slug = models.SlugField(max_length=80)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=choices(Level))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid = DateRangeField()
    statistic_code = models.CharField(max_length=10, blank=True, default="")
    source = models.TextField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("code", "id")
        indexes = (models.Index(fields=["code"], name="unit_by_code"),)
        constraints = (
            ExclusionConstraint(
                name="unit_code_is_held_by_one_unit_a_day",
                expressions=[
                    (same_text("code"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="unit_slug_is_held_by_one_sibling_a_day",
                expressions=[
                    (same_number("parent"), RangeOperators.OVERLAPS),
                    (same_text("slug"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="unit_exists_on_some_day", condition=Q(valid__isempty=False)
            ),
            models.CheckConstraint(
                name="unit_code_is_capitals_digits_dots",
                condition=Q(code__regex=r"^[A-Z0-9]+(\.[A-Z0-9]+)*$"),
            ),
            models.CheckConstraint(
                name="unit_level_is_known", condition=Q(level__in=[str(each) for each in Level])
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="unit_part_has_a_parent",
                condition=Q(parent__isnull=False) | Q(level__in=["ministry", "province"]),
            ),
            models.CheckConstraint(name="unit_has_a_source", condition=~Q(source="")),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class UnitSuccession(models.Model):
    """One row says that on a day one unit passed, whole or in part, to another.

    A dissolution has no successor. ``divided`` marks an old unit whose land went to several new
    ones, so that its papers cannot be routed without the address. No personal data; kept for good.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="origins", null=True, blank=True
    )
    kind = models.CharField(max_length=10, choices=choices(SuccessionKind))
    on = models.DateField()
    divided = models.BooleanField(default=False)
    source = models.TextField()

    class Meta:
        ordering = ("on", "old_id", "new_id")
        constraints = (
            models.UniqueConstraint(
                fields=["old", "new", "on"],
                name="succession_is_written_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="succession_kind_is_known",
                condition=Q(kind__in=[str(each) for each in SuccessionKind]),
            ),
            models.CheckConstraint(
                name="succession_has_successor_unless_dissolved",
                condition=Q(kind="dissolve", new__isnull=True)
                | (~Q(kind="dissolve") & Q(new__isnull=False)),
            ),
            models.CheckConstraint(
                name="succession_is_to_another_unit",
                condition=Q(new__isnull=True) | ~Q(new=F("old")),
            ),
            models.CheckConstraint(name="succession_has_a_source", condition=~Q(source="")),
        )
