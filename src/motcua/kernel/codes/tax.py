"""Tax codes of enterprises, which are their registration numbers too."""

import re
from dataclasses import dataclass

from motcua.kernel.errors import Invalid

__all__ = ["TaxCode", "TaxCodeInvalid"]

_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)

_SHAPE = {
    "vi": "phải gồm 10 chữ số, hoặc 13 chữ số dạng NNNNNNNNNN-NNN",
    "en": "it must have 10 digits, or 13 written NNNNNNNNNN-NNN",
}
_CHECK = {"vi": "sai số kiểm tra", "en": "the check digit is wrong"}
_BRANCH = {"vi": "số thứ tự đơn vị phải từ 001", "en": "branches are numbered from 001"}


class TaxCodeInvalid(Invalid):
    """A text is not the tax code of an enterprise."""

    code = "tax_code_invalid"
    vi = "Mã số thuế không hợp lệ: {why}."
    en = "The tax code is not valid: {why}."


def _check_digit(nine: str) -> int:
    """Return the tenth digit; 10 when no code may begin so."""
    return 10 - sum(w * int(d) for w, d in zip(_WEIGHTS, nine, strict=True)) % 11


@dataclass(frozen=True, slots=True, order=True)
class TaxCode:
    """Ten digits, the last of them a check digit, and the number of a dependent unit if any.

    Source: TT 86/2024/TT-BTC (structure). No act was found that prints the weights of the check
    digit; they are the customary ones, and real codes agree with them.
    """

    number: str
    branch: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.number + self.branch) or len(self.number) != 10:
            raise TaxCodeInvalid(why=_SHAPE)
        if int(self.number[9]) != _check_digit(self.number[:9]):
            raise TaxCodeInvalid(why=_CHECK)
        if self.branch == "000":
            raise TaxCodeInvalid(why=_BRANCH)

    @classmethod
    def parse(cls, text: str) -> "TaxCode":
        """Return the code that a text writes; spaces, and a missing hyphen, are forgiven.

        Errors: TaxCodeInvalid.
        """
        parts = _CODE.fullmatch("".join(text.split()))
        if not parts:
            raise TaxCodeInvalid(why=_SHAPE)
        return cls(parts[1], parts[2] or "")

    def __str__(self) -> str:
        return f"{self.number}-{self.branch}" if self.branch else self.number
