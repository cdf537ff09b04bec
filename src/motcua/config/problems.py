"""Errors as RFC 9457 problem details: one shape for everything under ``/api/``."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request
from ninja import Field, Schema

from motcua.kernel.errors import DomainError

PROBLEM = "application/problem+json"


class FieldProblem(Schema):
    """One thing wrong with one part of a request."""

    field: str = Field(description="The part as the caller wrote it; empty: the whole of it.")
    where: Literal["body", "query", "path", "header"] = Field(alias="in")
    pointer: str | None = Field(
        default=None, description="JSON Pointer (RFC 6901) into the body; null elsewhere."
    )
    code: str
    vi: str
    en: str
    law: str | None = Field(default=None, description="The law that asks for it, where one does.")


class Problem(Schema):
    """Problem details (RFC 9457); every error answer under ``/api/`` has this shape."""

    type: str = Field(description="``urn:motcua:error:`` and the code.")
    title: str
    status: int
    detail: str = Field(description="What is wrong, in the language of Accept-Language (vi, en).")
    instance: str = Field(description="The path that was asked.")
    code: str = Field(description="The name of the error; it does not change between versions.")
    errors: list[FieldProblem] | None = Field(default=None, description="What is wrong, by field.")
    reference: str | None = Field(default=None, description="Finds a failure (500) in the log.")


def language_of(request: HttpRequest) -> str:
    """Return the caller's language: en when he asks for it, else vi."""
    return "en" if get_language_from_request(request).startswith("en") else "vi"


def problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return an error as problem details in the caller's language."""
    answer = HttpResponse(status=error.status)
    write_problem(answer, request, error)
    return answer


def write_problem(answer: HttpResponse, request: HttpRequest, error: DomainError) -> None:
    """Make an answer tell the error; its other headers stay."""
    body = {
        "type": f"urn:motcua:error:{error.code}",
        "title": error.code.replace("_", " "),
        "status": error.status,
        "detail": error.message(language_of(request)),
        "instance": request.path,
        "code": error.code,
        **_more(error),
    }
    answer.status_code = error.status
    answer.content = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    answer["Content-Type"] = PROBLEM
    if "Content-Length" in answer:  # of the page that stood here before
        answer["Content-Length"] = str(len(answer.content))
    if error.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if error.status == 429:
        answer["Retry-After"] = str(error.facts.get("seconds", 1))


def _more(error: DomainError) -> dict[str, Any]:
    more: dict[str, Any] = {}
    errors = error.facts.get("errors")
    if isinstance(errors, list):
        more["errors"] = [field_problem(each) for each in errors]
    if error.status >= 500 and "reference" in error.facts:
        more["reference"] = error.facts["reference"]
    return more


def field_problem(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return one field's problem in the shape of the API; a room knows no places of HTTP.

    A room names a field of a filing's form by its pointer inside the form, others by dots.
    """
    if "in" in told:
        return dict(told)
    name = str(told["field"])
    parts = _unescaped(name) if name.startswith("/") else ()
    place = {"field": ".".join(("form", *parts)), "pointer": "/form" + name} if parts else None
    if place is None:
        first = name.split(".", maxsplit=1)[0]
        place = {"field": name, "pointer": f"/{first}" if first else ""}
    return {**told, **place, "in": "body"}


def _unescaped(pointer: str) -> Sequence[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
