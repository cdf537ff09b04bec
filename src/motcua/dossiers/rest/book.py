"""The tracking book and the control slip over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from motcua.authority.api import day_of, unit_of
from motcua.dossiers.errors import PageKeyInvalid
from motcua.dossiers.rest.requests import actor_of, now
from motcua.dossiers.rest.router import router
from motcua.dossiers.selectors import book as select
from motcua.dossiers.selectors.dossiers import dossier
from motcua.dossiers.services.printing import book_pdf, slip_pdf

Limit = Annotated[int, Field(ge=1, le=200)]
Key = Annotated[str | None, Field(max_length=80)]


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


class BookPageOut(Schema):
    """A page of the book and where the next begins."""

    items: list[BookLineOut]
    next: str | None


@router.get("/units/{place}/book", response=BookPageOut, summary="A unit's tracking book")
def book(
    request: HttpRequest,
    place: str,
    since: date,
    until: date,
    after: Key = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Return a page of form 07; ``until`` is excluded, ``after`` is the ``next`` before."""
    lines = select.tracking_book(
        unit_of(place, on=day_of(now())).id,
        since=since,
        until=until,
        actor=actor_of(request),
        after=_key(after),
        limit=limit,
    )
    last = lines[-1].key if len(lines) == limit else None
    following = f"{last.order}~{last.accepted_at.isoformat()}~{last.id}" if last else None
    return {"items": lines, "next": following}


def _key(text: str | None) -> select.BookKey | None:
    if not text:
        return None
    try:
        order, instant, number = text.split("~")
        at = datetime.fromisoformat(instant.replace(" ", "+"))
        key = select.BookKey(int(order), at, int(number))
    except ValueError as error:
        raise PageKeyInvalid(key=text) from error
    if at.tzinfo is None or not 0 <= key.id < 2**63 or not 0 <= key.order < 2**31:
        raise PageKeyInvalid(key=text)
    return key


@router.get("/units/{place}/book.pdf", summary="A unit's tracking book, to print")
def printed_book(request: HttpRequest, place: str, since: date, until: date) -> HttpResponse:
    """Return form 07 of a period as PDF; ``until`` is excluded."""
    unit_id, at = unit_of(place, on=day_of(now())).id, now()
    lines = select.whole_book(unit_id, since=since, until=until, actor=actor_of(request))
    return _pdf(book_pdf(lines, unit_id=unit_id, since=since, until=until, at=at))


@router.get("/dossiers/{reference}/control-slip.pdf", summary="Its control slip, to print")
def printed_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """Return form 06 of a dossier, as it stands, as PDF."""
    found = dossier(reference, actor=actor_of(request))
    return _pdf(slip_pdf(found, at=now()))


def _pdf(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
