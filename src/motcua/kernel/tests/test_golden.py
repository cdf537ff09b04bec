"""The golden cases: by the fast clock, by the slow one, and by the command that auditors run."""

import csv
import re
from datetime import datetime
from decimal import Decimal
from functools import cache

import pytest

from motcua.kernel import golden
from motcua.kernel.tests.slow_clock import OutsideOfYears, StandsStill
from motcua.kernel.tests.strategies import slow_clock
from motcua.kernel.worktime import standard_calendar
from motcua.kernel.worktime.instants import day_number

CALENDARS = golden.load_calendars()
CASES = golden.load_cases()
COUNTED = [case for case in CASES if not case.due.startswith("refused limit")]


def naive(text):
    return datetime.strptime(text.strip(), golden.TIME)  # noqa: DTZ007


@cache
def slow(name):
    return slow_clock(CALENDARS[name])


def slow_outcome(case):
    number, unit = re.findall(r"^(?:([\d.]+) )?(.*?)s?$", case.limit)[0]
    pauses = []
    for part in filter(None, case.pauses.split(";")):
        start, end = part.rsplit(" ", 1)[0].split(" > ")
        pauses.append((naive(start), None if end == "..." else naive(end)))
    try:
        due = slow(case.calendar).due(naive(case.start), Decimal(number or 1), unit, pauses)
    except OutsideOfYears:
        return "refused calendar_not_published"
    except StandsStill:
        return "refused clock_stopped"
    return due.strftime(golden.TIME)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden(case):
    assert golden.outcome_of(case, CALENDARS).got == case.due


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case.id)
def test_golden_by_the_slow_clock(case):
    assert slow_outcome(case) == case.due


def test_there_are_200_golden_cases_each_with_an_article_and_a_reason():
    assert len(CASES) >= 200
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({(c.calendar, c.start, c.limit, c.pauses) for c in CASES}) == len(CASES)
    assert all(case.article and case.why.endswith(".") for case in CASES)


def test_the_standard_calendar_is_the_one_written_out_for_auditors():
    written = CALENDARS["standard"]
    first, end = (day_number(naive(f"{year}-01-01 00:00").date()) for year in (2023, 2028))
    assert standard_calendar().years == written.years
    assert standard_calendar().hours(first, end) == written.hours(first, end)


def test_the_command_agrees_with_every_case(capsys):
    assert golden.main([]) == 0
    assert capsys.readouterr().out == f"{len(CASES)} of {len(CASES)} golden cases agree.\n"
    assert golden.main(["--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(CASES) + 1


def test_the_command_explains_a_case(capsys):
    assert golden.main(["--explain", "hours-08"]) == 0
    assert "(7 ngày): Tet" in capsys.readouterr().out
    assert golden.main(["--explain", "refused-01"]) == 0
    assert golden.main(["--explain", "nothing"]) == 2


def test_the_command_tells_of_a_case_that_differs(tmp_path, capsys):
    (tmp_path / "calendars.yaml").write_text(
        (golden.FOLDER / "calendars.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with (tmp_path / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(golden.Case.__slots__)
        start, due = "2024-03-04 09:00", "2024-03-04 17:00"
        rows.writerow(["x", "t", "standard", start, "1 working day", "", due, "a", "b."])
    assert golden.main(["--folder", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "DIFFER x" in told
    assert "got 2024-03-05 17:00" in told
