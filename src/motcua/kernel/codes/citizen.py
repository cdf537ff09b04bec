"""Personal identification numbers: twelve digits that tell where, when and as whom one was born."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.codes.provinces import PROVINCES
from motcua.kernel.errors import Invalid

__all__ = ["CitizenId", "CitizenIdInvalid", "CitizenIdMismatch", "Sex"]

_DIGITS = re.compile(r"[0-9]{12}")
_SPACES = re.compile(r"[\s.\-]+")

_SHAPE = {"vi": "phải gồm đúng 12 chữ số", "en": "it must have exactly 12 digits"}
_PLACE = {"vi": "ba số đầu không phải mã tỉnh hoặc mã nước", "en": "no such place of birth"}


class Sex(StrEnum):
    """The sex that the number was given for."""

    MALE = "male"
    FEMALE = "female"


class CitizenIdInvalid(Invalid):
    """A text is not a personal identification number; the text itself is not repeated."""

    code = "citizen_id_invalid"
    vi = "Số định danh cá nhân không hợp lệ: {why}."
    en = "The personal identification number is not valid: {why}."


class CitizenIdMismatch(Invalid):
    """A number is sound but does not belong to a person with this birth or sex."""

    code = "citizen_id_mismatch"
    vi = "Số định danh cá nhân không khớp với {what}."
    en = "The personal identification number does not agree with the {what}."


@dataclass(frozen=True, slots=True, order=True)
class CitizenId:
    """A personal identification number, which is sound by itself.

    Three digits for the province (or, from 100 on, the country) of birth registration, one for
    century and sex (0 and 1 in the 20th century, 2 and 3 in the 21st, …), two for the year of
    birth, six at random. The countries are not listed here: any code from 100 to 399 is taken for
    one, so that nobody born abroad is turned away. ``repr`` hides all but the last three digits.

    Source: NĐ 137/2015/NĐ-CP Đ13; TT 07/2016/TT-BCA, appendices.
    """

    digits: str

    def __post_init__(self) -> None:
        if not _DIGITS.fullmatch(self.digits):
            raise CitizenIdInvalid(why=_SHAPE)
        if self.place not in PROVINCES and not 100 <= int(self.place) <= 399:
            raise CitizenIdInvalid(why=_PLACE)

    @classmethod
    def parse(cls, text: str) -> "CitizenId":
        """Return the number that a text writes; spaces, dots and hyphens are forgiven.

        Errors: CitizenIdInvalid.
        """
        return cls(_SPACES.sub("", text))

    @property
    def place(self) -> str:
        """Return the three digits of the province or country."""
        return self.digits[:3]

    @property
    def province(self) -> str | None:
        """Return the province of birth registration; none for a birth abroad."""
        return PROVINCES.get(self.place)

    @property
    def sex(self) -> Sex:
        """Return the sex: even digits are men's."""
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """Return the year of birth, from 1900 to 2399."""
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    def check(self, *, born_on: date | None = None, sex: Sex | None = None) -> None:
        """Refuse a number that does not belong to this birth date or sex.

        Errors: CitizenIdMismatch.
        """
        if born_on is not None and born_on.year != self.birth_year:
            raise CitizenIdMismatch(what={"vi": "năm sinh", "en": "year of birth"})
        if sex is not None and sex != self.sex:
            raise CitizenIdMismatch(what={"vi": "giới tính", "en": "sex"})

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"CitizenId(*********{self.digits[-3:]})"
