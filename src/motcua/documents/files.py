"""Files that come in: sniffed, checked, scanned, stored once under their SHA-256."""

import io
import tempfile
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from motcua.documents import storage
from motcua.documents.errors import FileEmpty, FileTooLarge, FileUnknown
from motcua.documents.models import OfficialDocument, StoredFile
from motcua.documents.rules import safe_name
from motcua.documents.scanning import scan
from motcua.documents.sniffing import inspect, measured
from motcua.documents.types import Content

__all__ = [
    "files_of",
    "files_stored_by",
    "forget_files",
    "picture_size",
    "read_file",
    "store_file",
    "stored_file",
]

PIECE_BYTES = 64 * 1024
KEPT_IN_MEMORY_BYTES = 2 * 1024 * 1024


def store_file(
    content: Content, *, name: str, by: str, at: datetime, limit_mb: int | None = None
) -> StoredFile:
    """Check a file, put it into the storage and return its row.

    The content is written before the row: a crash between them leaves an orphan, which the
    clean-up removes, and never a row without content.

    Errors: FileEmpty, FileTooLarge, FileTypeRefused, NameContradictsContent, FileDangerous,
    FileInfected, ScannerDown.
    """
    kept_name = safe_name(name)
    with _within(content, name=kept_name, limit_mb=limit_mb or settings.FILE_LIMIT_MB) as file:
        media_type = inspect(file, name=kept_name)
        scan(file, name=kept_name)
        with transaction.atomic():
            sha256, size_bytes = storage.hold(file)
            return StoredFile.objects.create(
                sha256=sha256,
                size_bytes=size_bytes,
                media_type=media_type,
                name=kept_name,
                stored_by=by,
                stored_at=at,
            )


def _within(content: Content, *, name: str, limit_mb: int) -> BinaryIO:
    """Return a copy of ``content`` that is not larger than the limit; no more of it is read."""
    limit = limit_mb * 1024 * 1024
    source = storage.as_file(content)
    copy = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY_BYTES)  # noqa: SIM115
    while piece := source.read(PIECE_BYTES):
        copy.write(piece)
        if copy.tell() > limit:
            copy.close()
            raise FileTooLarge(name=name, limit_mb=limit_mb)
    if not copy.tell():
        copy.close()
        raise FileEmpty(name=name)
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a spooled file is a binary file in all but name


def read_file(uid: UUID) -> bytes:
    """Return the content of a stored file.

    Errors: FileUnknown, FileDamaged.
    """
    sha256 = StoredFile.objects.filter(uid=uid).values_list("sha256", flat=True).first()
    if sha256 is None:
        raise FileUnknown(uid=str(uid))
    return storage.take(sha256)


def stored_file(uid: UUID) -> StoredFile:
    """Return the row of a stored file.

    Errors: FileUnknown.
    """
    found = StoredFile.objects.filter(uid=uid).first()
    if found is None:
        raise FileUnknown(uid=str(uid))
    return found


def files_of(uids: Iterable[UUID]) -> dict[UUID | None, StoredFile]:
    """Return the rows of stored files by their ids, in one query; unknown ids are left out."""
    return {row.uid: row for row in StoredFile.objects.filter(uid__in=list(uids))}


def picture_size(uid: UUID) -> tuple[int, int] | None:
    """Return width and height in pixels; None for a file that is no picture.

    Errors: FileUnknown, FileDamaged.
    """
    media_type = stored_file(uid).media_type
    with io.BytesIO(read_file(uid)) as file:
        return measured(file, media_type=media_type)


def files_stored_by(label: str) -> set[UUID]:
    """Return the files that one hand stored."""
    return set(StoredFile.objects.filter(stored_by=label).values_list("uid", flat=True))


def forget_files(uids: Iterable[UUID]) -> int:
    """Forget files for good; return how many.

    The file of an issued paper stays. Contents go when the transaction has committed, unless
    another file is the same; a crash before that leaves them to the nightly clean-up.
    """
    rows = StoredFile.objects.filter(uid__in=list(uids))
    issued = OfficialDocument.objects.filter(Q(file=OuterRef("pk")) | Q(sealed_file=OuterRef("pk")))
    gone = list(rows.exclude(Exists(issued)).values_list("pk", "sha256"))
    StoredFile.objects.filter(pk__in=[key for key, _ in gone]).delete()
    transaction.on_commit(partial(_drop_contents, {sha256 for _, sha256 in gone}))
    return len(gone)


def _drop_contents(digests: Iterable[str]) -> None:
    for sha256 in sorted(digests):
        with transaction.atomic():
            storage.lock(sha256)
            if not StoredFile.objects.filter(sha256=sha256).exists():
                storage.write_away(sha256)
