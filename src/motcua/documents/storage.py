"""Where contents lie: Django's default storage, addressed by SHA-256, never served by path."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from motcua.documents.errors import FileDamaged, StorageDown

__all__ = [
    "ContentStorage",
    "as_file",
    "hold",
    "lock",
    "names",
    "opened",
    "place_of",
    "put",
    "take",
    "write_away",
    "written_at",
]

PIECE_BYTES = 256 * 1024
LOCK = 0x6D63


class ContentStorage(FileSystemStorage):
    """A folder in which a name appears only when its whole content is on the disk."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in content.chunks(PIECE_BYTES):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(draft).unlink()
            raise
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return ``name``: the same name is the same content."""
        return name


def place_of(sha256: str) -> str:
    """Return the name under which a content lies in the storage."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def hold(content: bytes | BinaryIO) -> tuple[str, int]:
    """Write ``content`` to the storage; return its SHA-256 and its size in bytes.

    It is written anew even when it is there: a fresh write keeps the clean-up of orphans away.
    Inside a transaction the content is also held against the clean-up until the end.

    Errors: StorageDown.
    """
    digest, size_bytes = _measured(as_file(content))
    lock(digest)
    with _outage_told():
        default_storage.save(place_of(digest), File(as_file(content)))
    return digest, size_bytes


def lock(sha256: str) -> None:
    """Hold one content until the end of the transaction; against others who lock it too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int(sha256[:7], 16)])


def _measured(file: BinaryIO) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
        size_bytes += len(piece)
    return digest.hexdigest(), size_bytes


def opened(sha256: str) -> "tuple[File[bytes], int]":
    """Return a content as an open file, unread and unchecked, and its size in bytes.

    Errors: FileDamaged when it is missing.
    """
    place = place_of(sha256)
    try:
        with _outage_told():
            return default_storage.open(place), default_storage.size(place)
    except FileNotFoundError as error:
        raise FileDamaged(sha256=sha256) from error


@contextmanager
def _outage_told() -> Iterator[None]:
    """Turn what a service of files raises when it is away into StorageDown."""
    try:
        yield
    except _outages() as error:
        raise StorageDown() from error


def _outages() -> tuple[type[Exception], ...]:
    if not settings.FILES_BUCKET:
        return ()
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError


def put(content: BinaryIO) -> str:
    """Write a content that was stored before, as a restore does; return its SHA-256."""
    digest, _ = _measured(as_file(content))
    with _outage_told():
        default_storage.save(place_of(digest), File(as_file(content)))
    return digest


def take(sha256: str) -> bytes:
    """Return the content with this SHA-256.

    Errors: FileDamaged when it is missing or is not what was stored; StorageDown.
    """
    try:
        with _outage_told(), default_storage.open(place_of(sha256)) as file:
            content = bytes(file.read())
    except FileNotFoundError as error:
        raise FileDamaged(sha256=sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(sha256=sha256)
    return content


def names() -> Iterator[tuple[str, datetime]]:
    """Yield every content's SHA-256 and when it was written."""
    for first in _folders(""):
        for second in _folders(first):
            folder = f"{first}/{second}"
            for sha256 in default_storage.listdir(folder)[1]:
                if len(sha256) == 64:
                    yield sha256, default_storage.get_modified_time(f"{folder}/{sha256}")


def _folders(folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return sorted(name for name in default_storage.listdir(folder)[0] if len(name) == 2)
    return []


def written_at(sha256: str) -> datetime:
    """Return when a content was last written."""
    return default_storage.get_modified_time(place_of(sha256))


def write_away(sha256: str) -> None:
    """Remove a content from the storage."""
    default_storage.delete(place_of(sha256))


def as_file(content: bytes | BinaryIO) -> BinaryIO:
    """Return ``content`` as an open file at its beginning."""
    if isinstance(content, bytes):
        return io.BytesIO(content)
    content.seek(0)
    return content
