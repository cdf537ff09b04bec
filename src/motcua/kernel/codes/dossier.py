"""Codes of dossiers: issued strictly, read leniently."""

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.codes.agency import AgencyCode, AgencyCodeInvalid
from motcua.kernel.errors import Invalid

__all__ = ["CounterInvalid", "DossierCode", "DossierCodeInvalid"]

_CODE = re.compile(r"([A-Z0-9.]{3,35})-([0-9]{6}|[0-9]{8})-([0-9]{1,12})")


class DossierCodeInvalid(Invalid):
    """A text is not the code of a dossier."""

    code = "dossier_code_invalid"
    vi = "“{text}” không phải là mã hồ sơ (ví dụ: H24.14-261123-0001)."
    en = "“{text}” is not the code of a dossier (such as H24.14-261123-0001)."


class CounterInvalid(Invalid):
    """A dossier cannot be numbered so."""

    code = "dossier_counter_invalid"
    vi = "Không cấp được mã hồ sơ số {counter} ngày {on}."
    en = "No dossier code can be issued for number {counter} on {on}."


@dataclass(frozen=True, slots=True)
class DossierCode:
    """The agency, the day of reception, the order number of that day; ``text`` as it was written.

    Two writings of one code are equal by ``agency``, ``on`` and ``counter``, not by ``text``.

    Source: NĐ 61/2018/NĐ-CP Đ26, TT 01/2018/TT-VPCP Đ19.
    """

    agency: AgencyCode
    on: date
    counter: int
    text: str

    @classmethod
    def parse(cls, text: str) -> "DossierCode":
        """Return the parts of a code of any system met in the field.

        Either form of agency id, dates of six or eight digits, counters of any length: real codes
        are ``000.17.22.H56-210531-0001``, ``H56.14-240823-0001``, ``G09.20-20260609-0092637``.

        Errors: DossierCodeInvalid.
        """
        code = text.strip().upper()
        parts = _CODE.fullmatch(code)
        if not parts:
            raise DossierCodeInvalid(text=code[:60])
        try:
            agency, on = AgencyCode.parse(parts[1]), _date(parts[2])
        except (AgencyCodeInvalid, ValueError) as error:
            raise DossierCodeInvalid(text=code[:60]) from error
        return cls(agency, on, int(parts[3]), code)

    @classmethod
    def format(cls, agency: AgencyCode | str, on: date, counter: int) -> str:
        """Return the code to issue: ``<agency>-YYMMDD-XXXX``.

        After the 9,999th dossier of the day the counter grows to five digits; it is never cut.

        Errors: AgencyCodeInvalid; CounterInvalid below 1 or outside the years 2000 to 2099.
        """
        if counter < 1:
            raise CounterInvalid(counter=counter, on=on.isoformat())
        return f"{cls.prefix(agency, on)}{counter:04d}"

    @staticmethod
    def prefix(agency: AgencyCode | str, on: date) -> str:
        """Return what the codes of an agency's day have in common: ``<agency>-YYMMDD-``.

        Errors: AgencyCodeInvalid; CounterInvalid outside the years 2000 to 2099.
        """
        code = agency if isinstance(agency, AgencyCode) else AgencyCode.parse(agency)
        if not 2000 <= on.year <= 2099:
            raise CounterInvalid(counter="-", on=on.isoformat())
        return f"{code}-{on:%y%m%d}-"

    @property
    def key(self) -> tuple[AgencyCode, date, int]:
        """Return what makes two writings the same dossier."""
        return (self.agency, self.on, self.counter)

    def __str__(self) -> str:
        return self.text


def _date(digits: str) -> date:
    year = int(digits[:-4]) + (2000 if len(digits) == 6 else 0)
    return date(year, int(digits[-4:-2]), int(digits[-2:]))
