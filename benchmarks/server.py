"""One server for one run: an embedded PostgreSQL with full durability, a database a measurement."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server() -> Iterator["Server"]:
    """Yield the running server; everything of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        from motcua.cli.postgres import Cluster, socket_folder

        home = Path(folder)
        home.chmod(0o755)
        data = home / "postgres"
        cluster = Cluster(data=data, socket=socket_folder(data))
        cluster.start()
        try:
            yield Server(home, cluster.url, cluster.ensure_database)
        finally:
            cluster.stop()


class Server:
    """The server of a run, by what a measurement needs of it."""

    def __init__(self, home, url, ensure_database):
        self.home, self.url, self.ensure_database = home, url, ensure_database

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a measurement: a database and a home of its own."""
        self.ensure_database(name)
        own = self.home / name
        own.mkdir()
        return os.environ | {
            "MOTCUA_HOME": str(own),
            "DATABASE_URL": self.url(name),
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        }


def set_up() -> None:
    """Make this process one that works on the migrated database of its environment."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from motcua.authority.api import ensure_key_ring

    ensure_key_ring()
