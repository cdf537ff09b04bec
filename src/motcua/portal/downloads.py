"""Files given to those who may have them, never shown inside another page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from motcua.documents.api import StoredFile


def download(stored: StoredFile, content: bytes) -> HttpResponse:
    """Return a file as a download under its own name."""
    answer = HttpResponse(content, content_type=stored.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"  # noqa: FBT003
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
