"""Limits: a number and the unit that says how it is counted."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from motcua.kernel.worktime.errors import LimitInvalid, LimitUnitUnknown

__all__ = ["Limit", "LimitUnit"]

LARGEST = 100_000
NOMINAL_DAY_SECONDS = 8 * 3600


class LimitUnit(StrEnum):
    """How a limit is counted. There is no bare "day" or "hour": sector law must say which.

    Source: the national catalogue leaves the unit out of 240 procedures of 1,601; none is guessed.
    """

    WORKING_MINUTE = "working minute"
    WORKING_HOUR = "working hour"
    WORKING_DAY = "working day"
    CALENDAR_DAY = "calendar day"
    MONTH = "month"
    SAME_DAY = "same day"


_SECONDS = {LimitUnit.WORKING_MINUTE: 60, LimitUnit.WORKING_HOUR: 3600}
_VIETNAMESE = {
    LimitUnit.WORKING_MINUTE: "phút làm việc",
    LimitUnit.WORKING_HOUR: "giờ làm việc",
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.CALENDAR_DAY: "ngày theo lịch",
    LimitUnit.MONTH: "tháng",
    LimitUnit.SAME_DAY: "trong ngày",
}
_WORDS = {
    **{str(unit): unit for unit in LimitUnit},
    **{f"{unit}s": unit for unit in LimitUnit if unit is not LimitUnit.SAME_DAY},
    **{word: unit for unit, word in _VIETNAMESE.items()},
    "ngày lịch": LimitUnit.CALENDAR_DAY,
}
_NUMBER = re.compile(r"(?P<number>\d+(?:[.,]\d{1,2})?)\s*(?P<word>[^\d.,].*|)")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take.

    Units: ``value`` in ``unit``; calendar days and months are whole, minutes and hours make whole
    seconds, a working day may be a fraction (0.5 is half of that day's working time). At most two
    decimals: "1.000" is one in English and a thousand in Vietnamese. ``same day`` has the value 1.
    Errors: LimitUnitUnknown, LimitInvalid.
    """

    value: Decimal
    unit: LimitUnit
    whole: int = field(init=False, repr=False, compare=False)
    """Seconds for minutes and hours; whole days or months for the others."""

    def __post_init__(self) -> None:
        if not isinstance(self.unit, LimitUnit):
            raise LimitUnitUnknown(text=f"{self.value} {self.unit or ''}".strip())
        text = f"{self.value} {self.unit}"
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise LimitInvalid(text=text)
        if not 0 < self.value <= LARGEST:
            raise LimitInvalid(text=text)
        if self.value != self.value.quantize(Decimal("0.01")):
            raise LimitInvalid(text=text)
        amount = self.value * _SECONDS.get(self.unit, 1)
        if amount != int(amount) and self.unit is not LimitUnit.WORKING_DAY:
            raise LimitInvalid(text=text)
        if self.unit is LimitUnit.SAME_DAY and self.value != 1:
            raise LimitInvalid(text=text)
        object.__setattr__(self, "whole", int(amount))

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Return the limit written as ``3 working days``, ``same day`` or ``0,5 ngày làm việc``.

        Errors: LimitUnitUnknown for a bare number, "3 days", "8 hours"; LimitInvalid.
        """
        plain = " ".join(text.split()).casefold()
        if _WORDS.get(plain) is LimitUnit.SAME_DAY:
            return cls(Decimal(1), LimitUnit.SAME_DAY)
        match = _NUMBER.fullmatch(plain)
        if match is None:
            raise LimitInvalid(text=text)
        unit = _WORDS.get(match["word"])
        if unit is None or unit is LimitUnit.SAME_DAY:
            raise LimitUnitUnknown(text=text)
        return cls(Decimal(match["number"].replace(",", ".")), unit)

    @property
    def fraction(self) -> Decimal:
        """The part of a day beyond the whole ones; zero for every unit but working days."""
        return self.value % 1 if self.unit is LimitUnit.WORKING_DAY else Decimal(0)

    @property
    def nominal_seconds(self) -> int | None:
        """Working seconds at eight hours a day, to compare and add limits before any date is known.

        None for calendar days and months: how much work they hold depends on where they fall.
        """
        if self.unit in _SECONDS:
            return self.whole
        if self.unit in {LimitUnit.WORKING_DAY, LimitUnit.SAME_DAY}:
            return int(self.value * NOMINAL_DAY_SECONDS)
        return None

    def label(self, language: str = "vi") -> str:
        """Return the limit in words, Vietnamese unless ``language`` is English."""
        if language.lower().startswith("en"):
            return str(self)
        word = _VIETNAMESE[self.unit]
        if self.unit is LimitUnit.SAME_DAY:
            return word
        return f"{format(self.value.normalize(), 'f').replace('.', ',')} {word}"

    def __str__(self) -> str:
        if self.unit is LimitUnit.SAME_DAY:
            return str(self.unit)
        plural = "" if self.value == 1 else "s"
        return f"{format(self.value.normalize(), 'f')} {self.unit}{plural}"
