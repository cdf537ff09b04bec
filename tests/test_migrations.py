"""Migrations: they say what the models say, and go up, down and up again."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

NAME = "motcua_up_down_up"
# From the top down: a table goes before the one that it points to.
ROOMS = ["desk", "reception", "dossiers", "documents", "catalogue", "ledger", "authority"]


def with_database(name):
    return urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}"))


@pytest.fixture
def empty_database():
    """Make a database of its own: the tests' one stays as it is."""
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {NAME}")
        link.execute(f"CREATE DATABASE {NAME}")
        yield with_database(NAME)
        link.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def migrate(url, *words):
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "-v0", *words]
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"migrate {words}: {done.stderr[-2000:]}"


def tables(url):
    with psycopg.connect(url) as link:
        found = link.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        return found.fetchall()


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_every_migration_goes_up_down_and_up(empty_database):
    migrate(empty_database)
    first = tables(empty_database)
    for room in ROOMS:
        migrate(empty_database, room, "zero")
    labels = {app.label for app in apps.get_app_configs() if app.name.startswith("motcua.")}
    left = {table for table, *_ in tables(empty_database)}
    assert not {t for t in left if t.split("_")[0] in labels}
    migrate(empty_database)
    assert tables(empty_database) == first


def test_every_room_with_migrations_is_tried():
    ours = [app for app in apps.get_app_configs() if app.name.startswith("motcua.")]
    assert {app.label for app in ours if (Path(app.path) / "migrations").is_dir()} == set(ROOMS)
