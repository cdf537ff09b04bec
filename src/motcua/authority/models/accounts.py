"""Ways to sign in."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from .people import Person


class Account(AbstractUser):
    """One row is one way to sign in: an officer, an applicant or an operator.

    Personal data: name, e-mail and, for an applicant, the person. ``synthetic`` marks made-up
    officers of a demo. Kept while the person may act, then as the author of what he did.
    """

    # A Vietnamese name is one text in its own order; the halves of AbstractUser do not fit it.
    first_name = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    last_name = None  # type: ignore[assignment]  # as above

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True, default="")
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )
    synthetic = models.BooleanField(default=False)

    class Meta(AbstractUser.Meta):
        constraints = (
            models.CheckConstraint(name="account_has_a_username", condition=~Q(username="")),
        )

    def get_full_name(self) -> str:
        """Return the name in its own order."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the name; a Vietnamese name is not cut."""
        return self.get_full_name()
