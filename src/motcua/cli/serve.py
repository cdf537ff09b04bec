"""The processes that ``motcua up`` starts: ``python -m motcua.cli.serve web``, ``worker``, ..."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from motcua.cli.children import PARENT, die_with_parent
from motcua.cli.session import SETTINGS
from motcua.cli.stand_ins import SIMULATORS


def web() -> None:
    """Serve the site with granian until told to stop."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _preload()
    Granian(
        "motcua.cli.serve:application",
        factory=True,
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.WEB_THREADS,
        # A thread owns a database connection: one that idles away would close it.
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def _preload() -> None:
    """Import the site once, before granian forks: its processes share it and start at once.

    Nothing here may open a connection or start a thread; neither outlives a fork.
    """
    import django
    from django.conf import settings

    django.setup()
    import_module(settings.ROOT_URLCONF)


def application() -> Callable[..., Any]:
    """Return the WSGI application; granian calls this in each of its processes."""
    die_with_parent()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def worker() -> None:
    """Run queued jobs until told to stop."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("procrastinate", "worker", concurrency=settings.WORKER_JOBS)


def simulator(name: str) -> None:
    """Stand in for a partner until told to stop; ``simulators/`` lies beside our own package."""
    sys.path.insert(0, str(Path(__file__).parents[3]))
    import_module(f"simulators.{name}").main()


def main(name: str) -> None:
    """Become the named process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    die_with_parent(int(os.environ.get(PARENT, os.getppid())))
    if name in SIMULATORS:
        simulator(name)
    else:
        {"web": web, "worker": worker}[name]()


if __name__ == "__main__":
    main(sys.argv[1])
