"""Changing calendars: one transaction with its ledger entry, then whoever must know is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, assert_never

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Q, QuerySet

from motcua.authority import models
from motcua.authority.memory import changing, forget
from motcua.authority.policies import require
from motcua.authority.selectors.calendars import calendar_of
from motcua.authority.selectors.units import unit, unit_tree
from motcua.authority.types import Actor
from motcua.kernel.worktime import CalendarInvalid
from motcua.ledger import api as ledger

__all__ = [
    "AddClosure",
    "AddDayOff",
    "AddHalfDay",
    "AddSwap",
    "CalendarChange",
    "CalendarChanged",
    "RemoveRow",
    "SetHours",
    "change_calendar",
    "on_calendar_change",
]


@dataclass(frozen=True, slots=True)
class AddDayOff:
    """A day on which a unit, or the whole State, does not work."""

    on: date
    reason_vi: str
    reason_en: str
    source: str
    unit_id: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class AddSwap:
    """A working day made free for the whole State and worked on another day."""

    off_on: date
    work_on: date
    reason_vi: str
    reason_en: str
    source: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class AddHalfDay:
    """A day worked only within one span."""

    on: date
    starts: time
    ends: time
    reason_vi: str
    reason_en: str
    source: str
    unit_id: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class AddClosure:
    """A span in which a unit and its parts are closed (NĐ 224/2026 Đ13 asks for 7 days' notice)."""

    unit_id: int
    start: datetime
    end: datetime
    reason_vi: str
    reason_en: str
    source: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class SetHours:
    """The working hours of a unit, or the whole State, from a day on.

    Shape: ``periods`` by weekday, 1 is Monday; a weekday not named is not worked. Due times are
    counted with the hours that have no end, so a change counts for every clock that still runs.
    """

    periods: dict[int, tuple[tuple[time, time], ...]]
    since: date
    source: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Takes a row back: ``table`` is ``day_off``, ``swap``, ``half_day`` or ``closure``."""

    table: str
    row_id: int
    source: str


CalendarChange = AddDayOff | AddSwap | AddHalfDay | AddClosure | SetHours | RemoveRow


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """What whoever must know is told after the commit: the units reached, by whom and when."""

    unit_ids: frozenset[int]
    by: str
    at: datetime


Hook = Callable[[CalendarChanged], object]
_hooks: list[Hook] = []

TABLES: dict[str, Callable[[], QuerySet[Any]]] = {
    "day_off": models.DayOff.objects.all,
    "swap": models.Swap.objects.all,
    "half_day": models.HalfDay.objects.all,
    "closure": models.Closure.objects.all,
}


def on_calendar_change(hook: Hook) -> Hook:
    """Have a function told after every change of a calendar; for rooms above, at start-up."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


@changing()
@transaction.atomic
def change_calendar(change: CalendarChange, *, by: Actor, at: datetime) -> frozenset[int]:
    """Write one change and return the ids of the units that it reaches.

    The hooks run after the commit. A change that makes the calendar of a unit contradict itself is
    refused and leaves nothing.
    Errors: NotAllowed, UnitUnknown, CalendarInvalid.
    """
    require("calendar", by, "change", change)
    try:
        with transaction.atomic():
            unit_id = _write(change)
    except IntegrityError as broken:
        raise CalendarInvalid(reason=_constraint(broken)) from broken
    reached = _reached(unit_id)
    _check(reached)
    stream = "calendar:state" if unit_id is None else f"calendar:{unit(unit_id).uid}"
    body = {"change": type(change).__name__, "units": len(reached)}
    ledger.record(stream, kind="calendar.changed", by=by.label, at=at, body=body)
    told = CalendarChanged(unit_ids=reached, by=by.label, at=at)
    transaction.on_commit(partial(_tell, tuple(_hooks), told))
    return reached


def _write(change: CalendarChange) -> int | None:
    match change:
        case AddDayOff() | AddHalfDay():
            table = models.DayOff if isinstance(change, AddDayOff) else models.HalfDay
            table.objects.create(**_columns(change))
            return change.unit_id
        case AddSwap():
            models.Swap.objects.create(**_columns(change))
            return None
        case AddClosure():
            span = DateTimeTZRange(change.start, change.end)
            facts = {k: v for k, v in _columns(change).items() if k not in {"start", "end"}}
            models.Closure.objects.create(span=span, **facts)
            return change.unit_id
        case SetHours():
            _set_hours(change)
            return change.unit_id
        case RemoveRow():
            return _remove(change)
        case _:
            assert_never(change)


def _columns(change: AddDayOff | AddHalfDay | AddSwap | AddClosure) -> dict[str, object]:
    return {name: getattr(change, name) for name in type(change).__slots__}


def _set_hours(change: SetHours) -> None:
    """Close the open rows on the day and write the new ones; rows that never counted go."""
    of_unit = Q(unit__isnull=True) if change.unit_id is None else Q(unit_id=change.unit_id)
    rows = models.WorkingPeriod.objects.filter(of_unit, valid__upper_inf=True)
    for row in rows.select_for_update():
        begins = row.valid.lower
        if begins is None or begins < change.since:
            row.valid = DateRange(begins, change.since)
            row.save(update_fields=["valid"])
        else:
            row.delete()
    models.WorkingPeriod.objects.bulk_create(
        models.WorkingPeriod(
            unit_id=change.unit_id,
            weekday=weekday,
            starts=starts,
            ends=ends,
            valid=DateRange(change.since, None),
            source=change.source,
        )
        for weekday, periods in sorted(change.periods.items())
        for starts, ends in periods
    )


def _remove(change: RemoveRow) -> int | None:
    rows = TABLES.get(change.table)
    row = None if rows is None else rows().filter(pk=change.row_id).first()
    if row is None:
        raise CalendarInvalid(reason=f"there is no {change.table} {change.row_id}")
    row.delete()
    unit_id: int | None = getattr(row, "unit_id", None)
    return unit_id


def _reached(unit_id: int | None) -> frozenset[int]:
    tree = unit_tree()
    return frozenset(tree.by_id) if unit_id is None else tree.below(unit_id)


def _check(unit_ids: Iterable[int]) -> None:
    """Build the calendars reached; units without rows of their own share one, so this is quick."""
    forget()
    for unit_id in unit_ids:
        calendar_of(unit_id)


def _constraint(broken: IntegrityError) -> str:
    name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None)
    return str(name or "constraint").replace("_", " ")


def _tell(hooks: tuple[Hook, ...], told: CalendarChanged) -> None:
    for hook in hooks:
        hook(told)
