"""What every command needs: settings that are read, and a database that answers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motcua.cli.postgres import Cluster

SETTINGS = "motcua.config.settings"


def language() -> str:
    """Return the language that the command line speaks: ``vi`` or ``en``.

    MOTCUA_LANGUAGE decides, else the locale; where neither says Vietnamese, English.
    """
    names = ("MOTCUA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "vi" if said.lower().startswith("vi") else "en"


def say(*, vi: str, en: str) -> str:
    """Return the text in the language of the command line."""
    return vi if language() == "vi" else en


def embedded_cluster() -> "Cluster":
    """Return the embedded server of the data folder."""
    from django.conf import settings

    from motcua.cli.postgres import Cluster

    return Cluster(data=settings.POSTGRES_DATA, socket=settings.POSTGRES_SOCKET)


@contextmanager
def database() -> Iterator[None]:
    """Have the database answer for the length of the block.

    The embedded server is started, or shared with ``motcua up`` when that runs. With
    DATABASE_URL, that server must run already.

    Errors: ServerNotStarted, DatabaseUnreachable.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.conf import settings

    if not settings.EMBEDDED:
        _greet()
        yield
        return
    from motcua.cli.postgres import sharing

    with sharing(embedded_cluster(), settings.HOME) as cluster:
        cluster.ensure_database("motcua")
        yield


@contextmanager
def province() -> Iterator[None]:
    """Set Django up over a database that answers. The body of every command that touches data."""
    with database():
        from django.db import connections

        apps_ready()
        try:
            yield
        finally:
            connections.close_all()


def apps_ready() -> None:
    """Load every room, as ``province`` does; a second call does nothing."""
    import django

    django.setup()


def _greet() -> None:
    import psycopg
    from django.conf import settings

    from motcua.cli.errors import DatabaseUnreachable

    try:
        psycopg.connect(settings.DATABASE_URL, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        # The first line says why; the address may hold a password and is not shown.
        raise DatabaseUnreachable(reason=str(error).splitlines()[0]) from error
