"""The versions of what every process keeps in memory."""

import uuid

from django.db import models


class ReferenceVersion(models.Model):
    """One row is the present version of one kind of reference data (units, calendars).

    A trigger sets a new random version whenever a statement changes the tables of that kind, so a
    process learns that its copy is old with one look at one row. No personal data; kept for good.
    """

    name = models.CharField(primary_key=True, max_length=40)
    version = models.UUIDField(default=uuid.uuid4)
