"""``motcua check`` and ``motcua publish``: procedures as code, read and published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.cli.session import language, province, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import Console

    from motcua.catalogue.api import Finding, Province

DEFAULT = Path("procedures")
Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of procedures, or folders of such folders. Default: procedures."),
]


def check(
    paths: Paths = None,
    *,
    staff: Annotated[
        bool, typer.Option("--staff/--no-staff", help="Ask the database who holds each post.")
    ] = True,
) -> None:
    """Read procedures as a compiler does and run their cases; exit 1 on errors."""
    from contextlib import nullcontext

    import django

    with province() if staff else nullcontext():
        if not staff:
            django.setup()
        failed = _check_all(folders(paths or [DEFAULT]), staff=staff)
    raise typer.Exit(1 if failed else 0)


def publish(
    paths: Paths = None,
    *,
    valid_from: Annotated[
        str, typer.Option(help="First day in force, as 2026-12-01; today when left out.")
    ] = "",
) -> None:
    """Publish procedures as new versions; what did not change stays as it is."""
    from datetime import UTC, datetime

    with province():
        from motcua.authority.api import SYSTEM
        from motcua.catalogue import api

        at = datetime.now(UTC)
        for folder in folders(paths or [DEFAULT]):
            version = api.publish(
                folder,
                by=SYSTEM,
                at=at,
                valid_from=_day(valid_from),
                province=borrowed(at.date(), staff=True),
            )
            told = api.procedure(version)
            _console().print(f"{told.code} v{told.version} {told.digest[:12]} {told.name.vi}")


def folders(paths: "Sequence[Path]") -> list[Path]:
    """Return the folders that hold a ``procedure.yaml``: those named, or those inside them."""
    found: list[Path] = []
    for path in paths:
        if path.name == "README.md":
            continue  # The shell's procedures/* names it as well.
        inside = sorted(one.parent for one in path.glob("*/procedure.yaml"))
        found += inside if inside and not (path / "procedure.yaml").exists() else [path]
    missing = next((path for path in found if not path.is_dir()), None)
    if missing is not None or not found:
        name = missing or ", ".join(map(str, paths))
        raise typer.BadParameter(
            say(vi=f"không có thư mục thủ tục nào ở {name}", en=f"no procedure folder at {name}")
        )
    return found


def borrowed(on: "date", *, staff: bool) -> "Province":
    """Return what the check borrows from other rooms: the typesetter and the staff of a day."""
    from motcua.authority.api import Level, units_of
    from motcua.catalogue.api import Province, posts_missing
    from motcua.documents.api import typeset_source

    known = staff and bool(units_of(Level.COMMUNE, on=on))
    return Province(posts=posts_missing(on) if known else None, render=typeset_source)


def _check_all(paths: list[Path], *, staff: bool) -> bool:
    """Print what is found, as a compiler does, and tell whether there were errors."""
    from datetime import UTC, datetime

    from motcua.catalogue.api import Severity, check

    whole = borrowed(datetime.now(UTC).date(), staff=staff)
    errors = warnings = 0
    for path in paths:
        for one in check(path, whole):
            _print(one)
            errors += one.severity is Severity.ERROR
            warnings += one.severity is Severity.WARNING
    counted = (len(paths), errors, warnings)
    _console().print(
        say(
            vi="thủ tục: {}, lỗi: {}, cảnh báo: {}".format(*counted),
            en="procedures: {}, errors: {}, warnings: {}".format(*counted),
        )
    )
    return errors > 0


def _print(one: "Finding") -> None:
    vietnamese = language() == "vi"
    text, hint = (one.vi, one.hint.vi) if vietnamese else (one.en, one.hint.en)
    where = f"{one.file}:{one.line}: {one.severity}[{one.code}]"
    _console().print(f"{where} {text} ({hint})", markup=False, highlight=False, soft_wrap=True)


def _day(text: str) -> "date | None":
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(
            say(vi=f"'{text}' không phải ngày, viết 2026-12-01", en=f"'{text}' is no day")
        ) from error


def _console() -> "Console":
    from rich.console import Console

    return Console()
