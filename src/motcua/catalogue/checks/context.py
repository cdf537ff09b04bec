"""What every check reads and where it writes what it finds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from motcua.catalogue.findings import Finding, finding
from motcua.catalogue.source import CASES, MAIN, Source
from motcua.catalogue.types import Post, Procedure
from motcua.kernel.worktime import WorkCalendar

__all__ = ["Check", "PostsMissing", "Province"]

PostsMissing = Callable[[Post, str], Sequence[str]]
"""Given a post and the procedure's ``competent``: the names of the units where nobody holds it."""
Render = Callable[[str, Mapping[str, Any]], object]
"""Given a Typst source and its data: the document, or an exception that says why not."""


@dataclass(frozen=True, slots=True)
class Province:
    """What the check borrows: staff, a typesetter, a calendar. Each may be absent."""

    posts: PostsMissing | None = None
    render: Render | None = None
    calendar: WorkCalendar | None = None


@dataclass
class Check:
    """One run over one source."""

    source: Source
    procedure: Procedure
    province: Province
    findings: list[Finding] = field(default_factory=list)

    def note(self, path: str, code: str, *, file: str = MAIN, **facts: object) -> None:
        """Write a finding down at a path of ``procedure.yaml`` or of another file."""
        line = self.source.line(file, path)
        self.note_line(line, code, file=file, **facts)

    def note_line(self, line: int, code: str, *, file: str = CASES, **facts: object) -> None:
        """Write a finding down at a line."""
        one = finding(code, self.source.path(file), line, **facts)
        if one not in self.findings:
            self.findings.append(one)

    def note_form(self, path: str, code: str, **facts: object) -> None:
        """Write a finding down at a path of the form."""
        self.note(path, code, file=self.source.form_file, **facts)

    @cached_property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the top questions of the form."""
        found = self.procedure.form.get("properties")
        return found if isinstance(found, dict) else {}

    def fields(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield every question: its name, its path in the schema's file, its schema."""
        yield from _fields(self.procedure.form, "", "")


def _fields(
    schema: Mapping[str, Any], name: str, path: str
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    dot, slash = (f"{name}." if name else ""), (f"{path}." if path else "")
    for key, value in schema.get("properties", {}).items():
        if isinstance(value, dict):
            yield f"{dot}{key}", f"{slash}properties.{key}", value
            yield from _fields(value, f"{dot}{key}", f"{slash}properties.{key}")
    items = schema.get("items")
    if isinstance(items, dict):
        yield from _fields(items, name, f"{slash}items")
