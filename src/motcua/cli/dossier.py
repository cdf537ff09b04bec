"""``motcua dossier``: file, show, act, list."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motcua.cli.session import language, province, say
from motcua.cli.verbs import Told, perform, with_options

if TYPE_CHECKING:
    from motcua.authority.types import Actor
    from motcua.dossiers.api import Snapshot

app = typer.Typer(help="Dossiers: file, follow, act.", no_args_is_help=True)

DAY = "%Y-%m-%d"
APPLICANT = "applicant"
SYSTEM_NAME = "system"
Reference = Annotated[str, typer.Argument(help="The code of the dossier, or its id.")]
By = Annotated[
    str, typer.Option(help="User name of who acts; 'applicant' or 'system' where that may be.")
]
Viewer = Annotated[str, typer.Option(help="See it as this user does; default: the operator.")]


@app.command()
def file(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML or JSON.")],
    *,
    by: Annotated[str, typer.Option(help="User name of who files.")] = "",
) -> None:
    """File a dossier that a file writes down; see docs/tutorial/first-dossier.md."""
    from motcua.cli.filing import filed_by, given_of, read_filing, wish

    written = read_filing(path)
    with province():
        from django.db import transaction

        from motcua.dossiers.api import submit

        at = _now()
        with transaction.atomic():
            applicant_id, desk_id, actor = filed_by(written, username=by, at=at)
            given = given_of(written.components, beside=path.parent, by=actor, at=at)
            filing = wish(written, applicant_id=applicant_id, desk_id=desk_id, given=given)
            found = submit(filing, by=actor, at=at)
        _told(found)


@app.command()
def show(reference: Reference, *, by: Viewer = "") -> None:
    """Show where a dossier stands: clocks, why this date, tasks, fees, papers, timeline."""
    with province():
        from motcua.dossiers import api

        found = api.dossier(reference, actor=_viewer(by))
        _show(found)


@app.command()
@with_options
def act(
    dossier: Reference,
    verb: Annotated[str, typer.Argument(help="accept, forward, sign, ask-supplement, …")],
    *,
    by: By,
    **options: Any,
) -> None:
    """Do one act on a dossier as an officer or the applicant."""
    with province():
        at = _now()
        found = _seen_by_operator(dossier)
        actor = _actor(by, found, at=at)
        _told(perform(verb, found, Told(**options), by=actor, at=at))


@app.command("list")
def list_(
    *,
    by: Viewer = "",
    status: Annotated[int | None, typer.Option(min=0, max=10)] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 30,
) -> None:
    """List dossiers, newest first."""
    from rich.table import Table

    from motcua.cli.telling import hour, terminal

    with province():
        from motcua.dossiers import api

        table = Table(box=None, pad_edge=False)
        for name in (say(vi="Mã", en="Code"), say(vi="Thủ tục", en="Procedure")):
            table.add_column(name)
        table.add_column(say(vi="Trạng thái", en="Status"))
        table.add_column(say(vi="Hạn", en="Due"))
        for row in api.dossiers(_viewer(by), status=status, limit=limit):
            name = api.status_name(api.Status(row.status), language())
            code = row.code or str(row.uid)
            table.add_row(code, row.procedure_code, f"{row.status} {name}", hour(row.due_at))
        terminal().print(table)


@app.command()
def papers(
    reference: Reference,
    *,
    to: Annotated[Path, typer.Option(help="The folder to write them to.")] = Path(),
    by: Viewer = "",
) -> None:
    """Write the papers of a dossier as PDF files."""
    with province():
        from motcua.cli.papers import copies
        from motcua.dossiers import api

        found = api.dossier(reference, actor=_viewer(by))
        for copy in copies(found, to / (found.code or str(found.uid))):
            typer.echo(f"{copy.path}  {copy.symbol}  {copy.code}")


@app.command()
def book(
    unit: Annotated[str, typer.Argument(help="Code or slug of the desk or agency.")],
    *,
    since: Annotated[datetime, typer.Option("--from", formats=[DAY], help="First day.")],
    until: Annotated[datetime, typer.Option("--to", formats=[DAY], help="Last day.")],
    pdf: Annotated[Path, typer.Option(help="The file to write.")],
    by: Viewer = "",
) -> None:
    """Write the tracking book (form 07) of a unit as PDF."""
    from datetime import timedelta

    with province():
        from motcua.authority.api import day_of, unit_of
        from motcua.dossiers import api

        at = _now()
        kept = unit_of(unit, on=day_of(at))
        period = {"since": since.date(), "until": until.date() + timedelta(days=1)}
        lines = api.whole_book(kept.id, **period, actor=_viewer(by))
        pdf.write_bytes(api.book_pdf(lines, unit_id=kept.id, **period, at=at))
        typer.echo(f"{pdf}  {kept.name_vi}  {len(lines)}")


@app.command()
def slip(
    reference: Reference,
    *,
    pdf: Annotated[Path, typer.Option(help="The file to write.")],
    by: Viewer = "",
) -> None:
    """Write the control slip (form 06) of a dossier as PDF."""
    with province():
        from motcua.dossiers import api

        found = api.dossier(reference, actor=_viewer(by))
        pdf.write_bytes(api.slip_pdf(found, at=_now()))
        typer.echo(str(pdf))


def _show(found: "Snapshot") -> None:
    """Print everything that is known of a dossier."""
    from rich.text import Text

    from motcua.catalogue.api import procedure
    from motcua.cli import telling
    from motcua.dossiers import api

    told = telling.terminal()
    version = procedure(found.version_id)
    name = version.name.vi if language() == "vi" else version.name.en
    told.print(telling.facts(found, procedure=f"{version.code} v{version.version} {name}"))
    if (pair := api.both_clocks(found, at=_now())) is not None:
        told.print(telling.clocks(pair))
    if (explained := api.why_this_date(found)) is not None:
        told.print(telling.why(line.text(language()) for line in explained.lines))
    if found.open_tasks():
        told.print(telling.tasks(found))
    if found.payments:
        told.print(telling.payments(found))
    for line in _papers(found):
        told.print(Text(line), soft_wrap=True)
    words = {seq: remark.text for seq, remark in api.remarks(found).items()}
    told.print(Text(say(vi="Diễn biến (sổ cái)", en="Timeline (ledger)"), style="bold"))
    told.print(telling.timeline(api.timeline(found), remarks=words))


def _papers(found: "Snapshot") -> list[str]:
    """Return a line for each paper: kind, number, the code to check it by, where it lies."""
    from django.conf import settings

    from motcua.dossiers import api

    lines = []
    for paper in api.papers(found):
        digest = (paper.sealed_file or paper.file).sha256
        place = Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest
        lines.append(f"  {paper.kind}  {paper.symbol}  {paper.code}  {place}")
    title = say(vi="Giấy tờ", en="Papers")
    return [title, *lines] if lines else []


def _told(found: "Snapshot") -> None:
    """Print one line: the dossier after an act."""
    from motcua.dossiers.api import status_name

    status = f"{int(found.status)} {status_name(found.status, language())}"
    steps = ", ".join(task.step for task in found.open_tasks()) or "-"
    waits = say(vi=f"đang chờ: {steps}", en=f"waiting: {steps}")
    typer.echo(f"{found.code or found.uid}  {status}  seq {found.seq}  {waits}")


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _seen_by_operator(reference: str) -> "Snapshot":
    from motcua.authority.types import SYSTEM
    from motcua.dossiers import api

    return api.dossier(reference, actor=SYSTEM)


def _viewer(username: str) -> "Actor":
    """Return whose eyes see: a user's, or the operator's, who holds the data anyway."""
    from motcua.authority.api import account, actor_for_account
    from motcua.authority.types import SYSTEM

    return actor_for_account(account(username), at=_now()) if username else SYSTEM


def _actor(name: str, found: "Snapshot", *, at: datetime) -> "Actor":
    """Return who acts. Errors: AccountUnknown."""
    from motcua.authority.api import account, actor_for_account, contact_of
    from motcua.authority.types import SYSTEM, Actor, ActorKind

    if name == SYSTEM_NAME:
        return SYSTEM
    if name == APPLICANT:
        person = contact_of(found.applicant_id)
        return Actor(kind=ActorKind.PERSON, uid=person.uid, person_id=person.id, name=person.name)
    return actor_for_account(account(name), at=at)
