"""What a file really is, by its content; what may not come in, by what it could do.

A file is taken when it begins as one of the kinds below, its name says the same, and nothing in it
acts by itself (scripts, macros, launchers), hides another file, or unfolds into more than a reader
can hold.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from motcua.documents.errors import FileDangerous, FileTypeRefused, NameContradictsContent
from motcua.documents.pdf import danger_in_pdf

__all__ = ["ALLOWED", "inspect", "measured"]

LARGEST_PIXELS = 100_000_000
LARGEST_UNPACKED_BYTES = 256 * 1024 * 1024
LARGEST_RATIO = 200
MOST_ENTRIES = 5_000

Danger = tuple[str, str]
"""Why a file is refused, in Vietnamese and in English."""

HIDES = ("tệp chứa một tệp khác bên trong", "it hides another file")
BROKEN = ("tệp bị hỏng", "the file is damaged")
HUGE_IMAGE = ("ảnh quá lớn", "the image has too many pixels")
BOMB = ("tệp nén bung ra quá lớn", "it unpacks into too much")
MACRO = ("tệp chứa macro hoặc thành phần tự chạy", "it holds macros or active parts")
LOCKED = ("tệp đặt mật khẩu", "it is locked with a password")
REMOTE = ("tệp tải mẫu từ bên ngoài", "it loads a template from elsewhere")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken."""

    media_type: str
    extensions: tuple[str, ...]
    danger: Callable[[BinaryIO], Danger | None]


def inspect(file: BinaryIO, *, name: str) -> str:
    """Return the media type of ``file`` after all checks.

    Errors: FileTypeRefused, NameContradictsContent, FileDangerous.
    """
    kind = _kind(file)
    if kind is None:
        allowed = ", ".join(each.extensions[0] for each in ALLOWED)
        raise FileTypeRefused(name=name, allowed=allowed)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension and extension not in kind.extensions:
        raise NameContradictsContent(name=name, found=_spoken(file))
    file.seek(0)
    danger = kind.danger(file)
    if danger:
        vi, en = danger
        raise FileDangerous(name=name, why={"vi": vi, "en": en})
    return kind.media_type


def _spoken(file: BinaryIO) -> str:
    """Return what a reader of the message calls this content."""
    file.seek(0)
    try:
        return str(puremagic.from_string(file.read(8192))).lstrip(".") or "?"
    except (puremagic.PureError, ValueError):
        return "?"


def _kind(file: BinaryIO) -> Kind | None:
    file.seek(0)
    head = file.read(1024)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    return _office_kind(file) if head.startswith(b"PK\x03\x04") else None


def _office_kind(file: BinaryIO) -> Kind | None:
    """Return which office file a ZIP is; any other ZIP is none."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            stored = archive.read("mimetype")[:100].decode("ascii", "replace")
    except KeyError:
        stored = ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    if "[Content_Types].xml" in names:
        return DOCX if "word/document.xml" in names else _sheet(names)
    return next((kind for kind in (ODT, ODS) if kind.media_type == stored), None)


def _sheet(names: set[str]) -> Kind | None:
    return XLSX if "xl/workbook.xml" in names else None


# ---- dangers


def _in_pdf(file: BinaryIO) -> Danger | None:
    return HIDES if zipfile.is_zipfile(file) else danger_in_pdf(file)


def _in_image(
    file: BinaryIO, *, size: Callable[[BinaryIO], tuple[int, int] | None]
) -> Danger | None:
    if zipfile.is_zipfile(file):
        return HIDES
    file.seek(0)
    if b"%PDF-" in file.read(1024):
        return HIDES
    measured = size(file)
    if measured is None:
        return BROKEN
    width, height = measured
    return HUGE_IMAGE if width * height > LARGEST_PIXELS else None


def _png_size(file: BinaryIO) -> tuple[int, int] | None:
    file.seek(0)
    head = file.read(33)
    if len(head) < 33 or head[12:16] != b"IHDR":
        return None
    file.seek(-12, 2)
    if file.read(12)[4:8] != b"IEND":
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def measured(file: BinaryIO, *, media_type: str) -> tuple[int, int] | None:
    """Return width and height of a picture in pixels; None for what is no picture."""
    size = {"image/png": _png_size, "image/jpeg": _jpeg_size}.get(media_type)
    return size(file) if size else None


def _jpeg_size(file: BinaryIO) -> tuple[int, int] | None:
    """Return the size of a JPEG from its frame header; segment by segment, for they may be long."""
    file.seek(2)
    while (mark := file.read(4)) and len(mark) == 4 and mark[0] == 0xFF:
        length = int.from_bytes(mark[2:4])
        if 0xC0 <= mark[1] <= 0xCF and mark[1] not in {0xC4, 0xC8, 0xCC}:
            frame = file.read(5)
            return int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])
        if length < 2:
            return None
        file.seek(length - 2, 1)
    return None


def _in_png(file: BinaryIO) -> Danger | None:
    return _in_image(file, size=_png_size)


def _in_jpeg(file: BinaryIO) -> Danger | None:
    return _in_image(file, size=_jpeg_size)


def _in_office(file: BinaryIO) -> Danger | None:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 0x1 for entry in entries):
            return LOCKED
        packed = max(1, sum(entry.compress_size for entry in entries))
        unpacked = sum(entry.file_size for entry in entries)
        if (
            len(entries) > MOST_ENTRIES
            or unpacked > LARGEST_UNPACKED_BYTES
            or (unpacked > 1024 * 1024 and unpacked / packed > LARGEST_RATIO)
        ):
            return BOMB
        if any(_is_active(entry.filename.lower()) for entry in entries):
            return MACRO
        return REMOTE if any(map(_loads_template, _relations(archive, entries))) else None


def _is_active(name: str) -> bool:
    last = name.rpartition("/")[2]
    return (
        last in {"vbaproject.bin", "vbadata.xml"}
        or "/activex/" in f"/{name}"
        or name.startswith(("basic/", "scripts/"))
        or last.endswith((".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr"))
        or (last.startswith("oleobject") and last.endswith(".bin"))
    )


def _relations(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> list[bytes]:
    wanted = [e for e in entries if e.filename.lower().endswith("settings.xml.rels")]
    return [archive.read(entry)[:65536] for entry in wanted if entry.file_size < 65536]


def _loads_template(relations: bytes) -> bool:
    return b"attachedTemplate" in relations and b"External" in relations


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
PDF = Kind("application/pdf", ("pdf",), _in_pdf)
PNG = Kind("image/png", ("png",), _in_png)
JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), _in_jpeg)
DOCX = Kind(f"{_OFFICE}.wordprocessingml.document", ("docx",), _in_office)
XLSX = Kind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), _in_office)
ODT = Kind(f"{_OPEN}.text", ("odt",), _in_office)
ODS = Kind(f"{_OPEN}.spreadsheet", ("ods",), _in_office)
ALLOWED = (PDF, JPEG, PNG, DOCX, XLSX, ODT, ODS)
_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
