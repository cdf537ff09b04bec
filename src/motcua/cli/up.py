"""``motcua up``: a running province, from nothing or from yesterday's data."""

import fcntl
import hashlib
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from motcua.cli.children import Child, now, python_child
from motcua.cli.errors import AddressUnusable, AlreadyRunning, ChildKeepsDying, PortTaken
from motcua.cli.seed import Demo, chosen, run_all
from motcua.cli.session import province, say

if TYPE_CHECKING:
    from rich.console import Console

ANSWER_SECONDS = 60.0
LARGEST_LOG_BYTES = 10_000_000


def up(*, demo: Demo = True) -> None:
    """Start the province: database, set-up, web and worker. Ctrl-C stops all of it."""
    from django.conf import settings

    asked_to_stop = threading.Event()
    with _only_one(settings.HOME), _stopping(asked_to_stop):
        check_address(settings.HOST, settings.PORT)
        with province():
            set_up(settings.HOME, demo=demo)
            _connections_closed()
            children = [
                python_child(n, log=settings.LOG_ROOT / f"{n}.out") for n in ("web", "worker")
            ]
            _serve(children, asked_to_stop)


def check_address(host: str, port: int) -> None:
    """Make sure that we can listen at the address, before anything is started.

    Errors: PortTaken, AddressUnusable.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == 98:  # EADDRINUSE
                raise PortTaken(host=host, port=port) from error
            raise AddressUnusable(host=host, port=port, reason=error.strerror) from error


def set_up(home: Path, *, demo: bool) -> None:
    """Run the set-up steps, unless the same code has already run them on the same database."""
    from django.db import connection

    from motcua.cli.tables import identity, missing_migrations

    note = home / "setup.json"
    print_of_code = fingerprint(demo=demo)
    wanted = {"code": print_of_code, "database": identity(connection)}
    if _read(note) == wanted and not missing_migrations(connection):
        return
    run_all(chosen(demo=demo))
    note.write_text(json.dumps(wanted), encoding="ascii")


def fingerprint(*, demo: bool) -> str:
    """Return a digest of every file that the set-up depends on."""
    from motcua import cli

    package = Path(cli.__file__).parents[1]
    root = package.parents[1]
    folders = (package, root / "procedures", root / "scenarios")
    digest = hashlib.sha256(f"demo={demo}".encode())
    for path in sorted(p for folder in folders for p in folder.rglob("*") if _counts(p)):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc" and "tests" not in path.parts


def _read(note: Path) -> object:
    with suppress(OSError, ValueError):
        return json.loads(note.read_text(encoding="ascii"))
    return None


def _connections_closed() -> None:
    from django.db import connections

    connections.close_all()


def _serve(children: list[Child], asked_to_stop: threading.Event) -> None:
    """Start the children, say where they are, and watch them until asked to stop."""
    from rich.console import Console

    console = Console()
    try:
        for child in children:
            _keep_small(child.log)
            child.start()
        if _wait_for_answer(children, asked_to_stop):
            _announce(console)
        while not asked_to_stop.wait(0.5):
            for child in children:
                if told := child.revive(now=now()):
                    console.print(f"[yellow]{told}[/]")
    finally:
        console.print(say(vi="Đang dừng…", en="Stopping…"))
        for child in reversed(children):
            child.stop()


def _wait_for_answer(children: list[Child], asked_to_stop: threading.Event) -> bool:
    """Wait until the site answers; False when asked to stop first.

    Errors: ChildKeepsDying when the web process ends or stays silent.
    """
    web, until = children[0], now() + ANSWER_SECONDS
    while not asked_to_stop.wait(0.1):
        if _answers():
            return True
        if not web.is_running or now() > until:
            raise ChildKeepsDying(name=web.name, times=1, log=web.log)
    return False


def _answers() -> bool:
    import httpx

    with suppress(httpx.HTTPError):
        return httpx.get(f"{address()}/healthz", timeout=5).status_code == 200
    return False


def address() -> str:
    """Return the address of the site on this machine."""
    from django.conf import settings

    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{settings.PORT}"


def _announce(console: "Console") -> None:
    from django.conf import settings
    from rich.table import Table

    table = Table(title="Một Cửa", show_header=False)
    table.add_row(say(vi="Trang chủ", en="Site"), address())
    table.add_row(say(vi="Quản trị", en="Back office"), f"{address()}/admin/")
    table.add_row(say(vi="Dữ liệu", en="Data"), str(settings.HOME))
    console.print(table)
    console.print(say(vi="Ctrl-C để dừng.", en="Ctrl-C stops it."))


def _keep_small(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.rename(log.with_suffix(".old"))


@contextmanager
def _stopping(asked: threading.Event) -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into a request to stop, while the block runs."""

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        asked.set()

    before = {n: signal.signal(n, ask) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the data folder for ourselves; the kernel lets go of it when we end, however we end.

    Errors: AlreadyRunning.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise AlreadyRunning(home=home, pid=lock.read().strip()) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
