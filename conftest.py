"""Fixtures of every room. The server that tests run on: src/motcua/config/tests/server.py."""

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Serve static files by their own names: no test waits for them to be gathered."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
