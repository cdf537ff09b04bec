"""What an officer noted of each component while he checked a dossier."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ComponentCheck(models.Model):
    """One row is an officer's latest word on one component of one dossier: right, or why not.

    A working note and no act: the request for a supplement that is made of it is the act. Personal
    data: the reason in words; emptied with the person.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="checks")
    component = models.CharField(max_length=60)
    valid = models.BooleanField()
    reason = models.CharField(max_length=240, blank=True, default="")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="check_is_one_a_component", fields=["dossier", "component"]
            ),
            models.CheckConstraint(
                name="check_of_right_component_has_no_reason",
                condition=Q(valid=False) | Q(reason=""),
            ),
        )
