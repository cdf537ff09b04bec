"""A season of plays: some weeks of a province at work, in the order in which things happened."""

import heapq
import logging
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from motcua.authority import api as authority
from motcua.authority.types import SYSTEM, Level
from motcua.catalogue.api import Channel
from motcua.cli.play.cast import played_by
from motcua.cli.play.pace import AsTheyWork
from motcua.cli.play.performance import Performance
from motcua.cli.play.script import Play
from motcua.dossiers import api as dossiers
from motcua.kernel.errors import DomainError

__all__ = ["DAYS", "perform_season"]

log = logging.getLogger(__name__)
PLACE = ZoneInfo("Asia/Ho_Chi_Minh")
NAMES = uuid.UUID("6b0f6c9e-52d6-5d0e-9a55-2f6b2f1d7c11")
DAYS = 40
"""How far back the season reaches."""
FIXED = frozenset({"cat-hai", "hai-phong"})
"""Desks that a play needs as it is written."""
LATE_EVERY = 6


@transaction.atomic
def perform_season(
    plays: Sequence[Play],
    *,
    count: int,
    seed: int,
    at: datetime,
    report: Callable[[int, int], None],
) -> int:
    """Play ``count`` dossiers in the weeks before ``at``; return how many there are now.

    What would happen after ``at`` has not happened yet: those dossiers lie open. All or nothing;
    the same seed again adds nothing.
    """
    coming = _planned(plays, count=count, seed=seed, at=at)
    if _is_there(coming[0].uid):
        return 0
    queue = [(one.next_at, number) for number, one in enumerate(coming) if one.next_at]
    heapq.heapify(queue)
    begun = 0
    while queue and queue[0][0] <= at:
        instant, number = heapq.heappop(queue)
        one = coming[number]
        begun += one.dossier is None
        _one_act(one, at=instant)
        if one.next_at is not None:
            heapq.heappush(queue, (one.next_at, number))
        report(begun, count)
    _as_days_passed(at)
    return begun


def _is_there(uid: uuid.UUID | None) -> bool:
    try:
        dossiers.dossier(str(uid), actor=SYSTEM)
    except DomainError:
        return False
    return True


def _one_act(one: Performance, *, at: datetime) -> None:
    """Do one act and make its papers. A play that the rules stop here stands still, and is told."""
    try:
        with transaction.atomic():
            if one.dossier is None:
                one.play = played_by(one.play, draw=random.Random(str(one.uid)))  # noqa: S311
            one.act()
    except DomainError as refusal:
        log.warning("play_stands_still", extra={"play": one.play.id, "code": refusal.code})
    while dossiers.drain(at=at):
        continue


def _as_days_passed(at: datetime) -> None:
    """Do what the worker would have done: warnings, drafts, and the statistics of each day."""
    dossiers.warn_before_due(at=at)
    dossiers.escalate_overdue(at=at)
    dossiers.draft_apologies(at=at)
    today = authority.day_of(at)
    for back in range(DAYS, 0, -1):
        dossiers.count_day(today - timedelta(days=back))


def _planned(plays: Sequence[Play], *, count: int, seed: int, at: datetime) -> list[Performance]:
    draw = random.Random(seed)  # noqa: S311  # a demonstration, not a secret
    elsewhere = [
        unit.slug
        for unit in authority.units_of(Level.COMMUNE, on=authority.day_of(at))
        if unit.slug not in FIXED
    ]
    return [
        _one_planned(plays[number % len(plays)], number, elsewhere, draw=draw, seed=seed, at=at)
        for number in range(count)
    ]


def _one_planned(
    play: Play,
    number: int,
    elsewhere: Sequence[str],
    *,
    draw: random.Random,
    seed: int,
    at: datetime,
) -> Performance:
    if play.receiving not in FIXED and draw.random() < 0.5:
        play = replace(play, receiving=draw.choice(elsewhere))
    late = number % LATE_EVERY == 0 and not play.verbs & {"apologise", "stop"}
    speed = draw.uniform(2.0, 4.0) if late else 1.0
    # A supplement is asked within three working days, so those who ask are quick.
    speed = 0.2 if "ask_supplement" in play.verbs else speed
    return Performance(
        play=play,
        pace=AsTheyWork(draw=random.Random(draw.random()), speed=speed),  # noqa: S311
        next_at=_filed_at(play, draw=draw, at=at),
        uid=uuid.uuid5(NAMES, f"{seed}:{number}"),
    )


def _filed_at(play: Play, *, draw: random.Random, at: datetime) -> datetime:
    """Return an instant of filing: at a desk in its hours, online also in the evening.

    Many are recent, so that there is work to do; what must wait long is filed early.
    """
    back = DAYS * draw.random() ** 2 if "stop" not in play.verbs else draw.uniform(DAYS - 4, DAYS)
    day = (at - timedelta(days=back)).astimezone(PLACE).date()
    first, last = (7 * 60, 22 * 60) if play.channel is Channel.ONLINE else (8 * 60, 16 * 60)
    minute = draw.randrange(first, last)
    filed = datetime.combine(day, time(minute // 60, minute % 60, draw.randrange(60)), tzinfo=PLACE)
    if play.channel is not Channel.ONLINE:
        filed = authority.calendar_of(authority.province(on=day).id).receipt_at(filed)
    return filed if filed < at else filed - timedelta(days=1)
