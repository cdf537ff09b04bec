"""The room's configuration."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """The look room."""

    name = "motcua.look"
    label = "look"
