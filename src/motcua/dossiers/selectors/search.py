"""Finding a dossier at a desk: by what a scanner reads, by code, or by the applicant's name."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from motcua.authority.api import people_named
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Text
from motcua.documents.api import document_by_code
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier
from motcua.dossiers.policy import visible
from motcua.dossiers.selectors.dossiers import dossier, uid_of
from motcua.dossiers.selectors.posts import oversight_unit_ids
from motcua.dossiers.types import Status
from motcua.kernel.errors import DomainError

LONGEST = 500
PEOPLE_MOST = 20
SUBJECT = "dossier:"


@dataclass(frozen=True, slots=True)
class FoundDossier:
    """One dossier that a search found."""

    uid: UUID
    code: str
    procedure: Text
    applicant: str
    status: Status
    created_at: datetime
    due_at: datetime | None


def scanned(text: str, *, actor: Actor) -> UUID:
    """Return the dossier that a code, an address or the QR of one of its papers names.

    Errors: DossierNotFound, also for one that the actor may not see.
    """
    for word in _words(text):
        try:
            return dossier(str(_uid(word)), actor=actor).uid
        except DomainError:
            continue
    raise DossierNotFound(reference=text.strip()[:60] or "?")


def _words(text: str) -> list[str]:
    """Return what may name a dossier in a scanned text, the likeliest first."""
    text = text.strip()[:LONGEST]
    if "://" not in text:
        return [text] if text else []
    try:
        path = urlsplit(text).path
    except ValueError:
        return []
    return [unquote(part) for part in reversed(path.split("/")) if part]


def _uid(word: str) -> UUID:
    with suppress(DossierNotFound):
        return uid_of(word)
    subject = document_by_code(word).subject
    if not subject.startswith(SUBJECT):
        raise DossierNotFound(reference=word[:60])
    return UUID(subject.removeprefix(SUBJECT))


def dossiers_of_people(name: str, *, actor: Actor, limit: int = 50) -> list[FoundDossier]:
    """Return the dossiers of people whose name begins so, accents aside, newest first.

    Only those that the actor may see; the archive is reached through its index of applicants.
    """
    if len(name.strip()) < 2:
        return []
    people = {person.pk: person.name for person in _people(name, actor)}
    if not people:
        return []
    rule = visible(actor, oversight_units=oversight_unit_ids())
    theirs = Dossier.objects.filter(applicant__in=people).order_by("-id")
    rows = theirs.filter(pk__in=theirs.filter(rule).order_by().values("pk"))[:limit]
    return [_found(row, people[row.applicant_id]) for row in rows]


def _people(name: str, actor: Actor) -> tuple[Any, ...]:
    try:
        return people_named(name, actor=actor, limit=PEOPLE_MOST)
    except DomainError:
        return ()


def _found(row: Dossier, applicant: str) -> FoundDossier:
    return FoundDossier(
        uid=row.uid,
        code=row.code,
        procedure=procedure_of(row.version_id).name,
        applicant=applicant,
        status=Status(row.status),
        created_at=row.created_at,
        due_at=row.due_at,
    )
