"""How instants, days, money and working time are written for a reader."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import singledispatch
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from motcua.kernel.worktime import Limit, WorkingTime

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NO_BREAK = "\u00a0"


def when_text(at: datetime) -> str:
    """Return an instant as ``24/11/2026 10:05``, by the clock of Viet Nam."""
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"


def day_text(on: date) -> str:
    """Return a civil date as ``24/11/2026``; of an instant, its date in Viet Nam."""
    local = on.astimezone(ZONE) if isinstance(on, datetime) and on.tzinfo else on
    return f"{local:%d/%m/%Y}"


def money_text(amount: Decimal | int) -> str:
    """Return an amount in dong as ``1.234.000 đ``."""
    whole = f"{Decimal(amount):,.2f}".removesuffix(".00")
    return f"{whole.translate(str.maketrans(',.', '.,'))}{NO_BREAK}đ"


@singledispatch
def clock_text(span: object) -> str:
    """Return a limit or a working time in the reader's language; of seconds, as working time."""
    return str(span)


@clock_text.register
def _(span: Limit) -> str:
    return span.label(_language())


@clock_text.register
def _(span: WorkingTime) -> str:
    return span.label(_language())


@clock_text.register
def _(span: int) -> str:
    return WorkingTime(span).label(_language())


@clock_text.register
def _(span: timedelta) -> str:
    return WorkingTime(int(span.total_seconds())).label(_language())


def initials_text(name: str) -> str:
    """Return the first letters of the middle and the given name: ``Nguyễn Văn An`` is ``VA``."""
    return "".join(part[0] for part in name.split()[-2:]).upper()


def _language() -> str:
    return get_language() or "vi"
