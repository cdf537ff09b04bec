"""PostgreSQL's own programs that write a database into a file and back.

``pg_dump`` reads servers up to its own version; a program of the server's own version is taken
where there is one, and the embedded programs, which are the newest, otherwise.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from motcua.cli.errors import DumpFailed, ProgramsMissing
from motcua.cli.postgres import embedded_programs

__all__ = ["dump", "has_tables", "programs_for", "restore", "server_major"]

Report = Callable[[int, int], None]

_TABLES = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace IN ({spaces})"
_OURS = (
    "SELECT oid FROM pg_namespace"
    " WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'"
)


def server_major() -> int:
    """Return the major version of the server."""
    from django.db import connection

    return int(connection.cursor().connection.info.server_version) // 10_000


def has_tables() -> bool:
    """Tell whether the database holds anything."""
    return bool(_tables())


def _tables() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_TABLES.format(spaces=_OURS))
        return int(cursor.fetchone()[0])


def programs_for(major: int) -> Path:
    """Return the folder of the ``pg_dump`` and ``pg_restore`` for a server.

    Errors: ProgramsMissing when every one here is older than the server.
    """
    found = {_major(folder / "pg_dump"): folder for folder in reversed(list(_folders()))}
    fitting = [version for version in found if version >= major]
    if not fitting:
        raise ProgramsMissing(major=major)
    return found[min(fitting)]


def _folders() -> Iterator[Path]:
    """Yield every folder that holds the programs, the preferred ones first."""
    yield embedded_programs()
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in os.get_exec_path():
        if (Path(folder) / "pg_dump").is_file() and (Path(folder) / "pg_restore").is_file():
            yield Path(folder)


def _major(program: Path) -> int:
    if not program.is_file():
        return 0
    asked = subprocess.run(  # noqa: S603  (a program of PostgreSQL, no shell)
        [str(program), "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"(\d+)", asked.stdout)
    return int(number[1]) if number else 0


def dump(url: str, out: Path, *, snapshot: str, report: Report) -> None:
    """Write the database, as one exported snapshot saw it, into a new file.

    Errors: ProgramsMissing, DumpFailed.
    """
    words = ("--format=custom", f"--snapshot={snapshot}", f"--file={out}")
    programs = programs_for(server_major())
    _run(
        programs / "pg_dump", words, url=url,
        each="dumping contents of table", total=_tables(), report=report,
    )  # fmt: skip


def restore(url: str, dumped: Path, *, report: Report) -> None:
    """Read a dump into an empty database: the whole of it, or nothing.

    Owners and privileges are not read back: they are this server's own matter.

    Errors: ProgramsMissing, DumpFailed.
    """
    program = programs_for(server_major()) / "pg_restore"
    words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    listed = subprocess.run(  # noqa: S603  (a program of PostgreSQL, no shell)
        [str(program), "--list", str(dumped)], capture_output=True, text=True, check=False
    )
    _run(
        program, (*words, str(dumped)), url=url,
        each="processing data for table", total=listed.stdout.count(" TABLE DATA "), report=report,
    )  # fmt: skip


def _run(
    program: Path, words: Iterable[str], *, url: str, each: str, total: int, report: Report
) -> None:
    """Run a program and report each line that says that a table begins."""
    address, password = _apart(url)
    command = [str(program), "--verbose", f"--dbname={address}", *words]
    environment = os.environ | ({"PGPASSWORD": password} if password else {}) | {"LC_ALL": "C"}
    done, told = 0, ""
    with (
        tempfile.TemporaryFile() as out,
        subprocess.Popen(  # noqa: S603  (a program of PostgreSQL, no shell)
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.PIPE, text=True,
        ) as process,
    ):  # fmt: skip
        for line in process.stderr or ():
            done += each in line
            told = line if "error" in line and not told else told
            report(min(done, total), total)
    if process.returncode:
        raise DumpFailed(program=program.name, line=told.strip())


def _apart(url: str) -> tuple[str, str]:
    """Return the address without its password, and the password: others read command lines."""
    parts = urlsplit(url)
    account, at, place = parts.netloc.rpartition("@")
    user = account.partition(":")[0]
    bare = parts._replace(netloc=f"{user}{at}{place}")
    return urlunsplit(bare), unquote(parts.password or "")
