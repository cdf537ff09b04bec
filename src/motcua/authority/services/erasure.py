"""Erasing a person: here and, by registry, in the rooms above."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction

from motcua.authority.models import Account, Person
from motcua.authority.sealing import CIPHERS
from motcua.authority.selectors.people import contact_of
from motcua.authority.services.people import locked_person, stream_of
from motcua.authority.types import Actor, PersonView
from motcua.ledger import api as ledger

__all__ = ["Erasure", "erase_person", "on_person_erasure"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """A person about to be erased, a last time in clear, so that his name can be found in texts."""

    person: PersonView
    by: Actor
    at: datetime


Eraser = Callable[[Erasure], Collection[UUID]]
_erasers: list[Eraser] = []


def on_person_erasure(eraser: Eraser) -> Eraser:
    """Have a function called in the transaction of every erasure; for rooms above, at start-up.

    It erases what its room holds of the person and returns the ids of the things that it emptied;
    or it raises, and nobody is erased.
    """
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


@transaction.atomic
def erase_person(person_id: int, *, ground: str, by: Actor, at: datetime) -> None:
    """Destroy a person's data: name, ciphers, index, salt, the way to sign in, and other rooms'.

    The row and the ledger stay and verify; digests made under the salt say nothing any more.
    ``ground`` is a code of the reason (such as ``request`` or ``retention``), not free text.
    Errors: PersonErased when done before; what a room above raises that cannot let go of him yet.
    """
    person = locked_person(person_id)
    erasure = Erasure(person=contact_of(person_id), by=by, at=at)
    emptied = {person.uid}.union(*(eraser(erasure) for eraser in _erasers))
    _forget_answers(f"person:{person.uid}", emptied)
    _close_account(person)
    for column in (*CIPHERS, "number_index", "verified_at"):
        setattr(person, column, None)
    person.name = person.search_key = ""
    person.erased_at = at
    person.save()
    body = {"ground": ground}
    ledger.record(stream_of(person), kind="person.erased", by=by.label, at=at, body=body)


def _close_account(person: Person) -> None:
    EmailAddress.objects.filter(user__person=person).delete()
    SocialAccount.objects.filter(user__person=person).delete()
    Account.objects.filter(person=person).update(
        username=f"erased-{person.uid}", name="", email="", is_active=False
    )


def _forget_answers(label: str, uids: Collection[UUID]) -> None:
    """Drop the answers that are kept a day for repeated requests and tell of him."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM authority_idempotentrequest WHERE client = %s OR body::text LIKE ANY (%s)",
            [label, [f"%{uid}%" for uid in uids]],
        )
