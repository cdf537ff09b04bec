"""Reads of people; each takes the actor and asks the policy."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import connection

from motcua.authority.errors import PersonUnknown
from motcua.authority.keys import key_ring
from motcua.authority.models import Person
from motcua.authority.policies import require
from motcua.authority.prepared import prepared_row
from motcua.authority.sealing import (
    blind_number,
    digest_under_salt,
    guessed_kind,
    normal_number,
    opened,
    view,
)
from motcua.authority.types import Actor, PersonKind, PersonView
from motcua.kernel.vietnamese import search_key

PAGE = 50
_COLUMNS = [field.attname for field in Person._meta.concrete_fields]
_PERSON = f"SELECT {', '.join(_COLUMNS)} FROM authority_person WHERE id = %s"  # noqa: S608 - columns of ours


def find_person(number: str, *, kind: PersonKind | None = None) -> Person | None:
    """Return the person with an identity number, or nothing.

    Without ``kind`` twelve digits are a citizen's and anything else an enterprise's. No policy is
    asked: this is for services; what people see goes through :func:`look_up_person`.
    Errors: CitizenIdInvalid, TaxCodeInvalid.
    """
    whose = kind or guessed_kind(number)
    index = blind_number(key_ring(), normal_number(number, whose), whose)
    return Person.objects.filter(number_index=index).first()


def look_up_person(number: str, *, actor: Actor, kind: PersonKind | None = None) -> PersonView:
    """Return the person with a number, in clear, to whoever may look people up.

    Errors: NotAllowed, PersonUnknown, CitizenIdInvalid, TaxCodeInvalid.
    """
    require("person", actor, "look_up", None)
    found = find_person(number, kind=kind)
    if found is None:
        raise PersonUnknown()
    return view(key_ring(), found)


def person_view(person_id: int, *, actor: Actor) -> PersonView:
    """Return a person in clear. Errors: NotAllowed, PersonUnknown, PersonErased."""
    require("person", actor, "see", person_id)
    return view(key_ring(), person(person_id))


def people_named(text: str, *, actor: Actor, limit: int = PAGE) -> tuple[Person, ...]:
    """Return the people whose name begins so, accents aside, by name. Errors: NotAllowed."""
    require("person", actor, "look_up", None)
    rows = Person.objects.filter(search_key__startswith=search_key(text), erased_at__isnull=True)
    return tuple(rows.order_by("search_key", "id")[: min(limit, PAGE)])


def person(person_id: int) -> Person:
    """Return the row of a person. Errors: PersonUnknown."""
    found = prepared_row(_PERSON, [person_id])
    if found is None:
        raise PersonUnknown()
    return Person.from_db(connection.alias, _COLUMNS, found)


def person_by_uid(uid: UUID) -> Person:
    """Return the row of a person by the public id, which nobody can guess.

    Errors: PersonUnknown.
    """
    found = Person.objects.filter(uid=uid).first()
    if found is None:
        raise PersonUnknown()
    return found


def personal_digest(person_id: int, value: str) -> str:
    """Return the hex digest of a value under the person's own erasable salt.

    This is how a fact about a person enters the ledger: it can be checked while the salt lives and
    says nothing once it is erased. Errors: PersonUnknown, PersonErased.
    """
    return digest_under_salt(key_ring(), person(person_id), value)


def contact_of(person_id: int) -> PersonView:
    """Return a person in clear for a service that writes to him (receipts, notices).

    Errors: PersonUnknown, PersonErased.
    """
    return view(key_ring(), person(person_id))


@dataclass(frozen=True)
class KnownPerson:
    """A person read once for one act: in clear, and as the ledger may speak of him."""

    row: Person

    @cached_property
    def view(self) -> PersonView:
        """The person in clear. Errors: PersonErased."""
        return view(key_ring(), self.row)

    def digest(self, value: str) -> str:
        """Return what :func:`personal_digest` returns, without reading the person again."""
        return digest_under_salt(key_ring(), self.row, value)


def known_person(person_id: int) -> KnownPerson:
    """Return a person for a service that both reads and digests. Errors: PersonUnknown."""
    return KnownPerson(person(person_id))


def same_number(row: Person, number: str) -> bool:
    """Tell whether a person's stored number is this one."""
    stored = opened(key_ring(), row, "number_cipher")
    return stored is not None and stored.decode() == number
