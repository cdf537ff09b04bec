"""The home page, until the finder takes it over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.look.doors import anybody


@anybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where everything is."""
    return render(request, "front_door.html")
