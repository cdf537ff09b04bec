"""Who plays: synthetic applicants, and the officers who hold the posts of the province."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from motcua.authority import api as authority
from motcua.authority.types import SYSTEM, Actor, ActorKind, PersonKind, Role
from motcua.cli.errors import PostVacant
from motcua.cli.play.script import Person, Play
from motcua.documents import api as documents
from motcua.kernel.codes import TaxCode
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from motcua.dossiers.api import Snapshot, Task

__all__ = ["Applicant", "desk_of", "holder", "played_by", "worker"]

FAMILY_AND_MIDDLE = 2


@dataclass(frozen=True, slots=True)
class Applicant:
    """A registered person of a play, and the actor that he is."""

    id: int
    actor: Actor


def played_by(play: Play, *, draw: random.Random) -> Play:
    """Return the play with somebody who has never filed before: as written, or made up anew.

    Answers that name the applicant follow, so that a certificate is made out to him.
    """
    if not _known(play.person):
        return play
    stranger = _stranger(play.person, draw)
    swaps = {play.person.name: stranger.name, play.person.number: stranger.number}
    form = _swapped(play.form, swaps)
    form |= {name: _name(draw) for name in play.drawn if name in form}
    return replace(play, person=stranger, form=form)


def _known(person: Person) -> bool:
    return authority.find_person(person.number, kind=PersonKind(person.kind)) is not None


def _stranger(person: Person, draw: random.Random) -> Person:
    """Return another person of the same birth date and sex, whose number nobody has."""
    while True:
        if person.kind == "citizen":
            number = f"{person.number[:6]}{draw.randrange(10**6):06}"
            name = _name(draw)
        else:
            number = _tax_code(draw)
            name = f"{person.name.partition('(')[0].strip()} {draw.randrange(2, 1000)} (giả lập)"
        other = replace(person, name=name, number=number)
        if not _known(other):
            return other


def _name(draw: random.Random) -> str:
    return authority.synthetic_name(f"applicant-{draw.randrange(10**9)}", seed=0)


def _tax_code(draw: random.Random) -> str:
    nine = f"020{draw.randrange(10**6):06}"
    for check in range(10):
        try:
            TaxCode.parse(f"{nine}{check}")
        except DomainError:
            continue
        return f"{nine}{check}"
    return _tax_code(draw)


def _swapped(value: Any, swaps: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _swapped(one, swaps) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_swapped(one, swaps) for one in value]
    return swaps.get(value, value) if isinstance(value, str) else value


def registered(person: Person, *, at: datetime) -> Applicant:
    """Return the person as an applicant, written down when not yet known."""
    row = authority.register_person(
        kind=PersonKind(person.kind),
        name=person.name,
        number=person.number,
        birth_on=person.birth_on,
        contact=person.contact,
        verified=person.verified,
        by=SYSTEM,
        at=at,
    )
    actor = Actor(kind=ActorKind.PERSON, uid=row.uid, person_id=row.pk, name=row.name)
    return Applicant(row.pk, actor)


def desk_of(place: str, *, at: datetime) -> int:
    """Return the one-stop desk of a unit named by slug or code. Errors: UnitUnknown."""
    on = authority.day_of(at)
    return authority.one_stop_of(authority.unit_of(place, on=on).id, on=on).id


def holder(unit_id: int, role: Role | str, *, at: datetime) -> Actor:
    """Return an officer who holds a post at an instant. Errors: PostVacant."""
    officers = authority.officers_of(unit_id, Role(role), authority.day_of(at))
    if not officers:
        raise PostVacant(role=str(role), unit=authority.unit(unit_id).name_vi)
    return authority.actor_for_account(authority.account(officers[0].username), at=at)


def worker(task: "Task", *, at: datetime) -> Actor:
    """Return an officer who may do a task. Errors: PostVacant."""
    return holder(task.unit_id, task.role, at=at)


def receiver(dossier: "Snapshot", *, at: datetime) -> Actor:
    """Return the receiver at the dossier's desk."""
    return holder(dossier.receiving_id, Role.RECEIVER, at=at)


@lru_cache(maxsize=64)
def scan_of(name: str) -> bytes:
    """Return a picture of a paper that does not exist, labelled so."""
    source = """#set page(width: 105mm, height: 148mm); #set text(size: 11pt, lang: "vi")
    #let data = json(bytes(sys.inputs.data))
    #align(center + horizon)[#text(weight: "bold", data.name) \\ Bản mẫu, dữ liệu giả lập]"""
    return documents.typeset_source(source, {"name": name})
