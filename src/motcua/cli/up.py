"""``motcua up``: a running province, from nothing or from yesterday's data."""

import fcntl
import os
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from errno import EADDRINUSE
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from motcua.cli.children import Child, last_line, now, python_child
from motcua.cli.errors import (
    AddressUnusable,
    AlreadyRunning,
    ChildKeepsDying,
    PortTaken,
    ServerNotStarted,
)
from motcua.cli.partners import simulator_children, simulators
from motcua.cli.postgres import server_url
from motcua.cli.seed import Demo, demo_accounts, is_set_up, set_up
from motcua.cli.session import apps_ready, database, embedded_cluster, say

if TYPE_CHECKING:
    from rich.console import Console

ANSWER_SECONDS = 120.0
LOOK_SECONDS = 0.5
LOOKS_BETWEEN_SERVER_CHECKS = 20
LARGEST_LOG_BYTES = 10_000_000


class StopRequest:
    """Ctrl-C, SIGTERM or a closed terminal.

    While the province is set up it breaks off the step, which is a transaction; once the children
    run it is a wish that the watcher grants. A second one changes nothing: stopping takes seconds.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.is_serving = False

    def __call__(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Take the signal."""
        if not self.is_serving and not self.asked.is_set():
            self.asked.set()
            raise KeyboardInterrupt
        self.asked.set()

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Take the signals for the length of the block."""
        before = {n: signal.signal(n, self) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        except KeyboardInterrupt:
            if not self.asked.is_set():
                raise
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def up(*, demo: Demo = True) -> None:
    """Start the province: database, set-up, web and worker. Ctrl-C stops all of it."""
    from django.conf import settings

    # What asks the database before the apps are loaded asks it by SQL, which needs none of them.
    warnings.filterwarnings("ignore", message="Accessing the database during app initialization")
    stop = StopRequest()
    with stop.heard(), only_one(settings.HOME):
        check_address(settings.HOST, settings.PORT)
        for stand_in in simulators().values():
            check_address("127.0.0.1", int(stand_in.rpartition(":")[2]))
        with database():
            # The common start imports no room: on a busy machine that is most of the wait.
            if not is_set_up(settings.HOME, demo=demo):
                apps_ready()
                set_up(settings.HOME, demo=demo)
            environment = _least_power()
            _connections_closed()
            _serve(settings.LOG_ROOT, stop, environment)


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
            if error.errno == EADDRINUSE:
                raise PortTaken(host=host, port=port) from error
            raise AddressUnusable(host=host, port=port, reason=error.strerror) from error


def _connections_closed() -> None:
    from django.db import connections

    connections.close_all()


def _least_power() -> dict[str, str]:
    """Return the environment in which web and worker reach the embedded database.

    They sign in as a role that may add to the ledger and change nothing in it; only commands of
    the operator, who holds the files anyway, are the database's owner. A database of the
    operator's own is entered as its DATABASE_URL says.
    """
    from django.conf import settings
    from django.db import connection

    # Not by the room's api, which needs Django's apps.
    from motcua.ledger.setup import APP_ROLE, ensure_positions

    # At each start: a restored database may be ahead of this server's transactions.
    ensure_positions()
    if not settings.EMBEDDED:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {APP_ROLE} LOGIN")
    return {"DATABASE_URL": server_url(settings.POSTGRES_SOCKET, "motcua", user=APP_ROLE)}


def _serve(logs: Path, stop: StopRequest, environment: dict[str, str]) -> None:
    """Start the children, say where they are, and watch them until asked to stop."""
    from rich.console import Console

    console = Console()
    _rotate(logs)
    web, worker = (
        python_child(name, log=logs / f"{name}.out", environment=environment)
        for name in ("web", "worker")
    )
    stand_ins = simulator_children(logs)
    children = [*stand_ins, web, worker]
    stop.is_serving = True
    try:
        for child in (*stand_ins, web):
            child.start()
        # The worker waits until the site answers: people do, jobs do not mind.
        if _wait_for_answer(web, stop.asked):
            worker.start()
            _announce(console)
        _watch(children, stop.asked, console)
    finally:
        console.print(say(vi="Đang dừng…", en="Stopping…"))
        for child in reversed(children):
            child.stop()


def _watch(children: list[Child], asked: threading.Event, console: "Console") -> None:
    from django.conf import settings

    looks = 0
    while not asked.wait(LOOK_SECONDS):
        looks += 1
        if settings.EMBEDDED and looks % LOOKS_BETWEEN_SERVER_CHECKS == 0:
            _revive_server(console)
        for child in children:
            if told := child.revive(now=now()):
                console.print(told, style="yellow", markup=False)


def _revive_server(console: "Console") -> None:
    """Start the embedded server again when something has ended it."""
    cluster = embedded_cluster()
    if not cluster.answers():
        console.print(say(vi="PostgreSQL dừng; khởi động lại.", en="PostgreSQL ended; restarting."))
        with suppress(ServerNotStarted):
            cluster.start()


def _wait_for_answer(web: Child, asked: threading.Event) -> bool:
    """Wait until the site answers; False when asked to stop first.

    Errors: ChildKeepsDying when the web process ends or stays silent.
    """
    until = now() + ANSWER_SECONDS
    while not asked.wait(0.1):
        if _answers():
            return True
        if not web.is_running or now() > until:
            raise ChildKeepsDying(name=web.name, times=1, log=web.log, line=last_line(web.log))
    return False


def _answers() -> bool:
    """Ask the site with what Python brings: an HTTP library takes longer to import than to ask."""
    from http.client import HTTPConnection, HTTPException

    host, port = address().removeprefix("http://").rsplit(":", 1)
    asked = HTTPConnection(host.strip("[]"), int(port), timeout=5)
    with closing(asked), suppress(OSError, HTTPException):
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    return False


def address() -> str:
    """Return the address of the site on this machine."""
    from django.conf import settings

    # Who listens on every address is asked on the loopback one.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}"


def _announce(console: "Console") -> None:
    from django.conf import settings
    from rich.table import Table

    table = Table(title="Một Cửa", show_header=False, title_justify="left")
    table.add_row(say(vi="Trang chủ", en="Site"), address())
    table.add_row(say(vi="Quản trị", en="Back office"), f"{address()}/admin/")
    table.add_row(say(vi="Dữ liệu", en="Data"), str(settings.HOME))
    for name, url in simulators().items():
        table.add_row(say(vi=f"Giả lập {name}", en=f"Simulator {name}"), url)
    apps_ready()
    for account in demo_accounts():
        table.add_row(*account)
    _connections_closed()
    console.print(table)
    console.print(say(vi="Ctrl-C để dừng.", en="Ctrl-C stops it."))


def _rotate(logs: Path) -> None:
    """Put large logs aside, one generation."""
    for log in logs.glob("*.*") if logs.is_dir() else ():
        if log.suffix != ".old" and log.stat().st_size > LARGEST_LOG_BYTES:
            log.rename(log.with_name(f"{log.name}.old"))


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the data folder for ourselves; the kernel lets go of it when we end, however we end.

    Errors: AlreadyRunning.
    """
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
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
