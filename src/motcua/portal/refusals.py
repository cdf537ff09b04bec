"""How the pages of the portal tell what a room below refuses."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from motcua.authority.types import Actor
from motcua.kernel.errors import Denied, NotFound

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]


def refusals_told(view: View) -> View:
    """Wrap a view: what does not exist for the visitor is a 404, what he may not do a 403."""

    @wraps(view)
    def told(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, actor, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except Denied as error:
            raise PermissionDenied from error

    return told
