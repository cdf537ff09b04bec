"""Fixtures of the room."""

import pytest

from motcua.authority import keys


@pytest.fixture
def own_ring(tmp_path, settings):
    """Give the test a key ring of its own: others run beside it with the ring of the run."""
    settings.KEYS_ROOT = tmp_path / "keys"
    keys.ensure_key_ring()
