"""The dossier itself and the counters of its codes."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.catalogue.types import Channel, Lane
from motcua.dossiers.types import Outcome, Status


class Dossier(models.Model):
    """One row is one application under one procedure version, from the first draft on.

    Personal data: the form (as filed) and the facts of the applicant at filing; erased with the
    person, never copied to the ledger. Kept as long as the procedure's retention rule says.

    ``seq`` and ``head`` mirror the dossier's ledger stream: a writer that saw another ``seq`` is
    told, and the row can be compared with the chain at any time. ``acted_at`` is the instant of the
    last act. What must hold of every row, and what an act has fixed once (the code, the first due
    time, the version, the end), is kept by one trigger, ``dossiers_guard``: as checks they cost an
    act a tenth more, for the server reads each check's text anew in every statement.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, blank=True, default="")
    seq = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))
    status = models.SmallIntegerField(
        default=Status.DRAFT.value, choices=[(s.value, s.name) for s in Status]
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
    intake_supplements = models.SmallIntegerField(default=0)
    appraisal_supplements = models.SmallIntegerField(default=0)
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
            models.Index(
                fields=["procedure_code", "-finished_at"],
                name="dossier_finished",
                condition=Q(finished_at__isnull=False),
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
