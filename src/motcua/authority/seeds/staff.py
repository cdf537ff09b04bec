"""Synthetic officers: every unit in force gets one for each role that its work needs."""

import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.authority.models import Account, Posting
from motcua.authority.selectors.actors import day_of
from motcua.authority.selectors.units import unit_tree
from motcua.authority.types import SYSTEM, Actor, Level, Role, UnitView
from motcua.ledger import api as ledger

from .units import NAMESPACE

# fmt: off
FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh",
)
MIDDLES = (
    "Văn", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Thu", "Quang", "Hữu", "Xuân", "Hồng", "Gia",
    "Kim", "Bảo",
)
GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương",
    "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Phúc", "Quân", "Sơn", "Tâm", "Thảo",
    "Trang", "Tuấn", "Vân", "Việt", "Yến", "Đạt",
)
# fmt: on

WORDS = {
    Role.RECEIVER: "nhan",
    Role.OFFICER: "xuly",
    Role.UNIT_HEAD: "lanhdao",
    Role.CLERK: "vanthu",
    Role.SUPERVISOR: "giamsat",
    Role.REFORM_OFFICE: "caicach",
    Role.DATA_STEWARD: "dulieu",
    Role.AUDITOR: "kiemtoan",
    Role.OPERATOR: "vanhanh",
}
"""What a username begins with; a division's head begins with ``truongphong``."""

PROVINCE_ROLES = (
    Role.UNIT_HEAD,
    Role.CLERK,
    Role.SUPERVISOR,
    Role.REFORM_OFFICE,
    Role.DATA_STEWARD,
    Role.AUDITOR,
    Role.OPERATOR,
)
BEGINNING = date(2025, 7, 1)
"""From when the officers of units without a known beginning are posted."""

DEMO_COMMUNE = "an-bien"
DEMO_DEPARTMENT = "justice"


@dataclass(frozen=True, slots=True)
class Seat:
    """One synthetic officer to be: a username and the roles that he holds."""

    username: str
    posts: tuple[tuple[int, Role], ...]


@transaction.atomic
def seed_staff(
    *,
    at: datetime,
    seed: int = 24,
    password: str | None = None,
    everyone: bool = False,
    by: Actor = SYSTEM,
) -> int:
    """Give every unit in force its synthetic officers; return the number of new accounts.

    Usernames are ``<word>.<unit>``: ``nhan.an-bien``, ``xuly.an-bien.economy``,
    ``truongphong.an-bien.economy``, ``lanhdao.an-bien``, ``vanthu.an-bien``, ``lanhdao.justice``;
    the province's are ``nhan.hai-phong``, ``vanhanh.hai-phong`` and so on. ``password`` opens the
    demo accounts (see :func:`demo_usernames`), or with ``everyone`` all of them; without it nobody
    can sign in by password. They are posted since their unit began, so that work of the past has
    its officers too. Safe to call twice: the accounts that exist are left alone.
    """
    on = day_of(at)
    known = set(Account.objects.values_list("username", flat=True))
    fresh = [seat for seat in seats(on) if seat.username not in known]
    accounts = _accounts(fresh, seed=seed, at=at, password=password, everyone=everyone)
    Account.objects.bulk_create(accounts, batch_size=1000)
    tree = unit_tree()
    Posting.objects.bulk_create(
        (
            Posting(
                account=account,
                unit_id=unit_id,
                role=role,
                period=DateRange(tree.one(unit_id).valid_from or BEGINNING, None),
            )
            for account, seat in zip(accounts, fresh, strict=True)
            for unit_id, role in seat.posts
        ),
        batch_size=2000,
    )
    if accounts:
        body = {"accounts": len(accounts), "seed": seed}
        ledger.record("reference:accounts", kind="staff.seeded", by=by.label, at=at, body=body)
    return len(accounts)


def demo_usernames(on: date) -> tuple[str, ...]:
    """Return whom the demo's password opens: one commune, one department, the centre."""
    known = {DEMO_COMMUNE, DEMO_DEPARTMENT, "hai-phong"}
    return tuple(seat.username for seat in seats(on) if seat.username.split(".")[1] in known)


def seats(on: date) -> list[Seat]:
    """Return the officers that the units in force on a day need, in the order of the codes."""
    tree = unit_tree()
    alive = sorted((u for u in tree.by_id.values() if u.in_force(on)), key=lambda u: u.code)
    parts: dict[int, list[UnitView]] = {}
    for unit in alive:
        if unit.parent_id is not None:
            parts.setdefault(unit.parent_id, []).append(unit)
    return [seat for unit in alive for seat in _seats_of(unit, parts.get(unit.id, ()))]


def _seats_of(unit: UnitView, parts: Sequence[UnitView]) -> Iterator[Seat]:
    if unit.level not in {Level.PROVINCE, Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE}:
        return
    roles = PROVINCE_ROLES if unit.level is Level.PROVINCE else (Role.UNIT_HEAD, Role.CLERK)
    for role in roles:
        yield Seat(f"{WORDS[role]}.{unit.slug}", ((unit.id, role),))
    for part in parts:
        if part.level is Level.ONE_STOP:
            yield Seat(f"{WORDS[Role.RECEIVER]}.{unit.slug}", ((part.id, Role.RECEIVER),))
        elif part.level is Level.DIVISION:
            yield from _division_seats(unit, part)


def _division_seats(unit: UnitView, part: UnitView) -> Iterator[Seat]:
    """Yield a division's officer and head; those of the office serve the whole unit as well."""
    whole = ((unit.id, Role.OFFICER),) if part.slug == "office" else ()
    path = f"{unit.slug}.{part.slug}"
    yield Seat(f"{WORDS[Role.OFFICER]}.{path}", ((part.id, Role.OFFICER), *whole))
    yield Seat(f"truongphong.{path}", ((part.id, Role.UNIT_HEAD),))


def _accounts(
    new: Iterable[Seat], *, seed: int, at: datetime, password: str | None, everyone: bool
) -> list[Account]:
    """Return the accounts of seats; names are drawn by username, so a rerun gives the same ones."""
    # One hash for all: hashing is slow on purpose, and these are accounts of a demonstration.
    opened = make_password(password) if password else None
    demo = set(demo_usernames(day_of(at)))
    return [
        Account(
            uid=uuid.uuid5(NAMESPACE, f"account:{seat.username}"),
            username=seat.username,
            name=synthetic_name(seat.username, seed=seed),
            password=(
                opened if opened and (everyone or seat.username in demo) else make_password(None)
            ),
            date_joined=at,
            synthetic=True,
        )
        for seat in new
    ]


def synthetic_name(username: str, *, seed: int) -> str:
    """Return a made-up Vietnamese name, the same for the same username and seed."""
    draw = random.Random(f"{seed}:{username}")  # noqa: S311  # a name, not a secret
    return f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"
