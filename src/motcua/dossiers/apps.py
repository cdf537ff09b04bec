"""The dossiers room as a Django app."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ask to be told of changed calendars, which move due times, and of erased persons."""
        from motcua.authority.api import on_calendar_change, on_person_erasure
        from motcua.dossiers.jobs import follow_later
        from motcua.dossiers.services.erasing import erase

        on_calendar_change(follow_later)
        on_person_erasure(erase)
