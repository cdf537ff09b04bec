"""What is wrong with an answer, in both languages."""

from collections.abc import Mapping
from typing import Any

from motcua.kernel.forms.formats import FORMATS

__all__ = ["said"]

_TYPES = {
    "string": ("chữ", "text"),
    "integer": ("số nguyên", "a whole number"),
    "number": ("số", "a number"),
    "boolean": ("đúng hoặc sai", "true or false"),
    "array": ("danh sách", "a list"),
    "object": ("nhóm thông tin", "a group of fields"),
    "null": ("để trống", "empty"),
}
_SAID = {
    "required": ("là thông tin bắt buộc", "is required"),
    "type": ("phải là {types_vi}", "must be {types_en}"),
    "format": ("phải là {format_vi}", "must be {format_en}"),
    "pattern": ("không đúng mẫu quy định", "is not written as it must be"),
    "enum": ("phải là một trong: {options}", "must be one of: {options}"),
    "const": ("phải là {expected_value}", "must be {expected_value}"),
    "minLength": ("phải có ít nhất {limit} ký tự", "must have at least {limit} characters"),
    "maxLength": ("có nhiều nhất {limit} ký tự", "must have at most {limit} characters"),
    "minimum": ("phải từ {limit} trở lên", "must be {limit} or more"),
    "maximum": ("không được quá {limit}", "must be {limit} or less"),
    "exclusiveMinimum": ("phải lớn hơn {limit}", "must be more than {limit}"),
    "exclusiveMaximum": ("phải nhỏ hơn {limit}", "must be less than {limit}"),
    "multipleOf": ("phải là bội số của {multiple_of}", "must be a multiple of {multiple_of}"),
    "minItems": ("phải có ít nhất {limit} mục", "must have at least {limit} items"),
    "maxItems": ("có nhiều nhất {limit} mục", "must have at most {limit} items"),
    "uniqueItems": ("có mục bị trùng", "has the same item twice"),
    "contains": ("thiếu mục bắt buộc", "lacks an item that it must have"),
    "minProperties": ("phải có ít nhất {limit} thông tin", "must have at least {limit} fields"),
    "maxProperties": ("có nhiều nhất {limit} thông tin", "must have at most {limit} fields"),
    "additionalProperties": ("không có trong biểu mẫu", "is not a field of the form"),
    "propertyNames": ("có tên trường không hợp lệ", "has a field with a wrong name"),
    "falseSchema": ("không được khai", "must not be given"),
    "not_asked": ("không được hỏi trong trường hợp này", "is not asked for in this case"),
}
_OTHERWISE = ("không hợp lệ", "is not valid")


def said(kind: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong in Vietnamese and English, for a keyword and the engine's facts."""
    vi, en = _SAID.get(kind, _OTHERWISE)
    words = _words(facts)
    try:
        return vi.format_map(words), en.format_map(words)
    except KeyError:
        return _OTHERWISE


def _words(facts: Mapping[str, Any]) -> dict[str, str]:
    words = {
        name: str(value) for name, value in facts.items() if isinstance(value, str | int | float)
    }
    types = [_TYPES[kind] for kind in facts.get("types", ()) if kind in _TYPES]
    words["types_vi"] = " hoặc ".join(sorted(vi for vi, _ in types))
    words["types_en"] = " or ".join(sorted(en for _, en in types))
    words["format_vi"], words["format_en"] = FORMATS.get(str(facts.get("format")), _OTHERWISE)
    options = [str(option) for option in facts.get("options", ())]
    words["options"] = ", ".join(options[:8]) + (", …" if len(options) > 8 else "")
    return words
