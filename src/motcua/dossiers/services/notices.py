"""Telling people what happened: once each in the account, and once on every channel they chose."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motcua.authority.api import PersonErased, change_contact, contact_of
from motcua.authority.types import Actor, ActorKind, PersonView
from motcua.dossiers.channels import Channel, ChannelFailed, Letter
from motcua.dossiers.models import (
    Notice,
    NoticeDelivery,
    NoticePreference,
    OutboxItem,
    Task,
)
from motcua.dossiers.models.notices import CHANNELS
from motcua.dossiers.rules.telling import FOR_OFFICERS, FOR_PEOPLE, TITLE, sentence

log = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))
PAGE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its reader sees it."""

    id: int
    dossier: UUID
    text: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a person wants to be told, and where."""

    language: str = "vi"
    email: bool = True
    sms: bool = False
    zalo: bool = False
    zalo_user: str = ""
    address: str = ""
    phone: str = ""


def make(item: OutboxItem, *, at: datetime) -> None:
    """Write the notices of an outbox item. Runs in the transaction that settles the item."""
    if item.kind in FOR_PEOPLE:
        dossier = item.dossier
        for person in sorted({dossier.applicant_id, dossier.submitter_id}):
            _tell_person(item, person, at=at)
    elif item.kind in FOR_OFFICERS:
        task = Task.objects.filter(uid=item.facts.get("task"), officer__isnull=False).first()
        if task is not None:
            _notice(item, at=at, account_id=task.officer_id)


def _notice(item: OutboxItem, *, at: datetime, **reader: int | None) -> Notice:
    facts = {"dossier_id": item.dossier_id, "kind": item.kind, "created_at": at}
    return Notice.objects.get_or_create(item=item, **reader, defaults=facts)[0]


def _tell_person(item: OutboxItem, person: int, *, at: datetime) -> None:
    notice = _notice(item, at=at, person_id=person)
    wish = _preference(person)
    NoticeDelivery.objects.bulk_create(
        [
            NoticeDelivery(notice=notice, channel=channel, next_try_at=at)
            for channel in CHANNELS
            if getattr(wish, channel)
        ],
        ignore_conflicts=True,
    )


def _preference(person: int) -> NoticePreference:
    found = NoticePreference.objects.filter(person_id=person).first()
    return found or NoticePreference(person_id=person)


def deliver(*, at: datetime, channels: Mapping[str, Channel], limit: int = 50) -> int:
    """Send what is due; return how many were taken. Each is tried outside any transaction."""
    return sum(_send(row, channels=channels, at=at) for row in _claim(at=at, limit=limit))


@transaction.atomic
def _claim(*, at: datetime, limit: int) -> list[NoticeDelivery]:
    """Reserve due deliveries: the next try is moved before the first byte goes out."""
    due = NoticeDelivery.objects.filter(
        sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=at
    )
    held = due.select_for_update(skip_locked=True, of=("self",)).select_related("notice__dossier")
    rows = list(held.order_by("next_try_at", "id")[:limit])
    for row in rows:
        row.next_try_at = at + WAITS[min(row.attempts, len(WAITS) - 1)]
        row.attempts += 1
    NoticeDelivery.objects.bulk_update(rows, ["next_try_at", "attempts"])
    return rows


def _send(row: NoticeDelivery, *, channels: Mapping[str, Channel], at: datetime) -> bool:
    try:
        letter = _letter(row)
        channel = channels.get(row.channel)
        if letter is None or channel is None:
            row.given_up_at, row.error = at, "no_address" if channel else "no_channel"
        else:
            channel.send(letter)
            row.sent_at, row.error = at, ""
    except ChannelFailed as error:
        row.error = str(error)[:60]
        row.given_up_at = at if row.attempts > len(WAITS) else None
        log.warning("notice_not_sent", extra={"delivery": str(row.uid), "e": row.error})
    row.save(update_fields=["sent_at", "given_up_at", "error"])
    return row.sent_at is not None


def _letter(row: NoticeDelivery) -> Letter | None:
    """Return the letter; nothing when there is no address, or no person any more."""
    notice = row.notice
    if notice.person_id is None:
        return None
    wish = _preference(notice.person_id)
    try:
        to = _address(row.channel, contact_of(notice.person_id), wish)
    except PersonErased:
        return None
    if not to:
        return None
    code = notice.dossier.code or ""
    title = TITLE.in_language(wish.language, code=code).strip()
    text = sentence(notice.kind, language=wish.language, code=code)
    return Letter(str(row.uid), to, title, text)


def _address(channel: str, person: PersonView, wish: NoticePreference) -> str:
    if channel == "zalo":
        return wish.zalo_user
    return person.contact.get({"email": "email", "sms": "phone"}[channel], "")


def inbox(actor: Actor, *, language: str, before: int | None = None) -> list[Told]:
    """Return one page of the actor's own notices, newest first; ``before``: the last id seen."""
    rows = _own(actor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        Told(
            row.pk, row.dossier.uid,
            sentence(row.kind, language=language, code=row.dossier.code or ""),
            row.created_at, row.read_at is None,
        )
        for row in rows.select_related("dossier").order_by("-id")[:PAGE]
    ]  # fmt: skip


def unread(actor: Actor) -> int:
    """Return how many notices the actor has not read; beyond 99 it does not count."""
    return len(_own(actor).filter(read_at__isnull=True).values_list("pk")[:99])


def read_all(actor: Actor, *, at: datetime) -> int:
    """Mark the actor's notices as read; return how many were new. Safe to call twice."""
    return _own(actor).filter(read_at__isnull=True, created_at__lte=at).update(read_at=at)


def _own(actor: Actor) -> QuerySet[Notice]:
    if actor.kind is ActorKind.OFFICER and actor.account_id is not None:
        return Notice.objects.filter(account_id=actor.account_id)
    if actor.kind is ActorKind.PERSON and actor.person_id is not None:
        return Notice.objects.filter(person_id=actor.person_id)
    return Notice.objects.none()


def wanted(person: int) -> Wanted:
    """Return how a person wants to be told. Errors: PersonUnknown, PersonErased."""
    row, contact = _preference(person), contact_of(person).contact
    return Wanted(
        row.language, row.email, row.sms, row.zalo, row.zalo_user,
        contact.get("email", ""), contact.get("phone", ""),
    )  # fmt: skip


@transaction.atomic
def prefer(person: int, wish: Wanted, *, by: Actor, at: datetime) -> None:
    """Keep how a person wants to be told. Errors: PersonErased, PersonInvalid."""
    contact = dict(contact_of(person).contact)
    changed = {**contact, "email": wish.address, "phone": wish.phone}
    changed = {name: value for name, value in changed.items() if value}
    if changed != contact:
        change_contact(person, contact=changed, by=by, at=at)
    facts = {
        "language": wish.language,
        "email": wish.email,
        "sms": wish.sms,
        "zalo": wish.zalo,
        "zalo_user": wish.zalo_user,
    }
    NoticePreference.objects.update_or_create(person_id=person, defaults=facts)


def forget(person: int) -> None:
    """Drop what was told to a person and how. Relies on the transaction of the erasure."""
    Notice.objects.filter(person_id=person).delete()
    NoticePreference.objects.filter(person_id=person).delete()
