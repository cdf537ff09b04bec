"""The room's configuration."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """The reception room."""

    name = "motcua.reception"
    label = "reception"
