"""The wiring as a Django app: system checks, the base page, translations."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "motcua.config"
    label = "wiring"

    def ready(self) -> None:
        """Register the checks."""
        from motcua.config import checks  # noqa: F401  (importing registers them)
