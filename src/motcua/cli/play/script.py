"""What is played: the filings of ``scenarios/filings`` with the cases that they take up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue.api import Channel, Source, Text, load_folder

__all__ = ["Cue", "Person", "Play", "read_plays"]

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Cue:
    """One act of a play. ``at`` is the step whose post acts; "" is the applicant or the clock."""

    do: str
    at: str = ""
    of: str = ""
    items: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    words: Text = field(default_factory=lambda: Text("", ""))
    days: int = 0
    score: int = 2
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A synthetic applicant."""

    name: str
    number: str
    kind: str = CITIZEN
    birth_on: date | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Play:
    """One filing and what becomes of it. ``holds`` are papers that a registry would give."""

    id: str
    label: Text
    code: str
    channel: Channel
    receiving: str
    person: Person
    form: Mapping[str, Any]
    documents: tuple[str, ...]
    holds: tuple[str, ...]
    pages: int
    copies: int
    cues: tuple[Cue, ...]
    drawn: tuple[str, ...] = ()
    """The fields that hold another person's name, to be made up anew when the play is repeated."""

    @property
    def verbs(self) -> frozenset[str]:
        """Return the acts that the play has."""
        return frozenset(cue.do for cue in self.cues)


def read_plays(root: Path) -> list[Play]:
    """Return every play of the repository at ``root``, procedure by procedure."""
    paths = sorted(root.glob("scenarios/filings/*.yaml"))
    return [play for path in paths for play in _plays(root, path)]


def _plays(root: Path, path: Path) -> Iterator[Play]:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    source = load_folder(root / "procedures" / told["procedure"])
    for name, filing in told["filings"].items():
        yield _play(source, f"{path.stem}/{name}", filing, drawn=tuple(told.get("drawn", ())))


def _play(source: Source, id: str, told: Mapping[str, Any], *, drawn: tuple[str, ...]) -> Play:  # noqa: A002
    (case,) = (one for one in source.cases if one.name == told["case"])
    filing = case.filing
    changed = {**filing.form, **told.get("form", {})}
    return Play(
        id=id,
        label=Text(**told["label"]),
        code=source.procedure.code,
        channel=filing.channel,
        receiving=told["receiving"],
        person=_person(told["applicant"], verified=filing.verified),
        form={name: value for name, value in changed.items() if value is not None},
        documents=filing.documents,
        holds=filing.holds,
        pages=filing.pages,
        copies=filing.copies,
        cues=tuple(
            _cues([_cue(cue) for cue in told["play"]], immediate=source.procedure.immediate)
        ),
        drawn=drawn,
    )


def _cues(cues: list[Cue], *, immediate: bool) -> Iterator[Cue]:
    """Yield the cues; who accepts also sends on, unless that is one act or the play ends there."""
    for cue, after in zip_longest(cues, cues[1:]):
        yield cue
        ends = after is None or after.do == "withdraw" or after == Cue("forward", at=cue.at)
        if cue.do == "accept" and not ends and not immediate:
            yield Cue("forward", at=cue.at)


def _person(told: Mapping[str, str], *, verified: bool) -> Person:
    born = told.get("birth_on")
    return Person(
        name=told["name"],
        number=told.get("citizen_id") or told["tax_code"],
        kind=told.get("kind", CITIZEN),
        birth_on=date.fromisoformat(born) if born else None,
        contact={key: told[key] for key in ("phone", "email", "address") if key in told},
        verified=verified,
    )


def _cue(told: Mapping[str, Any]) -> Cue:
    words = told.get("reason") or told.get("text")
    return Cue(
        do=told["do"],
        at=told.get("at", ""),
        of=told.get("of", ""),
        items=tuple(told.get("items", ())),
        documents=tuple(told.get("documents", ())),
        words=Text(**words) if words else Text("", ""),
        days=told.get("days", 0),
        score=told.get("score", 2),
        form=told.get("form", {}),
    )
