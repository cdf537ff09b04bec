"""Reads over HTTP; each asks the policy through its selector."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Status

from motcua.dossiers.errors import PageKeyInvalid
from motcua.dossiers.rest.requests import actor_of, now
from motcua.dossiers.rest.router import router
from motcua.dossiers.rest.schemas import (
    DocumentOut,
    DossierOut,
    DossierPageOut,
    EntryOut,
    ProgressOut,
    WhyOut,
    WorkPageOut,
)
from motcua.dossiers.rest.shapes import dossier_out, language, line_out, work_out
from motcua.dossiers.selectors import dossiers as select
from motcua.dossiers.selectors import files

Limit = Annotated[int, Field(ge=1, le=200)]
StatusCode = Annotated[int | None, Field(ge=0, le=10)]
LastSeen = Annotated[int | None, Field(ge=0, lt=2**63)]
Key = Annotated[str | None, Field(max_length=80)]


@router.get("/tracking/{code}", response=ProgressOut, auth=None, summary="Follow a dossier by code")
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


@router.get("/dossiers", response=DossierPageOut, summary="List the dossiers that one may see")
def listed(
    request: HttpRequest,
    before: LastSeen = None,
    status: StatusCode = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return a page, newest first; ``before`` is the ``next`` of the page before."""
    rows = select.dossiers(actor_of(request), before=before, limit=limit, status=status)
    following = str(rows[-1].pk) if len(rows) == limit else None
    return {"items": [line_out(row) for row in rows], "next": following}


@router.get("/worklist", response=WorkPageOut, summary="What one's posts have to do, due first")
def worklist(
    request: HttpRequest,
    after: Key = None,
    mine: bool = False,  # noqa: FBT001, FBT002 - a query parameter is named by its caller
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return a page of open tasks; ``after`` is the ``next`` of the page before."""
    items = select.worklist(actor_of(request), after=_key(after), limit=limit, mine_only=mine)
    last = items[-1] if len(items) == limit else None
    following = f"{last.due_at.isoformat()}~{last.id}" if last else None
    return {"items": [work_out(item) for item in items], "next": following}


def _key(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    instant, _, number = text.partition("~")
    try:
        due_at, last = datetime.fromisoformat(instant.replace(" ", "+")), int(number)
    except ValueError as error:
        raise PageKeyInvalid(key=text) from error
    if due_at.tzinfo is None or not 0 <= last < 2**63:
        raise PageKeyInvalid(key=text)
    return due_at, last


@router.get("/dossiers/{reference}", response=DossierOut, summary="One dossier")
def one(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Return a dossier by id or code."""
    actor = actor_of(request)
    return dossier_out(select.dossier(reference, actor=actor), actor=actor)


@router.get("/dossiers/{reference}/timeline", response=list[EntryOut], summary="Its ledger")
def timeline(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """Return every act with its hash, and what was written with it."""
    found = select.dossier(reference, actor=actor_of(request))
    written = select.remarks(found)
    return [
        {
            "seq": entry.seq,
            "at": entry.at,
            "kind": entry.kind,
            "by": entry.by,
            "body": dict(entry.body),
            "hash": bytes(entry.hash).hex(),
            "remark": written[entry.seq].text if entry.seq in written else "",
        }
        for entry in select.timeline(found)
    ]


@router.get(
    "/dossiers/{reference}/why", response={200: WhyOut, 204: None}, summary="Why this date?"
)
def why(request: HttpRequest, reference: str) -> Any:
    """Explain the due time line by line, and give both clocks' verdicts."""
    found = select.dossier(reference, actor=actor_of(request))
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


@router.get("/dossiers/{reference}/documents", response=list[DocumentOut], summary="Its papers")
def documents(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """Return the papers issued for the dossier, oldest first."""
    return files.documents_out(select.dossier(reference, actor=actor_of(request)))


@router.get("/dossiers/{reference}/files/{uid}", summary="The content of one of its files")
def content(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """Return a component or a paper of the dossier; never shown inside another page."""
    found = select.dossier(reference, actor=actor_of(request))
    stored, data = files.content(found, uid)
    answer = HttpResponse(data, content_type=stored.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.uid}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
