"""The OpenAPI document, completed: which errors an operation can answer, and what they are named.

Nothing is listed by hand. Which statuses an operation can give follows from its shape (who may
enter, what it takes); the names of the errors of a status are those of the domain errors of its
room and of the rooms below it.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from motcua.config.problems import PROBLEM, Problem
from motcua.kernel.errors import every_error

__all__ = ["Contract"]

EDGE = frozenset({"kernel", "config", "authority"})
BELOW = {
    "authority": EDGE | {"ledger"},
    "documents": EDGE | {"ledger", "documents"},
    "catalogue": EDGE | {"ledger", "catalogue"},
    "dossiers": EDGE | {"ledger", "documents", "catalogue", "dossiers"},
}
"""Whose errors can pass through the operations of a room; the layers say the same."""

HEADERS = {
    401: ("WWW-Authenticate", "How to say who asks.", {"type": "string", "const": "Bearer"}),
    405: ("Allow", "The methods that the address takes.", {"type": "string"}),
    429: ("Retry-After", "Seconds to wait.", {"type": "integer", "minimum": 1}),
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request does the act once and gives the same "
    "answer each time; with another request it is refused (409).",
    "schema": {"type": "string", "maxLength": 200},
}
LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "The language of texts: vi (default) or en.",
    "schema": {"type": "string"},
}


class Contract(NinjaAPI):
    """An API whose document lists its errors too."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        components = document["components"]
        problem = Problem.model_json_schema(
            ref_template="#/components/schemas/{model}", by_alias=True
        )
        components["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        components["parameters"] = {"IdempotencyKey": ONCE, "AcceptLanguage": LANGUAGE}
        components["responses"] = {}
        for operation in self._operations():
            _complete(document, self.get_openapi_operation_id(operation), operation)
        return document

    def _operations(self) -> Iterator[Operation]:
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                yield from view.operations


def statuses_of(operation: Operation) -> frozenset[int]:
    """Return the error statuses that an operation can give, from its shape."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    writes = operation.methods != ["GET"]
    found = {400, 404, 422, 500, 503}
    found |= {401, 403} if operation.auth_callbacks else set()
    found |= {413, 415} if sources & {"body", "file"} else set()
    found |= {409} if writes and operation.auth_callbacks else set()
    found |= {409} if "path" in sources else set()
    found |= {429} if operation.throttle_objects else set()
    return frozenset(found)


def takes_key(operation: Operation) -> bool:
    """Return whether an operation does a repeated request once, by its key: every act does.

    Finding a person writes at most once by itself, and checking a file keeps nothing.
    """
    return room_of(operation) == "dossiers" and operation.methods == ["POST"]


def room_of(operation: Operation) -> str:
    """Return the room that an operation belongs to."""
    return str(operation.view_func.__module__).split(".")[1]


def codes_of(status: int, room: str) -> list[str]:
    """Return the names of the errors of a status that can pass through a room's operations."""
    return sorted(
        {
            error.code
            for error in every_error()
            if error.status == status and error.__module__.split(".")[1] in BELOW[room]
        }
    )


def _complete(document: dict[str, Any], name: str, operation: Operation) -> None:
    room = room_of(operation)
    listed = [
        told
        for path in document["paths"].values()
        for told in path.values()
        if told["operationId"] == name
    ]
    for told in listed:
        told["parameters"].append({"$ref": "#/components/parameters/AcceptLanguage"})
        if takes_key(operation):
            told["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
        for status in sorted(statuses_of(operation)):
            key = f"{room}_{status}"
            document["components"]["responses"].setdefault(key, _answer(status, room))
            told["responses"][status] = {"$ref": f"#/components/responses/{key}"}
        told["responses"] = {str(status): each for status, each in told["responses"].items()}


def _answer(status: int, room: str) -> dict[str, Any]:
    names = {"type": "string", "enum": codes_of(status, room)}
    narrowed = {"properties": {"status": {"const": status}, "code": names}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, narrowed]}
    answer: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": schema}},
    }
    if status in HEADERS:
        name, description, kind = HEADERS[status]
        answer["headers"] = {name: {"description": description, "schema": kind}}
    return answer
