"""A procedure's folder read into values: the texts, the procedure, its cases and what is wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import rfc8785

from motcua.catalogue.errors import ProcedureBroken
from motcua.catalogue.findings import Finding, Severity
from motcua.catalogue.source.build import form_name
from motcua.catalogue.source.build import procedure as read_procedure
from motcua.catalogue.source.cases import Case, read_cases
from motcua.catalogue.source.nodes import Reader, Unreadable
from motcua.catalogue.types import Procedure

__all__ = ["Case", "Source", "load_files", "load_folder"]

MAIN, CASES = "procedure.yaml", "cases.yaml"
_TAKEN = {".yaml", ".json", ".typ"}


@dataclass(frozen=True, slots=True)
class Source:
    """One procedure as written.

    ``draft`` is the procedure when it could be read at all; ``findings`` are what the reading
    found; ``lines`` gives the line of every path of every file.
    """

    folder: str
    files: Mapping[str, str]
    digest: str
    draft: Procedure | None
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]
    lines: Mapping[str, Mapping[str, int]]
    form_file: str

    @property
    def procedure(self) -> Procedure:
        """Return the procedure.

        Errors: ProcedureBroken when the reading found errors.
        """
        errors = [one for one in self.findings if one.severity is Severity.ERROR]
        if self.draft is None or errors:
            raise ProcedureBroken(procedure=self.folder, count=len(errors), first=str(errors[0]))
        return self.draft

    def path(self, name: str) -> str:
        """Return the path of a file as findings show it."""
        return f"{self.folder}/{name}" if self.folder else name

    def line(self, name: str, path: str) -> int:
        """Return the line of a path in a file, or of the nearest thing that holds it."""
        lines = self.lines.get(name, {})
        while path and path not in lines:
            path = path.rpartition(".")[0]
        return lines.get(path, 1)


def load_folder(path: Path | str) -> Source:
    """Return what a folder says."""
    folder = Path(path)
    files = {
        file.name: file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix in _TAKEN
    }
    return load_files(files, folder=str(path).rstrip("/"))


def load_files(files: Mapping[str, str], *, folder: str = "", version: int = 0) -> Source:
    """Return what the texts of a folder say; a published version is rebuilt by this."""
    digest = _digest(files)
    readers: dict[str, Reader] = {}
    form_file = "form.schema.json"

    def reader(name: str) -> Reader:
        return readers.setdefault(name, Reader(f"{folder}/{name}" if folder else name))

    draft: Procedure | None = None
    cases: tuple[Case, ...] = ()
    try:
        root = reader(MAIN).compose(_text(files, MAIN, reader(MAIN)))
        form_file = form_name(root)
        draft = read_procedure(reader(MAIN), root)
        form = reader(form_file).json(_text(files, form_file, reader(form_file)))
        template = _text(files, draft.result.template, reader(draft.result.template))
        draft = _finished(draft, digest, version, form, template)
    except Unreadable:
        draft = None
    try:
        cases = read_cases(reader(CASES), _text(files, CASES, reader(CASES)))
    except Unreadable:
        cases = ()
    findings = tuple(one for each in readers.values() for one in each.findings)
    lines = {name: each.lines for name, each in readers.items()}
    return Source(folder, dict(files), digest, draft, cases, findings, lines, form_file)


def _text(files: Mapping[str, str], name: str, reader: Reader) -> str:
    if name not in files:
        reader.fail(1, "file_missing", name=name)
    return files[name]


def _finished(
    draft: Procedure, digest: str, version: int, form: dict[str, Any], template: str
) -> Procedure:
    return replace(
        draft,
        digest=digest,
        version=version,
        form=form,
        form_digest=hashlib.sha256(rfc8785.dumps(form)).hexdigest(),
        template=template,
    )


def _digest(files: Mapping[str, str]) -> str:
    """Return SHA-256 over the names and digests of all files, so that one letter shows."""
    parts = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return hashlib.sha256(rfc8785.dumps(parts)).hexdigest()
