"""What anybody who has its code may know of a dossier: how far it is, nothing of persons."""

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers import store
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier
from motcua.dossiers.selectors.dossiers import Progress, progress, uid_of
from motcua.dossiers.types import Status, TaskKind

__all__ = ["Followed", "followed"]


@dataclass(frozen=True, slots=True)
class Followed:
    """The progress of a dossier in public (TT 01/2018/TT-VPCP Đ16(2d)).

    ``holders`` are the units where it lies, ``due_at`` by when the law wants the result;
    ``original_due_at`` is what was promised first.
    """

    progress: Progress
    holders: tuple[int, ...]
    receiving_id: int
    filed_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    late: bool
    rebooked: bool
    synthetic: bool


def followed(code: str, *, at: datetime) -> Followed:
    """Return where a dossier is and until when.

    Errors: DossierNotFound, also for a draft and for an id in the place of a code.
    """
    told = progress(code)
    found = store.load(uid_of(code))
    if found.status is Status.DRAFT:
        raise DossierNotFound(reference=code[:60])
    ended = found.finished_at or found.waiting_since or at
    return Followed(
        progress=told,
        holders=tuple(
            dict.fromkeys(t.unit_id for t in found.open_tasks() if t.kind is TaskKind.STEP)
        ),
        receiving_id=found.receiving_id,
        filed_at=found.filed_at,
        due_at=found.due_at,
        original_due_at=found.original_due_at,
        late=found.due_at is not None and ended > found.due_at,
        rebooked=found.rebooked,
        synthetic=Dossier.objects.values_list("synthetic", flat=True).get(pk=found.id),
    )
