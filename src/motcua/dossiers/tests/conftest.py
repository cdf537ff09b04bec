"""Fixtures of the dossiers room."""

import pytest

from motcua.dossiers.tests.factories import World


@pytest.fixture
def world(db):
    """A small province at work."""
    return World.make()
