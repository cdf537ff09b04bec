"""``motcua backup`` and ``motcua restore``: database, files and keys in one archive."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from motcua.cli.archive import DUMP, FOLDERS, Archive, Draft, checked, writing
from motcua.cli.errors import PlaceTaken, ServerTooOld
from motcua.cli.session import province, say

if TYPE_CHECKING:
    from rich.progress import Progress

Report = Callable[[int, int], None]

Out = Annotated[Path, typer.Argument(dir_okay=False, help="The archive to write.")]
From = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The archive to read.")]


def backup(out: Out) -> None:
    """Write database, files and keys into one archive, while the province runs.

    Whoever holds the archive holds everything: keep it encrypted, and apart from this machine.
    """
    facts: dict[str, Any] = {"at": datetime.now(UTC).isoformat(), "motcua": version("motcua")}
    with province(), _progress() as progress, writing(out, facts) as draft:
        missing = _write(draft, facts, beside=out.parent, progress=progress)
    told = say(
        vi=f"{out}: {draft.files} tệp, {out.stat().st_size:,} byte",
        en=f"{out}: {draft.files} files, {out.stat().st_size:,} bytes",
    )
    typer.echo(told)
    for sha256 in missing:
        text = say(vi="Tệp bị thiếu hoặc hỏng trong kho", en="Missing or damaged in the storage")
        typer.echo(f"{text}: {sha256}", err=True)
    if missing:
        raise typer.Exit(1)


def _write(draft: Draft, facts: dict[str, Any], *, beside: Path, progress: "Progress") -> list[str]:
    """Write all parts as one snapshot of the database saw them; return the contents not whole.

    Dump and list of files are of the same instant. The files come after it: one is removed only
    when no row has named it for a day.
    """
    from django.conf import settings
    from django.db import transaction

    from motcua.documents import api as documents

    with transaction.atomic(), tempfile.TemporaryDirectory(dir=beside, prefix=".motcua-") as folder:
        dumped = Path(folder) / DUMP
        _dump(dumped, facts, report=_bar(progress, vi="Cơ sở dữ liệu", en="Database"))
        draft.add_part(DUMP, dumped)
        dumped.unlink()
        named = documents.stored_digests()
    missing = _write_files(draft, named, report=_bar(progress, vi="Tệp", en="Files"))
    facts["missing"] = missing
    draft.add_folder("keys", settings.KEYS_ROOT, but=settings.LEDGER_KEYS)
    draft.add_folder("ledger", settings.LEDGER_KEYS)
    draft.add_folder("secrets", settings.SECRETS_ROOT)
    return missing


def _dump(out: Path, facts: dict[str, Any], *, report: Report) -> None:
    from django.conf import settings
    from django.db import connection

    from motcua.cli.dump import dump, server_major

    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    facts["server"] = server_major()
    dump(settings.DATABASE_URL, out, snapshot=snapshot, report=report)


def _write_files(draft: Draft, named: list[str], *, report: Report) -> list[str]:
    from motcua.documents import api as documents

    missing = []
    for done, sha256 in enumerate(named, start=1):
        try:
            content, size_bytes = documents.open_content(sha256)
        except documents.FileDamaged:
            missing.append(sha256)
            continue
        with content:
            if not draft.add_content(sha256, content, size_bytes=size_bytes):
                missing.append(sha256)
        report(done, len(named))
    return missing


def restore(archive: From) -> None:
    """Bring a province back from an archive, into an empty data folder and an empty database.

    The whole archive is read and checked before anything is written; at the end the ledger is
    verified. Run it while ``motcua up`` does not.
    """
    from django.conf import settings

    from motcua.cli.up import only_one

    with only_one(settings.HOME), province(), _progress() as progress:
        found = checked(archive, report=_bar(progress, vi="Kiểm tra", en="Checking"))
        _refuse_taken(found)
        _put_files(found, report=_bar(progress, vi="Tệp", en="Files"))
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder:
            dumped = Path(folder) / DUMP
            _put_parts(found, dumped)
            _put_database(dumped, report=_bar(progress, vi="Cơ sở dữ liệu", en="Database"))
        whole = _verify(report=_bar(progress, vi="Sổ cái", en="Ledger"))
    typer.echo(_told(found))
    if not whole:
        typer.echo(say(vi="Sổ cái KHÔNG nguyên vẹn", en="The ledger is NOT whole"), err=True)
        raise typer.Exit(1)


def _refuse_taken(found: Archive) -> None:
    """Refuse a database with tables and keys that are others than the archive's."""
    from django.db import connection

    from motcua.cli.dump import has_tables, server_major

    if has_tables():
        raise PlaceTaken(what=connection.settings_dict["NAME"])
    if server_major() < found.manifest["server"]:
        raise ServerTooOld(major=found.manifest["server"], here=server_major())
    wanted = {_place(name): source.read() for name, source in found.parts() if name != DUMP}
    for folder in (_roots()["keys"], _roots()["ledger"]):
        for path in (p for p in folder.rglob("*") if p.is_file()):
            if wanted.get(path) != path.read_bytes():
                raise PlaceTaken(what=path)


def _roots() -> dict[str, Path]:
    from django.conf import settings

    roots = (settings.KEYS_ROOT, settings.LEDGER_KEYS, settings.SECRETS_ROOT)
    return dict(zip(FOLDERS, roots, strict=True))


def _place(name: str) -> Path:
    """Return where a key of the archive belongs on this machine."""
    folder, _, rest = name.partition("/")
    return _roots()[folder] / rest


def _put_files(found: Archive, *, report: Report) -> None:
    from motcua.documents import api as documents

    for done, (_, content) in enumerate(found.contents(), start=1):
        documents.put_content(content)  # type: ignore[arg-type]  # a part of a tar file reads as any
        report(done, found.files)


def _put_parts(found: Archive, dumped: Path) -> None:
    for name, source in found.parts():
        _put(source, dumped if name == DUMP else _place(name))


def _put(source: IO[bytes], path: Path) -> None:
    """Write a file for its owner only, at one stroke; public halves of keys too."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        while piece := source.read(1024 * 1024):
            draft.write(piece)
    Path(draft.name).replace(path)


def _put_database(dumped: Path, *, report: Report) -> None:
    from django.conf import settings

    from motcua.cli.dump import restore as read_dump
    from motcua.ledger import api as ledger

    read_dump(settings.DATABASE_URL, dumped, report=report)
    ledger.ensure_positions()
    ledger.ensure_privileges()


def _verify(*, report: Report) -> bool:
    from motcua.ledger import api as ledger

    keys = ledger.public_keys(ledger.key_folder())
    return ledger.verify(keys=keys, progress=report).is_whole


def _told(found: Archive) -> str:
    at, files = found.manifest["at"], found.files
    lines = [say(vi=f"Đã khôi phục bản {at}: {files} tệp.", en=f"Restored {at}: {files} files.")]
    if missing := found.manifest["missing"]:
        text = say(vi="Đã thiếu từ trước khi sao lưu", en="Missing since before the backup")
        lines.append(f"{text}: {json.dumps(missing)}")
    return "\n".join(lines)


@contextmanager
def _progress() -> Iterator["Progress"]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<16}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield progress


def _bar(progress: "Progress", *, vi: str, en: str) -> Report:
    task = progress.add_task(say(vi=vi, en=en), total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)
