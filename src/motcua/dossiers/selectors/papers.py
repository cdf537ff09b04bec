"""Reads of the papers that a person has given the State before."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.authority.api import prepared_texts
from motcua.authority.types import PersonKind, PersonView
from motcua.dossiers.errors import PaperNotFound
from motcua.dossiers.models import DigitisedPaper

# The kinds of what `valid_papers` returns.
_KINDS = """
SELECT jsonb_agg(DISTINCT paper.kind)::text
FROM dossiers_digitisedpaper paper
LEFT JOIN dossiers_dossier origin ON origin.id = paper.from_dossier_id
WHERE paper.owner_id = %s::bigint AND paper.revoked_at IS NULL
  AND (paper.valid_until IS NULL OR paper.valid_until > %s::timestamptz)
  AND (paper.is_result OR origin.accepted_at IS NOT NULL)
"""


def valid_papers(owner_id: int, *, at: datetime) -> QuerySet[DigitisedPaper]:
    """Return the papers of a person that still hold, newest first.

    A paper handed in counts once an officer, or the version's rule, accepted the dossier with it.
    """
    seen = Q(is_result=True) | Q(from_dossier__accepted_at__isnull=False)
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    rows = DigitisedPaper.objects.filter(still, seen, owner_id=owner_id, revoked_at__isnull=True)
    return rows.order_by("-digitised_at", "-id")


def reusable_papers(owner_id: int, *, kinds: Collection[str], at: datetime) -> list[DigitisedPaper]:
    """Return the newest valid paper of each kind."""
    newest: dict[str, DigitisedPaper] = {}
    for paper in valid_papers(owner_id, at=at).filter(kind__in=list(kinds)):
        newest.setdefault(paper.kind, paper)
    return list(newest.values())


def own_paper(owner_id: int, uid: UUID, *, at: datetime) -> DigitisedPaper:
    """Return one valid paper of the person.

    Errors: PaperNotFound, also for a paper of somebody else.
    """
    paper = valid_papers(owner_id, at=at).filter(uid=uid).first()
    if paper is None:
        raise PaperNotFound(paper=str(uid))
    return paper


def holdings(person: PersonView, *, at: datetime) -> set[str]:
    """Return the names of what the State already has of a person (``registry.holds``).

    A verified electronic identity stands for the identity card; results of earlier dossiers and
    digitised papers stand under the name that their procedure gave them.
    """
    row = prepared_texts(_KINDS, [person.id, at])
    names = set(json.loads(row[0])) if row and row[0] else set()
    if person.verified and person.kind is PersonKind.CITIZEN:
        names.add("population.identity")
    if person.verified and person.kind is PersonKind.ENTERPRISE:
        names.add("enterprise.registration")
    return names
