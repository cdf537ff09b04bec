"""From what was typed at the counter to an accepted dossier: one transaction, whole or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.authority.api import find_person, register_person, require
from motcua.authority.types import Actor, PersonKind, Role
from motcua.catalogue.types import Channel
from motcua.documents.api import store_file
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import Filing, Given, PaymentState, Snapshot, Status


@dataclass(frozen=True, slots=True)
class Typed:
    """One visit as typed: who, which procedure, the answers, the papers, and whether cash came."""

    uid: UUID
    person: dict[str, Any]
    procedure: str
    answers: dict[str, Any]
    given: tuple[Given, ...]
    desk_id: int
    cash: bool


def desk_of(actor: Actor) -> int | None:
    """Return the desk at which the officer receives, or nothing."""
    desks = [each.unit_id for each in actor.appointments if each.role is Role.RECEIVER]
    return desks[0] if desks else None


@transaction.atomic
def take_in(typed: Typed, *, by: Actor, at: datetime) -> Snapshot:
    """File, take the fee in cash and accept; the same uid again gives the same dossier.

    Errors: those of registering, filing, paying and accepting; then nothing is kept.
    """
    person_id = _person_id(typed.person, by=by, at=at)
    filing = Filing(
        procedure=typed.procedure,
        channel=Channel.COUNTER,
        applicant_id=person_id,
        receiving_id=typed.desk_id,
        form=typed.answers,
        given=typed.given,
        receipt=True,
    )
    filed = dossiers.submit(filing, by=by, at=at, uid=typed.uid)
    paid = _in_cash(filed, by=by, at=at) if typed.cash else filed
    if paid.status is not Status.NEW:
        return paid  # A green one went all the way by itself.
    return dossiers.accept(paid.uid, by=by, at=at)


def _person_id(told: dict[str, Any], *, by: Actor, at: datetime) -> int:
    require("person", by, "look_up", None)
    kind = PersonKind(told.get("kind") or PersonKind.CITIZEN)
    known = find_person(told["number"], kind=kind)
    if known is not None:
        return known.pk
    require("person", by, "register", None)
    return register_person(
        kind=kind,
        name=told.get("name", ""),
        number=told["number"],
        birth_on=told.get("birth_on"),
        by=by,
        at=at,
    ).pk


def _in_cash(filed: Snapshot, *, by: Actor, at: datetime) -> Snapshot:
    for fee in filed.payments:
        if fee.state is PaymentState.DUE:
            filed = dossiers.record_payment(
                filed.uid,
                payment=fee.uid,
                amount=fee.amount,
                reference=f"CASH-{fee.uid}",
                by=by,
                at=at,
            )
    return filed


def papers_given(cleaned: dict[str, Any], *, by: Actor, at: datetime) -> tuple[Given, ...]:
    """Return the papers ticked or scanned, the scans stored. Errors: those of a refused file."""
    names = sorted({name.rpartition(".")[0] for name in cleaned})
    found = []
    for name in names:
        file, kind = cleaned.get(f"{name}.file"), cleaned.get(f"{name}.kind")
        if not file and not kind:
            continue
        stored = store_file(file.read(), name=file.name, by=by.label, at=at) if file else None
        copies = cleaned.get(f"{name}.copies") or 1
        found.append(
            Given(name, stored.uid if stored else None, copies=copies, kind=kind or "electronic")
        )
    return tuple(found)
