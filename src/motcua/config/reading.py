"""Reading what comes in over HTTP: JSON within bounds, and its mistakes told in Vietnamese."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from motcua.config.errors import ContentTypeRefused, JsonUnreadable, Misshapen
from motcua.kernel.forms import pointer

JSON, MULTIPART = "application/json", "multipart/form-data"
DEEPEST = 32
LARGEST_NUMBER = 2**53 - 1
"""Whole numbers beyond this are not the same in every JSON reader (RFC 8259, RFC 8785)."""

DEPTH = {"vi": f"lồng quá {DEEPEST} tầng", "en": f"nested deeper than {DEEPEST}"}
SYNTAX = {"vi": "sai cú pháp", "en": "wrong syntax"}
NUMBER = {"vi": "có số quá lớn", "en": "a number is too large"}
CHARACTERS = {"vi": "có ký tự không được chấp nhận", "en": "holds characters that are not taken"}


class Careful(Parser):
    """Refuses what a database, a signature or another reader would stumble over."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON of a request. Errors: ContentTypeRefused, JsonUnreadable."""
        if request.content_type != JSON:
            raise ContentTypeRefused(taken=JSON)
        return careful_json(request.body)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return the values of a query or of uploads. Errors: ContentTypeRefused."""
        if data is not request.GET and request.content_type != MULTIPART:
            raise ContentTypeRefused(taken=MULTIPART)
        return super().parse_querydict(data, list_fields, request)


def misshapen(mistakes: Iterable[Mapping[str, Any]]) -> Misshapen:
    """Return the error that tells mistakes of shape by the names that the caller used."""
    return Misshapen(errors=[_mistake(each) for each in mistakes])


def _mistake(item: Mapping[str, Any]) -> dict[str, Any]:
    source, *rest = item.get("loc", ()) or ("body",)
    where = "body" if source in {"body", "form", "file"} else source
    # The name of our function's parameter stands between the body and what the caller wrote.
    path = [part for part in rest[source == "body" :] if part != "[key]"]
    return {
        "field": ".".join(map(str, path)),
        "in": where,
        "pointer": pointer(tuple(path)) if where == "body" else None,
        "code": item.get("type", "invalid"),
        "vi": in_vietnamese(item),
        "en": f"{item.get('msg', '')}",
    }


def careful_json(body: bytes) -> Any:
    """Return the value of a JSON text.

    Errors: JsonUnreadable for what is no JSON, nested deeper than 32, or holds NUL, half a
    character, or a number that is not the same in every reader.
    """
    try:
        value = json.loads(body, parse_constant=_no_number)
    except RecursionError as error:
        raise JsonUnreadable(reason=DEPTH) from error
    except (ValueError, UnicodeDecodeError) as error:
        raise JsonUnreadable(reason=SYNTAX) from error
    _check(value, depth=0)
    return value


def _no_number(_: str) -> NoReturn:
    raise JsonUnreadable(reason=NUMBER)


def _check(value: Any, *, depth: int) -> None:
    if depth > DEEPEST:
        raise JsonUnreadable(reason=DEPTH)
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float):
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise JsonUnreadable(reason=NUMBER)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key)
            _check(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth=depth + 1)


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise JsonUnreadable(reason=CHARACTERS)


WORDS = {
    "unknown_parameter": "Không có tham số này.",
    "string_pattern_mismatch": "Có ký tự không được chấp nhận.",
    "missing": "Thiếu trường bắt buộc.",
    "extra_forbidden": "Trường này không được chấp nhận.",
    "string_type": "Phải là chuỗi ký tự.",
    "string_too_short": "Quá ngắn: cần ít nhất {min_length} ký tự.",
    "string_too_long": "Quá dài: tối đa {max_length} ký tự.",
    "too_short": "Quá ít: cần ít nhất {min_length} mục.",
    "too_long": "Quá nhiều: tối đa {max_length} mục.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_from_float": "Phải là số nguyên.",
    "bool_type": "Phải là đúng hoặc sai.",
    "bool_parsing": "Phải là đúng hoặc sai.",
    "greater_than": "Phải lớn hơn {gt}.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than": "Phải nhỏ hơn {lt}.",
    "less_than_equal": "Không được quá {le}.",
    "uuid_type": "Phải là một mã UUID.",
    "uuid_parsing": "Phải là một mã UUID.",
    "enum": "Phải là một trong: {expected}.",
    "literal_error": "Phải là một trong: {expected}.",
    "timezone_aware": "Thời điểm phải có múi giờ.",
    "datetime_type": "Phải là một thời điểm.",
    "datetime_parsing": "Phải là một thời điểm.",
    "datetime_from_date_parsing": "Phải là một thời điểm.",
    "date_type": "Phải là một ngày.",
    "date_parsing": "Phải là một ngày.",
    "date_from_datetime_parsing": "Phải là một ngày.",
    "dict_type": "Phải là một đối tượng JSON.",
    "model_attributes_type": "Phải là một đối tượng JSON.",
    "list_type": "Phải là một danh sách.",
}


def in_vietnamese(mistake: Mapping[str, Any]) -> str:
    """Return what is wrong with one field, in Vietnamese."""
    text = WORDS.get(str(mistake.get("type")), "Giá trị không hợp lệ.")
    return text.format_map(_Blank(mistake.get("ctx", {})))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
