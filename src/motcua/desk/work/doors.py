"""What the rooms below refuse, told as a page tells it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from motcua.desk.work.page import language
from motcua.kernel.errors import Denied, NotFound


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer what is not there, or not the officer's, with the page for it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except NotFound as error:
            raise Http404(error.message(language())) from error
        except Denied as error:
            raise PermissionDenied(error.message(language())) from error

    return answered
