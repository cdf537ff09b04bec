"""The HTTP API of the province: one door, one way to say who asks, one shape of error.

Errors follow RFC 9457 (problem details): ``type`` names the error, ``detail`` says it in the
reader's language, ``errors`` lists what is wrong by field.
"""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from motcua.authority.api import actor_for_account, actor_for_token
from motcua.authority.rest import router as people
from motcua.authority.types import Actor
from motcua.catalogue.rest import router as catalogue
from motcua.config.reading import Careful, in_vietnamese
from motcua.documents.rest import router as documents
from motcua.dossiers.rest import router as dossiers
from motcua.kernel.errors import DomainError, TooLarge, Unauthenticated

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


class Token(HttpBearer):
    """A client's or an officer's token in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:  # noqa: ARG002
        """Return who the token stands for."""
        return actor_for_token(token, at=timezone.now())


class Session(SessionAuth):
    """A signed-in browser; writes need the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002
        """Return who is signed in."""
        if not request.user.is_authenticated:
            return None
        return actor_for_account(request.user, at=timezone.now())


api = NinjaAPI(
    title="Một Cửa",
    version="1",
    description="File, follow and process dossiers of a province.",
    urls_namespace="api",
    auth=[Token(), Session()],
    docs_url="/docs",
    parser=Careful(),
)
api.add_router("/documents", documents)
api.add_router("", catalogue)
api.add_router("", dossiers)
api.add_router("", people)


def problem(
    request: HttpRequest, *, status: int, code: str, detail: str, **more: Any
) -> HttpResponse:
    """Return an error as RFC 9457 problem details."""
    body = {
        "type": f"urn:motcua:error:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
        **more,
    }
    answer = api.create_response(request, body, status=status)
    answer["Content-Type"] = PROBLEM
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def language() -> str:
    """Return the reader's language."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Tell what the domain refuses."""
    more: dict[str, Any] = {}
    errors = error.facts.get("errors")
    if isinstance(errors, list):
        more["errors"] = errors
    detail = error.message(language())
    return problem(request, status=error.status, code=error.code, detail=detail, **more)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """Tell that nobody is known to be asking."""
    return refused(request, Unauthenticated())


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell which parts of a request have the wrong shape."""
    vi, en = "Yêu cầu không đúng định dạng.", "The request has the wrong shape."
    errors = [
        {
            "field": ".".join(str(part) for part in item.get("loc", ())),
            "code": item.get("type", "invalid"),
            "vi": in_vietnamese(item),
            "en": f"{item.get('msg', '')}",
        }
        for item in error.errors
    ]
    detail = vi if language() == "vi" else en
    return problem(request, status=422, code="misshapen", detail=detail, errors=errors)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell what the HTTP layer refuses."""
    if isinstance(error.__cause__, DomainError):
        return refused(request, error.__cause__)
    vi = HTTP_WORDS.get(error.status_code, "Yêu cầu không được chấp nhận.")
    detail = vi if language() == "vi" else str(error)
    return problem(request, status=error.status_code, code="http_error", detail=detail)


HTTP_WORDS = {
    400: "Không đọc được nội dung yêu cầu.",
    403: "Yêu cầu bị từ chối: hãy tải lại trang rồi thử lại.",
    404: "Không tìm thấy.",
    405: "Địa chỉ này không nhận phương thức đó.",
}


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
    """Tell that the body is larger than is read."""
    return refused(request, TooLarge())


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log what nobody foresaw and tell that it was not the caller's fault."""
    log.error("request_failed", exc_info=error, extra={"path": request.path})
    vi = "Hệ thống gặp lỗi; hãy kiểm tra trước khi gửi lại."
    en = "The system failed; look before you try again."
    detail = vi if language() == "vi" else en
    return problem(request, status=500, code="failed", detail=detail)
