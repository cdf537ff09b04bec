"""The room's configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "motcua.desk"
    label = "desk"
