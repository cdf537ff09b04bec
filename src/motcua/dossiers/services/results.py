"""The verbs on the result: the paper is made and signed first, the act then commits with it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.authority.types import Actor
from motcua.documents.api import (
    Draft,
    NumberTaken,
    PaperKind,
    PreparedDocument,
    Sealing,
    Signatory,
    prepare_document,
    preview_document,
    seal_issued,
    supersede,
)
from motcua.dossiers import store
from motcua.dossiers.errors import DossierMoved, RatedBefore
from motcua.dossiers.models import DigitisedPaper, Dossier, Rating
from motcua.dossiers.rules import result
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.services.acting import act, read, scene_of
from motcua.dossiers.services.filing import form_problems, refuse_if
from motcua.dossiers.services.papers import issuer_of, result_facts
from motcua.dossiers.services.signers import signatory
from motcua.dossiers.services.words import canonical, checked_text, digest_of
from motcua.dossiers.types import Snapshot

CORRECTED = "Đính chính sai sót của cơ quan giải quyết (NĐ 61/2018/NĐ-CP Đ21)"
"""Fixed words: papers are kept for ever, what an officer wrote is kept with the dossier."""

HOPEFUL = 2
"""How often a paper is made without holding the book of numbers, before the book is held."""
HELD = 2
"""How often with the book held: the first to open a book can still be one of two."""


def sign(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Sign the result with the officer's own certificate, by the power that he holds.

    The paper is typeset and signed before anything is locked; the act and the paper then commit in
    one statement.

    Errors: StatusForbids, NoTask, TaskTaken, ConsultationPending, DossierMoved, TemplateFailed.
    """

    def attempt() -> Snapshot:
        dossier = read(uid, expected_seq=expected_seq)
        scene = scene_of(dossier, by=by, at=at)
        found, power = result.signing(scene, task_uid=task)
        signer = signatory(by, power, unit_id=found.unit_id)
        paper = make_result(scene, signers=(signer,), sealing=Sealing.UNSEALED)
        change = result.sign(scene, document=paper.uid, digest=paper.file.sha256, task_uid=task)
        return store.commit(dossier, change, document=paper)

    return _tried(attempt, expected_seq=expected_seq)


def _tried(attempt: Callable[[], Snapshot], *, expected_seq: int | None) -> Snapshot:
    """Do an act with a paper, anew when the number or the dossier was taken in between.

    Papers are first made side by side, without a lock. Whoever lost his number twice waits for the
    book and holds it.
    """
    if connection.in_atomic_block:
        return attempt()
    for _ in range(HOPEFUL):
        with suppress(NumberTaken):
            return _if_moved_again(attempt, expected_seq=expected_seq)
    for _ in range(HELD - 1):
        with suppress(NumberTaken), transaction.atomic():
            return attempt()
    with transaction.atomic():
        return attempt()


def _if_moved_again(attempt: Callable[[], Snapshot], *, expected_seq: int | None) -> Snapshot:
    """Decide once more on what another act left, unless the caller named what he saw."""
    try:
        return attempt()
    except DossierMoved:
        if expected_seq is not None:
            raise
        return attempt()


def make_result(
    scene: Scene, *, signers: tuple[Signatory, ...], sealing: Sealing
) -> PreparedDocument:
    """Return the result typeset from the version's own template, signed and stored."""
    draft = _result_draft(scene, signers=signers, sealing=sealing)
    return prepare_document(draft, by=scene.actor.label, at=scene.at)


def _result_draft(scene: Scene, *, signers: tuple[Signatory, ...], sealing: Sealing) -> Draft:
    dossier, procedure = scene.dossier, scene.procedure
    return Draft(
        kind=PaperKind.RESULT,
        subject=store.stream(dossier.uid),
        issuer=issuer_of(dossier.competent_id),
        signers=signers,
        facts=result_facts(dossier, procedure, at=scene.at),
        source=procedure.template,
        dossier_code=dossier.code,
        sealing=sealing,
    )


def preview_result(dossier: Snapshot, *, by: Actor, at: datetime) -> bytes:
    """Return the result as the actor would sign it now, by the power that he holds.

    Errors: as ``sign``; who may not sign sees no preview.
    """
    scene = scene_of(dossier, by=by, at=at)
    found, power = result.signing(scene)
    signer = signatory(by, power, unit_id=found.unit_id)
    draft = _result_draft(scene, signers=(signer,), sealing=Sealing.UNSEALED)
    return preview_document(draft, at=scene.at)


@transaction.atomic
def issue(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Put the unit's seal under the signed result; the dossier is done (status 9).

    Errors: StatusForbids, NoTask, TaskTaken, ResultMissing, DossierMoved.
    """
    dossier = read(uid, expected_seq=expected_seq)
    scene = scene_of(dossier, by=by, at=at)
    result.issuing(scene, task_uid=task)
    sealed = seal_issued(
        _result_of(dossier), issuer=issuer_of(dossier.competent_id), by=by.label, at=at
    )
    after = store.commit(dossier, result.issue(scene, digest=sealed.sha256, task_uid=task))
    keep_result(scene, file_uid=sealed.uid)
    return after


def _result_of(dossier: Snapshot) -> UUID:
    return dossier.result_uid or UUID(int=0)


def keep_result(scene: Scene, *, file_uid: UUID) -> None:
    """Keep the result as a digitised paper of the applicant, for later dossiers (Đ20(5), Đ21a)."""
    kind = scene.procedure.result.stored_as
    if not kind:
        return
    lasts = scene.procedure.result.valid_for
    calendar = scene.calendar_of(scene.dossier.competent_id)
    DigitisedPaper.objects.create(
        owner_id=scene.dossier.applicant_id,
        kind=kind,
        name=scene.procedure.result.name.vi[:240],
        file_uid=file_uid,
        from_dossier_id=scene.dossier.id,
        is_result=True,
        digitised_at=scene.at,
        valid_until=calendar.due_at(scene.at, lasts) if lasts else None,
    )


@transaction.atomic
def correct(
    uid: UUID,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    form: Mapping[str, Any] | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Mend an error of the agency: a new result, signed by the head, in the place of the old (Đ21).

    Errors: StatusForbids, NotAllowed, ResultMissing, FilingRefused for answers that are not right.
    """
    dossier = read(uid, expected_seq=expected_seq)
    answers = {**dossier.form, **(form or {})}
    canonical(answers)
    scene = scene_of(replace(dossier, form=answers), by=by, at=at)
    power = result.require_corrector(scene)
    refuse_if(form_problems(scene.procedure, answers))
    signer = signatory(by, power, unit_id=dossier.competent_id)
    paper = make_result(scene, signers=(signer,), sealing=Sealing.SEALED)
    change = result.correct(
        scene,
        document=paper.uid,
        digest=paper.file.sha256,
        reason=reason,
        reason_digest=digest_of(dossier, reason),
    )
    changed = replace(change, set={**change.set, "form": answers})
    after = store.commit(dossier, changed, remark=reason, document=paper)
    supersede(_result_of(dossier), successor=paper.uid, by=by.label, at=at, reason=CORRECTED)
    DigitisedPaper.objects.filter(
        from_dossier_id=dossier.id, is_result=True, revoked_at__isnull=True
    ).update(revoked_at=at)
    keep_result(scene, file_uid=paper.file.uid)
    return after


@transaction.atomic
def rate(
    uid: UUID,
    *,
    scores: Mapping[int, int],
    by: Actor,
    at: datetime,
    comment: str = "",
    expected_seq: int | None = None,
) -> Snapshot:
    """Rate the service, once (NĐ 61/2018 Đ27-31).

    Errors: NotAllowed, StatusForbids, RatingInvalid, RatedBefore.
    """
    checked_text(comment)
    after = act(
        uid,
        lambda scene: result.rate(scene, scores=dict(scores)),
        by=by,
        at=at,
        expected_seq=expected_seq,
    )
    row = Dossier.objects.get(uid=uid)
    plain = {str(indicator): score for indicator, score in scores.items()}
    _, fresh = Rating.objects.get_or_create(
        dossier=row, defaults={"scores": plain, "comment": comment, "at": at}
    )
    if not fresh:
        raise RatedBefore()
    return after
