"""Pages of lists: every list of the API takes ``after`` and ``limit`` and gives ``next``.

The key of a page is signed for the list, its filters and whoever asks: one that was changed, or
came from another list, is refused instead of giving a page of something else.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, TypeVar

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from ninja import Field, Schema

from .errors import PageKeyInvalid
from .types import Actor

__all__ = ["After", "Limit", "Page", "key_of_page", "page", "page_of"]

DEFAULT: Final = 50
OWN: Final = frozenset({"after", "limit"})
T = TypeVar("T")

Limit = Annotated[int, Field(ge=1, le=200, description="How many items a page holds at most.")]
After = Annotated[
    str | None, Field(max_length=600, description="The key of a page, as in the link ``next``.")
]


class Page(Schema):
    """A page of a list."""

    next: str | None = Field(description="The address of the page after this one; null: the last.")


def _signer(request: HttpRequest) -> Signer:
    asker = getattr(request, "auth", None)
    who = asker.label if isinstance(asker, Actor) else ""
    filters = sorted((name, value) for name, value in request.GET.items() if name not in OWN)
    return Signer(salt=f"motcua.page.1:{request.path}:{filters}:{who}")


def key_of_page(request: HttpRequest) -> Any:
    """Return the key of the last line seen, as the page before was told it; None at the first.

    Errors: PageKeyInvalid for a key that this list, with these filters, did not give this asker.
    """
    text = request.GET.get("after")
    if text is None:
        return None
    try:
        return _signer(request).unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise PageKeyInvalid() from error


def page(
    request: HttpRequest,
    rows: Sequence[T],
    *,
    limit: int,
    key: Callable[[T], Any],
    show: Callable[[T], Any],
) -> dict[str, Any]:
    """Return a page of ``rows``, which were asked for one more than ``limit``."""
    shown = rows[:limit]
    following = _link(request, key(shown[-1])) if len(rows) > limit else None
    return {"items": [show(row) for row in shown], "next": following}


def page_of(
    request: HttpRequest,
    rows: Sequence[T],
    *,
    limit: int,
    key: Callable[[T], str | int],
    show: Callable[[T], Any],
) -> dict[str, Any]:
    """Return a page of a short list that is in hand whole; each line's key is its own.

    Errors: PageKeyInvalid, also when the line that the key names is no longer there.
    """
    last = key_of_page(request)
    keys = [key(row) for row in rows]
    if last is not None and last not in keys:
        raise PageKeyInvalid()
    start = 0 if last is None else keys.index(last) + 1
    return page(request, rows[start : start + limit + 1], limit=limit, key=key, show=show)


def _link(request: HttpRequest, key: Any) -> str:
    query = request.GET.copy()
    query["after"] = _signer(request).sign_object(key)
    return f"{request.path}?{query.urlencode()}"
