"""Reads over HTTP; each asks the policy through its selector."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Status

from motcua.authority.api import After, Limit, PerAddress, key_of_page, page, page_of
from motcua.authority.types import Actor, Scope
from motcua.dossiers.models import Remark
from motcua.dossiers.rest.requests import now, require_scope
from motcua.dossiers.rest.router import router
from motcua.dossiers.rest.schemas import (
    DocumentPageOut,
    DossierOut,
    DossierPageOut,
    ProgressOut,
    TimelineOut,
    WhyOut,
    WorkPageOut,
)
from motcua.dossiers.rest.shapes import dossier_out, language, line_out, work_out
from motcua.dossiers.selectors import dossiers as select
from motcua.dossiers.selectors import files
from motcua.ledger.api import Entry

StatusCode = Annotated[int | None, Field(ge=0, le=10)]


@router.get(
    "/tracking/{code}",
    response=ProgressOut,
    auth=None,
    throttle=PerAddress("tracking"),
    summary="Follow a dossier by code",
)
def tracking(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001
    """Return code and progress, nothing of persons (TT 01/2018/TT-VPCP Đ16(2d))."""
    found = select.progress(code)
    return {
        "code": found.code,
        "procedure": found.procedure,
        "status": int(found.status),
        "status_name": select.status_name(found.status, language()),
        "accepted_at": found.accepted_at,
        "appointment_at": found.appointment_at,
        "finished_at": found.finished_at,
    }


def reader(request: HttpRequest) -> Actor:
    """Return who reads. Errors: ScopeMissing."""
    return require_scope(request, Scope.DOSSIERS_READ)


@router.get("/dossiers", response=DossierPageOut, summary="List the dossiers that one may see")
def listed(
    request: HttpRequest,
    after: After = None,  # noqa: ARG001  (key_of_page reads it)
    status: StatusCode = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return a page, newest first."""
    last = key_of_page(request)
    rows = select.dossiers(reader(request), before=last, limit=limit + 1, status=status)
    return page(request, rows, limit=limit, key=lambda row: row.pk, show=line_out)


@router.get("/worklist", response=WorkPageOut, summary="What one's posts have to do, due first")
def worklist(
    request: HttpRequest,
    after: After = None,  # noqa: ARG001  (key_of_page reads it)
    mine: bool = False,  # noqa: FBT001, FBT002 - a query parameter is named by its caller
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return a page of open tasks."""
    told = key_of_page(request)
    last = (datetime.fromisoformat(told[0]), int(told[1])) if told else None
    items = select.worklist(reader(request), after=last, limit=limit + 1, mine_only=mine)
    return page(request, items, limit=limit, key=_work_key, show=work_out)


def _work_key(item: select.WorkItem) -> tuple[str, int]:
    return item.due_at.isoformat(), item.id


@router.get("/dossiers/{reference}", response=DossierOut, summary="One dossier")
def one(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Return a dossier by id or code."""
    actor = reader(request)
    return dossier_out(select.dossier(reference, actor=actor), actor=actor)


@router.get("/dossiers/{reference}/timeline", response=TimelineOut, summary="Its ledger")
def timeline(
    request: HttpRequest,
    reference: str,
    after: After = None,  # noqa: ARG001  (page_of reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return every act with its hash, and what was written with it."""
    found = select.dossier(reference, actor=reader(request))
    show = partial(_entry, written=select.remarks(found))
    return page_of(request, select.timeline(found), limit=limit, key=_seq, show=show)


def _seq(entry: Entry) -> int:
    return entry.seq


def _entry(entry: Entry, *, written: dict[int, Remark]) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "by": entry.by,
        "body": dict(entry.body),
        "hash": bytes(entry.hash).hex(),
        "remark": written[entry.seq].text if entry.seq in written else "",
    }


@router.get(
    "/dossiers/{reference}/why", response={200: WhyOut, 204: None}, summary="Why this date?"
)
def why(request: HttpRequest, reference: str) -> Any:
    """Explain the due time line by line, and give both clocks' verdicts."""
    found = select.dossier(reference, actor=reader(request))
    explained, clocks = select.why_this_date(found), select.both_clocks(found, at=now())
    if explained is None or clocks is None:
        return Status(204, None)
    answer = {
        "due_at": explained.due_at,
        "lines": [_line(line) for line in explained.lines],
        "law": _clock(clocks[0]),
        "statistics": _clock(clocks[1]),
    }
    return Status(200, answer)


def _line(line: Any) -> dict[str, Any]:
    return {
        "rule": str(line.rule),
        "article": line.article,
        "text": line.vi if language() == "vi" else line.en,
        "start": line.start,
        "end": line.end,
    }


def _clock(verdict: Any) -> dict[str, Any]:
    return {name: getattr(verdict, name) for name in ("due_at", "late", "working_seconds")}


@router.get("/dossiers/{reference}/documents", response=DocumentPageOut, summary="Its papers")
def documents(
    request: HttpRequest,
    reference: str,
    after: After = None,  # noqa: ARG001  (page_of reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return the papers issued for the dossier, oldest first."""
    found = files.documents_out(select.dossier(reference, actor=reader(request)))
    return page_of(request, found, limit=limit, key=lambda each: str(each["id"]), show=dict)


@router.get(
    "/dossiers/{reference}/files/{uid}",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {}}}}}},
    summary="The content of one of its files",
)
def content(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """Return a component or a paper of the dossier; never shown inside another page."""
    found = select.dossier(reference, actor=reader(request))
    stored, data = files.content(found, uid)
    answer = HttpResponse(data, content_type=stored.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.uid}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
