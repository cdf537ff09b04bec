"""The house rules that import-linter, ruff and mypy cannot see (DESIGN 2, STYLE 1 to 13)."""

import ast
import importlib
import io
import pkgutil
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

import motcua
from motcua.kernel.errors import DomainError, every_error, facts_of

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "motcua"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]
FLOORS = [floor.split(" | ") for floor in CONTRACTS[0]["layers"]]
"""The floors of the house, from the top down."""
WIRING = {"config", "cli", "kernel"}
"""No rooms in the sense of these rules: entered by module, without tables."""
ROOMS = sorted({room for floor in FLOORS for room in floor} - WIRING)
BUILDING = {"authority"}
"""Rooms where furniture or tests of constraints may still be missing; empty when all are done."""
DOORS = {"api", "types", "errors", "setup", "doors"}
"""What others import of a room: its door; its words, which pure rules need without Django; and its
set-up, which `motcua up` asks before it loads any room."""
PUBLIC_VIEWS = {
    "motcua.config.views.alive",
    "motcua.config.views.ready",
    "motcua.documents.views.check",
    "motcua.documents.views.show",
}
"""Views that anybody may see, outside the faces; a face's view bears its mark (look.doors)."""

MODULE_LINES = 400
FUNCTION_LINES = 60
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}
PURE = {"rules", "types", "errors"}


def floor_of(room: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if room in floor)


@cache
def sources() -> dict[Path, ast.Module]:
    """Return every module that we wrote, migrations left out, with its tree."""
    paths = (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return {path: ast.parse(path.read_text(), str(path)) for path in sorted(paths)}


def is_test(path: Path) -> bool:
    return "tests" in path.parts


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of what is imported, as deep as the statement tells."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def accept(room: str, missing: list[str]) -> None:
    """Pass when nothing is missing; a room under construction is told, not failed."""
    if missing and room in BUILDING:
        pytest.xfail(f"{room} is under construction: {missing}")
    assert missing == []


def our_models() -> list[type[models.Model]]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_its_furniture(room):
    needed = {"README.md", "api.py", "apps.py"}
    accept(room, sorted(needed - {path.name for path in (SOURCE / room).iterdir()}))


def test_every_room_has_its_floor():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages == {room for floor in FLOORS for room in floor}


def test_rooms_enter_each_other_by_their_doors_alone():
    strangers = []
    for path, tree in sources().items():
        if is_test(path):
            continue  # tests set up rows of the rooms below with those rooms' factories
        own = path.relative_to(SOURCE).parts[0]
        for line, name in imports(tree):
            parts = name.split(".")
            if parts[0] == "motcua" and len(parts) > 2 and parts[1] in set(ROOMS) - {own}:
                wired = own == "config" and parts[2] in {"rest", "urls", "jobs", "apps"}
                if parts[2] not in DOORS and not wired:
                    strangers.append(f"{shown(path)}:{line} imports {name}")
    assert strangers == []


def test_what_lies_behind_an_api_is_protected_from_imports():
    """What stands in ``pyproject.toml`` for import-linter keeps up with the rooms."""
    protected = {
        module
        for contract in CONTRACTS
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    behind = {
        f"motcua.{room}.{part}"
        for room in ROOMS
        for part in ("models", "selectors", "services")
        if (SOURCE / room / part).exists() or (SOURCE / room / f"{part}.py").exists()
    }
    assert sorted(behind - protected) == []


def test_foreign_keys_never_look_up():
    lookups = []
    for model in our_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if not isinstance(target, type) or target._meta.app_label not in ROOMS:
                continue
            own, other = model._meta.app_label, target._meta.app_label
            if own != other and floor_of(other) <= floor_of(own):
                lookups.append(f"{model._meta.label}.{field.name} points at {target._meta.label}")
    assert lookups == []


def own_views(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from own_views(pattern.url_patterns)
        else:
            view = pattern.callback
            name = f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
            if name.startswith("motcua."):
                yield name


def marked_views() -> set[str]:
    """Return the views that a decorator of ``look.doors`` lets in by kind of visitor."""
    found = set()
    for pattern in walked(get_resolver().url_patterns):
        view = pattern.callback
        if getattr(view, "open_to", None) is not None:
            found.add(f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}")
    return found


def walked(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walked(pattern.url_patterns)
        else:
            yield pattern


def test_every_view_of_ours_says_who_may_enter():
    strangers = set(own_views(get_resolver().url_patterns)) - PUBLIC_VIEWS - marked_views()
    assert not strangers, "decorate the view, or name it in PUBLIC_VIEWS when all may enter"


def test_modules_are_named_after_what_they_hold():
    assert [shown(path) for path in sources() if path.stem in NAMELESS] == []


def test_modules_and_functions_are_small():
    large = []
    for path, tree in sources().items():
        lines = len(path.read_text().splitlines())
        if lines > MODULE_LINES and not is_test(path):
            large.append(f"{shown(path)} has {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    large.append(f"{shown(path)}:{node.lineno} {node.name} has {length} lines")
    assert large == []


def test_pure_modules_know_no_framework_and_no_clock():
    impure = []
    for path, tree in sources().items():
        inside = path.relative_to(SOURCE).with_suffix("").parts
        if is_test(path) or (inside[0] != "kernel" and inside[1:2] and inside[1] not in PURE):
            continue
        impure += [
            f"{shown(path)}:{line} imports {name}"
            for line, name in imports(tree)
            if name.split(".")[0] in {"django", "ninja", "procrastinate", "psycopg", "time"}
        ]
        impure += [
            f"{shown(path)}:{node.lineno} asks for the time"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
        ]
    assert impure == []


def test_every_todo_bears_an_issue_number():
    marks = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!\(#[0-9]+\)| #[0-9]+)")
    kinds = ("*.py", "*.sql", "*.html", "*.typ", "*.yaml")
    paths = [path for kind in kinds for path in SOURCE.rglob(kind)]
    assert [shown(path) for path in paths if marks.search(path.read_text())] == []


def test_every_module_and_public_name_says_what_it_is():
    silent = []
    for path, tree in sources().items():
        if is_test(path):
            continue
        if path.stat().st_size and not ast.get_docstring(tree):
            silent.append(shown(path))
        public = _public(tree)
        silent += [
            f"{shown(path)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and node.name in public
            and not ast.get_docstring(node)
        ]
    assert silent == []


def _public(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            return {
                element.value
                for element in ast.walk(node.value)
                if isinstance(element, ast.Constant) and isinstance(element.value, str)
            }
    return set()


@cache
def import_all() -> None:
    """Import every module of the house, so that every error is declared."""
    for module in pkgutil.walk_packages(motcua.__path__, "motcua."):
        if not {"tests", "migrations", "wsgi", "asgi", "__main__"} & set(module.name.split(".")):
            importlib.import_module(module.name)


def our_errors() -> list[type[DomainError]]:
    import_all()
    return sorted(
        {kind for kind in every_error() if "tests" not in kind.__module__.split(".")},
        key=lambda kind: (kind.__module__, kind.__name__),
    )


def test_every_error_has_a_code_of_its_own():
    shared = Counter(kind.code for kind in our_errors())
    assert [code for code, count in shared.items() if count > 1] == []
    assert [kind for kind in our_errors() if not re.fullmatch(r"[a-z][a-z0-9_]*", kind.code)] == []


def test_every_error_speaks_both_languages_of_the_same_facts():
    wrong = []
    for kind in our_errors():
        own = {"code", "vi", "en"} - kind.__dict__.keys()
        facts = facts_of(kind)
        if own or facts["vi"] != facts["en"] or not kind.__dict__.get("__doc__"):
            wrong.append(f"{kind.__module__}.{kind.__name__} lacks {own}, facts {facts}")
    assert wrong == []


def declared_constraints(*rooms: str) -> set[str]:
    """Return the name of every constraint in the models of the rooms."""
    return {
        constraint.name
        for model in our_models()
        if model._meta.app_label in rooms
        for constraint in model._meta.constraints
    }


@pytest.mark.django_db
def test_every_declared_constraint_stands_in_the_database():
    with connection.cursor() as cursor:
        # A unique constraint with a condition is an index to PostgreSQL.
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        standing = {name for (name,) in cursor.fetchall()}
    assert sorted(declared_constraints(*ROOMS) - standing) == []


@pytest.mark.django_db
def test_every_constraint_of_the_database_is_validated():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchall() == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_constraint_has_a_test_that_names_it(room):
    tests = "\n".join(path.read_text() for path in (SOURCE / room).rglob("tests/**/*.py"))
    unnamed = sorted(name for name in declared_constraints(room) if name not in tests)
    accept(room, unnamed)


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()
    try:
        call_command("makemigrations", *ROOMS, check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.django_db
def test_migrations_are_linear():
    for room in ROOMS:
        folder = SOURCE / room / "migrations"
        numbers = Counter(path.name[:4] for path in folder.glob("[0-9]*.py"))
        assert [number for number, count in numbers.items() if count > 1] == [], room
