"""How a table says what must hold of each of its rows: in SQL, as the database keeps it."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL


def says(condition: str) -> RawSQL:
    """Return a condition over a row's columns, for a check of the database."""
    return RawSQL(condition, (), output_field=BooleanField())  # noqa: S611 - written here
