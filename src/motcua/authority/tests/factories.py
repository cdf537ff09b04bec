"""Valid rows for tests; other rooms use them too."""

import itertools
import uuid
from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.memory import forget
from motcua.authority.models import Account, Person, Posting, Unit
from motcua.authority.services.people import register_person
from motcua.authority.types import SYSTEM, Level, PersonKind, Role

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 09:00 in the province."""

ON = date(2026, 11, 23)
ALWAYS = DateRange(date(2020, 1, 1), None)

_numbers = itertools.count(1)


def make_unit(*, parent: Unit | None = None, **facts) -> Unit:
    """Make a unit: a province without ``parent``, a commune under one."""
    number = next(_numbers)
    values = {
        "code": f"T00.{number}" if parent else f"T{number % 90 + 10}X{number}",
        "slug": f"unit-{number}",
        "name_vi": f"Đơn vị {number}",
        "name_en": f"Unit {number}",
        "level": Level.COMMUNE if parent else Level.PROVINCE,
        "parent": parent,
        "valid": ALWAYS,
        "source": "test",
        "synthetic": True,
    }
    unit = Unit.objects.create(**{**values, **facts})
    forget()
    return unit


def make_province() -> Unit:
    """Make a small province: a desk, a department with a division, a commune with its parts."""
    province = make_unit(slug="province")
    make_unit(parent=province, slug="one-stop", level=Level.ONE_STOP)
    justice = make_unit(parent=province, slug="justice", level=Level.DEPARTMENT)
    make_unit(parent=justice, slug="civil-status", level=Level.DIVISION)
    commune = make_unit(parent=province, slug="commune")
    make_unit(parent=commune, slug="one-stop", level=Level.ONE_STOP)
    for slug in ("office", "economy", "culture"):
        make_unit(parent=commune, slug=slug, level=Level.DIVISION)
    return province


def make_account(**facts) -> Account:
    """Make an account that may sign in by no password."""
    number = next(_numbers)
    values = {"username": f"account-{number}", "name": f"Nguyễn Văn {number}", "synthetic": True}
    account = Account(uid=uuid.uuid4(), **{**values, **facts})
    account.set_unusable_password()
    account.save()
    return account


def make_officer(unit: Unit, role: Role, **facts) -> Account:
    """Make an account posted at a unit."""
    account = make_account(**facts)
    Posting.objects.create(account=account, unit=unit, role=role, period=ALWAYS)
    return account


def citizen_number(number: int | None = None) -> str:
    """Return a sound, made-up number of a man born in 1990 in Hải Phòng."""
    return f"031090{next(_numbers) if number is None else number:06}"


def make_person(**facts) -> Person:
    """Register a citizen born in 1990."""
    values = {
        "kind": PersonKind.CITIZEN,
        "name": "Trần Thị Thử",
        "number": citizen_number(),
        "birth_on": date(1990, 5, 17),
        "by": SYSTEM,
        "at": AT,
    }
    return register_person(**{**values, **facts})
