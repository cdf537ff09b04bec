"""The ``motcua`` command.

Modules of commands import Django only inside a command, so that help is quick.
"""

import os
import sys
from typing import NoReturn

import typer

from motcua.cli import (
    backup,
    catalogue,
    certificates,
    check,
    clients,
    demo,
    doctor,
    dossier,
    ledger,
    people,
    seed,
    up,
)
from motcua.cli.session import SETTINGS, language, say
from motcua.kernel.errors import DomainError

UNDEFINED = {"42P01", "42703", "42883"}
"""SQLSTATE of a table, a column, a function that is not there."""

app = typer.Typer(
    name="motcua",
    help="Một Cửa: the administration of a province as one measured whole.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("seed")(seed.seed)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("check")(check.check)
app.command("publish")(check.publish)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(dossier.app, name="dossier")
app.add_typer(ledger.app, name="ledger")
app.add_typer(people.app, name="people")
app.add_typer(certificates.app, name="certificates")
app.add_typer(clients.app, name="clients")


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("motcua"))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
)
def django(context: typer.Context) -> None:
    """Run a Django management command over the province's database."""
    from django.core.management import execute_from_command_line

    from motcua.cli.session import province

    with province():
        execute_from_command_line(["motcua django", *context.args])


def run() -> None:
    """Run the command line: a refusal is one line and exit code 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        app()
    except DomainError as error:
        refuse("\n  ".join([error.message(language()), *_details(error)]))
    except Exception as error:
        kind = _kind(error)
        if kind == "settings":
            refuse(say(vi=f"Cấu hình sai: {error}", en=f"Bad settings: {error}"), code=2)
        if kind == "files":
            refuse(say(vi=f"Không dùng được tệp: {error}", en=f"A file cannot be used: {error}"))
        if kind == "database":
            from motcua.cli.errors import DatabaseUnreachable

            refuse(DatabaseUnreachable(reason=str(error).split("\n")[0]).message(language()))
        if kind == "tables":
            from motcua.cli.errors import DatabaseBehind

            refuse(DatabaseBehind(reason=str(error).split("\n")[0]).message(language()))
        raise


def refuse(line: str, *, code: int = 1) -> NoReturn:
    """Say why the command does nothing, and end it."""
    sys.stderr.write(f"motcua: {line}\n")
    raise SystemExit(code)


def _details(error: DomainError) -> list[str]:
    """Return each error of a filing, by field, in the user's language."""
    listed = error.facts.get("errors")
    if not isinstance(listed, list):
        return []
    said = ((str(each.get("field", "")), str(each[language()])) for each in listed)
    return [f"{field}: {text}" if field else text for field, text in said]


def _kind(error: Exception) -> str:
    """Tell errors of Django apart without importing Django for a command that did not."""
    if isinstance(error, OSError) and error.filename is not None:
        return "files"
    if "django" not in sys.modules:
        return ""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    if isinstance(error, ProgrammingError):
        state = getattr(error.__cause__, "sqlstate", "")
        return "tables" if state in UNDEFINED else ""
    kinds = {ImproperlyConfigured: "settings", OperationalError: "database"}
    return next((name for kind, name in kinds.items() if isinstance(error, kind)), "")
