"""When the set-up runs again, and when it need not."""

import subprocess
import sys

import pytest
from django.db import connection

from motcua.cli import seed
from motcua.cli.tables import identity


@pytest.mark.django_db
def test_a_database_that_was_migrated_back_is_another_one():
    before = identity(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dossiers'")
    assert identity(connection) != before


@pytest.mark.django_db
def test_a_database_without_tables_is_another_one():
    before = identity(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
    assert identity(connection) != before


@pytest.mark.django_db
def test_the_set_up_runs_again_for_other_data_only(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(seed, "run_all", ran.append)
    seed.set_up(tmp_path, demo=False)
    seed.set_up(tmp_path, demo=False)
    assert len(ran) == 1
    assert seed.is_set_up(tmp_path, demo=False)
    assert not seed.is_set_up(tmp_path, demo=True)


def test_the_common_start_loads_no_room():
    """Importing every room took most of a start on a busy machine."""
    asked = (
        "import sys, motcua.cli.up as up, motcua.ledger.setup; "
        "print([n for n in sys.modules if n.startswith(('motcua.dossiers.m', 'pyhanko', 'httpx'))])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
