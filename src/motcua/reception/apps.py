"""The room's configuration."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """The reception room."""

    name = "motcua.reception"
    label = "reception"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's policy and its work."""
        from motcua.reception import jobs, policy  # noqa: F401
