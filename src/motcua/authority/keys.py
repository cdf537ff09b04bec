"""The keys of personal data, and what they make: ciphers, blind indexes, digests.

The key ring lies outside the database: in the setting ``PERSON_KEYS`` (JSON, from a vault) or in
``<KEYS_ROOT>/people.json`` (mode 0600). It holds encryption keys by id, the id in use, and
one key of the blind index. A cipher begins with the id of its key, so keys can be added, put in use
and, once everything is re-encrypted, dropped.
"""

import base64
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .errors import CipherBroken, KeyRingMissing

NONCE_BYTES = 12
FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys of 32 bytes; ``primary`` encrypts, every one of ``keys`` decrypts, ``index`` blinds."""

    primary: str
    keys: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    def encrypt(self, clear: bytes, *, place: str) -> bytes:
        """Return the cipher of ``clear``, bound to ``place`` (which row, which column).

        Shape: format, length of the key id, key id, nonce of 12, AES-256-GCM cipher and tag.
        """
        name = self.primary.encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.primary]).encrypt(nonce, clear, place.encode())
        return bytes((FORMAT, len(name))) + name + nonce + sealed

    def decrypt(self, cipher: bytes, *, place: str) -> bytes:
        """Return what was encrypted. Errors: CipherBroken."""
        name, rest = _parts(bytes(cipher))
        if name not in self.keys:
            raise CipherBroken()
        try:
            opened = AESGCM(self.keys[name]).decrypt(
                rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode()
            )
        except (InvalidTag, ValueError) as wrong:
            raise CipherBroken() from wrong
        return opened

    def blind(self, text: str) -> bytes:
        """Return the blind index of a text: equal texts give equal bytes, no more is told."""
        return hmac.digest(self.index, text.encode(), "sha256")


def key_id(cipher: bytes) -> str:
    """Return the id of the key that a cipher was made with. Errors: CipherBroken."""
    return _parts(bytes(cipher))[0]


def _parts(cipher: bytes) -> tuple[str, bytes]:
    if len(cipher) < 2 or cipher[0] != FORMAT or len(cipher) < 2 + cipher[1] + NONCE_BYTES:
        raise CipherBroken()
    end = 2 + cipher[1]
    return cipher[2:end].decode(errors="replace"), cipher[end:]


def new_key_ring() -> KeyRing:
    """Return a ring with one fresh key."""
    name = _name()
    return KeyRing(
        primary=name, keys={name: secrets.token_bytes(32)}, index=secrets.token_bytes(32)
    )


def with_new_key(ring: KeyRing) -> KeyRing:
    """Return the ring with one more key, in use from now on; the index key stays."""
    name = _name()
    while name in ring.keys:
        name = _name()
    keys = {**ring.keys, name: secrets.token_bytes(32)}
    return KeyRing(primary=name, keys=keys, index=ring.index)


def only_primary(ring: KeyRing) -> KeyRing:
    """Return the ring without the keys that are no longer in use."""
    return KeyRing(
        primary=ring.primary, keys={ring.primary: ring.keys[ring.primary]}, index=ring.index
    )


def dump(ring: KeyRing) -> str:
    """Return the ring as JSON."""
    return json.dumps(
        {
            "primary": ring.primary,
            "keys": {name: base64.b64encode(key).decode() for name, key in ring.keys.items()},
            "index": base64.b64encode(ring.index).decode(),
        }
    )


def load(text: str) -> KeyRing:
    """Return the ring of a JSON text. Errors: KeyRingMissing when it is not one."""
    try:
        read = json.loads(text)
        keys = {name: base64.b64decode(key) for name, key in read["keys"].items()}
        ring = KeyRing(primary=read["primary"], keys=keys, index=base64.b64decode(read["index"]))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise KeyRingMissing() from wrong
    sizes = {len(key) for key in (*ring.keys.values(), ring.index)}
    if sizes != {32} or ring.primary not in ring.keys:
        raise KeyRingMissing()
    return ring


def key_file() -> Path:
    """Return where the ring lies when the environment does not hold it."""
    return Path(settings.KEYS_ROOT) / "people.json"


def key_ring() -> KeyRing:
    """Return the ring of this installation.

    It is read again when the file has changed: after a rotation no process may go on encrypting
    with a key that is about to be dropped. Errors: KeyRingMissing.
    """
    if settings.PERSON_KEYS:
        return _loaded(settings.PERSON_KEYS)
    path = key_file()
    try:
        seen = path.stat()
        return _read(path, (seen.st_mtime_ns, seen.st_ino))
    except FileNotFoundError as missing:
        raise KeyRingMissing() from missing


_loaded = lru_cache(maxsize=2)(load)


@lru_cache(maxsize=2)
def _read(path: Path, seen: tuple[int, int]) -> KeyRing:  # noqa: ARG001  # the key of the cache
    return load(path.read_text())


def ensure_key_ring() -> Path | None:
    """Make the ring when there is none; return its file, or nothing when the environment has it.

    Safe to call twice, also by two processes: the file is created exclusively.
    """
    if settings.PERSON_KEYS:
        key_ring()
        return None
    path = key_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create(path, dump(new_key_ring()))
    key_ring()
    return path


def write_key_ring(ring: KeyRing) -> None:
    """Put a ring in the place of the one in the file, at one stroke."""
    path = key_file()
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _create(fresh, dump(ring))
    fresh.replace(path)


def _create(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, path)  # fails when another process was first, and never shows half a file
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _name() -> str:
    return f"k{secrets.token_hex(4)}"


def personal_hmac(salt: bytes, value: str) -> str:
    """Return the digest of a value under a person's own salt."""
    return hmac.digest(salt, value.encode(), "sha256").hex()


def fingerprint(content: bytes) -> bytes:
    """Return the SHA-256 of a request's content."""
    return sha256(content).digest()
