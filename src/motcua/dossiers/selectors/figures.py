"""Public figures: how many dossiers end on time, are complete at once, and how long they take.

Four definitions hold wherever a figure is shown:

- *on time* (Decision 766/QĐ-TTg, 2.1): ended by the due time of the statistics' clock, or still
  running and within it, among the accepted dossiers that ended in the period or still run. More
  than one request for a supplement is late by itself. While the State waits, the request is the
  end. What was never accepted has no due time and is not counted.
- *complete at once*: never sent back for a supplement and not refused at intake, among those that
  ended in the period.
- *median time*: from acceptance to the end as it was lived, nights and days off included, without
  the time in which the State waited for the applicant.
- *few*: below five dossiers no rate and no time is given, for it would say nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

__all__ = [
    "FEW",
    "Figure",
    "LiveFigures",
    "Reason",
    "live_figures",
    "public_figures",
]

FEW = 5
SAMPLE = 2_000
"""How many of a procedure's last dossiers its own page looks at: the cost of a page is bounded."""
REASONS = 5
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figure:
    """The figures of one agency and procedure; 0 and empty stand for all of them together."""

    unit_id: int
    procedure: str
    ended: int
    judged: int
    on_time: int
    complete_at_once: int
    timed: int
    median: timedelta | None
    synthetic: bool

    @property
    def on_time_rate(self) -> float | None:
        """Return the share that was on time; None for few."""
        return _rate(self.on_time, self.judged)

    @property
    def complete_at_once_rate(self) -> float | None:
        """Return the share that was complete at once; None for few."""
        return _rate(self.complete_at_once, self.ended)

    @property
    def median_time(self) -> timedelta | None:
        """Return the median time; None for few."""
        return self.median if self.timed >= FEW else None


@dataclass(frozen=True, slots=True)
class Reason:
    """A component for which dossiers were sent back, and how many."""

    component: str
    count: int


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """What a procedure's own page shows: its last dossiers of twelve months."""

    figure: Figure
    reasons: tuple[Reason, ...]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole >= FEW else None


LIVED = """
    extract(epoch FROM d.finished_at - d.accepted_at) - CASE
        WHEN d.clock IS NULL OR jsonb_array_length(d.clock->'spans') = 0 THEN 0
        ELSE (SELECT coalesce(sum(extract(epoch FROM
                 coalesce(least(s."end", d.finished_at), d.finished_at) - s.start)), 0)
              FROM jsonb_to_recordset(d.clock->'spans') AS s(start timestamptz, "end" timestamptz))
        END
"""
COLUMNS = f"""
    d.competent_id, d.procedure_code, d.synthetic,
    d.finished_at IS NOT NULL AS ended,
    d.accepted_at IS NOT NULL AS judged,
    d.intake_supplements + d.appraisal_supplements AS asked,
    d.outcome,
    coalesce(d.finished_at, d.waiting_since, %(at)s) <= d.statistics_due_at AS in_time,
    CASE WHEN d.finished_at IS NOT NULL AND d.accepted_at IS NOT NULL
         THEN greatest(0, {LIVED}) END AS seconds
"""
MEASURES = """
    count(*) FILTER (WHERE ended),
    count(*) FILTER (WHERE judged),
    count(*) FILTER (WHERE judged AND in_time AND asked <= 1),
    count(*) FILTER (WHERE ended AND asked = 0 AND outcome <> 'not_accepted'),
    count(seconds),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
    coalesce(bool_or(synthetic), false)
"""
ALL = f"""
WITH one AS (
  SELECT {COLUMNS} FROM dossiers_dossier d
  WHERE (d.finished_at >= %(since)s AND d.finished_at < %(until)s)
     OR (d.finished_at IS NULL AND d.due_at IS NOT NULL)
)
SELECT coalesce(competent_id, 0), coalesce(procedure_code, ''), {MEASURES}
FROM one
GROUP BY GROUPING SETS ((competent_id, procedure_code), (competent_id), (procedure_code), ())
ORDER BY 1, 2
"""  # noqa: S608  (constants of this module)
ONE = f"""
WITH one AS (
  (SELECT {COLUMNS} FROM dossiers_dossier d
   WHERE d.procedure_code = %(code)s AND d.finished_at >= %(since)s AND d.finished_at < %(at)s
   ORDER BY d.finished_at DESC LIMIT {SAMPLE})
  UNION ALL
  (SELECT {COLUMNS} FROM dossiers_dossier d
   WHERE d.finished_at IS NULL AND d.due_at < %(at)s AND d.procedure_code = %(code)s
   LIMIT {SAMPLE})
)
SELECT 0, %(code)s, {MEASURES} FROM one
"""  # noqa: S608  (constants of this module)
WHY = f"""
SELECT item, count(*) FROM (
  SELECT d.id, d.intake_supplements + d.appraisal_supplements AS asked FROM dossiers_dossier d
  WHERE d.procedure_code = %(code)s AND d.finished_at >= %(since)s AND d.finished_at < %(at)s
  ORDER BY d.finished_at DESC LIMIT {SAMPLE}
) d
JOIN dossiers_remark r ON r.dossier_id = d.id AND r.verb = 'ask_supplement'
CROSS JOIN jsonb_array_elements_text(r.items) AS item
WHERE d.asked > 0
GROUP BY item ORDER BY count(*) DESC, item LIMIT {REASONS}
"""  # noqa: S608  (constants of this module)


def public_figures(*, since: datetime, until: datetime, at: datetime) -> tuple[Figure, ...]:
    """Return the figures of each agency and procedure, of each alone, and of all, by their ids.

    Units: ``until`` is excluded; what runs is judged at ``at``.
    """
    return tuple(map(_figure, _rows(ALL, {"since": since, "until": until, "at": at})))


def live_figures(procedure: str, *, at: datetime) -> LiveFigures:
    """Return a procedure's last twelve months: its last dossiers, and those overdue now."""
    facts = {"code": procedure, "since": at - YEAR, "at": at}
    figure = _figure(_rows(ONE, facts)[0])
    rows = _rows(WHY, facts) if figure.ended >= FEW else []
    return LiveFigures(figure, tuple(Reason(component, count) for component, count in rows))


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())


def _figure(row: tuple[Any, ...]) -> Figure:
    unit_id, procedure, ended, judged, on_time, complete, timed, seconds, synthetic = row
    return Figure(
        unit_id=unit_id,
        procedure=procedure,
        ended=ended,
        judged=judged,
        on_time=on_time,
        complete_at_once=complete,
        timed=timed,
        median=None if seconds is None else timedelta(seconds=round(float(seconds))),
        synthetic=synthetic,
    )
