"""The app's configuration."""

from django.apps import AppConfig


class PeerConfig(AppConfig):
    """An app with one flow and no tables."""

    name = "benchmarks.peers.viewflow_app"
    label = "peer"
