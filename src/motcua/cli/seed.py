"""The steps that make a province out of an empty database.

Each may run again and changes nothing then.
"""

import hashlib
import json
import secrets
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motcua.cli.session import province, say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Report = Callable[[int, int], None]
SEED = 2026
"""What the synthetic dossiers are drawn from."""
UNSERVED = ["redoc.*"]
"""Static files of the API's library that no page of ours asks for."""
DOSSIERS = 48
OPENED_BEFORE = timedelta(days=90)


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

    call_command(
        "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNSERVED
    )


def prepare_ledger(report: Report) -> None:  # noqa: ARG001
    """Make the sealing key, and the role that may add entries and change none."""
    from motcua.ledger import api as ledger

    ledger.set_up(ledger.key_folder())


def prepare_keys(report: Report) -> None:
    """Make the keys of personal data and the demonstration certificate authority."""
    from motcua.authority import api as authority
    from motcua.documents import api as documents

    authority.ensure_key_ring()
    report(1, 2)
    documents.ensure_authority(at=opening())
    report(2, 2)


def load_units(report: Report) -> None:
    """Load the province's agencies of 2024 and of July 2025, and the working calendar."""
    from motcua.authority import api as authority

    at = timezone_now()
    authority.seed_units(at=at)
    report(1, 2)
    authority.seed_calendars(at=at)
    report(2, 2)


def appoint_staff(report: Report) -> None:  # noqa: ARG001
    """Make synthetic officers of every agency, and applicants; one password opens a few."""
    from motcua.authority import api as authority

    # In their posts before the first dossier of the demonstration comes.
    authority.seed_staff(at=opening(), password=demo_password())
    authority.seed_people(at=timezone_now(), password=demo_password())


def furnish_counters(report: Report) -> None:  # noqa: ARG001
    """Give the demonstration's desk counters, services and a made-up morning of tickets."""
    from motcua.authority import api as authority
    from motcua.reception import api as reception

    at = timezone_now()
    on = authority.day_of(at)
    commune = authority.unit_by_slug(authority.DEMO_COMMUNE, on=on)
    reception.seed_morning([authority.one_stop_of(commune.id, on=on).id], at=at)


def import_national_catalogue(report: Report) -> None:
    """Load the national catalogue of procedures."""
    from motcua.authority import api as authority
    from motcua.catalogue import api as catalogue

    catalogue.import_catalogue(by=authority.SYSTEM, at=timezone_now(), progress=report)


def publish_procedures(report: Report) -> None:
    """Publish the folders under ``procedures/``; what is published already stays as it is."""
    from motcua.authority import api as authority
    from motcua.catalogue import api as catalogue

    folders = procedure_folders()
    for done, folder in enumerate(folders):
        report(done, len(folders))
        first = not catalogue.versions(catalogue.load_folder(folder).procedure.code)
        # A first version also covers what lies on the desks when the system comes.
        begins = authority.day_of(opening()) if first else None
        catalogue.publish(folder, by=authority.SYSTEM, at=timezone_now(), valid_from=begins)
    report(len(folders), len(folders))


def play_dossiers(report: Report) -> None:
    """File synthetic dossiers over the last weeks and take them as far as they would be."""
    from motcua.cli.play.script import read_plays
    from motcua.cli.play.season import perform_season

    plays = read_plays(repository())
    at = timezone_now()
    perform_season(plays, count=DOSSIERS, seed=SEED, at=at, report=report)


def seal_ledger(report: Report) -> None:  # noqa: ARG001
    """Seal what the set-up wrote."""
    from motcua.ledger import api as ledger

    ledger.seal_all(at=timezone_now(), keys=ledger.key_folder())


def repository() -> Path:
    """Return the folder that holds ``procedures`` and ``scenarios``."""
    from django.conf import settings

    root: Path = settings.ROOT
    return root


def procedure_folders() -> list[Path]:
    """Return the folders of procedures as code, by name."""
    return sorted(path.parent for path in repository().glob("procedures/*/procedure.yaml"))


def timezone_now() -> datetime:
    """Return the present instant: a set-up bears the time at which it runs."""
    from django.utils import timezone

    return timezone.now()


def opening() -> datetime:
    """Return the instant since when the demonstration's officers and certificates are in place."""
    return timezone_now() - OPENED_BEFORE


def steps() -> Iterator[Step]:
    """Yield the steps in order. Rooms join here as they have something to set up."""
    yield Step("Bảng dữ liệu", "Tables", make_tables)
    yield Step("Tệp giao diện", "Static files", collect_static)
    yield Step("Sổ cái", "Ledger", prepare_ledger)
    yield Step("Khóa và chứng thư", "Keys and certificates", prepare_keys)
    yield Step("Cơ quan và lịch làm việc", "Agencies and calendar", load_units)
    yield Step("Cán bộ (giả định)", "Officers (synthetic)", appoint_staff, demo=True)
    yield Step("Quầy, hàng chờ (giả định)", "Counters (synthetic)", furnish_counters, demo=True)
    yield Step("Danh mục thủ tục quốc gia", "National catalogue", import_national_catalogue)
    yield Step("Thủ tục thực hiện được", "Executable procedures", publish_procedures)
    label = f"(seed {SEED})"
    yield Step(f"Hồ sơ giả định {label}", f"Dossiers {label}", play_dossiers, demo=True)
    yield Step("Niêm phong sổ cái", "Sealing the ledger", seal_ledger)


def chosen(*, demo: bool) -> list[Step]:
    """Return the steps of a province with or without the demonstration data."""
    return [step for step in steps() if demo or not step.demo]


def demo_password() -> str:
    """Return the password of the demonstration accounts; the first caller makes it."""
    from django.conf import settings

    path = Path(settings.SECRETS_ROOT) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9) + "\n", encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def demo_accounts() -> list[tuple[str, str]]:
    """Return what to show of the demonstration accounts: who, and the password of all."""
    from django.conf import settings

    from motcua.authority import api as authority

    if not (Path(settings.SECRETS_ROOT) / "demo-password").exists():
        return []
    names = authority.demo_usernames(timezone_now().date())
    shown = [name for name in names if name.split(".")[1:] in (["an-bien"], ["hai-phong"])]
    return [
        (say(vi="Tài khoản mẫu", en="Demo accounts"), ", ".join(shown)),
        (say(vi="Mật khẩu", en="Password"), demo_password()),
    ]


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
    from django.conf import settings

    with province():
        set_up(settings.HOME, demo=demo)


def set_up(home: Path, *, demo: bool) -> None:
    """Run the set-up steps, unless the same code has already run them on the same database."""
    if is_set_up(home, demo=demo):
        return
    run_all(chosen(demo=demo))
    _note(home).write_text(json.dumps(_standing(demo=demo)), encoding="ascii")


def is_set_up(home: Path, *, demo: bool) -> bool:
    """Tell whether the same code and libraries have set up this very database.

    Django's apps need not be loaded for it.
    """
    return _read(_note(home)) == _standing(demo=demo)


def _note(home: Path) -> Path:
    return home / "setup.json"


def _standing(*, demo: bool) -> dict[str, str]:
    from django.db import connection

    from motcua.cli.tables import identity

    return {"code": fingerprint(demo=demo), "database": identity(connection)}


def fingerprint(*, demo: bool) -> str:
    """Return a digest of all that the set-up depends on.

    That is name, size and time of our files, and the version of every library: some bring
    migrations of their own.
    """
    from motcua import cli

    package = Path(cli.__file__).parents[1]
    root = package.parents[1]
    folders = (package, root / "procedures", root / "scenarios")
    libraries = sorted(
        path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    )
    digest = hashlib.sha256(f"demo={demo} {libraries}".encode())
    for path in sorted(p for folder in folders for p in folder.rglob("*") if _counts(p)):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc" and "tests" not in path.parts


def _read(note: Path) -> object:
    with suppress(OSError, ValueError):
        return json.loads(note.read_text(encoding="ascii"))
    return None
