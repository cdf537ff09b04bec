"""A slow clock that walks minute by minute and day by day: the oracle of the fast one.

It shares no code with :mod:`motcua.kernel.worktime`: no sums, no searches, naive wall-clock
datetimes only, and it reads the rules straight from docs/decisions/0002-counting-time.md. Every
instant given to it lies on a whole minute.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEVER = datetime(9999, 1, 1)  # noqa: DTZ001


class OutsideOfYears(Exception):
    """The walk left the published years."""


class StandsStill(Exception):
    """The walk came into a pause that has no end."""


class SlowClock:
    """A calendar in plain values.

    Shape: ``week`` seven lists of ``(opens, closes)`` in minutes of the day; ``off`` dates;
    ``make_up`` date to the date it stands for; ``half`` date to lists of periods; ``closed`` pairs
    of naive local datetimes; ``years`` published years; ``cut_off`` in minutes of the day.
    """

    def __init__(self, *, years, week, off=(), make_up=(), half=(), closed=(), cut_off=15 * 60):
        self.years, self.week, self.cut_off = set(years), week, cut_off
        self.off, self.make_up, self.half = set(off), dict(make_up), dict(half)
        self.closed = list(closed)
        self._minutes, self._moments = {}, {}

    def minutes(self, on):
        """Return 1,440 flags: which minutes of a day are worked."""
        if on.year not in self.years:
            raise OutsideOfYears
        if on not in self._minutes:
            self._minutes[on] = [self.works(on, minute) for minute in range(1440)]
        return self._minutes[on]

    def works(self, on, minute):
        if on in self.off:
            return False
        hours = self.week[self.make_up.get(on, on).weekday()]
        if not any(opens <= minute < closes for opens, closes in hours):
            return False
        for periods in self.half.get(on, []):
            if not any(opens <= minute < closes for opens, closes in periods):
                return False
        moment = datetime.combine(on, time(minute // 60, minute % 60))
        return not any(start <= moment < end for start, end in self.closed)

    def is_working_day(self, on):
        return any(self.minutes(on))

    def next_day(self, on):
        """Return the next working day after a date."""
        on += DAY
        while not self.is_working_day(on):
            on += DAY
        return on

    def closing(self, on):
        """Return the end of the last minute worked on a working day."""
        last = max(minute for minute, worked in enumerate(self.minutes(on)) if worked)
        return datetime.combine(on, time()) + (last + 1) * MINUTE

    def receipt(self, start):
        """Return the first working minute from ``start`` on."""
        while not self.minutes(start.date())[start.hour * 60 + start.minute]:
            start += MINUTE
        return start

    def worked_minutes(self, moment):
        """Yield every working minute from ``moment`` on."""
        on = moment.date()
        while True:
            for minute in self._worked_on(on):
                if minute >= moment:
                    yield minute
            on += DAY

    def _worked_on(self, on):
        if on not in self._moments:
            midnight = datetime.combine(on, time())
            flags = enumerate(self.minutes(on))
            self._moments[on] = [midnight + minute * MINUTE for minute, worked in flags if worked]
        return self._moments[on]

    def walk(self, moment, wanted, pauses):
        """Return the end of the working minute, outside every pause, that fills ``wanted``."""
        for minute in self.worked_minutes(moment):
            paused = paused_at(minute, pauses)
            if paused and any(start <= minute and end is None for start, end in pauses):
                raise StandsStill
            wanted -= not paused
            if wanted <= 0:
                return minute + MINUTE
        raise AssertionError("the minutes do not end")

    def worked(self, start, end, pauses=()):
        """Return the working minutes of a span that lie outside every pause."""
        count = 0
        for minute in self.worked_minutes(start):
            if minute >= end:
                return count
            count += not paused_at(minute, pauses)
        raise AssertionError("the minutes do not end")

    def due(self, start, value, unit, pauses=()):
        """Return when ``value`` of ``unit`` is over."""
        pauses = [(a, b) for a, b in pauses if a != b]
        receipt = self.receipt(start)
        if unit == "working minute":
            return self.walk(receipt, int(value), pauses)
        if unit == "working hour":
            return self.walk(receipt, int(value * 60), pauses)
        if unit == "same day":
            return self._due_today(receipt, pauses)
        if unit == "working day":
            return self._due_in_working_days(receipt, Decimal(value), pauses)
        if unit == "calendar day":
            return self._due_on(receipt, receipt.date() + int(value) * DAY, pauses)
        return self._due_on(receipt, months_later(receipt.date(), int(value)), pauses)

    def _due_today(self, receipt, pauses):
        on = receipt.date()
        if receipt.hour * 60 + receipt.minute >= self.cut_off:
            on = self.next_day(on)
        return self.walk(receipt, self.worked(receipt, self.closing(on)), pauses)

    def _due_in_working_days(self, receipt, value, pauses):
        on, wanted = receipt.date(), Decimal(0)
        first = datetime.combine(on + DAY, time())
        while value > 0:
            on = self.next_day(on)
            wanted += sum(self.minutes(on)) * min(value, Decimal(1))
            value -= 1
        return self.walk(first, wanted, pauses)

    def _due_on(self, receipt, last, pauses):
        """Close on the ``last`` day, later by the days of every pause that begins before the end.

        Found by trying: the pauses taken in move the end, which may take in further pauses.
        """
        runs = self._runs(receipt, pauses)
        taken: list[Any] = []
        while True:
            days = sum((end.date() - start.date()).days for start, end in taken)
            on = last + days * DAY
            while not self._may_end_on(on, runs):
                on += DAY
            due = self.closing(on)
            now = [run for run in runs if run[0] < due]
            if any(end is None for _, end in now):
                raise StandsStill
            if now == taken:
                return due
            taken = now

    def _may_end_on(self, on, runs):
        if not self.is_working_day(on):
            return False
        closing = self.closing(on)
        return not any(start < closing and end is not None and closing < end for start, end in runs)

    def _runs(self, receipt, pauses):
        """Return the spans after receipt in which at least one pause lasts."""
        runs: list[tuple[datetime, datetime]] = []
        for pause in sorted(pauses, key=lambda pause: pause[0]):
            start, end = max(pause[0], receipt), pause[1] or NEVER
            if end <= start:
                continue
            if runs and start <= runs[-1][1]:
                start, end = runs[-1][0], max(end, runs[-1][1])
                runs.pop()
            runs.append((start, end))
        return [(start, None if end == NEVER else end) for start, end in runs]


def paused_at(minute, pauses):
    """Tell whether a pause lasts at a minute."""
    return any(start <= minute and (end is None or minute < end) for start, end in pauses)


def months_later(on, months):
    """Return the same day of a later month; when there is none, the day before, and so on."""
    year, month = on.year, on.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(on.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("a month has at least one day")
