"""The verbs of the one-stop desk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from motcua.authority.api import contact_of, unit
from motcua.authority.types import Actor
from motcua.catalogue.api import fees_due
from motcua.catalogue.types import PaymentMoment
from motcua.dossiers import store
from motcua.dossiers.errors import AmountsInvalid
from motcua.dossiers.rules import intake, result
from motcua.dossiers.rules.scene import Scene
from motcua.dossiers.services.acting import PROVINCE, act, read, scene_of
from motcua.dossiers.services.components import attached_to, save_components
from motcua.dossiers.services.filing import charges, checked
from motcua.dossiers.services.unmaking import act_unmaking
from motcua.dossiers.services.words import checked_text, digest_of, form_digest
from motcua.dossiers.types import Change, Given, Numbering, Payment, PaymentState, Snapshot


def accept(uid: UUID, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Snapshot:
    """Accept a dossier: code, due time, receipt (NĐ 61/2018 Đ17(3), Đ26).

    Errors: StatusForbids, NoTask, TaskTaken, PaymentDue, DossierMoved.
    """
    return act(uid, acceptance, by=by, at=at, expected_seq=expected_seq)


def acceptance(scene: Scene) -> Change:
    """Return the acceptance, numbered by the agency that decides on the day of reception."""
    agency = unit(scene.dossier.competent_id).code
    on = scene.at.astimezone(PROVINCE).date()
    return intake.accept(scene, numbering=Numbering(agency, on))


def refuse(
    uid: UUID, *, reason: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Snapshot:
    """Refuse at intake (form 03), or after appraisal as the result (Đ19(8))."""

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, reason)
        return intake.refuse(scene, reason=reason, reason_digest=digest)

    return act_unmaking(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason)


def ask_supplement(
    uid: UUID,
    *,
    items: tuple[str, ...],
    reason: str,
    by: Actor,
    at: datetime,
    sector_law: str = "",
    expected_seq: int | None = None,
) -> Snapshot:
    """Ask the applicant, once and completely, for what is missing (form 02)."""

    checked_text(sector_law, most=300)
    for item in items:
        checked_text(item, most=240)

    def decide(scene: Scene) -> Change:
        digest = digest_of(scene.dossier, reason)
        return intake.ask_supplement(
            scene, items=items, reason=reason, reason_digest=digest, sector_law=sector_law
        )

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq, remark=reason, items=items)


@transaction.atomic
def supplement(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    form: Mapping[str, Any] | None = None,
    given: tuple[Given, ...] = (),
    expected_seq: int | None = None,
) -> Snapshot:
    """Hand in what was asked for: papers, and answers to be replaced.

    Errors: FilingRefused when the filing is not right now; nothing changes then.
    """
    dossier = read(uid, expected_seq=expected_seq)
    answers = {**dossier.form, **(form or {})}
    digest = form_digest(dossier.applicant_id, answers)
    change = intake.supplement(scene_of(dossier, by=by, at=at), digest=digest)
    after = store.commit(dossier, replace(change, set={**change.set, "form": answers}))
    save_components(after, given, by=by, at=at)
    person = contact_of(dossier.applicant_id)
    checked(after, person=person, attached=attached_to(after), at=at)
    return after


def ask_payment(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    amounts: Mapping[str, int] | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Ask for a financial obligation: the amounts given, or the version's own fees."""

    def decide(scene: Scene) -> Change:
        return intake.ask_payment(scene, payments=_asked(scene, amounts))

    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)


def _asked(scene: Scene, amounts: Mapping[str, int] | None) -> tuple[Payment, ...]:
    if amounts is None:
        lines = fees_due(scene.procedure, scene.facts(), PaymentMoment.SUPPLEMENT)
        return charges(lines)
    if any(not name.strip() or not 0 < amount <= 10**13 for name, amount in amounts.items()):
        raise AmountsInvalid()
    return tuple(
        Payment(
            uid=uuid4(),
            name=checked_text(name, most=240),
            amount=amount,
            moment=int(PaymentMoment.SUPPLEMENT),
            state=PaymentState.DUE,
        )
        for name, amount in amounts.items()
    )


def hand_over(
    uid: UUID,
    *,
    by: Actor,
    at: datetime,
    how: str = "electronic",
    task: UUID | None = None,
    expected_seq: int | None = None,
) -> Snapshot:
    """Hand the result to the applicant (NĐ 61/2018 Đ20)."""
    decide = partial(result.hand_over, how=how, task_uid=task)
    return act(uid, decide, by=by, at=at, expected_seq=expected_seq)
