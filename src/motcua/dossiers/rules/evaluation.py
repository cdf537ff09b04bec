"""The nine indicators by which the settling of procedures is evaluated.

Source: TT 01/2018/TT-VPCP Đ13 (the indicators), Đ14 (per dossier or per agency), Đ15 (average,
rounding, classes).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from zoneinfo import ZoneInfo

from motcua.kernel.worktime import Limit, LimitUnit

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
PER_DOSSIER = (1, 2, 3, 4, 6, 7)
PER_AGENCY = (5, 6, 8, 9)
OF_OFFICERS = (1, 2, 3, 4, 7)
"""The indicators by which an officer is evaluated (Đ15): ten points at most."""
OF_AGENCIES = tuple(range(1, 10))
"""All nine, for an agency (Đ15): eighteen points at most."""
_SIZES = {
    LimitUnit.WORKING_MINUTE: 60,
    LimitUnit.WORKING_HOUR: 3600,
    LimitUnit.WORKING_DAY: 8 * 3600,
    LimitUnit.SAME_DAY: 8 * 3600,
}
_FINER = {8 * 3600: 3600, 3600: 60, 60: 60}


def points_of_time(*, seconds: int, done_at: datetime, due_at: datetime, limit: Limit) -> int:
    """Return 2 when less time was used than allowed, 1 when as much, 0 when more.

    Time is counted in whole units of the limit, one begun counts whole; for a limit of one unit in
    the next finer one. Calendar days and months are compared by the day.

    Units: ``seconds`` of working time.
    """
    if done_at > due_at:
        return 0
    size = _SIZES.get(limit.unit)
    if size is None:
        return 2 if _day(done_at) < _day(due_at) else 1
    unit = size if limit.value > 1 else _FINER[size]
    return 2 if ceil(seconds / unit) * unit < float(limit.value) * size else 1


def _day(at: datetime) -> int:
    return at.astimezone(PROVINCE).date().toordinal()


def total_time(*, seconds: int, done_at: datetime, due_at: datetime, limit: Limit) -> int:
    """Return the points of indicator 1: the time of the whole dossier against its limit."""
    return points_of_time(seconds=seconds, done_at=done_at, due_at=due_at, limit=limit)


def agency_time(parts: Iterable[int]) -> int | None:
    """Return the points of indicator 2 of one dossier: the worst of the parts of one agency.

    Shape: ``parts`` are the points of each of its tasks, opinions asked included (Đ13(2)).
    """
    return min(parts, default=None)


def contacts(requests: int, *, own_fault: int = 0) -> int:
    """Return the points of indicator 3: how often the applicant had to complete the file.

    What was the applicant's own fault is left out.
    """
    return max(0, 2 - (requests - own_fault))


def agencies_to_contact(others: int) -> int:
    """Return the points of indicator 4: how many agencies besides the desk had to be visited."""
    return max(0, 2 - others)


def organised(*, through_desk: int, returned_at_desk: int, total: int) -> int | None:
    """Return the points of indicator 5: 2 all taken in and given back at the desk, 1 all taken in.

    Dossiers filed online count as taken in at the desk.
    """
    if total == 0:
        return None
    if through_desk < total:
        return 0
    return 2 if returned_at_desk == total else 1


def publicity(rated: int | None) -> int | None:
    """Return the points of indicator 6: what the applicant said of it; None when not asked."""
    return rated


def attitude(rated: int | None, *, found_false: bool = False) -> int | None:
    """Return the points of indicator 7: what the applicant said; what proved false is left out."""
    return None if found_false else rated


def feedback(*, in_time: int, due: int) -> int | None:
    """Return the points of indicator 8: 2 all answered in time, 1 from 90 %, 0 below."""
    if due == 0:
        return None
    if in_time == due:
        return 2
    return 1 if 10 * in_time >= 9 * due else 0


def online(*, filed_online: int, late_online: int, total: int) -> int | None:
    """Return the points of indicator 9: 2 from 30 % online, 1 from 15 %, 0 below.

    No dossier filed online may be late.
    """
    if total == 0:
        return None
    if late_online:
        return 0
    share = 100 * filed_online / total
    return 2 if share >= 30 else 1 if share >= 15 else 0


def average(points: Iterable[int | None]) -> Decimal | None:
    """Return the average over the dossiers to one decimal (Đ15); None when there is none."""
    known = [each for each in points if each is not None]
    if not known:
        return None
    return (Decimal(sum(known)) / len(known)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def officer_class(points: Decimal) -> str:
    """Return the class of an officer of ten points: ``full``, ``most`` or ``below`` (Đ15)."""
    if points >= 5:
        return "full"
    return "most" if points >= Decimal("3.5") else "below"


def agency_class(points: Decimal) -> str:
    """Return the class of an agency of eighteen points (Đ15)."""
    steps = ((15, "excellent"), (12, "good"), (9, "fair"), (6, "average"))
    return next((name for least, name in steps if points >= least), "weak")


@dataclass(frozen=True, slots=True)
class Case:
    """One finished dossier with its points; None where nothing is recorded."""

    id: int
    uid: str
    code: str
    procedure: str
    finished_at: datetime
    late: bool
    filed_online: bool
    through_desk: bool
    returned_at_desk: bool
    points: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores of one officer or agency in one period.

    ``total`` is the sum of what is known, ``most`` what it could be, and ``scaled`` the total
    brought to the full mark, by which the class is told: a missing indicator is left out (Đ15).
    """

    scores: Mapping[int, Decimal | None]
    counts: Mapping[int, int]
    dossiers: int
    total: Decimal
    most: int
    scaled: Decimal | None
    grade: str


def officer_sheet(cases: Sequence[Case]) -> Sheet:
    """Return the sheet of an officer over the dossiers that he had a hand in."""
    scores = {n: average(case.points.get(n) for case in cases) for n in OF_OFFICERS}
    return _sheet(scores, cases, full=10)


def agency_sheet(cases: Sequence[Case], *, answered: tuple[int, int] = (0, 0)) -> Sheet:
    """Return the sheet of an agency; ``answered`` is feedback answered in time, and all due."""
    per_case = {n: average(case.points.get(n) for case in cases) for n in PER_DOSSIER}
    whole: dict[int, int | None] = {
        5: organised(
            through_desk=sum(case.through_desk for case in cases),
            returned_at_desk=sum(case.returned_at_desk for case in cases),
            total=len(cases),
        ),
        8: feedback(in_time=answered[0], due=answered[1]),
        9: online(
            filed_online=sum(case.filed_online for case in cases),
            late_online=sum(case.filed_online and case.late for case in cases),
            total=len(cases),
        ),
    }
    return _sheet(per_case | {n: average([points]) for n, points in whole.items()}, cases, full=18)


def _sheet(scores: Mapping[int, Decimal | None], cases: Sequence[Case], *, full: int) -> Sheet:
    known = [score for score in scores.values() if score is not None]
    total, most = sum(known, Decimal(0)), 2 * len(known)
    scaled = (total * full / most).quantize(Decimal("0.1"), ROUND_HALF_UP) if most else None
    grade = ""
    if scaled is not None:
        grade = officer_class(scaled) if full == 10 else agency_class(scaled)
    counts = {n: sum(case.points.get(n) is not None for case in cases) for n in PER_DOSSIER}
    counts |= {n: len(cases) if scores.get(n) is not None else 0 for n in (5, 8, 9)}
    ordered = dict(sorted(scores.items()))
    return Sheet(ordered, counts, len(cases), total, most, scaled, grade)
