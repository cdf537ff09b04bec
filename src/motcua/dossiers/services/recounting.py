"""Following a changed calendar: every running dossier that it moves gets its new due times."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from motcua.authority.types import SYSTEM
from motcua.dossiers import store
from motcua.dossiers.errors import DossierMoved, StatusForbids
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.recounting import recount
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.types import Status


@dataclass(frozen=True, slots=True)
class Moved:
    """A dossier whose due time a changed calendar moved."""

    uid: UUID
    code: str
    before: datetime
    after: datetime


def follow_calendar(unit_ids: Collection[int], *, at: datetime | None = None) -> list[Moved]:
    """Recount the running dossiers of the units and return those that moved, due first.

    Each is an act of its own with its ledger entry; one that somebody acts on in this moment is
    recounted by the next run. Safe to run twice.
    """
    running = Dossier.objects.filter(
        competent__in=unit_ids, status__in=[Status.ACCEPTED, Status.PROCESSING]
    )
    uids = list(running.order_by("due_at", "id").values_list("uid", flat=True))
    moved = (_follow(uid, at=at or timezone.now()) for uid in uids)
    return [each for each in moved if each is not None]


def _follow(uid: UUID, *, at: datetime) -> Moved | None:
    dossier = store.load(uid)
    try:
        change = recount(scene_of(dossier, by=SYSTEM, at=at))
        if change is None or dossier.due_at is None:
            return None
        after = store.commit(dossier, change)
    except (DossierMoved, StatusForbids):
        return None
    return Moved(uid=uid, code=dossier.code, before=dossier.due_at, after=after.due_at or at)
