"""Pure rules of official papers: what a template gets, codes, numbers, names, amounts in words."""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

__all__ = [
    "CODE_LETTERS",
    "amount_in_words",
    "code_of",
    "printable",
    "safe_name",
    "shown_code",
    "symbol_of",
    "template_json",
    "template_value",
]

PROVINCE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

# The code points that the built-in fonts can draw, as ranges; found by typesetting each of them.
# Outside of them PDF/A refuses the whole paper (and some control characters stop the typesetter).
_DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C),
    (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x1E00, 0x1F15), (0x2010, 0x2027), (0x2030, 0x2040),
    (0x2044, 0x2052), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20C0), (0x2100, 0x211E),
    (0x2120, 0x2120), (0x2122, 0x2122), (0x2126, 0x2126), (0x2190, 0x23FF), (0x2500, 0x25FF),
    (0x2600, 0x2606), (0x2610, 0x2613), (0x2713, 0x2714), (0x2717, 0x2718), (0xFFFD, 0xFFFD),
)  # fmt: skip
_STARTS = [first for first, _ in _DRAWN]
_NOT_DRAWN = "□"


def _is_drawn(letter: str) -> bool:
    place = bisect_right(_STARTS, ord(letter)) - 1
    return place >= 0 and ord(letter) <= _DRAWN[place][1]


def printable(text: str) -> str:
    """Return ``text`` as it can be printed: composed, without controls, unknown letters as a box.

    Marks that turn the direction of reading are dropped: they make one name look like another.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in "\n\t":
            kept.append(" " if letter == "\t" else letter)
        elif unicodedata.category(letter) not in {"Cc", "Cf"}:
            kept.append(letter if _is_drawn(letter) else _NOT_DRAWN)
    return "".join(kept)


def template_value(value: object) -> object:  # noqa: C901, PLR0911 - one case a type
    """Return ``value`` as a template sees it: instants local, money whole, text printable.

    Errors: TypeError for a type that has no form on paper.
    """
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return template_value(value.value)
        case str():
            return printable(value)
        case datetime():
            return value.astimezone(PROVINCE_ZONE).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else str(value)
        case float():
            return int(value) if value.is_integer() else str(value)
        case UUID():
            return str(value)
        case Mapping():
            return {printable(str(key)): template_value(held) for key, held in value.items()}
        case Sequence() | set() | frozenset():
            return [template_value(held) for held in value]
    if is_dataclass(value) and not isinstance(value, type):
        return template_value(asdict(value))
    raise TypeError(f"a template cannot show {type(value).__name__}")


def template_json(data: Mapping[str, object]) -> str:
    """Return the JSON text that a template reads as ``data``."""
    return json.dumps(template_value(data), ensure_ascii=False, separators=(",", ":"))


# ---- the code of a document: what is typed when no camera is at hand

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no I, L, O, U, so that a code read from paper is read right."""

_MISREAD = str.maketrans("ILO", "110")


def code_of(typed: str) -> str | None:
    """Return the document code in ``typed`` in its one form, or None when there is none."""
    plain = re.sub(r"[\s\-]", "", typed).upper().translate(_MISREAD)
    return plain if len(plain) == 12 and set(plain) <= set(CODE_LETTERS) else None


def shown_code(code: str) -> str:
    """Return ``code`` in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def symbol_of(number: int, *, kind_symbol: str, unit_symbol: str) -> str:
    """Return number and symbol of a paper, e.g. ``05/TB-UBND``.

    Source: Decree 30/2020/NĐ-CP, Appendix I, part II, item 3: below 10 a zero stands before.
    """
    parts = "-".join(part for part in (kind_symbol, unit_symbol) if part)
    return f"{number:02d}/{parts}" if parts else f"{number:02d}"


# ---- names of uploaded files

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_name(name: str, *, limit: int = 120) -> str:
    """Return the last part of ``name``, harmless on every system; never empty.

    Units: ``limit`` in characters, the extension kept.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})
    kept = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", kept)).strip(" .")
    if not kept or _DEVICE.match(kept):
        kept = f"file_{kept}" if kept else "file"
    stem, dot, extension = kept.rpartition(".")
    if not dot or len(extension) > 10:
        return kept[:limit]
    return f"{stem[: limit - len(extension) - 1]}.{extension}"


# ---- amounts in words

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")


def _ones(digit: int, tens: int) -> str:
    if digit == 1 and tens > 1:
        return "mốt"
    if digit == 4 and tens > 1:
        return "tư"
    if digit == 5 and tens > 0:
        return "lăm"
    return _DIGITS[digit]


def _group(number: int, *, whole: bool) -> list[str]:
    """Return the words of 0..999; ``whole`` says that higher groups stand before it."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    return words + ([_ones(ones, tens)] if ones else [])


def amount_in_words(amount: int) -> str:
    """Return a sum of money in Vietnamese words, as a receipt writes it.

    Units: ``amount`` in whole VND, 0 to 999,999,999,999.
    """
    if not 0 <= amount < 10**12:
        raise ValueError("an amount in words is between 0 and 999,999,999,999 VND")
    groups = [amount // 1000**power % 1000 for power in range(4)]
    words: list[str] = []
    for power in range(3, -1, -1):
        if groups[power]:
            words += _group(groups[power], whole=bool(words))
            words += [_SCALES[power]] if power else []
    spoken = " ".join(words or ["không"])
    return f"{spoken[0].upper()}{spoken[1:]} đồng"
