"""What a room refuses becomes the page that says so: not found, or not allowed."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found, permission_denied

from motcua.kernel.errors import Denied, NotFound


class RefusalPages:
    """Show the house's page for a refusal that a view let through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a refusal; None for every other fault, which is ours."""
        if isinstance(error, NotFound):
            return page_not_found(request, Http404(str(error)))
        if isinstance(error, Denied):
            return permission_denied(request, PermissionDenied(str(error)))
        return None
