"""What lies in a dossier, and what a person has here: papers handed in, drafts, own papers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.authority.types import Actor
from motcua.documents.api import StoredFile, files_of, read_file, stored_file
from motcua.dossiers.errors import PaperNotFound
from motcua.dossiers.models import Component, DigitisedPaper, Dossier, Rating
from motcua.dossiers.selectors.papers import own_paper, valid_papers
from motcua.dossiers.types import Snapshot, Status

MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The newest form of one component of a dossier; without a file when it was shown on paper."""

    component: str
    file_uid: UUID | None
    paper_uid: UUID | None
    name: str
    media_type: str
    size_bytes: int
    kind: str
    at: datetime
    reused: bool


def handed_in(found: Snapshot) -> tuple[HandedIn, ...]:
    """Return what was handed in with a dossier, the newest of each component, by its id."""
    rows = (
        Component.objects.filter(dossier_id=found.id)
        .select_related("paper")
        .order_by("component", "-seq")
        .distinct("component")
    )
    newest = list(rows)
    files = files_of([row.file_uid for row in newest if row.file_uid])
    return tuple(_shown(row, files.get(row.file_uid), found) for row in newest)


def _shown(row: Component, file: StoredFile | None, found: Snapshot) -> HandedIn:
    return HandedIn(
        component=row.component,
        file_uid=row.file_uid,
        paper_uid=row.paper.uid if row.paper else None,
        name=file.name if file else "",
        media_type=file.media_type if file else "",
        size_bytes=file.size_bytes if file else 0,
        kind=row.kind,
        at=row.at,
        reused=row.paper is not None and row.paper.from_dossier_id != found.id,
    )


def own_drafts(actor: Actor, *, procedure: str = "") -> list[Dossier]:
    """Return the drafts that a person may go on with, newest first; of one procedure when named."""
    if actor.person_id is None:
        return []
    rows = Dossier.objects.filter(status=int(Status.DRAFT), submitter=actor.person_id)
    if procedure:
        rows = rows.filter(procedure_code=procedure)
    return list(rows.order_by("-id")[:MOST_DRAFTS])


def own_papers(
    actor: Actor, *, at: datetime, before: int | None = None, limit: int = 20
) -> list[DigitisedPaper]:
    """Return the person's papers that still hold, newest first; ``before`` is the last id seen."""
    if actor.person_id is None:
        return []
    rows = valid_papers(actor.person_id, at=at).select_related("from_dossier")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def papers_for(found: Snapshot, kind: str, *, at: datetime) -> list[DigitisedPaper]:
    """Return the applicant's own papers of a kind that the dossier may reuse, newest first."""
    if found.submitter_id != found.applicant_id:
        return []
    return list(valid_papers(found.applicant_id, at=at).filter(kind=kind)[:5])


def paper_content(actor: Actor, uid: UUID, *, at: datetime) -> tuple[StoredFile, bytes]:
    """Return one of the person's own papers with its bytes.

    Errors: PaperNotFound, also for a paper of somebody else.
    """
    if actor.person_id is None:
        raise PaperNotFound(paper=str(uid))
    paper = own_paper(actor.person_id, uid, at=at)
    return stored_file(paper.file_uid), read_file(paper.file_uid)


def rating_of(found: Snapshot) -> Rating | None:
    """Return how the applicant rated the dossier, if he did."""
    return Rating.objects.filter(dossier_id=found.id).first()
