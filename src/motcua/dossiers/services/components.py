"""What is handed in with an act: papers kept, and papers digitised before and reused."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from motcua.authority.types import Actor, ActorKind
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Component as Wanted
from motcua.documents.api import FileUnknown, stored_file
from motcua.dossiers.errors import ComponentUnknown, PaperNotFound
from motcua.dossiers.models import Component, DigitisedPaper
from motcua.dossiers.selectors.papers import own_paper, reusable_papers
from motcua.dossiers.types import Given, Snapshot


def vouched_for(dossier: Snapshot) -> bool:
    """Return whether the applicant himself asks, or a desk that saw who came.

    Somebody who files online for another gets nothing that the State holds of that other person,
    and what he hands in is not kept as that person's own paper.
    """
    own = dossier.submitter_id == dossier.applicant_id
    seen = str(dossier.facts.get("filed_by", "")).startswith((ActorKind.OFFICER.value, "system"))
    return own or seen


def attached_to(dossier: Snapshot) -> set[str]:
    """Return the ids of the components handed in so far."""
    rows = Component.objects.filter(dossier_id=dossier.id)
    return set(rows.values_list("component", flat=True))


def save_components(dossier: Snapshot, given: Iterable[Given], *, by: Actor, at: datetime) -> None:
    """Keep the papers handed in with an act, and each file as a digitised paper of the applicant.

    Errors: ComponentUnknown; FileUnknown, also for a file that somebody else uploaded.
    """
    known = {component.id: component for component in procedure_of(dossier.version_id).components}
    for item in given:
        if item.component not in known:
            raise ComponentUnknown(component=item.component)
        if item.file_uid is not None:
            _require_own(item.file_uid, by)
        paper = _paper_of(dossier, item, known[item.component], at=at)
        Component.objects.update_or_create(
            dossier_id=dossier.id,
            component=item.component,
            seq=dossier.seq,
            defaults={
                "paper": paper,
                "file_uid": paper.file_uid if paper else item.file_uid,
                "copies": item.copies,
                "kind": item.kind,
                "at": at,
            },
        )


def _paper_of(
    dossier: Snapshot, item: Given, component: Wanted, *, at: datetime
) -> DigitisedPaper | None:
    """Return the applicant's paper behind a component: a new one, an earlier one, or none."""
    if not vouched_for(dossier):
        if item.paper_uid is not None:
            raise PaperNotFound(paper=str(item.paper_uid))
        return None
    if item.file_uid is not None:
        return DigitisedPaper.objects.create(
            owner_id=dossier.applicant_id,
            kind=component.reuse or component.id,
            name=component.name.vi[:240],
            file_uid=item.file_uid,
            from_dossier_id=dossier.id,
            digitised_at=at,
            law=component.law[:120],
        )
    return own_paper(dossier.applicant_id, item.paper_uid, at=at) if item.paper_uid else None


def _require_own(file_uid: UUID, by: Actor) -> None:
    if stored_file(file_uid).stored_by != by.label and by.kind is not ActorKind.SYSTEM:
        raise FileUnknown(uid=str(file_uid))


def reuse_papers(dossier: Snapshot, *, at: datetime) -> None:
    """Attach the papers that the State digitised before, so that nobody brings them twice.

    Source: NĐ 224/2026 Đ15(1d), Đ18(4); NĐ 61/2018 Đ21a as added by NĐ 107/2021.
    """
    components = procedure_of(dossier.version_id).components
    wanted = {component.reuse: component.id for component in components if component.reuse}
    if not wanted or not vouched_for(dossier):
        return
    for paper in reusable_papers(dossier.applicant_id, kinds=wanted, at=at):
        if paper.from_dossier_id != dossier.id:
            Component.objects.update_or_create(
                dossier_id=dossier.id,
                component=wanted[paper.kind],
                seq=dossier.seq,
                defaults={"paper": paper, "file_uid": paper.file_uid, "at": at},
            )
