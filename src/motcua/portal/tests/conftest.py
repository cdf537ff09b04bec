"""Fixtures of the portal: catalogue, executable procedures, and a town with two citizens."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from motcua.authority.models import Account
from motcua.authority.tests.factories import make_person
from motcua.authority.types import SYSTEM
from motcua.catalogue.api import import_catalogue
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.source import load_folder
from motcua.dossiers.tests.factories import World

PROCEDURES = Path(__file__).parents[4] / "procedures"
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def published(db):
    """Publish every executable procedure, without asking for officers."""
    cache.clear()
    for path in sorted(PROCEDURES.glob("*/procedure.yaml")):
        source = load_folder(path.parent)
        ProcedureVersion.objects.create(
            uid=uuid4(),
            code=source.procedure.code,
            number=1,
            digest=source.digest,
            folder=path.parent.name,
            files=dict(source.files),
            valid_from=date(2020, 1, 1),
            published_by="system",
            published_at=AT,
        )


@pytest.fixture
def catalogue(published):
    """Import the national catalogue too."""
    import_catalogue(by=SYSTEM, at=AT)


def browser_of(person, username):
    """Return a browser in which a person is signed in."""
    account = Account.objects.create(username=username, person=person)
    browser = Client()
    browser.force_login(account)
    return browser


@dataclass
class Town:
    """A province with two signed-in citizens and nobody."""

    world: World
    citizen: Client
    other: Client
    nobody: Client


@pytest.fixture
def town(db):
    world = World.make()
    citizen = browser_of(world.citizen, "nguoidan")
    return Town(world, citizen, browser_of(make_person(), "nguoikhac"), Client())
