"""Fixtures of the desk: a province at work today, and officers who are signed in."""

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client

from motcua.dossiers.tests.factories import World


@pytest.fixture
def world(db):
    """A small province at work."""
    return World.make()


@pytest.fixture
def desk(world):
    """Return a client signed in as the officer of a post; nobody's without a post."""
    try:
        get_template("look/desk.html")
    except TemplateDoesNotExist:
        pytest.skip("the pages' common look is not in the tree yet")

    def signed_in(unit=None, role="receiver"):
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.posts[(unit or world.desk).pk, str(role)])
        return client

    return signed_in
