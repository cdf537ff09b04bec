"""Reads of the catalogue: entries and versions, and what people find by their own words."""

from motcua.catalogue.selectors.entries import (
    FoundEntry,
    PublishedVersion,
    current_version,
    current_versions,
    diff,
    entry,
    is_executable,
    procedure,
    search_entries,
    version,
    versions,
)
from motcua.catalogue.selectors.finding import (
    Choice,
    FoundProcedure,
    Wanted,
    choices,
    find_procedures,
    named,
    suggestions,
)

__all__ = [
    "Choice",
    "FoundEntry",
    "FoundProcedure",
    "PublishedVersion",
    "Wanted",
    "choices",
    "current_version",
    "current_versions",
    "diff",
    "entry",
    "find_procedures",
    "is_executable",
    "named",
    "procedure",
    "search_entries",
    "suggestions",
    "version",
    "versions",
]
