"""Tasks and the remarks that officers leave on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models.invariants import says
from motcua.dossiers.types import TaskKind, TaskState


class Task(models.Model):
    """One row is one piece of work for one post: a step of the process or an opinion asked.

    ``rounds`` holds the earlier stays of a step that came back, for its norm counts from the
    first opening. No personal data.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="tasks")
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=15, choices=[(k.value, k.value) for k in TaskKind])
    unit = models.ForeignKey("authority.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=20)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    state = models.CharField(
        max_length=10,
        default=TaskState.OPEN.value,
        choices=[(s.value, s.value) for s in TaskState],
    )
    norm = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True, default="")
    verb = models.CharField(max_length=20, blank=True, default="")
    rounds = models.JSONField(default=list)
    came_from = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="task_closed_has_instant_and_verb",
                condition=says(
                    "(state = 'open') = (closed_at IS NULL) AND (state = 'open') = (verb = '')"
                ),
            ),
            models.UniqueConstraint(
                name="task_step_is_open_once",
                fields=["dossier", "step"],
                condition=Q(state=TaskState.OPEN.value, kind=TaskKind.STEP.value),
            ),
            models.CheckConstraint(
                name="task_due_not_before_opening", condition=Q(due_at__gte=F("first_opened_at"))
            ),
        )
        indexes = (
            models.Index(
                fields=["unit", "role", "due_at", "id"],
                name="task_worklist",
                condition=Q(state=TaskState.OPEN.value),
            ),
            models.Index(
                fields=["officer", "due_at", "id"],
                name="task_of_officer",
                condition=Q(state=TaskState.OPEN.value),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="task_running",
                condition=Q(state=TaskState.OPEN.value),
            ),
            models.Index(
                fields=["unit", "-closed_at"],
                name="task_history",
                condition=Q(closed_at__isnull=False),
            ),
        )


class Remark(models.Model):
    """One row is what somebody wrote with an act: a reason, a question, an opinion.

    Personal data: free text. The ledger holds its salted digest only.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="remarks")
    seq = models.BigIntegerField()
    verb = models.CharField(max_length=20)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    text = models.TextField()
    items = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="remark_is_one_an_act", fields=["dossier", "seq"]),
        )


class Alert(models.Model):
    """One row is one warning about one task: coming due, or overdue and passed to the head."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="alert_is_given_once", fields=["task", "kind"]),
            models.CheckConstraint(
                name="alert_kind_is_known", condition=Q(kind__in=["warning", "escalation"])
            ),
        )
