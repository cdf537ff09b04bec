"""Publication of procedures: a folder becomes an immutable version."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from motcua.authority.api import Actor, require
from motcua.catalogue.checks import Province, check_source
from motcua.catalogue.errors import ProcedureBroken, VersionDatesClash
from motcua.catalogue.findings import Finding, Severity
from motcua.catalogue.models import CatalogueFlag, ProcedureRetirement, ProcedureVersion
from motcua.catalogue.selectors import version
from motcua.catalogue.source import Source, load_folder
from motcua.catalogue.types import Procedure
from motcua.kernel.worktime import ZONE
from motcua.ledger.api import record

__all__ = ["publish", "retire"]


@transaction.atomic
def publish(
    path: Path | str,
    *,
    by: Actor,
    at: datetime,
    valid_from: date | None = None,
    province: Province | None = None,
) -> int:
    """Publish the folder as the next version and return its id.

    A folder that says what the newest version says is that version: nothing is written. The
    flags of the national entry that the version answers (units, hours, fees) are confirmed by it.

    Errors: NotAllowed; ProcedureBroken when the check finds errors; VersionDatesClash when it
    would be in force before the version that it follows.
    """
    source = load_folder(path)
    draft = source.procedure
    require("procedure", by, "publish", draft.code)
    _one_publisher_at_a_time(draft.code)
    last = ProcedureVersion.objects.filter(code=draft.code).order_by("-number").first()
    if last is not None and last.digest == source.digest and not _is_retired(last):
        return last.pk
    refuse_errors(source, check_source(source, province or Province()))
    begins = valid_from or at.astimezone(ZONE).date()
    if last is not None and begins < last.valid_from:
        raise VersionDatesClash(procedure=draft.code, earliest=last.valid_from.isoformat())
    made = ProcedureVersion.objects.create(
        code=draft.code,
        number=last.number + 1 if last else 1,
        digest=source.digest,
        folder=Path(source.folder).name,
        files=dict(source.files),
        valid_from=begins,
        published_by=by.label,
        published_at=at,
    )
    _write_down(made, "procedure.published", by=by, at=at, begins=begins)
    _confirm_flags(draft, made, by=by, at=at)
    return made.pk


def refuse_errors(source: Source, findings: Iterable[Finding]) -> None:
    """Raise ProcedureBroken when there is an error among the findings."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        name = Path(source.folder).name
        raise ProcedureBroken(procedure=name, count=len(errors), first=str(errors[0]))


def _one_publisher_at_a_time(code: str) -> None:
    """Hold a lock until the transaction ends, so that numbers follow without a gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"procedure:{code}"])


def _is_retired(one: ProcedureVersion) -> bool:
    return ProcedureRetirement.objects.filter(version=one).exists()


def _write_down(
    made: ProcedureVersion, kind: str, *, by: Actor, at: datetime, begins: date
) -> None:
    body = {
        "version": str(made.uid),
        "number": made.number,
        "digest": made.digest,
        "on": begins.isoformat(),
    }
    record(f"procedure:{made.code}", kind=kind, by=by.label, at=at, body=body)


def _confirm_flags(draft: Procedure, made: ProcedureVersion, *, by: Actor, at: datetime) -> None:
    """Confirm what the version answers by naming its own limits and fees with their law."""
    answered = (
        "unit_missing",
        "limit_missing",
        "limit_zero",
        "hours_unstated",
        "fee_suspect",
        "record_partial",
    )
    open_flags = CatalogueFlag.objects.filter(
        entry__code=draft.code, kind__in=answered, confirmed_at=None
    )
    kinds = sorted({f"{one.kind}/{one.channel}" for one in open_flags})
    ground = f"version {made.number}, {', '.join(draft.law)}"
    limits = ", ".join(str(one.limit) for one in draft.statutory)
    open_flags.update(
        confirmed_value=limits, confirmed_ground=ground, confirmed_by=by.label, confirmed_at=at
    )
    if kinds:
        record(
            f"catalogue:{draft.code}",
            kind="catalogue.flags_answered",
            by=by.label,
            at=at,
            body={"flags": kinds, "version": str(made.uid)},
        )


@transaction.atomic
def retire(version_id: int, *, on: date, ground: str, by: Actor, at: datetime) -> None:
    """Take no new dossiers under a version from a day on; those under way go on.

    Safe to call twice: the first retirement stands.
    """
    retired = version(version_id)
    require("procedure", by, "publish", retired.code)
    _one_publisher_at_a_time(retired.code)
    if _is_retired(retired):
        return
    ProcedureRetirement.objects.create(
        version=retired, retired_on=on, ground=ground, retired_by=by.label, retired_at=at
    )
    _write_down(retired, "procedure.retired", by=by, at=at, begins=on)
