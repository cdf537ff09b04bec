"""Forms in JSON Schema 2020-12: one definition for the page, the API and the checks."""

from motcua.kernel.forms.bounds import pointer
from motcua.kernel.forms.errors import FormDataTooLarge, FormSchemaInvalid
from motcua.kernel.forms.fields import Field
from motcua.kernel.forms.form import FieldError, Form, compile_form

__all__ = [
    "Field",
    "FieldError",
    "Form",
    "FormDataTooLarge",
    "FormSchemaInvalid",
    "compile_form",
    "pointer",
]
