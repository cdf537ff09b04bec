"""Life events: what happens to people, and the procedures that it brings. Data, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from motcua.catalogue.api import Text

PATH: Final = Path(__file__).parent / "data" / "life_events.yaml"


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event of a life."""

    id: str
    name: Text
    about: Text
    icon: str
    procedures: tuple[str, ...]
    more: str


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """Return every event in the order in which the home page shows them."""
    return tuple(
        LifeEvent(
            id=one["id"],
            name=Text(**one["name"]),
            about=Text(**one["about"]),
            icon=one["icon"],
            procedures=tuple(one["procedures"]),
            more=one["more"],
        )
        for one in yaml.safe_load(PATH.read_text(encoding="utf-8"))
    )


def life_event(name: str) -> LifeEvent | None:
    """Return an event by its id."""
    return next((one for one in life_events() if one.id == name), None)
