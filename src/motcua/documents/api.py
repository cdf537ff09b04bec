"""The door of the documents room: the only module that other rooms import."""

from motcua.documents.rules import amount_in_words, shown_code
from motcua.documents.typesetting import FORMS, form_source, qr_svg, typeset, typeset_source

__all__ = [
    "FORMS",
    "amount_in_words",
    "form_source",
    "qr_svg",
    "shown_code",
    "typeset",
    "typeset_source",
]
