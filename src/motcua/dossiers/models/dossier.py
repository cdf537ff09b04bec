"""The dossier itself and the counters of its codes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.types import Channel, Lane
from motcua.dossiers.types import Outcome, Status


class Dossier(models.Model):
    """One row is one application under one procedure version, from the first draft on.

    Personal data: the form (as filed) and the facts of the applicant at filing; erased with the
    person, never copied to the ledger. Kept as long as the procedure's retention rule says.

    ``seq`` and ``head`` mirror the dossier's ledger stream: a writer that saw another ``seq`` is
    told, and the row can be compared with the chain at any time. ``acted_at`` is the instant of the
    last act; triggers keep it from going back, and keep what an act has fixed once: the code, the
    first due time, the version, and the end.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, blank=True, default="")
    seq = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))
    status = models.PositiveSmallIntegerField(
        default=Status.DRAFT, choices=[(s.value, s.name) for s in Status]
    )
    version = models.ForeignKey(
        "catalogue.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    procedure_code = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    lane = models.CharField(
        max_length=10, blank=True, default="", choices=[(x.value, x.value) for x in Lane]
    )
    variant = models.CharField(max_length=60, blank=True, default="")
    applicant = models.ForeignKey(
        "authority.Person", models.PROTECT, related_name="+", db_index=False
    )
    submitter = models.ForeignKey(
        "authority.Person", models.PROTECT, related_name="+", db_index=False
    )
    support = models.ForeignKey(
        "authority.Unit", models.PROTECT, related_name="+", null=True, db_index=False
    )
    receiving = models.ForeignKey(
        "authority.Unit", models.PROTECT, related_name="+", db_index=False
    )
    competent = models.ForeignKey(
        "authority.Unit", models.PROTECT, related_name="+", db_index=False
    )
    form = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    acted_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)
    statistics_due_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    clock = models.JSONField(null=True)
    intake_supplements = models.PositiveSmallIntegerField(default=0)
    appraisal_supplements = models.PositiveSmallIntegerField(default=0)
    rebooked = models.BooleanField(default=False)
    outcome = models.CharField(
        max_length=15, blank=True, default="", choices=[(o.value, o.value) for o in Outcome]
    )
    result_uid = models.UUIDField(null=True)
    sealed = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="dossier_code_is_unique", fields=["code"], condition=~Q(code="")
            ),
            models.CheckConstraint(
                name="dossier_status_is_national", condition=Q(status__gte=0, status__lte=10)
            ),
            models.CheckConstraint(
                name="dossier_filed_has_instant",
                condition=Q(status=Status.DRAFT, filed_at__isnull=True)
                | (~Q(status=Status.DRAFT) & Q(filed_at__isnull=False)),
                violation_error_message=_("A filed dossier needs the instant of filing."),
            ),
            models.CheckConstraint(
                name="dossier_accepted_has_code_and_due",
                condition=Q(
                    accepted_at__isnull=True, code="", due_at__isnull=True, clock__isnull=True
                )
                | (
                    Q(
                        accepted_at__isnull=False,
                        due_at__isnull=False,
                        original_due_at__isnull=False,
                        appointment_at__isnull=False,
                        clock__isnull=False,
                    )
                    & ~Q(code="")
                ),
            ),
            models.CheckConstraint(
                name="dossier_working_was_accepted",
                condition=~Q(status__in=[Status.ACCEPTED, Status.PROCESSING, Status.PAYMENT])
                | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_waiting_says_since",
                condition=Q(
                    status__in=[Status.SUPPLEMENT, Status.PAYMENT], waiting_since__isnull=False
                )
                | (
                    ~Q(status__in=[Status.SUPPLEMENT, Status.PAYMENT])
                    & Q(waiting_since__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="dossier_finished_has_outcome",
                condition=~Q(
                    status__in=[
                        Status.NOT_ACCEPTED,
                        Status.WITHDRAWN,
                        Status.STOPPED,
                        Status.DONE,
                        Status.RETURNED,
                    ]
                )
                | (Q(finished_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="dossier_returned_has_instant",
                condition=Q(status=Status.RETURNED, returned_at__isnull=False)
                | (~Q(status=Status.RETURNED) & Q(returned_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="dossier_granted_done_has_sealed_result",
                condition=~Q(status__in=[Status.DONE, Status.RETURNED], outcome=Outcome.GRANTED)
                | Q(result_uid__isnull=False, sealed=True),
            ),
            models.CheckConstraint(
                name="dossier_supplement_asked_once_a_stage",
                condition=Q(intake_supplements__lte=1, appraisal_supplements__lte=1),
            ),
            models.CheckConstraint(
                name="dossier_acted_on_has_instant",
                condition=Q(seq=0, acted_at__isnull=True) | Q(seq__gt=0, acted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_accepted_not_before_filing",
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("filed_at")),
            ),
        )
        # No index holds a column that most acts change, so that an act rewrites no index (HOT).
        indexes = (
            models.Index(fields=["competent", "-id"], name="dossier_by_agency"),
            models.Index(fields=["receiving", "-id"], name="dossier_by_desk"),
            models.Index(fields=["applicant", "-id"], name="dossier_by_applicant"),
            models.Index(fields=["submitter", "-id"], name="dossier_by_submitter"),
            models.Index(
                fields=["waiting_since", "id"],
                name="dossier_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="dossier_running",
                condition=Q(due_at__isnull=False, finished_at__isnull=True),
            ),
        )


class CodeCounter(models.Model):
    """One row is the last number given out by one agency for one day of reception.

    It is raised in the transaction that uses the number, so a number is neither lost nor given
    twice (TT 01/2018/TT-VPCP Đ19).
    """

    agency = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="counter_is_one_a_day", fields=["agency", "day"]),
            models.CheckConstraint(name="counter_starts_at_one", condition=Q(last__gte=1)),
        )
