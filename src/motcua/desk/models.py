"""Tables of the desk room: what officers keep for themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedFilter(models.Model):
    """One row is one way of looking at the worklist that an officer gave a name.

    ``query`` is the query string of the worklist's address. No personal data but what the officer
    wrote into the name; kept until he deletes it.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="filter_name_is_one_an_officer", fields=["account", "name"]
            ),
            models.CheckConstraint(name="filter_has_a_name", condition=~Q(name="")),
        )
