"""One act from start to end: read, decide, write; told when somebody else was first."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection

from motcua.authority.api import calendar_of, place_unit
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Post
from motcua.dossiers import store
from motcua.dossiers.errors import DossierMoved
from motcua.dossiers.rules.scene import Scene, in_order
from motcua.dossiers.selectors.posts import officer_label
from motcua.dossiers.types import Change, Snapshot

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
Decide = Callable[[Scene], Change]


def scene_of(dossier: Snapshot, *, by: Actor, at: datetime) -> Scene:
    """Return everything that a rule may look at for one act.

    Errors: ActBeforeLast.
    """
    at = in_order(dossier, at)
    on = at.astimezone(PROVINCE).date()

    def unit_of(post: Post) -> int:
        return _unit(post.place, dossier.competent_id, dossier.receiving_id, on)

    return Scene(
        dossier=dossier,
        procedure=procedure_of(dossier.version_id),
        actor=by,
        at=at.astimezone(UTC),
        calendar_of=calendar_of,
        unit_of=unit_of,
        label_of=officer_label,
        new_uid=uuid4,
    )


@lru_cache(maxsize=8192)
def _unit(place: str, competent_id: int, receiving_id: int, on: date) -> int:
    """Return the unit of a place; the day is in the key, so a reform takes effect by itself."""
    return place_unit(place, competent_id=competent_id, receiving_id=receiving_id, on=on)


def read(uid: UUID, *, expected_seq: int | None = None) -> Snapshot:
    """Return the dossier to act on, locked when the caller already is in a transaction.

    Errors: DossierNotFound, DossierMoved when it is no longer at ``expected_seq``.
    """
    if connection.in_atomic_block:
        store.lock(uid)
    dossier = store.load(uid)
    if expected_seq is not None and dossier.seq != expected_seq:
        raise DossierMoved(expected=expected_seq)
    return dossier


def act(
    uid: UUID,
    decide: Decide,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    remark: str = "",
    items: tuple[str, ...] = (),
) -> Snapshot:
    """Do one act on the dossier as it is now and return the dossier after it.

    Outside a transaction the write is a single statement. When another act came between, the act
    is decided once more on what the other left, unless the caller named the ``expected_seq`` that
    he saw: then he is told. What the rules refuse is refused either way.

    Errors: whatever ``decide`` raises; DossierNotFound; DossierMoved.
    """
    dossier = read(uid, expected_seq=expected_seq)
    change = decide(scene_of(dossier, by=by, at=at))
    try:
        return store.commit(dossier, change, remark=remark, items=items)
    except DossierMoved:
        if expected_seq is not None or connection.in_atomic_block:
            raise
    dossier = read(uid)
    change = decide(scene_of(dossier, by=by, at=at))
    return store.commit(dossier, change, remark=remark, items=items)
