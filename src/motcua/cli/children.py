"""Child processes: started, watched, started again when they die, stopped by their number."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from motcua.cli.errors import ChildKeepsDying

GRACE_SECONDS = 15.0
DEATHS = 5
DEATHS_WITHIN_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 8.0
PR_SET_PDEATHSIG = 1
PARENT = "_MOTCUA_PARENT"
"""The variable that tells our processes who started them."""


@dataclass(slots=True)
class Child:
    """One process of ours. What it prints goes to a file in the log folder."""

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    deaths: "deque[float]" = field(default_factory=lambda: deque(maxlen=DEATHS))
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own: Ctrl-C reaches us only, who stop it in order."""
        self.log.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603  (our own module)
                self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env=os.environ | self.environment, process_group=0,
            )  # fmt: skip

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def revive(self, *, now: float) -> str | None:
        """Start the process again when it has died, after a pause that grows; tell what was done.

        Errors: ChildKeepsDying after five deaths within a minute.
        """
        if self.is_running:
            return None
        if self.process is not None:
            code, self.process = self.process.returncode, None
            self.deaths.append(now)
            if len(self.deaths) == DEATHS and now - self.deaths[0] < DEATHS_WITHIN_SECONDS:
                raise ChildKeepsDying(
                    name=self.name, times=DEATHS, log=self.log, line=last_line(self.log)
                )
            self.start_again_at = now + min(
                2.0 ** (len(self.deaths) - 1) / 2, LONGEST_PAUSE_SECONDS
            )
            return f"{self.name}: exit {code}"
        if now >= self.start_again_at:
            self.start()
        return None

    def stop(self) -> None:
        """Ask the process to end, wait, and end its group when it does not."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE_SECONDS)
        # The group outlives its leader when a grandchild hangs.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def python_child(name: str, *, log: Path, environment: dict[str, str]) -> Child:
    """Return one of our own processes: ``web`` or ``worker``."""
    command = [sys.executable, "-m", "motcua.cli.serve", name]
    # Empty counts as unset: without kept byte code each start compiles a thousand modules anew.
    ours = {"MOTCUA_PROCESS": name, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
    ours[PARENT] = str(os.getpid())
    return Child(name, command, log, ours | environment)


def simulator_child(name: str, *, log: Path, environment: dict[str, str]) -> Child:
    """Return a stand-in for a partner: one of the programs under ``simulators/``."""
    child = python_child(name, log=log, environment=environment)
    # It reads none of our settings, but a name of its own there would be refused.
    child.environment["MOTCUA_PROCESS"] = ""
    return child


def die_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to end this process when its parent ends, even by ``kill -9``. Linux only.

    ``parent`` is whose child we were born: it may have ended before we came to ask.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = parent or os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before we asked
        raise SystemExit(1)


def last_line(log: Path) -> str:
    """Return the last line of a log: where a process that ended says why."""
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else ""
    return ""


def now() -> float:
    """Return the monotonic clock in seconds."""
    return time.monotonic()
