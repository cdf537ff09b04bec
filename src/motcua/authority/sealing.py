"""Sealing and opening the personal data of a row: which column is bound to which key and place."""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from motcua.kernel.codes import CitizenId, TaxCode

from .errors import PersonErased
from .keys import KeyRing, personal_hmac
from .models import Person
from .types import PersonKind, PersonView

CIPHERS: Final = ("number_cipher", "birth_cipher", "contact_cipher", "salt_cipher")
"""The columns that hold ciphers."""


def normal_number(number: str, kind: PersonKind) -> str:
    """Return an identity number as it is stored, checked.

    A household business is known by its owner's number since July 2025, or by an older tax code.
    Errors: CitizenIdInvalid, TaxCodeInvalid.
    """
    digits = "".join(each for each in number if each.isdigit())
    if kind is PersonKind.CITIZEN or (kind is PersonKind.HOUSEHOLD and len(digits) == 12):
        return CitizenId.parse(number).digits
    return str(TaxCode.parse(number))


def guessed_kind(number: str) -> PersonKind:
    """Return whose number it is when nobody says: twelve digits are a citizen's."""
    digits = "".join(each for each in number if each.isdigit())
    return PersonKind.CITIZEN if len(digits) == 12 else PersonKind.ENTERPRISE


def blind_number(ring: KeyRing, number: str, kind: PersonKind) -> bytes:
    """Return the blind index of a normal number; a household's and its owner's differ."""
    return ring.blind(f"{kind}:{number}")


def place(uid: UUID, column: str) -> str:
    """Return what a cipher is bound to."""
    return f"person:{uid}:{column}"


def sealed(
    ring: KeyRing,
    uid: UUID,
    *,
    number: str,
    birth_on: date | None,
    contact: Mapping[str, str],
) -> dict[str, bytes | None]:
    """Return the cipher columns of a new person, with a fresh salt."""
    clear: dict[str, bytes | None] = {
        "number_cipher": number.encode(),
        "birth_cipher": birth_on.isoformat().encode() if birth_on else None,
        "contact_cipher": contact_bytes(contact),
        "salt_cipher": secrets.token_bytes(32),
    }
    return {
        column: None if value is None else ring.encrypt(value, place=place(uid, column))
        for column, value in clear.items()
    }


def contact_bytes(contact: Mapping[str, str]) -> bytes | None:
    """Return the contact as it is encrypted; none when there is nothing."""
    known = {key: value for key, value in sorted(contact.items()) if value}
    return json.dumps(known, ensure_ascii=False).encode() if known else None


def opened(ring: KeyRing, person: Person, column: str) -> bytes | None:
    """Return the clear bytes of a column. Errors: CipherBroken."""
    cipher = getattr(person, column)
    return None if cipher is None else ring.decrypt(cipher, place=place(person.uid, column))


def view(ring: KeyRing, person: Person) -> PersonView:
    """Return the person in clear. Errors: PersonErased, CipherBroken."""
    number = opened(ring, person, "number_cipher")
    if number is None:
        raise PersonErased()
    birth = opened(ring, person, "birth_cipher")
    contact = opened(ring, person, "contact_cipher")
    return PersonView(
        id=person.pk,
        uid=person.uid,
        kind=PersonKind(person.kind),
        name=person.name,
        number=number.decode(),
        birth_on=None if birth is None else date.fromisoformat(birth.decode()),
        contact={} if contact is None else json.loads(contact),
        verified=person.verified_at is not None,
    )


def digest_under_salt(ring: KeyRing, person: Person, value: str) -> str:
    """Return the digest of a value under the person's salt. Errors: PersonErased."""
    salt = opened(ring, person, "salt_cipher")
    if salt is None:
        raise PersonErased()
    return personal_hmac(salt, value)
