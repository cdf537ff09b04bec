"""Tables of the authority room."""

from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """One row is one way to sign in: an officer, an applicant or an operator."""
