"""Vietnamese text: search keys, the order of names, amounts in words, dates in full.

Python's and PostgreSQL's own collations are not used: the embedded server has no Vietnamese one,
and a key that is computed here sorts the same on every machine.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from motcua.kernel.errors import Invalid

__all__ = [
    "AmountNotWritable",
    "PersonName",
    "full_date",
    "given_name_first",
    "money_in_words",
    "number_in_words",
    "search_key",
    "sort_key",
    "split_name",
    "tidy",
]

# đ has no Unicode decomposition, so it is folded by hand.
_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_WORD = re.compile(r"[^\W_]+")

# The alphabet of the language, with the four foreign letters at their Latin places. Each letter is
# sorted as one ASCII character, from "A" on.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}
# Level, huyền, hỏi, ngã, sắc, nặng: the order of the dictionaries.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make other letters

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LARGEST = 10**18 - 1


class AmountNotWritable(Invalid):
    """An amount is not a whole number that can be written in words."""

    code = "amount_not_writable"
    vi = "Không đọc được số {amount} thành chữ: phải là số nguyên từ 0 đến 999.999.999.999.999.999."
    en = "{amount} cannot be put in words: a whole number from 0 to 10^18 - 1 is needed."


def tidy(text: str) -> str:
    """Return the text in NFC, each run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def search_key(text: str) -> str:
    """Return the text without accents, case and punctuation: words joined by one space.

    Composed and decomposed input give the same key; a key is its own key.
    """
    bare = unicodedata.normalize("NFKD", text.translate(_D).casefold())
    # Case folding can make new marks, and NFKD new capitals: fold and strip until nothing is left.
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    key = " ".join(_WORD.findall(kept))
    return key if key == text else search_key(key)


def sort_key(text: str) -> str:
    """Return a key whose plain (C) order is the order of the Vietnamese dictionary.

    Syllable by syllable, letters first (a ă â b c d đ e ê …), then the tone (level, huyền, hỏi,
    ngã, sắc, nặng). Fit for a column with ``COLLATE "C"``.
    """
    return " ".join(_syllable_key(word) for word in _WORD.findall(_composed_letters(text)))


def _composed_letters(text: str) -> str:
    """Return lower-case text whose tones are loose and whose letters are whole (ă, â, ơ …)."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in _SHAPES and letters:
            # The shape belongs to the last letter even when a tone stands between them (ặ).
            place = next((i for i in range(len(letters) - 1, -1, -1) if letters[i].isalpha()), None)
            if place is not None:
                letters[place] = unicodedata.normalize("NFC", letters[place] + char)
        elif char in _TONES or not unicodedata.combining(char):
            letters.append(_TONE_MARKS.get(char, char))
    return "".join(letters)


# Tones travel through the word pattern as private digits' look-alikes: superscripts are word
# characters to Python and no letter of the language.
_TONE_MARKS = dict(zip(_TONES, "²³⁴⁵⁶", strict=True))
_TONE_RANK = dict(zip("²³⁴⁵⁶", "23456", strict=True))


def _syllable_key(word: str) -> str:
    tone = next((_TONE_RANK[char] for char in word if char in _TONE_RANK), "1")
    letters = "".join(_RANK.get(char, char) for char in word if char not in _TONE_RANK)
    return f"{letters}!{tone}"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its three parts; ``family`` and ``middle`` are empty for a single word."""

    family: str
    middle: str
    given: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def split_name(name: str) -> PersonName:
    """Return family, middle and given name: the first word, those between, the last."""
    words = tidy(name).split(" ")
    if len(words) == 1:
        return PersonName("", "", words[0])
    return PersonName(words[0], " ".join(words[1:-1]), words[-1])


def given_name_first(name: str) -> str:
    """Return the key that sorts people as lists of officers do: given, family, middle name."""
    parts = split_name(name)
    return "\t".join(sort_key(part) for part in (parts.given, parts.family, parts.middle))


def number_in_words(number: int) -> str:
    """Return a whole number in words, such as ``hai mươi mốt``.

    Errors: AmountNotWritable outside 0 … 10^18 - 1.
    """
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= _LARGEST:
        raise AmountNotWritable(amount=str(number)[:40])
    return " ".join(_words(number, full=False)) if number else _DIGITS[0]


def money_in_words(amount: int) -> str:
    """Return an amount in words, such as ``Một triệu hai trăm năm mươi nghìn đồng``.

    Units: ``amount`` in whole VND.
    """
    words = number_in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def _words(number: int, *, full: bool) -> list[str]:
    """Return the words of a number > 0; ``full`` says that a higher group was spoken before."""
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= size:
            head = _words(number // size, full=full)
            return head + [name] + (_words(number % size, full=True) if number % size else [])
    return _hundreds(number, full=full)


def _hundreds(number: int, *, full: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if not rest:
        return words
    return words + (_tens(rest) if rest >= 10 else ["linh"] * bool(words) + [_DIGITS[rest]])


def _tens(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 0:
        return words
    if ones == 5:
        return [*words, "lăm"]
    if tens > 1 and ones in (1, 4):
        return [*words, "mốt" if ones == 1 else "tư"]
    return [*words, _DIGITS[ones]]


def full_date(on: date) -> str:
    """Return a date as official documents write it: ``ngày 05 tháng 01 năm 2026``.

    Days below 10 and the months 1 and 2 take a leading zero.

    Source: NĐ 30/2020/NĐ-CP, appendix I, part II, point 4b.
    """
    month = f"{on.month:02d}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"
