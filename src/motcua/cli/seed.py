"""The steps that make a province out of an empty database.

Each may run again and changes nothing then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motcua.cli.session import province, say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up. ``run`` may tell how far it is: ``report(done, total)``."""

    vi: str
    en: str
    run: Callable[[Report], None]
    demo: bool = False

    @property
    def label(self) -> str:
        return say(vi=self.vi, en=self.en)


def make_tables(report: Report) -> None:
    """Bring the database to the present migrations, one process at a time."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection

    from motcua.cli.tables import alone_in_database, missing_migrations

    with alone_in_database(connection):
        total = missing_migrations(connection)
        done = 0

        class Telling(Command):
            def migration_progress_callback(self, action: str, *_: Any, **__: Any) -> None:
                nonlocal done
                if action == "apply_success":
                    done += 1
                    report(done, total)

        call_command(Telling(), verbosity=0, interactive=False)


def collect_static(report: Report) -> None:  # noqa: ARG001  (the storage does not tell)
    """Gather, name by content and compress the static files."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def steps() -> Iterator[Step]:
    """Yield the steps in order. Rooms join here as they have something to set up."""
    yield Step("Bảng dữ liệu", "Tables", make_tables)
    yield Step("Tệp giao diện", "Static files", collect_static)


def demo_accounts() -> list[tuple[str, str]]:
    """Return what to show of the demonstration accounts: whose, and how to sign in."""
    return []


def chosen(*, demo: bool) -> list[Step]:
    """Return the steps of a province with or without the demonstration data."""
    return [step for step in steps() if demo or not step.demo]


def run_all(todo: list[Step]) -> None:
    """Run steps with a progress bar."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for step in todo:
            task = progress.add_task(step.label, total=None)
            step.run(partial(_tell, progress, task))
            total = progress.tasks[task].total or 1
            progress.update(task, completed=total, total=total)


def _tell(progress: "Progress", task: "TaskID", done: int, total: int) -> None:
    progress.update(task, completed=done, total=total)


Demo = Annotated[bool, typer.Option("--demo/--no-demo", help="Load the demonstration province.")]


def seed(*, demo: Demo = True) -> None:
    """Set the province up: tables, keys, units, procedures, demonstration dossiers."""
    with province():
        run_all(chosen(demo=demo))
