"""The few pages that belong to no room: two health answers."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.cli.tables import missing_migrations


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    """Say that the web process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    """Say whether the site can serve: the database answers and has every migration."""
    try:
        missing = missing_migrations(connection)
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if missing:
        return JsonResponse({"status": "migrations missing", "count": missing}, status=503)
    return JsonResponse({"status": "ok"})
