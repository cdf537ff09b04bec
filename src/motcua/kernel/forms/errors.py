"""What can be wrong with a form as such; wrong answers are :class:`FieldError` values."""

from motcua.kernel.errors import Invalid, TooLarge

__all__ = ["FormDataTooLarge", "FormSchemaInvalid"]


class FormSchemaInvalid(Invalid):
    """A schema is not one that a form may have."""

    code = "form_schema_invalid"
    vi = "Biểu mẫu sai ở “{where}”: {why}."
    en = "The form is wrong at “{where}”: {why}."


class FormDataTooLarge(TooLarge):
    """Answers are larger or deeper than any form asks for."""

    code = "form_data_too_large"
    vi = "Dữ liệu biểu mẫu quá lớn: {why}."
    en = "The answers are too large: {why}."
