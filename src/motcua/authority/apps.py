"""The authority room as a Django app."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "motcua.authority"
    label = "authority"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's system checks."""
        from . import checks  # noqa: F401
