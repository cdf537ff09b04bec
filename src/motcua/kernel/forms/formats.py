"""The formats that a form may ask for, and their names in both languages."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from motcua.kernel.codes import CitizenId, CitizenIdInvalid, TaxCode, TaxCodeInvalid

__all__ = ["CHECKS", "FORMATS"]

# Fixed and mobile numbers of the country, inland or international form, without separators.
_PHONE = re.compile(r"(?:0|\+84)[1-9][0-9]{8,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_citizen_id(text: str) -> bool:
    with suppress(CitizenIdInvalid):
        return bool(CitizenId(text).digits)
    return False


def _is_tax_code(text: str) -> bool:
    """Whether the text is a tax code as it is written in full: one code, one writing."""
    with suppress(TaxCodeInvalid):
        return str(TaxCode.parse(text)) == text
    return False


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    """Whether the text is a date of the calendar; the engine's own takes the year 0."""
    with suppress(ValueError):
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    return False


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "citizen-id": _is_citizen_id,
    "tax-code": _is_tax_code,
    "phone": _is_phone,
    "date": _is_date,
}
"""The formats that are checked here; the engine checks the others."""

FORMATS: Mapping[str, tuple[str, str]] = {
    "citizen-id": ("số định danh cá nhân hợp lệ (12 chữ số)", "a valid 12-digit personal number"),
    "tax-code": ("mã số thuế hợp lệ", "a valid tax code"),
    "phone": ("số điện thoại hợp lệ", "a valid phone number"),
    "email": ("địa chỉ thư điện tử hợp lệ", "a valid e-mail address"),
    "date": ("ngày hợp lệ", "a valid date"),
    "date-time": ("thời điểm hợp lệ", "a valid date and time"),
    "time": ("giờ hợp lệ", "a valid time"),
    "uri": ("địa chỉ trang web hợp lệ", "a valid web address"),
    "uuid": ("mã UUID hợp lệ", "a valid UUID"),
}
"""Every format, as it is named to people: Vietnamese, English."""
