"""``motcua catalogue``: the national catalogue in this province."""

from typing import TYPE_CHECKING, Annotated

import typer

from motcua.cli.session import province, say

if TYPE_CHECKING:
    from motcua.catalogue.api import CatalogueEntry

app = typer.Typer(help="The national catalogue of procedures.", no_args_is_help=True)


@app.command("import")
def import_() -> None:
    """Load the national catalogue; a second run changes nothing."""
    from datetime import UTC, datetime

    from rich.console import Console
    from rich.progress import Progress

    with province(), Progress(console=Console(stderr=True), transient=True) as progress:
        from motcua.authority.api import SYSTEM
        from motcua.catalogue.api import import_catalogue

        task = progress.add_task(say(vi="Danh mục quốc gia", en="National catalogue"))
        done = import_catalogue(
            by=SYSTEM,
            at=datetime.now(UTC),
            progress=lambda n, of: progress.update(task, completed=n, total=of),
        )
    counted = (done.read, done.records, done.written, done.open_flags)
    typer.echo(
        say(
            vi="{} thủ tục, {} hồ sơ đầy đủ; ghi {}; {} cảnh báo chưa xác nhận".format(*counted),
            en="{} procedures, {} full records; {} written; {} flags open".format(*counted),
        )
    )


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of the name, without accents too.")],
    *,
    ministry: Annotated[str, typer.Option(help="finance, justice, security, ...")] = "",
    level: Annotated[str, typer.Option(help="ministry, province, commune")] = "",
    flag: Annotated[str, typer.Option(help="Only entries with this flag open.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
) -> None:
    """Find procedures by words."""
    from rich.console import Console
    from rich.table import Table

    with province():
        from motcua.catalogue.api import search_entries

        found = search_entries(
            " ".join(words), ministry=ministry, level=level, flag=flag, limit=limit
        )
    table = Table(box=None)
    for title in (
        say(vi="Mã", en="Code"),
        say(vi="Tên", en="Name"),
        say(vi="Lĩnh vực", en="Field"),
        say(vi="Cảnh báo", en="Flags"),
    ):
        table.add_column(title)
    for one in found:
        table.add_row(one.code, one.name, one.field, str(one.open_flags or ""))
    Console().print(table)
    if not found:
        typer.echo(say(vi="Không tìm thấy.", en="Nothing found."))
        raise typer.Exit(1)


@app.command()
def show(code: Annotated[str, typer.Argument(help="The national code, e.g. 1.001193.")]) -> None:
    """Show one procedure: limits and fees by channel, papers, law, and the flags on it."""
    with province():
        from motcua.catalogue.api import entry

        _show(entry(code))


def _show(one: "CatalogueEntry") -> None:
    typer.echo(f"{one.code}  {one.name}\n{one.get_ministry_display()} · {one.field}")
    for term in one.terms.all():
        limit = f"{term.limit_value.normalize():f} {term.limit_unit}" if term.limit_value else "?"
        fee = f"{term.fee_amount:,.0f} {term.fee_currency}" if term.fee_currency else "?"
        typer.echo(f"  {term.channel:<8} {limit:<22} {fee:<16} {term.note}")
    for flag in one.flags.all():
        state = f"= {flag.confirmed_value} ({flag.confirmed_ground})" if flag.confirmed_at else ""
        mark = "!" if flag.blocking and not flag.confirmed_at else " "
        evidence = ", ".join(f"{key}: {value}" for key, value in flag.evidence.items())
        typer.echo(f" {mark} {flag.kind}/{flag.channel} {evidence} {state}".rstrip())
    record = getattr(one, "record", None)
    for paper in record.content["papers"] if record else ():
        typer.echo(f"  - {paper['name']}")
    if record:
        typer.echo(f"  {', '.join(record.content['law'])}")
    typer.echo(one.source_url)


@app.command()
def confirm(
    code: Annotated[str, typer.Argument(help="The national code.")],
    flag: Annotated[str, typer.Argument(help="The flag, e.g. unit_missing.")],
    value: Annotated[str, typer.Argument(help="What it really is, e.g. '1 working day'.")],
    *,
    ground: Annotated[str, typer.Option(help="The act and article that says so.")],
    by: Annotated[str, typer.Option(help="User name of the manager who confirms.")],
    channel: Annotated[str, typer.Option(help="online, counter, post or any")] = "any",
) -> None:
    """Record what a manager says a flagged fact really is; the imported fact stays."""
    from datetime import UTC, datetime

    with province():
        from motcua.authority.api import account, actor_for_account
        from motcua.catalogue.api import confirm_flag

        at = datetime.now(UTC)
        actor = actor_for_account(account(by), at=at)
        confirm_flag(code, flag, channel=channel, value=value, ground=ground, by=actor, at=at)
    typer.echo(say(vi=f"Đã xác nhận {flag} của {code}.", en=f"Confirmed {flag} of {code}."))
