"""Fixtures of the desk: a province at work today, and officers who are signed in."""

import pytest
from django.test import Client

from motcua.dossiers.tests.factories import World


@pytest.fixture
def world(db):
    """A small province at work."""
    return World.make()


@pytest.fixture
def desk(world):
    """Return a client signed in as the officer of a post."""

    def signed_in(unit=None, role="receiver"):
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.posts[(unit or world.desk).pk, str(role)])
        return client

    return signed_in
