"""How the database stands against the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# "motcua" in ASCII: one set-up at a time per database.
SETUP_LOCK = int.from_bytes(b"motcua", "big")


def missing_migrations(connection: "BaseDatabaseWrapper") -> int:
    """Return how many migrations the database lacks."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def alone_in_database(connection: "BaseDatabaseWrapper") -> Iterator[None]:
    """Hold the set-up lock of the database: of two processes that start together, one waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETUP_LOCK])


def identity(connection: "BaseDatabaseWrapper") -> str:
    """Return what tells this database from one restored, made anew or migrated back.

    It is asked before Django's apps are loaded.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier::text || '-' || (SELECT oid FROM pg_database"
            " WHERE datname = current_database()), to_regclass('django_migrations') IS NOT NULL"
            " FROM pg_control_system()"
        )
        found, has_migrations = cursor.fetchone()
        if not has_migrations:
            return str(found)
        cursor.execute("SELECT count(*), max(id) FROM django_migrations")
        return "-".join(str(part) for part in (found, *cursor.fetchone()))
