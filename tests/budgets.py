"""What a page may cost: queries and bytes."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGE_BYTES = 100_000
"""What the first page may bring over the wire, everything that it needs included."""


def assert_budget(client: Client, path: str, *, queries: int, bytes_most: int = PAGE_BYTES):
    """Ask for a page; fail when it takes more queries or bytes than it may; return the answer.

    Bytes are those of the page and of the house's own style sheet, scripts and icons, compressed.
    """
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    told = "\n".join(query["sql"][:160] for query in asked.captured_queries)
    assert len(asked) <= queries, f"{path} took {len(asked)} queries:\n{told}"
    size = len(gzip.compress(answer.content)) + shell_bytes()
    assert size <= bytes_most, f"{path} brings {size} bytes"
    return answer


def shell_bytes() -> int:
    """Return the compressed bytes of what every page loads."""
    names = ("look/look.css", "look/look.js", "look/icons.svg", "django_htmx/htmx-2.min.js")
    paths = [finders.find(name) for name in names]
    return sum(len(gzip.compress(Path(path).read_bytes())) for path in paths if path)
