"""The picture of a process: boxes one under another, side by side where work is parallel."""

from dataclasses import dataclass
from textwrap import wrap

from motcua.catalogue.api import Procedure
from motcua.portal.finding.words import said

WIDTH, HEIGHT, GAP, MARGIN = 320, 64, 28, 4
LETTER = 7.6
"""The width of a letter of the picture's text, on average."""


@dataclass(frozen=True, slots=True)
class Box:
    """One step in the picture."""

    id: str
    number: int
    lines: tuple[tuple[int, str], ...]
    x: int
    y: int
    width: int
    height: int
    middle: int
    badge_x: int
    badge_y: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one step to the next."""

    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole process as drawn."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def ways(procedure: Procedure) -> list[tuple[str, str]]:
    """Return each way from a step to another, once."""
    found = [
        (step.id, to)
        for step in procedure.steps.values()
        for way in step.next
        for to in way.to
        if to in procedure.steps
    ]
    return list(dict.fromkeys(found))


def rows(procedure: Procedure) -> list[list[str]]:
    """Return the steps by how far they lie from the start: the longest way counts."""
    depth = dict.fromkeys(procedure.steps, 0)
    for _round in procedure.steps:
        for before, after in ways(procedure):
            # A way back to an earlier step must not push the steps on without end.
            depth[after] = min(max(depth[after], depth[before] + 1), len(depth) - 1)
    found: dict[int, list[str]] = {}
    for name, row in depth.items():
        found.setdefault(row, []).append(name)
    return [found[row] for row in sorted(found)]


def picture(procedure: Procedure) -> Picture:
    """Return the process as boxes and arrows, in the units of the picture."""
    order = {name: number for number, name in enumerate(procedure.steps, start=1)}
    boxes: dict[str, Box] = {}
    lines = rows(procedure)
    for row, names in enumerate(lines):
        width = (WIDTH - 2 * MARGIN - (len(names) - 1) * 12) // len(names)
        for column, name in enumerate(names):
            x, y = MARGIN + column * (width + 12), MARGIN + row * (HEIGHT + GAP)
            text = said(procedure.steps[name].name)
            boxes[name] = _box(name, order[name], text=text, x=x, y=y, width=width)
    height = len(lines) * (HEIGHT + GAP) - GAP + 2 * MARGIN
    arrows = (_arrow(boxes[a], boxes[b]) for a, b in ways(procedure) if boxes[a].y < boxes[b].y)
    return Picture(WIDTH, height, tuple(boxes.values()), tuple(arrows))


def _box(name: str, number: int, *, text: str, x: int, y: int, width: int) -> Box:
    room = int((width - 52) / LETTER)
    words = wrap(text, max(room, 8), max_lines=3, placeholder="…")
    top = y + HEIGHT // 2 + 5 - (len(words) - 1) * 9
    placed = tuple((top + 18 * line, word) for line, word in enumerate(words))
    return Box(
        id=name,
        number=number,
        lines=placed,
        x=x,
        y=y,
        width=width,
        height=HEIGHT,
        middle=x + 42,
        badge_x=x + 22,
        badge_y=y + HEIGHT // 2,
    )


def _arrow(before: Box, after: Box) -> Arrow:
    start, end = before.x + before.width // 2, after.x + after.width // 2
    top, tip = before.y + before.height, after.y - 2
    bend = tip - GAP // 2
    path = f"M{start} {top} V{bend} H{end} V{tip}"
    return Arrow(path, f"{end - 5},{tip - 7} {end + 5},{tip - 7} {end},{tip}")
