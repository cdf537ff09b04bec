"""The sealing keys: files in one folder, readable by the owner alone.

    <key id>.pem       private key, PKCS#8, mode 0600; only the key in use has one
    <key id>.pub.pem   public key; kept for ever, for seals of old keys must stay checkable
    current            the id of the key in use

Public keys are read from this folder and never from the database: whoever can change rows must not
be able to bring a key of his own.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from motcua.ledger.errors import SealingKeyMissing
from motcua.ledger.seals import key_id

__all__ = [
    "create_key",
    "current_key",
    "ensure_key",
    "key_folder",
    "public_keys",
    "public_of",
    "retire",
    "use",
]

CURRENT = "current"


def key_folder() -> Path:
    """Return the folder of the sealing keys (MOTCUA_LEDGER_KEYS)."""
    return Path(settings.LEDGER_KEYS)


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def ensure_key(folder: Path) -> str:
    """Return the id of the key in use; make the first one when there is none."""
    try:
        return current_key(folder)[0]
    except SealingKeyMissing:
        name = create_key(folder)
        use(folder, name)
        return name


def create_key(folder: Path) -> str:
    """Make a key pair, write both files and return the key's id; it is not in use yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    name = key_id(public_of(key))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write(folder / f"{name}.pem", private, mode=0o600)
    _write(folder / f"{name}.pub.pem", public, mode=0o644)
    return name


def use(folder: Path, name: str) -> None:
    """Seal with the key ``name`` from now on; the change is one rename."""
    fresh = folder / f".{CURRENT}.{name}"
    fresh.unlink(missing_ok=True)
    _write(fresh, name.encode(), mode=0o644)
    fresh.replace(folder / CURRENT)


def retire(folder: Path, name: str) -> None:
    """Destroy the private half of a key that is no longer in use."""
    (folder / f"{name}.pem").unlink(missing_ok=True)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Write a new file with its mode from the first moment on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def current_key(folder: Path) -> tuple[str, Ed25519PrivateKey]:
    """Return the id and the private key in use.

    Errors: SealingKeyMissing.
    """
    try:
        name = (folder / CURRENT).read_text().strip()
        key = load_pem_private_key((folder / f"{name}.pem").read_bytes(), password=None)
    except FileNotFoundError as error:
        raise SealingKeyMissing(folder=str(folder)) from error
    if not isinstance(key, Ed25519PrivateKey) or key_id(public_of(key)) != name:
        raise SealingKeyMissing(folder=str(folder))
    return name, key


def public_keys(folder: Path) -> Mapping[str, bytes]:
    """Return every public key of the folder by its id, old ones too."""
    found = {}
    for path in sorted(folder.glob("*.pub.pem")):
        key = load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            public = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
            found[key_id(public)] = public
    return found
