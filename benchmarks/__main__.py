"""``make bench``: every measurement on one server in one run, each beside its peer.

Each measurement runs in a process and a database of its own, one after the other.
"""

import importlib
import json
import os
import platform
import subprocess
import sys

from rich.console import Console
from rich.table import Table

from benchmarks.server import server, set_up

MODULES = ("worktime", "ledger", "documents", "dossiers", "green")
COLUMNS = ("name", "value", "unit", "against", "ratio")
ONE = "--one"


def main(names: list[str]) -> None:
    """Run the named measurements, or all, and print the table."""
    console = Console()
    table = Table("measure", "value", "unit", "beside", "ratio", title=machine())
    with server() as running:
        for name in names or MODULES:
            console.print(f"measuring {name} ...")
            for row in measured(name, running.environment(name)):
                table.add_row(*(str(row[column]) for column in COLUMNS))
    console.print(table)


def measured(name: str, environment: dict[str, str]) -> list[dict[str, object]]:
    """Return the rows of one measurement."""
    command = [sys.executable, "-m", "benchmarks", ONE, name]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def one(name: str) -> None:
    """Run one measurement in this process and print its rows as JSON."""
    set_up()
    print(json.dumps(list(importlib.import_module(f"benchmarks.{name}").run())))


def machine() -> str:
    """Return what the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    one(sys.argv[2]) if sys.argv[1:2] == [ONE] else main(sys.argv[1:])
