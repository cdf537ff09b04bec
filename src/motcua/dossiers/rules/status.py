"""The table of statuses: which move is allowed by which verb.

The national list publishes the codes only; the moves follow NĐ 61/2018/NĐ-CP Đ17-20. Two moves go
beyond the moves usually listed: an applicant may withdraw an accepted dossier before it is sent on
(2 to 7) and while a payment is awaited (6 to 7), for no article takes that right away
(docs/decisions/0006-statuses.md).
"""

from typing import Final

from motcua.catalogue.types import Verb
from motcua.dossiers.errors import StatusForbids
from motcua.dossiers.types import Status

S = Status
MOVES: Final[frozenset[tuple[Status, Verb, Status]]] = frozenset(
    {
        (S.DRAFT, Verb.FILE, S.NEW),
        (S.NEW, Verb.ACCEPT, S.ACCEPTED),
        (S.NEW, Verb.REFUSE, S.NOT_ACCEPTED),
        (S.NEW, Verb.ASK_SUPPLEMENT, S.SUPPLEMENT),
        (S.NEW, Verb.WITHDRAW, S.WITHDRAWN),
        (S.ACCEPTED, Verb.FORWARD, S.PROCESSING),
        (S.ACCEPTED, Verb.ISSUE, S.DONE),
        (S.ACCEPTED, Verb.REFUSE, S.DONE),
        (S.ACCEPTED, Verb.WITHDRAW, S.WITHDRAWN),
        (S.PROCESSING, Verb.ASK_SUPPLEMENT, S.SUPPLEMENT),
        (S.PROCESSING, Verb.ASK_PAYMENT, S.PAYMENT),
        (S.PROCESSING, Verb.STOP, S.STOPPED),
        (S.PROCESSING, Verb.ISSUE, S.DONE),
        (S.PROCESSING, Verb.REFUSE, S.DONE),
        (S.PROCESSING, Verb.WITHDRAW, S.WITHDRAWN),
        (S.SUPPLEMENT, Verb.SUPPLEMENT, S.NEW),
        (S.SUPPLEMENT, Verb.SUPPLEMENT, S.PROCESSING),
        (S.SUPPLEMENT, Verb.STOP, S.STOPPED),
        (S.SUPPLEMENT, Verb.WITHDRAW, S.WITHDRAWN),
        (S.PAYMENT, Verb.RECORD_PAYMENT, S.PROCESSING),
        (S.PAYMENT, Verb.STOP, S.STOPPED),
        (S.PAYMENT, Verb.WITHDRAW, S.WITHDRAWN),
        (S.DONE, Verb.HAND_OVER, S.RETURNED),
    }
)
"""Every allowed change of status, by verb."""

STAYS: Final[dict[Verb, frozenset[Status]]] = {
    Verb.SAVE_DRAFT: frozenset({S.DRAFT}),
    Verb.RECORD_PAYMENT: frozenset(
        {S.NEW, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.PAYMENT, S.DONE}
    ),
    Verb.ASSIGN: frozenset({S.NEW, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.PAYMENT, S.DONE}),
    Verb.CLAIM: frozenset({S.NEW, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.PAYMENT, S.DONE}),
    Verb.FORWARD: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.SEND_BACK: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.CONSULT: frozenset({S.PROCESSING}),
    Verb.ANSWER: frozenset({S.PROCESSING, S.SUPPLEMENT, S.PAYMENT}),
    Verb.APPROVE: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.SIGN: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.APOLOGISE: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.CORRECT: frozenset({S.DONE, S.RETURNED}),
    Verb.RECOUNT: frozenset({S.ACCEPTED, S.PROCESSING}),
    Verb.RATE: frozenset({S.NOT_ACCEPTED, S.WITHDRAWN, S.STOPPED, S.DONE, S.RETURNED}),
}
"""The statuses in which a verb acts without changing the status."""

PAUSED: Final = frozenset({S.SUPPLEMENT, S.PAYMENT})
"""The statuses that stop the clock (rules of the national service: 5 and 6)."""

ENDED: Final = frozenset({S.NOT_ACCEPTED, S.WITHDRAWN, S.STOPPED, S.RETURNED})
"""The statuses that nothing leads out of."""


def moved(verb: Verb, *, source: Status, target: Status) -> Status:
    """Return ``target`` when the verb may lead there from ``source``.

    Errors: StatusForbids.
    """
    stays = source is target and source in STAYS.get(verb, frozenset())
    if stays or (source, verb, target) in MOVES:
        return target
    raise StatusForbids(verb=verb.value, status=int(source))


def require(verb: Verb, status: Status) -> None:
    """Refuse a verb that can do nothing at all in this status.

    Errors: StatusForbids.
    """
    if status in STAYS.get(verb, frozenset()):
        return
    if any(source is status and name is verb for source, name, _ in MOVES):
        return
    raise StatusForbids(verb=verb.value, status=int(status))


def possible_verbs(status: Status) -> frozenset[Verb]:
    """Return the verbs that the status leaves open, whoever asks."""
    moving = {verb for source, verb, _ in MOVES if source is status}
    staying = {verb for verb, statuses in STAYS.items() if status in statuses}
    return frozenset(moving | staying)
