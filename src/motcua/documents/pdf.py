"""What a PDF could do to its reader, found by walking every object that can be reached."""

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

__all__ = ["UNREADABLE_ERRORS", "danger_in_pdf"]

UNREADABLE_ERRORS = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    zlib.error,
)
"""The ways in which a hostile or broken PDF fails in its reader."""

MOST_OBJECTS = 500_000
TAIL_BYTES = 4096

ENCRYPTED = ("tệp PDF đặt mật khẩu hoặc mã hóa", "the PDF is encrypted")
UNREADABLE = ("tệp PDF bị hỏng, không đọc được", "the PDF is damaged and cannot be read")
APPENDED = ("có dữ liệu lạ sau phần kết của tệp PDF", "something follows the end of the PDF")
SCRIPT = ("tệp PDF chứa mã kịch bản (JavaScript)", "the PDF holds JavaScript")
LAUNCHER = ("tệp PDF có lệnh mở chương trình khác", "the PDF launches other programs")
RICH = ("tệp PDF chứa biểu mẫu động hoặc đa phương tiện", "the PDF holds dynamic forms or media")
PROGRAM = ("tệp PDF đính kèm tệp chạy được", "the PDF carries a program as attachment")
TANGLED = ("tệp PDF có quá nhiều đối tượng", "the PDF has too many objects")

_BY_KEY = {"/JS": SCRIPT, "/JavaScript": SCRIPT, "/XFA": RICH, "/RichMediaContent": RICH}
_BY_ACTION = {
    "/JavaScript": SCRIPT,
    "/Launch": LAUNCHER,
    "/ImportData": LAUNCHER,
    "/RichMediaExecute": RICH,
    "/Rendition": RICH,
}
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"PK\x03\x04",
)
_PROGRAM_NAMES = (
    ".exe", ".dll", ".js", ".jse", ".vbs", ".vbe", ".bat", ".cmd", ".ps1", ".scr", ".com", ".msi",
    ".jar", ".hta", ".lnk", ".sh", ".py", ".apk", ".docm", ".xlsm", ".iso", ".zip",
)  # fmt: skip


def danger_in_pdf(file: BinaryIO) -> tuple[str, str] | None:
    """Return why a PDF is refused, in both languages, or None when nothing speaks against it."""
    if _is_followed(file):
        return APPENDED
    file.seek(0)
    try:
        reader = PdfFileReader(file, strict=False)
        if reader.encrypted:
            return ENCRYPTED
        return _first_danger(reader)
    except UNREADABLE_ERRORS:
        # A broken PDF fails in many ways; whichever it is, it cannot be read and is not taken.
        return UNREADABLE


def _is_followed(file: BinaryIO) -> bool:
    """Say whether anything but blanks stands behind the last end mark."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - TAIL_BYTES))
    _, mark, rest = file.read().rpartition(b"%%EOF")
    return not mark or bool(rest.strip(b"\r\n\t \x00"))


def _first_danger(reader: PdfFileReader) -> tuple[str, str] | None:
    for seen, held in enumerate(_dictionaries(reader)):
        if seen > MOST_OBJECTS:
            return TANGLED
        danger = _danger_in(held)
        if danger:
            return danger
    return None


def _dictionaries(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    """Yield every dictionary and stream that can be reached from the trailer, each once."""
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[generic.Reference] = set()
    while waiting:
        held = waiting.pop()
        if isinstance(held, generic.IndirectObject):
            if held.reference in seen:
                continue
            seen.add(held.reference)
            held = held.get_object()  # type: ignore[no-untyped-call]  # pyHanko leaves it open
        if isinstance(held, generic.DictionaryObject):
            yield held
            waiting += [held.raw_get(key) for key in held]
        elif isinstance(held, generic.ArrayObject):
            waiting += [held.raw_get(index) for index in range(len(held))]


def _danger_in(held: generic.DictionaryObject) -> tuple[str, str] | None:
    for key, danger in _BY_KEY.items():
        if key in held:
            return danger
    action = held.get("/S")
    if isinstance(action, generic.NameObject) and action in _BY_ACTION:
        return _BY_ACTION[action]
    return PROGRAM if "/EF" in held and _carries_program(held) else None


def _carries_program(specification: generic.DictionaryObject) -> bool:
    """Say whether an attachment is a program, by its name or by how its content begins."""
    names = [str(specification.get(key, "")).lower() for key in ("/F", "/UF")]
    if any(name.endswith(_PROGRAM_NAMES) for name in names):
        return True
    attached = specification["/EF"]
    return any(_begins(attached[key]).startswith(_PROGRAM_STARTS) for key in attached)


def _begins(stream: generic.StreamObject) -> bytes:
    """Return the first bytes of a stream without unfolding all of it."""
    raw: bytes = stream.encoded_data
    if str(stream.get("/Filter", "")) in {"/FlateDecode", "['/FlateDecode']"}:
        try:
            return zlib.decompressobj().decompress(raw, 64)
        except zlib.error:
            return b""
    return raw[:64]
