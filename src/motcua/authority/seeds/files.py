"""Reading a scenario's files of units: rows in, checked values out."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from motcua.authority.errors import UnitDataInvalid
from motcua.authority.types import Level, SuccessionKind

__all__ = ["Scenario", "SuccessionRow", "UnitRow", "read_scenario"]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as written; ``parent`` is a code."""

    code: str
    slug: str
    name_vi: str
    name_en: str
    level: Level
    parent: str
    valid_from: date | None
    valid_until: date | None
    statistic_code: str
    synthetic: bool
    source: str

    def meets(self, other: "UnitRow") -> bool:
        """Tell whether both exist on some day."""
        return _before(self.valid_from, other.valid_until) and _before(
            other.valid_from, self.valid_until
        )


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """A succession as written, by codes; ``new`` is empty for a dissolution."""

    old: str
    new: str
    kind: SuccessionKind
    on: date
    divided: bool
    source: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario's units and successions."""

    name: str
    units: tuple[UnitRow, ...]
    successions: tuple[SuccessionRow, ...]


def read_scenario(folder: Path) -> Scenario:
    """Return what a scenario's folder says. Errors: UnitDataInvalid with file and line."""
    head = yaml.safe_load((folder / "scenario.yaml").read_text(encoding="utf-8"))
    sources: Mapping[str, str] = head["sources"]
    units = tuple(_units(folder / "units.csv", sources))
    parts = tuple(part for rule in head.get("parts", ()) for part in _parts(rule, units, sources))
    named = head.get("successions")
    successions = tuple(_successions(folder / named, sources)) if named else ()
    return Scenario(name=head["name"], units=(*units, *parts), successions=successions)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from enumerate(csv.DictReader(lines), start=2)


def _units(path: Path, sources: Mapping[str, str]) -> Iterator[UnitRow]:
    for line, row in _rows(path):
        try:
            yield UnitRow(
                code=row["code"],
                slug=row["slug"],
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                level=Level(row["level"]),
                parent=row["parent"],
                valid_from=_day(row["valid_from"]),
                valid_until=_day(row["valid_until"]),
                statistic_code=row["statistic_code"],
                synthetic=_truth(row["synthetic"]),
                source=sources[row["source"]],
            )
        except (KeyError, ValueError) as wrong:
            raise UnitDataInvalid(file=path.name, line=line, reason=str(wrong)) from wrong


def _successions(path: Path, sources: Mapping[str, str]) -> Iterator[SuccessionRow]:
    for line, row in _rows(path):
        try:
            yield SuccessionRow(
                old=row["old"],
                new=row["new"],
                kind=SuccessionKind(row["kind"]),
                on=date.fromisoformat(row["on"]),
                divided=_truth(row["divided"]),
                source=sources[row["source"]],
            )
        except (KeyError, ValueError) as wrong:
            raise UnitDataInvalid(file=path.name, line=line, reason=str(wrong)) from wrong


def _parts(
    rule: Mapping[str, object], units: tuple[UnitRow, ...], sources: Mapping[str, str]
) -> Iterator[UnitRow]:
    """Yield the part that a rule gives to every unit of some levels under one code."""
    names = rule["name"]
    levels = rule["of"]
    begins, ends = rule.get("from"), rule.get("until")
    if not isinstance(names, dict) or not isinstance(levels, list):
        raise UnitDataInvalid(file="scenario.yaml", line=0, reason=f"part {rule.get('slug')}")
    under = str(rule["under"])
    for unit in units:
        of_line = unit.code == under or unit.code.startswith(f"{under}.")
        if unit.level in levels and of_line:
            yield UnitRow(
                code=f"{unit.code}.{rule['suffix']}",
                slug=str(rule["slug"]),
                name_vi=str(names["vi"]).format(name=unit.name_vi),
                name_en=str(names["en"]).format(name=unit.name_en),
                level=Level(str(rule["level"])),
                parent=unit.code,
                valid_from=_later(unit.valid_from, begins if isinstance(begins, date) else None),
                valid_until=_sooner(unit.valid_until, ends if isinstance(ends, date) else None),
                statistic_code="",
                synthetic=True,
                source=sources[str(rule["source"])],
            )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _truth(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"yes or no, not {text!r}")
    return text == "yes"


def _before(begin: date | None, end: date | None) -> bool:
    return begin is None or end is None or begin < end


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
