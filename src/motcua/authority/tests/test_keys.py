"""The key ring: what it seals opens, and nothing else does."""

import json
import stat

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from motcua.authority import checks, keys
from motcua.authority.errors import CipherBroken, KeyRingMissing

RING = keys.new_key_ring()
places = st.text(min_size=1, max_size=20)


@given(clear=st.binary(max_size=200), place=places)
def test_what_is_sealed_opens_with_any_ring_that_holds_its_key(clear, place):
    cipher = RING.encrypt(clear, place=place)
    assert clear == RING.decrypt(cipher, place=place)
    assert clear == keys.with_new_key(RING).decrypt(cipher, place=place)
    assert keys.key_id(cipher) == RING.primary


@given(data=st.data(), clear=st.binary(max_size=50))
def test_one_changed_byte_does_not_open(data, clear):
    cipher = bytearray(RING.encrypt(clear, place="here"))
    at = data.draw(st.integers(0, len(cipher) - 1))
    cipher[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CipherBroken):
        RING.decrypt(bytes(cipher), place="here")


@given(garbage=st.binary(max_size=60))
def test_garbage_does_not_open(garbage):
    with pytest.raises(CipherBroken):
        RING.decrypt(garbage, place="here")


def test_a_cipher_does_not_open_elsewhere_nor_without_its_key():
    cipher = RING.encrypt(b"x", place="here")
    with pytest.raises(CipherBroken):
        RING.decrypt(cipher, place="there")
    with pytest.raises(CipherBroken):
        keys.only_primary(keys.with_new_key(RING)).decrypt(cipher, place="here")


def test_the_same_text_gives_other_ciphers_and_the_same_index():
    assert RING.encrypt(b"x", place="p") != RING.encrypt(b"x", place="p")
    assert RING.blind("x") == RING.blind("x") == keys.with_new_key(RING).blind("x")
    assert RING.blind("x") != keys.new_key_ring().blind("x")


def test_a_ring_survives_its_text_and_does_not_show_its_keys():
    assert keys.load(keys.dump(RING)) == RING
    assert "keys" not in repr(RING)
    assert "index" not in repr(RING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        json.dumps({"primary": "a", "keys": {"a": "eA=="}, "index": "eA=="}),
        json.dumps({**json.loads(keys.dump(RING)), "primary": "none"}),
    ],
)
def test_a_text_that_is_no_ring_is_refused(text):
    with pytest.raises(KeyRingMissing):
        keys.load(text)


@pytest.fixture
def own_folder(tmp_path, settings):
    settings.KEYS_ROOT = tmp_path / "keys"
    return settings.KEYS_ROOT


def test_the_ring_is_made_once_for_its_owner_only(own_folder):
    with pytest.raises(KeyRingMissing):
        keys.key_ring()
    path = keys.ensure_key_ring()
    first = keys.key_ring()
    assert keys.ensure_key_ring() == path
    assert keys.key_ring() == first
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in own_folder.iterdir()] == ["people.json"]


def test_a_ring_of_the_environment_is_used_and_no_file_is_made(own_folder, settings):
    settings.PERSON_KEYS = keys.dump(RING)
    assert keys.ensure_key_ring() is None
    assert keys.key_ring() == RING
    assert not own_folder.exists()


def test_a_rotation_writes_the_ring_anew_for_its_owner_only(own_folder):
    path = keys.ensure_key_ring()
    keys.write_key_ring(keys.with_new_key(keys.key_ring()))
    assert len(keys.key_ring().keys) == 2
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in own_folder.iterdir()] == ["people.json"]


def test_the_start_up_is_stopped_by_keys_that_cannot_be_read():
    with override_settings(PERSON_KEYS="nonsense"):
        assert [each.id for each in checks.check_person_keys(None)] == ["authority.E001"]
    with override_settings(PERSON_KEYS=keys.dump(RING)):
        assert checks.check_person_keys(None) == []


def test_a_public_site_is_told_when_no_second_factor_is_required():
    with override_settings(REQUIRE_MFA=False):
        assert [each.id for each in checks.check_second_factor(None)] == ["authority.W001"]
    with override_settings(REQUIRE_MFA=True):
        assert checks.check_second_factor(None) == []
