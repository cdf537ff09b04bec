"""Run the golden cases of working time and say what each one gave.

    python -m motcua.kernel.golden                 all cases, one line each that differs, a summary
    python -m motcua.kernel.golden --all           one line for every case
    python -m motcua.kernel.golden --explain days-07
    python -m motcua.kernel.golden --folder PATH   an auditor's own cases.csv and calendars.yaml

Exit status 1 when a case differs. The cases are data: ``tests/golden/cases.csv``, their calendars
``tests/golden/calendars.yaml``.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import (
    ZONE,
    Closure,
    DayOff,
    HalfDay,
    Limit,
    MakeUpDay,
    Pause,
    PauseCause,
    Period,
    Week,
    WorkCalendar,
)

__all__ = ["FOLDER", "Case", "Outcome", "load_calendars", "load_cases", "outcome_of"]

FOLDER = Path(__file__).parent / "tests" / "golden"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = "%Y-%m-%d %H:%M"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of ``cases.csv``, as written.

    ``due`` is a local time, or ``refused`` and the code of the error that is expected.
    """

    id: str
    topic: str
    calendar: str
    start: str
    limit: str
    pauses: str
    due: str
    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case gave, in the form of its ``due`` column."""

    case: Case
    got: str

    @property
    def agrees(self) -> bool:
        """Whether the case gave what it expects."""
        return self.got == self.case.due


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Return the cases of a folder, in order."""
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as file:
        return [Case(**row) for row in csv.DictReader(file)]


def load_calendars(folder: Path = FOLDER) -> dict[str, WorkCalendar]:
    """Return the calendars of a folder by name."""
    rows = yaml.safe_load((folder / "calendars.yaml").read_text(encoding="utf-8"))
    return {name: _calendar(whole_row(rows, name)) for name in rows}


def whole_row(rows: Mapping[str, Row], name: str) -> Row:
    """Return a calendar's row on top of the one that it is ``like``."""
    row = rows[name]
    like = row.get("like")
    return {**whole_row(rows, like), **row} if isinstance(like, str) else row


def local_instant(text: str) -> datetime:
    """Return the instant of a local time such as ``2024-03-04 09:00``."""
    return datetime.strptime(text.strip(), TIME).replace(tzinfo=ZONE)


def pauses_of_text(text: str) -> Iterator[Pause]:
    """Yield the pauses written as ``start > end cause; …``; ``...`` for an end not yet known."""
    for part in filter(None, (part.strip() for part in text.split(";"))):
        start, rest = part.split(" > ")
        end, cause = rest.rsplit(" ", 1)
        yield Pause(
            local_instant(start),
            None if end == "..." else local_instant(end),
            PauseCause(cause),
        )


def outcome_of(case: Case, calendars: Mapping[str, WorkCalendar]) -> Outcome:
    """Return what a case gives."""
    try:
        due_at = calendars[case.calendar].due_at(
            local_instant(case.start), Limit.parse(case.limit), tuple(pauses_of_text(case.pauses))
        )
    except DomainError as error:
        return Outcome(case, f"refused {error.code}")
    return Outcome(case, due_at.astimezone(ZONE).strftime(TIME))


def _calendar(row: Row) -> WorkCalendar:
    return WorkCalendar(
        years=frozenset(row["years"]),
        week=_week(row["week"]),
        days_off=tuple(DayOff(on, name, name) for on, name in row.get("days_off", {}).items()),
        make_up_days=tuple(MakeUpDay(on, of) for on, of in row.get("make_up", {}).items()),
        half_days=tuple(
            HalfDay(on, _periods(hours), "nửa ngày", "half day")
            for on, hours in row.get("half", {}).items()
        ),
        closures=tuple(
            Closure(local_instant(start), local_instant(end), "đóng cửa", "closed")
            for start, end in row.get("closed", [])
        ),
    )


def _week(row: Mapping[str, Sequence[str]]) -> Week:
    days: list[tuple[Period, ...]] = [()] * 7
    for span, hours in row.items():
        first, _, last = span.partition("-")
        for weekday in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            days[weekday] = _periods(hours)
    return tuple(days)


def _periods(hours: Iterable[str]) -> tuple[Period, ...]:
    return tuple(Period.parse(text) for text in hours)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="motcua.kernel.golden", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true", help="one line for every case")
    parser.add_argument("--explain", metavar="ID", help="say why one case is due when it is")
    options = parser.parse_args(arguments)
    calendars, cases = load_calendars(options.folder), load_cases(options.folder)
    if options.explain:
        return _explain(options.explain, cases, calendars)
    outcomes = [outcome_of(case, calendars) for case in cases]
    for outcome in outcomes:
        if options.all or not outcome.agrees:
            _say(_told(outcome))
    agreed = sum(outcome.agrees for outcome in outcomes)
    _say(f"{agreed} of {len(outcomes)} golden cases agree.")
    return 0 if agreed == len(outcomes) else 1


def _told(outcome: Outcome) -> str:
    case = outcome.case
    mark = "ok    " if outcome.agrees else "DIFFER"
    got = "" if outcome.agrees else f", got {outcome.got}"
    pauses = f" paused {case.pauses}" if case.pauses else ""
    return (
        f"{mark} {case.id:14} {case.start} + {case.limit}{pauses} = {case.due}{got}"
        f" [{case.article}] {case.why}"
    )


def _explain(case_id: str, cases: Iterable[Case], calendars: Mapping[str, WorkCalendar]) -> int:
    case = next((case for case in cases if case.id == case_id), None)
    if case is None:
        _say(f"There is no case {case_id!r}.")
        return 2
    outcome = outcome_of(case, calendars)
    _say(_told(outcome))
    if not outcome.got.startswith("refused"):
        arguments = (local_instant(case.start), Limit.parse(case.limit))
        explanation = calendars[case.calendar].explain(
            *arguments, tuple(pauses_of_text(case.pauses))
        )
        _say(f"{explanation.text('vi')}\n{explanation.text('en')}")
    return 0 if outcome.agrees else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
