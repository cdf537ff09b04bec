"""How an EXCLUDE constraint says "the same" without ``btree_gist``.

A plain ``gist`` index knows ranges but not ``=`` on numbers and texts. A range of one point
overlaps another exactly when the points are equal: ``int8range(id, id, '[]') WITH &&`` says "the
same id". A text goes through its 64-bit hash first (two texts that collide would be refused
wrongly: one chance in 2^64).
"""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db.models import BigIntegerField, Expression, F, Func, Value
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractMinute


def same_number(field: str) -> Func:
    """Return the one-point range of a number; a null counts as nought, so nulls are the same."""
    return _point(Coalesce(F(field), Value(0), output_field=BigIntegerField()))


def same_text(field: str) -> Func:
    """Return the one-point range of a text's hash."""
    return _point(
        Func(F(field), Value(0), function="hashtextextended", output_field=BigIntegerField())
    )


def minutes_between(starts: str, ends: str) -> Func:
    """Return the minutes of the day between two times, the last one excluded."""
    return _range(_minute(starts), _minute(ends), Value("[)"))


def _minute(field: str) -> Expression:
    minute = ExtractHour(F(field)) * Value(60) + ExtractMinute(F(field))
    return Cast(minute, BigIntegerField())


def _point(number: Expression) -> Func:
    return _range(number, number, Value("[]"))


def _range(*parts: Expression) -> Func:
    return Func(*parts, function="int8range", output_field=BigIntegerRangeField())
