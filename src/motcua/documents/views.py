"""The public page on which anybody checks a document, by its code or by its file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from motcua.documents import api
from motcua.documents.rest import content_of
from motcua.documents.rules import code_of, shown_code
from motcua.kernel.errors import DomainError

__all__ = ["check", "show"]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; judge the file."""
    code = code_of(request.GET.get("code", ""))
    if code:
        return redirect("documents:show", code=code)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, {"typed": request.GET.get("code", "")})
    try:
        found = api.verify_upload(content_of(sent), at=timezone.now())  # type: ignore[arg-type]  # ninja's class adds nothing that is used
    except DomainError as error:
        return _refused(request, error)
    return _page(request, {"found": found, "document": found.document, "verdict": found.verdict})


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is known of the document with a code; the QR leads here."""
    try:
        document = api.verify_code(code)
    except DomainError as error:
        return _refused(request, error)
    return _page(request, {"document": document, "verdict": document.verdict})


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    told = error.message(get_language() or "vi")
    return _page(request, {"error": told}, status=error.status)


def _page(request: HttpRequest, facts: dict[str, object], *, status: int = 200) -> HttpResponse:
    document = facts.get("document")
    facts["shown_code"] = (
        shown_code(document.code) if isinstance(document, api.VerifiedDocument) else ""
    )
    return render(request, "documents/check.html", facts, status=status)
