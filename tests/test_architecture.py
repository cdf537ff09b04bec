"""What import-linter cannot see: doors, foreign keys by name, routes, the size of modules."""

from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "motcua"
# From the ground up; rooms on one floor do not know each other.
FLOORS = [{"kernel"}, {"ledger"}, {"authority"}, {"catalogue", "documents"}, {"dossiers"}]
DOORS = {"api", "types", "errors"}
# The kernel is entered by subject; the wiring and the command line touch routers, urls and set-up.
WIRING = {"config", "cli"}
LINES_AT_MOST = 400
PUBLIC_VIEWS = {
    "motcua.config.views.front_door",
    "motcua.config.views.alive",
    "motcua.config.views.ready",
}


def floor_of(room):
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("motcua.")]


def room_of(dotted):
    return dotted.split(".")[1] if dotted.count(".") else ""


def test_rooms_are_entered_through_their_doors():
    graph = grimp.build_graph("motcua")
    trespasses = [
        f"{importer} imports {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if room_of(importer) not in {*WIRING, room_of(imported)}
        and room_of(imported) not in {"", "kernel"}
        and ".tests" not in importer
        and imported.split(".")[2:3] not in [[door] for door in DOORS]
    ]
    assert not trespasses


def test_a_foreign_key_never_looks_up():
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in own_models()
        if floor_of(room_of(field.related_model.__module__)) > floor_of(room_of(model.__module__))
    ]
    assert not upward


def own_views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from own_views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            name = f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
            if name.startswith("motcua."):
                yield name


def test_every_view_of_ours_says_who_may_enter():
    strangers = set(own_views(get_resolver().url_patterns)) - PUBLIC_VIEWS
    assert not strangers, "decorate the view, or name it in PUBLIC_VIEWS when all may enter"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.name))
def test_a_module_stays_readable(path):
    generated = "migrations" in path.parts
    assert generated or len(path.read_text(encoding="utf-8").splitlines()) <= LINES_AT_MOST


def test_no_module_is_named_after_nothing():
    vague = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for path in SOURCE.rglob("*.py") if path.name in vague]


def test_every_room_tells_what_it_promises():
    rooms = [
        app.name.split(".")[1] for app in apps.get_app_configs() if app.name.startswith("motcua.")
    ]
    silent = [r for r in rooms if r != "config" and not (SOURCE / r / "README.md").exists()]
    assert not silent
