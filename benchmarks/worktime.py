"""The cost of a due time: cases counted per second on one core.

The peer of ``due_at`` is the ``holidays`` package's own ``get_nth_working_day`` in the same run.
It walks day by day and knows neither hours, pauses nor a unit's calendar; no peer was found that
counts mixed limits. What is built upon ``due_at`` stands beside ``due_at``. Cases are random, the
seed is printed, and seconds are those of the processor, so that a busy machine measures the same.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time

import holidays

from motcua.kernel.worktime import (
    Clock,
    DayOff,
    Limit,
    Pause,
    PauseCause,
    WorkCalendar,
    standard_calendar,
)
from motcua.kernel.worktime.instants import ZONE

SEED = 20261103
FIRST = datetime(2023, 1, 2, 1, 0, tzinfo=UTC)
SPAN_MINUTES = 3 * 365 * 1440
MIX = (
    *("3 working days", "5 working days", "10 working days", "15 working days", "20 working days"),
    *("30 working minutes", "4 working hours", "8 working hours"),
    *("15 calendar days", "30 calendar days", "1 month", "same day"),
)

Row = dict[str, object]
Filing = tuple[datetime, Limit, tuple[Pause, ...]]


def run(*, cases: int = 1_000_000) -> list[Row]:
    """Return one row a figure: name, value, unit, what it is measured against, and the ratio."""
    random = Random(SEED)
    calendar = standard_calendar()
    mixed, days = _filings(random, MIX, cases), _filings(random, MIX[:5], cases // 5)
    paused = _paused(random, mixed[: cases // 10])
    walk = _walking(days[: cases // 50])
    by_walk = f"holidays.get_nth_working_day: {walk:,.0f}/s"
    due = _counting(calendar, mixed)
    by_due = f"due_at: {due:,.0f}/s"
    return [
        _row(f"due_at, {cases:,} mixed limits", due, by_walk, walk),
        _row("due_at, working days", _counting(calendar, days), by_walk, walk),
        _row("due_at, two pauses", _counting(calendar, paused), by_walk, walk),
        _row("explain, two pauses", _explaining(calendar, paused[: cases // 200]), by_due, due),
        _row("moved by a changed calendar", _moving(calendar, mixed[: cases // 10]), by_due, due),
    ]


def _row(name: str, value: float, against: str, reference: float) -> Row:
    return {
        "name": f"working time: {name}",
        "value": round(value),
        "unit": "cases/s",
        "against": f"{against} (seed {SEED})",
        "ratio": round(value / reference, 2),
    }


def _per_second(act: Callable[[], object], count: int) -> float:
    began = process_time()
    act()
    return count / (process_time() - began)


def _filings(random: Random, limits: Sequence[str], count: int) -> list[Filing]:
    parsed = [Limit.parse(text) for text in limits]
    return [
        (FIRST + timedelta(minutes=random.randrange(SPAN_MINUTES)), random.choice(parsed), ())
        for _ in range(count)
    ]


def _paused(random: Random, filings: Sequence[Filing]) -> list[Filing]:
    return [
        (start, limit, tuple(_pause(random, start) for _ in range(2)))
        for start, limit, _ in filings
    ]


def _pause(random: Random, after: datetime) -> Pause:
    start = after + timedelta(minutes=random.randrange(5000))
    return Pause(start, start + timedelta(minutes=random.randrange(5000)), PauseCause.SUPPLEMENT)


def _counting(calendar: WorkCalendar, filings: Sequence[Filing]) -> float:
    due_at = calendar.due_at

    def count() -> None:
        for start, limit, pauses in filings:
            due_at(start, limit, pauses)

    return _per_second(count, len(filings))


def _explaining(calendar: WorkCalendar, filings: Sequence[Filing]) -> float:
    return _per_second(lambda: [calendar.explain(*filing) for filing in filings], len(filings))


def _walking(filings: Sequence[Filing]) -> float:
    vietnam = holidays.country_holidays("VN", years=range(2023, 2028))
    days = [(start.astimezone(ZONE).date(), limit.whole) for start, limit, _ in filings]
    return _per_second(lambda: [vietnam.get_nth_working_day(*each) for each in days], len(days))


def _moving(calendar: WorkCalendar, filings: Sequence[Filing]) -> float:
    clocks = [
        Clock(str(index), start, limit, pauses, calendar.due_at(start, limit, pauses))
        for index, (start, limit, pauses) in enumerate(filings)
    ]
    storm = DayOff(datetime(2024, 9, 9, tzinfo=ZONE).date(), "nghỉ chống bão", "storm")
    changed = calendar.plus(days_off=[storm])
    return _per_second(lambda: calendar.moved(clocks, changed), len(clocks))


if __name__ == "__main__":
    for row in run():
        print("{name:48} {value:>12,} {unit}  x{ratio:<8} {against}".format(**row))
