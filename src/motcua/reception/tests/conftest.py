"""A desk with counters and services."""

import pytest

from motcua.reception.tests.factories import Hall


@pytest.fixture
def hall(db):
    """The desk of a commune, furnished."""
    return Hall.make()
