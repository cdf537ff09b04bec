"""Compares every answer that a test gets from the API with what the OpenAPI document declares."""

import re
from functools import cache
from http import HTTPStatus

from motcua.config.problems import PROBLEM


@cache
def document():
    from motcua.config.api import api

    return api.get_openapi_schema()


def check(answer):
    """Fail when an answer under /api/v1/ is none that its operation declares."""
    request = answer.wsgi_request
    if not request.path_info.startswith("/api/"):
        return
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if length := answer.headers.get("Content-Length"):
        assert int(length) == len(answer.getvalue()), (request.path, answer.status_code, length)
    if answer.status_code >= 400:
        assert kind == PROBLEM, (request.path, answer.status_code, kind)
        assert answer.json()["status"] == answer.status_code
    match = request.resolver_match
    if match is None or answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
    if path.endswith(("/docs", "/openapi.json", "/api/v1/")):
        return
    told = document()["paths"][path][request.method.lower()]["responses"]
    place = (request.method, path, answer.status_code)
    assert str(answer.status_code) in told, place
    if answer.status_code >= 400:
        shape = resolved(told[str(answer.status_code)])["content"][PROBLEM]["schema"]["allOf"][1]
        names = shape["properties"]["code"]["enum"]
        assert answer.json()["code"] in names, (*place, answer.json()["code"])
    elif answer.content:
        kinds = told[str(answer.status_code)].get("content", {})
        assert kind in kinds or "*/*" in kinds, (*place, kind)


def resolved(told):
    """Return a response, its reference followed."""
    name = told.get("$ref", "").rpartition("/")[2]
    return document()["components"]["responses"][name] if name else told
