"""The package's catalogue files read into values."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from motcua.catalogue.errors import CatalogueFileBroken
from motcua.catalogue.national.shapes import RECORD_FORMAT, EntryFacts, RecordContent, term
from motcua.catalogue.national.traps import TRAPS_VERSION

__all__ = ["DATA", "read_catalogue"]

DATA = Path(__file__).resolve().parent.parent / "data"
FORMAT = 1
OPTIONAL = RecordContent.__optional_keys__
Line = tuple[dict[str, Any], dict[str, Any], str]


def read_catalogue(folder: Path = DATA) -> list[EntryFacts]:
    """Return every entry, by code, joined with its record.

    Errors: CatalogueFileBroken names the file.
    """
    entries = {line["code"]: (head, line, text) for head, line, text in _lines(folder / "entries")}
    records = {line["code"]: (head, line, text) for head, line, text in _lines(folder / "records")}
    codes = sorted(entries.keys() | records.keys())
    return [_entry(entries.get(code), records.get(code)) for code in codes]


def _lines(folder: Path) -> Iterator[Line]:
    for path in sorted(folder.glob("*.jsonl")):
        try:
            texts = path.read_text(encoding="utf-8").splitlines()
            head = json.loads(texts[0])
            found = [(head, json.loads(text), text) for text in texts[1:]]
        except (OSError, ValueError, IndexError) as error:
            raise CatalogueFileBroken(file=path.name, problem=str(error)) from error
        if head.get("format") != FORMAT or head.get("count") != len(found):
            raise CatalogueFileBroken(file=path.name, problem="wrong format or number of lines")
        yield from found


def _entry(listed: Line | None, full: Line | None) -> EntryFacts:
    """Return one entry. A record states every line of fees and limits, so its terms come first."""
    head, line, text = listed or full or _nothing()
    record = full[1] if full else None
    terms = (record["terms"] if record else None) or line["terms"]
    papers = line["papers"]
    source = head["source"] + line["page"] if "page" in line else line["url"]
    return EntryFacts(
        code=line["code"],
        name=line["name"],
        field=line["field"],
        ministry=head["ministry"],
        levels=tuple(line["levels"]),
        listed=listed is not None,
        terms=tuple(term(one) for one in terms),
        papers=len(papers) if isinstance(papers, list) else papers,
        results=tuple(one["name"] if isinstance(one, dict) else one for one in line["results"]),
        source_url=source,
        record=_content(full) if full else None,
        partial=bool(record and record.get("partial")),
        digest=_digest(text, full[2] if full else ""),
    )


def _nothing() -> Line:
    raise CatalogueFileBroken(file="entries", problem="an entry without a line")


def _content(full: Line) -> RecordContent:
    head, line, _ = full
    source = head["source"] + line["page"] if "page" in line else line["url"]
    content = RecordContent(
        format=RECORD_FORMAT,
        source_url=source,
        papers=line["papers"],
        results=line["results"],
        law=line["law"],
        applicants=line["applicants"],
    )
    optional: Any = {key: line[key] for key in OPTIONAL if key in line}
    content.update(optional)
    return content


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join((str(TRAPS_VERSION), *texts)).encode()).hexdigest()
