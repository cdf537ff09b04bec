"""The room's configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal room."""

    name = "motcua.portal"
    label = "portal"
