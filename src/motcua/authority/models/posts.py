"""Who holds which role where, who signs for whom, and who stands in for whom."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from motcua.authority.types import Formula, Role

from .accounts import Account
from .sameness import same_number, same_text
from .units import Unit, choices

ROLES = [str(each) for each in Role]


class Posting(models.Model):
    """One row says that an account holds a role at a unit over a period of days.

    Personal data: the account. Kept for good: it is the ground of what the officer signed.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=16, choices=choices(Role))
    period = DateRangeField()

    class Meta:
        ordering = ("unit_id", "role", "id")
        indexes = (models.Index(fields=["unit", "role"], name="posting_by_unit_and_role"),)
        constraints = (
            ExclusionConstraint(
                name="posting_of_one_account_does_not_overlap",
                expressions=[
                    (same_number("account"), RangeOperators.OVERLAPS),
                    (same_number("unit"), RangeOperators.OVERLAPS),
                    (same_text("role"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="posting_lasts_some_day", condition=Q(period__isempty=False)
            ),
            models.CheckConstraint(name="posting_role_is_known", condition=Q(role__in=ROLES)),
        )


class Delegation(models.Model):
    """One row lets an account act in a role at a unit, for named acts and procedures, for a time.

    ``procedures`` empty-valued (null) means every procedure of the unit. Revoking sets an instant;
    the row stays. Personal data: the accounts. Kept for good.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="delegations")
    role = models.CharField(max_length=16, choices=choices(Role))
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="delegations_given")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="delegations")
    formula = models.CharField(max_length=4, choices=choices(Formula))
    procedures = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    acts = ArrayField(models.CharField(max_length=40))
    period = DateRangeField()
    document_number = models.CharField(max_length=60)
    document_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-period", "id")
        indexes = (models.Index(fields=["account"], name="delegation_by_receiver"),)
        constraints = (
            models.CheckConstraint(
                name="delegation_is_bounded_in_time",
                condition=Q(period__isempty=False)
                & Q(period__upper_inf=False)
                & Q(period__lower_inf=False),
            ),
            models.CheckConstraint(name="delegation_role_is_known", condition=Q(role__in=ROLES)),
            models.CheckConstraint(
                name="delegation_formula_is_of_the_law",
                condition=Q(formula__in=["KT.", "TL.", "TUQ."]),
            ),
            models.CheckConstraint(
                name="delegation_is_to_another_account", condition=~Q(giver=F("account"))
            ),
            models.CheckConstraint(name="delegation_names_its_acts", condition=Q(acts__len__gt=0)),
            models.CheckConstraint(
                name="delegation_names_its_procedures_or_all",
                condition=Q(procedures__isnull=True) | Q(procedures__len__gt=0),
            ),
            models.CheckConstraint(
                name="delegation_has_a_document", condition=~Q(document_number="")
            ),
        )


class Absence(models.Model):
    """One row says that an account is away over a period of days and who stands in.

    The substitute acts with the absent one's own postings; what the absent one holds by delegation
    or substitution does not pass on. It holds from its announcement; the head confirms or changes
    it. Personal data: the accounts and the dates, not the reason. Kept for good.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="substitutions")
    period = DateRangeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-period", "id")
        constraints = (
            models.CheckConstraint(
                name="absence_confirmed_has_instant_and_head",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            ExclusionConstraint(
                name="absence_of_one_account_does_not_overlap",
                expressions=[
                    (same_number("account"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="absence_is_bounded_in_time",
                condition=Q(period__isempty=False)
                & Q(period__upper_inf=False)
                & Q(period__lower_inf=False),
            ),
            models.CheckConstraint(
                name="absence_substitute_is_another_account",
                condition=~Q(account=F("substitute")),
            ),
        )
