"""The edge of ``/api/``: whatever refuses a request there, the answer is problem details."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import uuid4

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja.operation import Operation

from motcua.config.errors import (
    AddressUnknown,
    CsrfRefused,
    DatabaseAway,
    Failed,
    MethodRefused,
    RequestUnreadable,
    SecondFactorMissing,
)
from motcua.config.problems import PROBLEM, write_problem
from motcua.config.reading import misshapen
from motcua.kernel.errors import Denied, DomainError, TooLarge, Unauthenticated

log = logging.getLogger(__name__)
PREFIX = "/api/"
PAGES = ("/api/v1/docs",)
"""Under the prefix, and yet pages for people."""

Run = Callable[..., HttpResponse]


class ApiProblems:
    """Turns every error page under ``/api/`` into problem details, whoever wrote it.

    It stands before every other middleware: what those refuse (a bad host, a body beyond the
    bounds) never reaches the API's own handlers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, its error told as the API tells errors."""
        answer = self.get_response(request)
        if request.path_info.startswith(PREFIX):
            error = error_behind(answer, request)
            if error is not None:
                write_problem(answer, request, error)
        return answer


def error_behind(answer: HttpResponse, request: HttpRequest) -> DomainError | None:
    """Return the error that an answer stands for; None when it tells it well, or is none."""
    if answer.status_code == 302 and not request.path_info.startswith(PAGES):
        return SecondFactorMissing()  # the one thing that sends a caller of the API elsewhere
    if answer.status_code < 400 or answer.headers.get("Content-Type", "") == PROBLEM:
        return None
    if answer.status_code >= 500:
        return failure(request)
    known: Mapping[int, DomainError] = {
        401: Unauthenticated(),
        403: CsrfRefused(),
        404: AddressUnknown(),
        405: MethodRefused(method=(request.method or "")[:20]),
        413: TooLarge(),
    }
    return known.get(answer.status_code, RequestUnreadable())


def failure(request: HttpRequest, error: Exception | None = None) -> DomainError:
    """Log what nobody foresaw, and return what the caller is told: a reference, no inside."""
    reference = uuid4().hex[:12]
    facts = {"path": request.path, "reference": reference}
    log.error("request_failed", exc_info=error, extra=facts)
    away = isinstance(error, OperationalError | InterfaceError)
    return (DatabaseAway if away else Failed)(reference=reference)


def http_error(status: int) -> DomainError:
    """Return the error behind a refusal of the HTTP library, which gives a status only."""
    known = {400: RequestUnreadable, 401: Unauthenticated, 403: CsrfRefused, 404: AddressUnknown}
    return known.get(status, Denied)()


def guarded(run: Run) -> Run:
    """Wrap an operation: null characters and parameters that it does not know are refused.

    A misspelt parameter that is passed over in silence gives a wrong answer; a null character
    is no part of any name here and the database does not take it.
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # a bound method of ninja's
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    @wraps(run)
    def guarded_run(request: HttpRequest, **path: Any) -> HttpResponse:
        error = unaskable(request, known)
        return operation.api.on_exception(request, error) if error else run(request, **path)

    return guarded_run


def unaskable(request: HttpRequest, known: set[str]) -> DomainError | None:
    """Return what no operation can answer, in the address or the query of a request."""
    if "\0" in request.path_info:
        return AddressUnknown()
    wrong = [
        {
            "loc": ("query", name),
            "type": "unknown_parameter" if name not in known else "string_pattern_mismatch",
            "msg": "No such parameter." if name not in known else "Holds a null character.",
        }
        for name, values in request.GET.lists()
        if name not in known or any("\0" in value for value in values)
    ]
    return misshapen(wrong) if wrong else None
