"""Fixtures of the portal: the national catalogue and the executable procedures."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache

from motcua.authority.types import SYSTEM
from motcua.catalogue.api import import_catalogue
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.source import load_folder

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
