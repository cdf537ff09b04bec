"""``motcua ledger``: verify, seal, prove, look up."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.cli.session import language, province, say

if TYPE_CHECKING:
    from motcua.ledger.api import Report

app = typer.Typer(help="The sealed record of every act.", no_args_is_help=True)

Stream = Annotated[str, typer.Argument(help="For example dossier:6f1c1f0e-….")]
Seq = Annotated[int, typer.Argument(min=1, help="The number of the entry in its stream.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.")]


@app.command()
def verify(
    *,
    stream: Annotated[str | None, typer.Option(help="Read this stream only.")] = None,
    first_seal: Annotated[int, typer.Option(min=1, help="Begin with this seal.")] = 1,
    last_seal: Annotated[int | None, typer.Option(min=1, help="End with this seal.")] = None,
    roots: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="Published roots to compare with."),
    ] = None,
) -> None:
    """Read the ledger again and name the first entry that is not whole."""
    published = _published(roots or [])
    with province():
        from motcua.ledger import api

        with _progress() as progress:
            report = (
                api.verify_stream(stream, progress=progress)
                if stream
                else api.verify(
                    keys=api.public_keys(api.key_folder()),
                    first_seal=first_seal,
                    last_seal=last_seal,
                    published=published,
                    progress=progress,
                )
            )
    _tell(report)


def _published(files: list[Path]) -> dict[int, str]:
    """Return the hashes of the seals in files of published roots, by number."""
    known: dict[int, str] = {}
    for file in files:
        try:
            seals = json.loads(file.read_text())["seals"]
            known |= {int(each["statement"]["number"]): str(each["hash"]) for each in seals}
        except (ValueError, KeyError, TypeError) as error:
            raise typer.BadParameter(f"{file} holds no published roots") from error
    return known


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell(report: "Report") -> None:
    for finding in report.findings:
        typer.echo(finding.message(language()))
    said = say(
        vi=f"{report.entries} bút toán, {report.sealed_entries} đã niêm phong, {report.seals} niêm phong: ",  # noqa: E501
        en=f"{report.entries} entries, {report.sealed_entries} of them sealed, {report.seals} seals: ",  # noqa: E501
    )
    verdict = (
        say(vi="nguyên vẹn", en="whole")
        if report.is_whole
        else say(vi="KHÔNG nguyên vẹn", en="NOT whole")
    )
    typer.echo(said + verdict)
    if not report.is_whole:
        raise typer.Exit(1)


@app.command()
def seal() -> None:
    """Seal every entry that can be sealed now."""
    with province():
        from motcua.ledger import api

        made = api.seal_all(at=datetime.now(UTC), keys=api.key_folder())
    for each in made:
        typer.echo(f"{each.number}  {each.entries}  {each.root.hex()}")
    if not made:
        typer.echo(say(vi="Không có bút toán mới.", en="There is nothing new to seal."))


@app.command("rotate-key")
def rotate_key() -> None:
    """Seal with a new key from now on; the old private key is destroyed, what it sealed holds."""
    with province():
        from motcua.ledger import api

        at = datetime.now(UTC)
        api.seal_all(at=at, keys=api.key_folder())
        fresh = api.rotate_key(by="system", at=at, keys=api.key_folder())
    typer.echo(fresh)


@app.command()
def proof(stream: Stream, seq: Seq, *, out: Out = None) -> None:
    """Write the proof that an entry stands under a signed seal, as JSON."""
    with province():
        from motcua.ledger import api

        found = api.inclusion_proof(stream, seq=seq)
    _write(found, out)


@app.command()
def roots(
    on: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day.")],
    *,
    out: Out = None,
) -> None:
    """Write what is published about one day: root, seals, public keys."""
    with province():
        from motcua.ledger import api

        day = api.daily_roots(date(on.year, on.month, on.day))
        found = api.published(day, keys=api.public_keys(api.key_folder()))
    _write(found, out)


@app.command()
def head(stream: Stream) -> None:
    """Print the last number and hash of a stream."""
    with province():
        from motcua.ledger import api

        last = api.head(stream)
    typer.echo(f"{last.seq} {last.hash.hex()}")


def _write(found: object, out: Path | None) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text + "\n")
