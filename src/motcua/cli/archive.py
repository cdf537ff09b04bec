"""The archive of a backup: one tar file whose every part is checked before any of it is used.

    database.dump        the database, in pg_dump's own form
    files/<sha256>       every stored content, under its digest
    keys/…, ledger/…, secrets/…   the key folders as they stand
    manifest.json        last: what the archive holds, with digests; without it, it is cut off

The digests tell damage, not forgery: whoever writes archives can write digests too. Against
forgery stand the seals of the ledger.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from motcua.cli.errors import ArchiveDamaged, ArchiveExists

__all__ = ["DUMP", "FOLDERS", "Archive", "Draft", "checked", "writing"]

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
FOLDERS = ("keys", "ledger", "secrets")
PIECE_BYTES = 1024 * 1024
_CONTENT = re.compile(r"files/[0-9a-f]{64}")

Report = Callable[[int, int], None]


class _Hashing:
    """A file that is read once and digested meanwhile."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


@dataclass(slots=True)
class Draft:
    """An archive that is being written."""

    tar: tarfile.TarFile
    parts: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def add(self, name: str, source: IO[bytes], *, size_bytes: int) -> str:
        """Add one part and return its SHA-256."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size_bytes, 0o600
        hashing = _Hashing(source)
        self.tar.addfile(entry, hashing)
        return hashing.digest.hexdigest()

    def add_part(self, name: str, path: Path) -> None:
        """Add a file of the disk; its digest goes into the manifest."""
        with path.open("rb") as source:
            self.parts[name] = self.add(name, source, size_bytes=path.stat().st_size)

    def add_folder(self, name: str, folder: Path, *, but: Path | None = None) -> None:
        """Add every file below a folder, leaving out those below another one."""
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if but is None or but not in path.parents:
                self.add_part(f"{name}/{path.relative_to(folder).as_posix()}", path)

    def add_content(self, sha256: str, source: IO[bytes], *, size_bytes: int) -> bool:
        """Add a stored content; False when it is not what its name says."""
        self.files += 1
        return self.add(f"files/{sha256}", source, size_bytes=size_bytes) == sha256


@contextmanager
def writing(out: Path, facts: dict[str, Any]) -> Iterator[Draft]:
    """Write an archive, for its owner only; it bears its name once it is whole and on the disk.

    ``facts`` go into the manifest as they stand at the end.

    Errors: ArchiveExists.
    """
    if out.exists():
        raise ArchiveExists(path=out)
    partial = out.with_name(f".{out.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                draft = Draft(tar)
                yield draft
                _finish(draft, facts)
            file.flush()
            os.fsync(file.fileno())
        # A link fails where a rename overwrites.
        os.link(partial, out)
    except FileExistsError as error:
        raise ArchiveExists(path=out) from error
    finally:
        partial.unlink()


def _finish(draft: Draft, facts: dict[str, Any]) -> None:
    told = facts | {"format": FORMAT, "parts": draft.parts, "files": draft.files}
    text = json.dumps(told, ensure_ascii=False, indent=1).encode()
    draft.add(MANIFEST, io.BytesIO(text), size_bytes=len(text))


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was found whole."""

    path: Path
    manifest: dict[str, Any]

    @property
    def files(self) -> int:
        """How many stored contents it holds."""
        return int(self.manifest["files"])

    def contents(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield each stored content with its SHA-256."""
        with tarfile.open(self.path, "r:") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is not None and entry.name.startswith("files/"):
                    yield entry.name.removeprefix("files/"), source

    def parts(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield the dump and each key file with its name."""
        with tarfile.open(self.path, "r:") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is not None and entry.name in self.manifest["parts"]:
                    yield entry.name, source


def checked(path: Path, *, report: Report) -> Archive:
    """Read an archive to its end and return it when every part is what was written.

    Errors: ArchiveDamaged, with the first part that is not.
    """
    try:
        return _checked(path, report=report)
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise ArchiveDamaged(path=path, part=str(error) or type(error).__name__) from error


def _checked(path: Path, *, report: Report) -> Archive:
    total = path.stat().st_size
    digests: dict[str, str] = {}
    files, manifest = 0, None
    with tarfile.open(path, "r:") as tar:
        for entry in tar:
            _refuse_strange(path, entry)
            source = _Hashing(tar.extractfile(entry))  # type: ignore[arg-type]  # a plain file
            if entry.name == MANIFEST:
                manifest = json.loads(source.read())
                break
            _exhaust(source)
            files += _CONTENT.fullmatch(entry.name) is not None
            digests[entry.name] = source.digest.hexdigest()
            report(entry.offset_data + entry.size, total)
    if manifest is None:
        raise ArchiveDamaged(path=path, part=MANIFEST)
    _compare(path, manifest, digests=digests, files=files)
    report(total, total)
    return Archive(path, manifest)


def _refuse_strange(path: Path, entry: tarfile.TarInfo) -> None:
    """Refuse what no archive of ours holds: links, folders, names that lead elsewhere."""
    parts = entry.name.split("/")
    known = entry.name in {DUMP, MANIFEST} or _CONTENT.fullmatch(entry.name)
    key = parts[0] in FOLDERS and len(parts) > 1 and not {"", ".", ".."} & set(parts)
    if not entry.isreg() or not (known or key) or "\\" in entry.name:
        raise ArchiveDamaged(path=path, part=entry.name)


def _exhaust(source: _Hashing) -> None:
    with suppress(EOFError):
        while source.read(PIECE_BYTES):
            pass


def _compare(path: Path, manifest: dict[str, Any], *, digests: dict[str, str], files: int) -> None:
    if manifest["format"] != FORMAT:
        raise ArchiveDamaged(path=path, part=f"format {manifest['format']}")
    known_bad = {f"files/{sha256}" for sha256 in manifest["missing"]}
    for name, digest in digests.items():
        if name in known_bad:
            continue  # it was damaged before the backup, which said so
        wanted = name.removeprefix("files/") if name.startswith("files/") else None
        if digest != (wanted or manifest["parts"].get(name)):
            raise ArchiveDamaged(path=path, part=name)
    lost = [name for name in (DUMP, *manifest["parts"]) if name not in digests]
    if lost or files != manifest["files"]:
        raise ArchiveDamaged(path=path, part=lost[0] if lost else f"files: {files}")
