"""Writing people: register, amend, re-encrypt."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from motcua.authority import keys
from motcua.authority.errors import (
    KeyRingElsewhere,
    NumberTaken,
    OldKeysInUse,
    PersonErased,
    PersonInvalid,
)
from motcua.authority.keys import key_ring
from motcua.authority.models import Person
from motcua.authority.sealing import (
    CIPHERS,
    blind_number,
    contact_bytes,
    normal_number,
    place,
    sealed,
    view,
)
from motcua.authority.selectors.people import find_person
from motcua.authority.sign_in import reencrypt_second_factors
from motcua.authority.types import Actor, PersonKind
from motcua.kernel.codes import CitizenId
from motcua.kernel.vietnamese import search_key, tidy
from motcua.ledger import api as ledger

CONTACT_FIELDS = frozenset({"phone", "email", "address", "representative", "sex"})
BATCH = 500


def stream_of(person: Person) -> str:
    """Return the ledger stream of a person."""
    return f"person:{person.uid}"


def register_person(  # each fact of a person is a fact of its own
    *,
    kind: PersonKind,
    name: str,
    number: str,
    birth_on: date | None = None,
    contact: Mapping[str, str] | None = None,
    verified: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Return the person with this number, written down first when not yet known.

    Safe to call twice and side by side. Shape: ``contact`` has the keys of ``CONTACT_FIELDS``.
    Errors: NumberTaken when the number is known under another name or birth date; PersonInvalid;
    CitizenIdInvalid, CitizenIdMismatch, TaxCodeInvalid.
    """
    normal = _checked(kind, name, number, birth_on, contact or {})
    ring, uid = key_ring(), uuid.uuid4()
    person = find_person(normal, kind=kind) or Person(
        uid=uid,
        kind=kind,
        name=tidy(name),
        search_key=search_key(name),
        number_index=blind_number(ring, normal, kind),
        verified_at=at if verified else None,
        registered_at=at,
        **sealed(ring, uid, number=normal, birth_on=birth_on, contact=contact or {}),
    )
    if person.pk is None:
        person = _create(person, number=normal, by=by, at=at)
    return _same(person, name=name, birth_on=birth_on)


def _checked(
    kind: PersonKind,
    name: str,
    number: str,
    birth_on: date | None,
    contact: Mapping[str, str],
) -> str:
    if not search_key(name) or len(name) > 300:
        raise PersonInvalid(field="name")
    if not contact.keys() <= CONTACT_FIELDS:
        raise PersonInvalid(field="contact")
    normal = normal_number(number, kind)
    if kind is PersonKind.CITIZEN:
        CitizenId.parse(normal).check(born_on=birth_on)
    return normal


def _same(person: Person, *, name: str, birth_on: date | None) -> Person:
    known = view(key_ring(), person)
    differs = known.birth_on and birth_on and known.birth_on != birth_on
    if search_key(known.name) != search_key(name) or differs:
        raise NumberTaken()
    return person


def _create(person: Person, *, number: str, by: Actor, at: datetime) -> Person:
    """Write a new person, or return the one that someone else wrote meanwhile."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            _record(person, "person.registered", by, at, {"kind": str(person.kind)})
    except IntegrityError as taken:
        other = find_person(number, kind=PersonKind(person.kind))
        if other is None:
            raise NumberTaken() from taken
        return other
    return person


def _record(person: Person, kind: str, by: Actor, at: datetime, body: Mapping[str, object]) -> None:
    ledger.record(stream_of(person), kind=kind, by=by.label, at=at, body=body)


@transaction.atomic
def change_contact(person_id: int, *, contact: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Put another contact in the place of a person's. Errors: PersonErased, PersonInvalid."""
    if not contact.keys() <= CONTACT_FIELDS:
        raise PersonInvalid(field="contact")
    person = locked_person(person_id)
    clear = contact_bytes(contact)
    where = place(person.uid, "contact_cipher")
    person.contact_cipher = None if clear is None else key_ring().encrypt(clear, place=where)
    person.save(update_fields=["contact_cipher"])
    _record(person, "person.contact_changed", by, at, {})


@transaction.atomic
def verify_person(person_id: int, *, ground: str, by: Actor, at: datetime) -> None:
    """Note that the person's identity was verified (VNeID, a card shown). Safe to call twice.

    Errors: PersonErased.
    """
    person = locked_person(person_id)
    if person.verified_at is not None:
        return
    person.verified_at = at
    person.save(update_fields=["verified_at"])
    _record(person, "person.verified", by, at, {"ground": ground})


def locked_person(person_id: int) -> Person:
    """Return a person for a change, held until the transaction ends. Errors: PersonErased."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.erased_at is not None:
        raise PersonErased()
    return person


def rotate_keys(*, by: Actor, at: datetime) -> int:
    """Put a new key in use and encrypt everything with it; return the rows done.

    Every process takes the new key with its next cipher. The old keys stay: a stop half-way, and a
    transaction that was open meanwhile, lose nothing; :func:`drop_old_keys` ends it another day.
    Errors: KeyRingElsewhere for a ring in the environment, which is changed where it is set;
    :func:`reencrypt` then does the rest.
    """
    if settings.PERSON_KEYS:
        raise KeyRingElsewhere()
    keys.write_key_ring(keys.with_new_key(key_ring()))
    return reencrypt(by=by, at=at)


def drop_old_keys(*, by: Actor, at: datetime) -> int:
    """Forget the keys that nothing is encrypted with any more; return how many.

    Errors: OldKeysInUse when a look over everything still found work for them, which is done by
    then: try again later. KeyRingElsewhere for a ring in the environment.
    """
    if settings.PERSON_KEYS:
        raise KeyRingElsewhere()
    if reencrypt(by=by, at=at):
        raise OldKeysInUse()
    old = key_ring()
    keys.write_key_ring(keys.only_primary(old))
    dropped = len(old.keys) - 1
    ledger.record("keys:people", kind="keys.dropped", by=by.label, at=at, body={"dropped": dropped})
    return dropped


def reencrypt(*, by: Actor, at: datetime) -> int:
    """Encrypt with the key in use what another key encrypted; return the number of
    rows, people and second factors together.

    Batches of 500, each a transaction that locks its rows, so that no change is lost.
    """
    done, last = 0, 0
    while True:
        count, last = _reencrypt_batch(after=last)
        if last == 0:
            break
        done += count
    factors = reencrypt_second_factors()
    ledger.record(
        "keys:people",
        kind="keys.rotated",
        by=by.label,
        at=at,
        body={"key": key_ring().primary, "rows": done, "factors": factors},
    )
    return done + factors


@transaction.atomic
def _reencrypt_batch(*, after: int) -> tuple[int, int]:
    rows = list(
        Person.objects.select_for_update()
        .filter(pk__gt=after, erased_at__isnull=True)
        .order_by("pk")[:BATCH]
    )
    changed = [row for row in rows if _turn(row)]
    Person.objects.bulk_update(changed, CIPHERS)
    return len(changed), rows[-1].pk if rows else 0


def _turn(person: Person) -> bool:
    ring, turned = key_ring(), False
    for column in CIPHERS:
        cipher = getattr(person, column)
        if cipher is not None and keys.key_id(cipher) != ring.primary:
            where = place(person.uid, column)
            setattr(person, column, ring.encrypt(ring.decrypt(cipher, place=where), place=where))
            turned = True
    return turned
