"""Synthetic applicants of the demonstration, with accounts."""

import uuid
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.authority.models import Account
from motcua.authority.services.people import register_person
from motcua.authority.types import SYSTEM, Actor, PersonKind

from .units import NAMESPACE

PEOPLE: Final = (
    # Username, kind, name, number, birth date. Numbers are sound and made up: six nines of no
    # register, and a tax code whose first digits no province gives.
    ("congdan1", PersonKind.CITIZEN, "Nguyễn Thị Mẫu", "031190999991", date(1990, 3, 8)),
    ("congdan2", PersonKind.CITIZEN, "Trần Văn Thử", "031085999992", date(1985, 9, 2)),
    ("congdan3", PersonKind.CITIZEN, "Lê Minh Giả Định", "031204999993", date(2004, 11, 24)),
    ("doanhnghiep1", PersonKind.ENTERPRISE, "Công ty TNHH Ví Dụ (dữ liệu mẫu)", "", None),
)


def applicant_usernames() -> tuple[str, ...]:
    """Return the accounts of the synthetic applicants."""
    return tuple(username for username, *_ in PEOPLE)


@transaction.atomic
def seed_people(*, at: datetime, password: str | None = None, by: Actor = SYSTEM) -> int:
    """Register the synthetic applicants, with accounts; return the number of new accounts.

    Safe to call twice. Without ``password`` nobody can sign in by password.
    """
    known = set(Account.objects.values_list("username", flat=True))
    fresh = [each for each in PEOPLE if each[0] not in known]
    opened = make_password(password)  # unusable without a password
    for username, kind, name, number, birth_on in fresh:
        person = register_person(
            kind=kind,
            name=name,
            number=number or sound_tax_code("999000001"),
            birth_on=birth_on,
            contact={"address": "Địa chỉ mẫu, Hải Phòng"},
            verified=True,
            by=by,
            at=at,
        )
        Account.objects.create(
            uid=uuid.uuid5(NAMESPACE, f"account:{username}"),
            username=username,
            name=name,
            person=person,
            password=opened,
            date_joined=at,
            synthetic=True,
        )
    return len(fresh)


def sound_tax_code(nine: str) -> str:
    """Return nine digits, or the next that may begin a code, with their check digit.

    Source: the weights of :mod:`motcua.kernel.codes.tax`.
    """
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    total = sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True))
    check = 10 - total % 11
    return f"{nine}{check}" if check < 10 else sound_tax_code(f"{int(nine) + 1:09}")
