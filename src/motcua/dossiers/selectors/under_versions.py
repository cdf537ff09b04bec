"""Dossiers that a new version of a procedure leaves under the old ones."""

from django.db.models import Count

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.status import ENDED
from motcua.dossiers.types import Status


def in_flight(code: str) -> dict[int, int]:
    """Return how many dossiers of a procedure are under way, by the id of their version."""
    over = [int(Status.DRAFT), *(int(status) for status in ENDED)]
    rows = Dossier.objects.filter(procedure_code=code).exclude(status__in=over)
    counted = rows.values("version_id").annotate(count=Count("id")).order_by("version_id")
    return {row["version_id"]: row["count"] for row in counted}
