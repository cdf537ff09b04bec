"""One verb on many dossiers: each is an act of its own, and each outcome is told."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from motcua.authority.types import Actor
from motcua.catalogue.types import Verb
from motcua.desk.work.page import language
from motcua.dossiers import api
from motcua.kernel.errors import DomainError

MOST: Final = 50
BULK: Final[dict[str, Verb]] = {
    verb.value: verb for verb in (Verb.ACCEPT, Verb.FORWARD, Verb.APPROVE, Verb.SIGN, Verb.CLAIM)
}


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What came of one item: done, or refused and why; a refused dossier is as it was."""

    dossier: str
    code: str
    applicant: str
    procedure: str
    done: bool
    message: str

    def kept(self) -> dict[str, Any]:
        """Return it as JSON, for the session."""
        return asdict(self)


def chosen_of(values: Iterable[str]) -> dict[UUID, int]:
    """Return the tasks that were ticked and the state in which the officer saw each dossier."""
    found: dict[UUID, int] = {}
    for value in values:
        task, _, seq = value.partition(":")
        try:
            found[UUID(task)] = int(seq)
        except ValueError:
            continue
        if len(found) == MOST:
            break
    return found


def do_all(
    verb: Verb, lines: Iterable[api.WorkLine], *, seen: dict[UUID, int], by: Actor, at: datetime
) -> list[BulkOutcome]:
    """Do the verb on each line; what fails for one stays with that one."""
    return [_one(verb, line, seq=seen[line.task], by=by, at=at) for line in lines]


def _one(verb: Verb, line: api.WorkLine, *, seq: int, by: Actor, at: datetime) -> BulkOutcome:
    try:
        after = _do(verb, line, seq=seq, by=by, at=at)
    except DomainError as error:
        return _outcome(line, line.code, done=False, message=error.message(language()))
    return _outcome(line, after.code, done=True, message="")


def _do(verb: Verb, line: api.WorkLine, *, seq: int, by: Actor, at: datetime) -> api.Snapshot:
    if verb is Verb.ACCEPT:
        return api.accept(line.dossier, by=by, at=at, expected_seq=seq)
    acts: dict[Verb, Callable[..., api.Snapshot]] = {
        Verb.FORWARD: api.forward,
        Verb.APPROVE: api.approve,
        Verb.SIGN: api.sign,
        Verb.CLAIM: api.claim,
    }
    return acts[verb](line.dossier, task=line.task, by=by, at=at, expected_seq=seq)


def _outcome(line: api.WorkLine, code: str, *, done: bool, message: str) -> BulkOutcome:
    return BulkOutcome(
        dossier=str(line.dossier),
        code=code,
        applicant=line.applicant,
        procedure=getattr(line.procedure, language()),
        done=done,
        message=message,
    )
