"""Private keys: encrypted files for their owner only, opened once a process; or a PKCS#11 token."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_p256
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from motcua.documents.errors import KeyMissing

__all__ = ["destroy", "make_p256", "make_statement_key", "p256", "statement_key"]


def _folder() -> Path:
    return Path(settings.KEYS_ROOT) / "documents"


def _passphrase() -> bytes:
    return str(settings.KEYS_PASSPHRASE).encode()


def _write(name: str, key: EllipticCurvePrivateKey | Ed25519PrivateKey) -> None:
    """Write a key where none is; a key file is never overwritten."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(_passphrase())
    )
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def make_p256(name: str) -> EllipticCurvePrivateKey:
    """Return a new P-256 key, kept under ``name``."""
    key = generate_p256(SECP256R1())
    _write(name, key)
    return key


def make_statement_key(name: str) -> Ed25519PrivateKey:
    """Return a new Ed25519 key, kept under ``name``."""
    key = Ed25519PrivateKey.generate()
    _write(name, key)
    return key


def destroy(name: str) -> None:
    """Remove a private key that nothing signs with any more."""
    (_folder() / name).unlink(missing_ok=True)


@lru_cache(maxsize=4096)
def _read(path: Path) -> object:
    try:
        return load_pem_private_key(path.read_bytes(), _passphrase())
    except (OSError, ValueError, TypeError) as error:
        raise KeyMissing(key=path.name) from error


def p256(name: str) -> EllipticCurvePrivateKey:
    """Return the P-256 key kept under ``name``.

    Errors: KeyMissing.
    """
    key = _read(_folder() / name)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise KeyMissing(key=name)
    return key


def statement_key(name: str) -> Ed25519PrivateKey:
    """Return the Ed25519 key kept under ``name``.

    Errors: KeyMissing.
    """
    key = _read(_folder() / name)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(key=name)
    return key
