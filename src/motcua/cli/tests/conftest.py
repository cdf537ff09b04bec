"""A data folder and a way to run the real command in it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
import pytest

MOTCUA = str(Path(sys.executable).with_name("motcua"))
STOP_SECONDS = 60


class Started(subprocess.Popen[bytes]):
    """A command that runs, and the file that it prints to."""

    def __init__(self, command, environment, out):
        self.out = out
        with out.open("wb") as file:
            super().__init__(command, env=environment, stdout=file, stderr=file)


@dataclass
class Province:
    """A data folder of its own, and the environment of commands run in it."""

    home: Path
    port: int
    started: list[Started] = field(default_factory=list)

    def environment(self, **more):
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DATABASE_URL"))
        }
        return (
            kept
            | {"MOTCUA_HOME": str(self.home), "MOTCUA_PORT": str(self.port), "LANG": "C"}
            | more
        )

    def run(self, *words, **more):
        return subprocess.run(
            [MOTCUA, *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *words, **more):
        out = self.home.with_name(f"{self.home.name}-{self.port}-{len(self.started)}.out")
        self.started.append(Started([MOTCUA, *words], self.environment(**more), out))
        return self.started[-1]

    def answer(self, path="/", *, within=300.0, of=None):
        """Wait for the site and return its answer."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            assert of is None or of.poll() is None, of.out.read_text()
            try:
                return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5)
            except httpx.TransportError:
                wait_a_little()
        raise AssertionError("the site does not answer")

    def processes(self, word=""):
        """Every living process that was started for this folder, with the word in its command."""
        return [p for p in psutil.process_iter() if _serves(p, str(self.home), word)]


def _serves(process, home, word):
    try:
        command = " ".join(process.cmdline())
        ours = process.environ().get("MOTCUA_HOME") == home or home in command
        return ours and word in command and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def wait_a_little():
    """Give other processes a moment: nothing tells us when they are done."""
    threading.Event().wait(0.1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def folder():
    """A folder that the server's user may pass to.

    pytest closes its own folders to others whenever another run of it begins.
    """
    with TemporaryDirectory(prefix="motcua-cli-") as made:
        yield Path(made)


@pytest.fixture
def province(folder):
    """A province that does not exist yet."""
    yield from _lent(folder / "home")


@pytest.fixture(scope="session")
def made_home():
    """A data folder that is set up once for all tests that only start and stop."""
    with TemporaryDirectory(prefix="motcua-cli-") as folder:
        home = Path(folder) / "home"
        done = Province(home, free_port()).run("seed", "--no-demo")
        assert done.returncode == 0, done.stderr
        yield home


@pytest.fixture
def made(made_home):
    """A province that was set up yesterday."""
    yield from _lent(made_home)


def _lent(home):
    lent = Province(home=home, port=free_port())
    yield lent
    for process in lent.processes():
        process.send_signal(signal.SIGTERM)
    psutil.wait_procs(lent.processes(), timeout=STOP_SECONDS)
