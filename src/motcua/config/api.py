"""The HTTP API of the province: one door, one way to say who asks, one shape of error.

Errors follow RFC 9457 (problem details): ``type`` names the error, ``detail`` says it in the
reader's language, ``errors`` lists what is wrong by field.
"""

from math import ceil
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer, SessionAuth

from motcua.authority.api import actor_for_account, actor_for_token
from motcua.authority.rest import router as people
from motcua.authority.types import Actor
from motcua.catalogue.rest import router as catalogue
from motcua.config.contract import Contract
from motcua.config.edge import failure, guarded, http_error
from motcua.config.errors import AddressUnknown, AskedTooOften, RequestUnreadable
from motcua.config.problems import problem
from motcua.config.reading import Careful, misshapen
from motcua.documents.rest import router as documents
from motcua.dossiers.rest import router as dossiers
from motcua.kernel.errors import DomainError, TooLarge, Unauthenticated


class Token(HttpBearer):
    """A client's or an officer's token in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:  # noqa: ARG002
        """Return who the token stands for."""
        return actor_for_token(token, at=timezone.now())


class Session(SessionAuth):
    """A signed-in browser; writes need the CSRF token."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return who is signed in; without a session nobody is asked for a CSRF token."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002
        """Return who is signed in."""
        if not request.user.is_authenticated:
            return None
        return actor_for_account(request.user, at=timezone.now())


api = Contract(
    title="Một Cửa",
    version="1",
    description="File, follow and process dossiers of a province. Errors are problem details "
    "(RFC 9457); lists give the link of their next page; docs/reference/api.md says it all.",
    urls_namespace="api",
    auth=[Token(), Session()],
    docs_url="/docs",
    parser=Careful(),
)
api.add_decorator(guarded, mode="view")
api.add_router("/documents", documents)
api.add_router("", catalogue)
api.add_router("", dossiers)
api.add_router("", people)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Tell what the domain refuses."""
    return problem(request, error)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """Tell that nobody is known to be asking."""
    return problem(request, Unauthenticated())


@api.exception_handler(ValidationError)
def wrong_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell which parts of a request have the wrong shape."""
    return problem(request, misshapen(error.errors))


@api.exception_handler(HttpError)
def refused_by_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell what the HTTP layer refuses."""
    cause = error.__cause__
    told = cause if isinstance(cause, DomainError) else http_error(error.status_code)
    if isinstance(error, Throttled):
        told = AskedTooOften(seconds=ceil(error.wait or 1))
    return problem(request, told)


@api.exception_handler(Http404)
def not_there(request: HttpRequest, _: Http404) -> HttpResponse:
    """Tell that nothing has this address."""
    return problem(request, AddressUnknown())


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
    """Tell that the body is larger than is read."""
    return problem(request, TooLarge())


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
@api.exception_handler(UnreadablePostError)
def unreadable(request: HttpRequest, _: Exception) -> HttpResponse:
    """Tell that the request is no well-formed one."""
    return problem(request, RequestUnreadable())


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log what nobody foresaw and tell that it was not the caller's fault."""
    return problem(request, failure(request, error))
