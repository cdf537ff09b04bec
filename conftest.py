"""Fixtures of every room. The server that tests run on: src/motcua/config/tests/server.py."""

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Serve static files by their own names: no test waits for them to be gathered."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session", autouse=True)
def _keys_of_people():
    """Make the keys of personal data in the run's own folder."""
    from motcua.authority.api import ensure_key_ring

    ensure_key_ring()


@pytest.fixture(autouse=True)
def _fresh_memory():
    """Let no test see the units and calendars of another one."""
    from motcua.authority.api import forget

    forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let transactional tests empty the ledger after themselves: they do it with TRUNCATE."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_never_emptied")
