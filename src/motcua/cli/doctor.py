"""``motcua doctor``: is everything as it should be? A table of findings, and an exit code."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import typer

from motcua.cli.session import province, say

LEAST_PYTHON = (3, 11)
LEAST_SERVER = 150_000
GIGABYTE = 1_000_000_000
CLOCK_SLACK = timedelta(seconds=2)
HEARTBEAT_SLACK = timedelta(seconds=60)
EXPIRES_SOON = timedelta(days=30)
UNSEALED_MOST = timedelta(minutes=15)


class Grade(StrEnum):
    """How a finding counts: only a bad one fails the command."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


COLOURS = {Grade.OK: "green", Grade.WARN: "yellow", Grade.BAD: "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    grade: Grade
    subject: str
    text: str


def graded(subject: str, text: str, *, bad: bool = False, warn: bool = False) -> Finding:
    """Return a finding with the worst grade that applies."""
    return Finding(Grade.BAD if bad else Grade.WARN if warn else Grade.OK, subject, text)


def python(*, at: datetime) -> Iterator[Finding]:  # noqa: ARG001  (one shape for all checks)
    """The interpreter is one that the project is tested on."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield graded("Python", version, bad=sys.version_info < LEAST_PYTHON)


def disk(*, at: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """The data folder has room for the days to come."""
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    text = say(vi=f"còn {free / GIGABYTE:.1f} GB", en=f"{free / GIGABYTE:.1f} GB free")
    yield graded(str(settings.HOME), text, bad=free < GIGABYTE, warn=free < 5 * GIGABYTE)


def server(*, at: datetime) -> Iterator[Finding]:
    """The database server is recent, keeps what it confirms, and has our time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'),"
            " current_setting('fsync'), current_setting('synchronous_commit'), clock_timestamp()"
        )
        number, version, fsync, commit, clock = cursor.fetchone()
    yield graded("PostgreSQL", version, bad=number < LEAST_SERVER)
    durable = fsync == "on" and commit != "off"
    yield graded("fsync, synchronous_commit", f"{fsync}, {commit}", bad=not durable)
    apart = abs(clock - at)
    yield graded(say(vi="Đồng hồ", en="Clock"), f"± {apart}", bad=apart > CLOCK_SLACK)


def tables(*, at: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """The database has every migration."""
    from django.db import connection

    from motcua.cli.tables import missing_migrations

    missing = missing_migrations(connection)
    text = say(vi=f"thiếu {missing}", en=f"{missing} missing")
    yield graded(say(vi="Bảng dữ liệu", en="Migrations"), text, bad=missing > 0)


def settings_and_keys(*, at: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Django's checks and ours: settings, keys, permissions of key files."""
    from django.core.checks import ERROR, run_checks

    found = run_checks()
    for message in found:
        yield graded(message.id or "-", str(message.msg), bad=message.level >= ERROR, warn=True)
    if not found:
        yield graded(say(vi="Cấu hình và khóa", en="Settings and keys"), "✓")


def worker(*, at: datetime) -> Iterator[Finding]:
    """A worker lives, and no job waits or failed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
            "   AND coalesce(scheduled_at, %s) < %s)",
            [at, at - HEARTBEAT_SLACK],
        )
        heard, failed, late = cursor.fetchone()
    alive = heard is not None and at - heard < HEARTBEAT_SLACK
    text = say(vi="đang chạy", en="running") if alive else say(vi="không chạy", en="not running")
    yield graded(say(vi="Tiến trình nền", en="Worker"), text, warn=not alive)
    text = say(vi=f"{failed} lỗi, {late} trễ", en=f"{failed} failed, {late} late")
    yield graded(say(vi="Việc nền", en="Jobs"), text, warn=bool(failed or late))


def certificates(*, at: datetime) -> Iterator[Finding]:
    """No certificate in use has expired or is about to: one line for those that are well."""
    from motcua.documents.api import certificates_in_use

    newest = certificates_in_use()
    ours = [row for row in newest if row.retired_at is None and row.revoked_at is None]
    found = [_certificate(f"{r.name} ({r.holder})", r.valid_until, at=at) for r in ours]
    ailing = [finding for finding in found if finding.grade is not Grade.OK]
    yield from ailing
    well = ours[len(ailing) :]
    first = f"{well[0].valid_until:%Y-%m-%d}" if well else "-"
    text = say(
        vi=f"{len(well)} còn hiệu lực, sớm nhất đến {first}",
        en=f"{len(well)} in use and well, the first ends {first}",
    )
    yield graded(say(vi="Chứng thư số", en="Certificates"), text, warn=not ours)
    yield from _certificate_files(at=at)


def _certificate_files(*, at: datetime) -> Iterator[Finding]:
    from cryptography import x509
    from django.conf import settings

    for path in sorted(Path(settings.KEYS_ROOT).rglob("*.crt")):
        for certificate in x509.load_pem_x509_certificates(path.read_bytes()):
            name = str(path.relative_to(settings.KEYS_ROOT))
            yield _certificate(name, certificate.not_valid_after_utc, at=at)


def _certificate(name: str, until: datetime, *, at: datetime) -> Finding:
    left = until - at
    text = say(vi=f"đến {until:%d/%m/%Y}", en=f"until {until:%Y-%m-%d}")
    return graded(name, text, bad=left <= timedelta(0), warn=left < EXPIRES_SOON)


def guards(*, at: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """The database itself still refuses every change of the ledger."""
    from motcua.ledger.api import guards_down

    down = ", ".join(guards_down())
    text = say(vi=f"đã tắt: {down}", en=f"switched off: {down}") if down else "✓"
    subject = say(vi="Sổ cái chỉ ghi thêm", en="Ledger append-only")
    yield graded(subject, text, bad=bool(down))


def seals(*, at: datetime) -> Iterator[Finding]:
    """The ledger is sealed up to its newest entries."""
    from motcua.ledger.api import unsealed

    tail = unsealed()
    subject = say(vi="Niêm phong sổ cái", en="Ledger seals")
    sealed = f"{tail.sealed_at:%Y-%m-%d %H:%M}Z" if tail.sealed_at else "-"
    last = say(vi=f"lần cuối {sealed}", en=f"last seal {sealed}")
    if tail.oldest_at is None:
        yield graded(subject, say(vi=f"đã đủ; {last}", en=f"nothing left to seal; {last}"))
        return
    age = at - tail.oldest_at
    minutes = int(age.total_seconds() // 60)
    text = say(
        vi=f"{tail.entries} mục chưa niêm phong, cũ nhất {minutes} phút; {last}",
        en=f"{tail.entries} entries not sealed, the oldest {minutes} min old; {last}",
    )
    yield graded(subject, text, warn=age > UNSEALED_MOST)


Check = Callable[..., Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    python,
    disk,
    server,
    tables,
    settings_and_keys,
    worker,
    certificates,
    guards,
    seals,
)


def examine(checks: tuple[Check, ...] = CHECKS, *, at: datetime) -> Iterator[Finding]:
    """Yield every finding; a check that cannot be made is a bad finding, and the rest go on."""
    for check in checks:
        try:
            yield from check(at=at)
        except Exception as error:  # noqa: BLE001  (a doctor tells what ails, whatever it is)
            reason = str(error).split("\n")[0]
            yield Finding(Grade.BAD, check.__name__, f"{type(error).__name__}: {reason}")


def doctor() -> None:
    """Check machine, database, keys and worker; exit code 1 when something is bad."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    worst = Grade.OK
    with province():
        for finding in examine(at=datetime.now(UTC)):
            worst = finding.grade if finding.grade is Grade.BAD else worst
            colour = COLOURS[finding.grade]
            table.add_row(f"[{colour}]{finding.grade}[/]", finding.subject, finding.text)
    Console().print(table)
    raise typer.Exit(1 if worst is Grade.BAD else 0)
