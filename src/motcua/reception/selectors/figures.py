"""Waiting and service times of a desk, by service."""

from datetime import date, timedelta

from django.db import connection

from motcua.authority.api import require
from motcua.authority.types import Actor
from motcua.reception.errors import FiguresPeriodInvalid
from motcua.reception.types import ServiceFigures

MOST_DAYS = 92
_FIGURES = """
    SELECT s.name_vi, s.name_en, count(*),
      count(*) FILTER (WHERE t.state = 'served'), count(*) FILTER (WHERE t.state = 'missed'),
      percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
        ORDER BY extract(epoch FROM t.called_at - t.issued_at) / 60)
        FILTER (WHERE t.called_at IS NOT NULL),
      percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
        ORDER BY extract(epoch FROM t.ended_at - t.started_at) / 60)
        FILTER (WHERE t.state = 'served')
    FROM reception_ticket t JOIN reception_service s ON s.id = t.service_id
    WHERE t.desk_id = %s AND t."on" BETWEEN %s AND %s
    GROUP BY s.letter, s.name_vi, s.name_en ORDER BY s.letter
"""


def desk_figures(desk_id: int, *, since: date, until: date, actor: Actor) -> list[ServiceFigures]:
    """Return the figures of a period, both days included.

    Errors: NotAllowed, FiguresPeriodInvalid.
    """
    require("counter", actor, "measure", desk_id)
    if not timedelta() <= until - since < timedelta(days=MOST_DAYS):
        raise FiguresPeriodInvalid(days=MOST_DAYS)
    return by_service(desk_id, since=since, until=until)


def by_service(desk_id: int, *, since: date, until: date) -> list[ServiceFigures]:
    """Return the figures of a period; no policy is asked: this is for services."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [desk_id, since, until])
        rows = cursor.fetchall()
    return [_line(*row) for row in rows]


def _line(  # noqa: PLR0917 - one column each
    name_vi: str,
    name_en: str,
    issued: int,
    served: int,
    missed: int,
    waits: list[float] | None,
    visits: list[float] | None,
) -> ServiceFigures:
    wait_median, wait_p90 = _minutes(waits)
    service_median, service_p90 = _minutes(visits)
    return ServiceFigures(
        name_vi=name_vi,
        name_en=name_en,
        issued=issued,
        served=served,
        missed=missed,
        wait_median=wait_median,
        wait_p90=wait_p90,
        service_median=service_median,
        service_p90=service_p90,
    )


def _minutes(found: list[float] | None) -> tuple[int | None, int | None]:
    return (None, None) if found is None else (round(found[0]), round(found[1]))
