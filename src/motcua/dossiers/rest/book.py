"""The tracking book and the control slip over HTTP."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from motcua.authority.api import After, Day, Limit, Page, day_of, key_of_page, page, unit_of
from motcua.dossiers.rest.reads import reader
from motcua.dossiers.rest.requests import now
from motcua.dossiers.rest.router import router
from motcua.dossiers.selectors import book as select
from motcua.dossiers.selectors.dossiers import dossier
from motcua.dossiers.services.printing import book_pdf, slip_pdf

PDF: dict[str, Any] = {"responses": {200: {"content": {"application/pdf": {"schema": {}}}}}}


class BookLineOut(Schema):
    """One line of form 07."""

    order: int
    code: str
    procedure: str
    sets: int
    owner: str
    address: str
    phone: str
    lead: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    channel: str
    return_channel: str
    note: str


class BookPageOut(Page):
    """A page of the book."""

    items: list[BookLineOut]


@router.get("/units/{place}/book", response=BookPageOut, summary="A unit's tracking book")
def book(
    request: HttpRequest,
    place: str,
    since: Day,
    until: Day,
    after: After = None,  # noqa: ARG001  (key_of_page reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return a page of form 07; ``until`` is excluded."""
    told = key_of_page(request)
    lines = select.tracking_book(
        unit_of(place, on=day_of(now())).id,
        since=since,
        until=until,
        actor=reader(request),
        after=select.BookKey(told[0], datetime.fromisoformat(told[1]), told[2]) if told else None,
        limit=limit + 1,
    )
    return page(request, lines, limit=limit, key=_key, show=_shown)


def _shown(line: select.BookLine) -> select.BookLine:
    return line


def _key(line: select.BookLine) -> tuple[int, str, int]:
    return line.key.order, line.key.accepted_at.isoformat(), line.key.id


@router.get("/units/{place}/book.pdf", openapi_extra=PDF, summary="A unit's book, to print")
def printed_book(request: HttpRequest, place: str, since: Day, until: Day) -> HttpResponse:
    """Return form 07 of a period as PDF; ``until`` is excluded."""
    unit_id, at = unit_of(place, on=day_of(now())).id, now()
    lines = select.whole_book(unit_id, since=since, until=until, actor=reader(request))
    return _pdf(book_pdf(lines, unit_id=unit_id, since=since, until=until, at=at))


@router.get(
    "/dossiers/{reference}/control-slip.pdf",
    openapi_extra=PDF,
    summary="Its slip, to print",
)
def printed_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """Return form 06 of a dossier, as it stands, as PDF."""
    found = dossier(reference, actor=reader(request))
    return _pdf(slip_pdf(found, at=now()))


def _pdf(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
