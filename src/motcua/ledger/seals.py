"""Seals and proofs as pure functions: what is signed, and how one entry is shown to be under it.

The format is fixed in ``docs/reference/ledger.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from motcua.ledger.errors import ProofInvalid
from motcua.ledger.merkle import leaf_hash, merkle_path, merkle_root, root_from_path
from motcua.ledger.rules import canonical, entry_hash, instant_text
from motcua.ledger.types import DailyRoot, Entry, Json, Position, Seal

__all__ = [
    "CheckedProof",
    "check_proof",
    "entry_leaf",
    "key_id",
    "proof_of",
    "published",
    "seal_hash",
    "seal_statement",
    "seals_root",
    "signature_holds",
    "statement_bytes",
]

SEAL_TYPE = "motcua.ledger.seal.v1"
PROOF_TYPE = "motcua.ledger.proof.v1"
ROOTS_TYPE = "motcua.ledger.roots.v1"


def key_id(public: bytes) -> str:
    """Return the name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def entry_leaf(digest: bytes, position: Position) -> bytes:
    """Return the leaf hash of an entry: its hash and its place are both attested."""
    place = position.tx.to_bytes(8, "big") + position.ordinal.to_bytes(8, "big")
    return leaf_hash(digest + place)


def seal_statement(seal: Seal) -> dict[str, Json]:
    """Return what a seal says, in the form that is hashed and signed."""
    return {
        "at": instant_text(seal.at),
        "entries": seal.entries,
        "from_tx": seal.from_tx,
        "key": seal.key,
        "number": seal.number,
        "prev": seal.prev.hex(),
        "root": seal.root.hex(),
        "type": SEAL_TYPE,
        "until_tx": seal.until_tx,
    }


def statement_bytes(seal: Seal) -> bytes:
    """Return the bytes under the signature."""
    return canonical(seal_statement(seal))


def seal_hash(seal: Seal) -> bytes:
    """Return the hash that the next seal names."""
    return sha256(statement_bytes(seal)).digest()


def signature_holds(statement: bytes, *, signature: bytes, public: bytes) -> bool:
    """Return whether the owner of ``public`` signed ``statement`` (Ed25519, RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def seals_root(seals: Sequence[Seal]) -> bytes | None:
    """Return the Merkle root over the hashes of ``seals``; None when there are none."""
    return merkle_root([leaf_hash(seal.hash) for seal in seals]) if seals else None


def published(day: DailyRoot, *, keys: Mapping[str, bytes]) -> dict[str, Json]:
    """Return what is made public about one day: its root, its seals and every public key."""
    return {
        "type": ROOTS_TYPE,
        "on": day.on.isoformat(),
        "root": day.root.hex() if day.root else None,
        "seals": [
            {
                "statement": seal_statement(seal),
                "hash": seal.hash.hex(),
                "signature": seal.signature.hex(),
            }
            for seal in day.seals
        ],
        "keys": [{"id": name, "ed25519": public.hex()} for name, public in sorted(keys.items())],
    }


def proof_of(entry: Entry, seal: Seal, *, leaves: Sequence[bytes], index: int) -> dict[str, Json]:
    """Return the proof, as JSON, that ``entry`` is leaf ``index`` under ``seal``."""
    return {
        "type": PROOF_TYPE,
        "entry": {
            "stream": entry.stream,
            "seq": entry.seq,
            "at": instant_text(entry.at),
            "kind": entry.kind,
            "by": entry.by,
            "body": entry.body,
            "prev": entry.prev.hex(),
        },
        "position": {"tx": entry.position.tx, "ordinal": entry.position.ordinal},
        "leaf_index": index,
        "path": [node.hex() for node in merkle_path(leaves, index=index)],
        "seal": seal_statement(seal),
        "signature": seal.signature.hex(),
    }


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """What a proof that holds has shown: this entry stood in the ledger when the seal was made."""

    stream: str
    seq: int
    hash: bytes
    seal: int
    sealed_at: str
    key: str


def check_proof(proof: Mapping[str, Json], public_key: bytes) -> CheckedProof:
    """Return what ``proof`` shows, trusting nothing but ``public_key`` (32 bytes, Ed25519).

    Errors: ProofInvalid, with the reason.
    """
    try:
        return _check(proof, public_key)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ProofInvalid(reason=f"malformed: {error!r}") from error


def _check(proof: Mapping[str, Json], public_key: bytes) -> CheckedProof:
    entry, place, seal = (_object(proof, name) for name in ("entry", "position", "seal"))
    if proof["type"] != PROOF_TYPE or seal["type"] != SEAL_TYPE:
        raise ProofInvalid(reason="of another type")
    if seal["key"] != key_id(public_key):
        raise ProofInvalid(reason=f"sealed with another key, {seal['key']}")
    statement, signature = canonical(dict(seal)), _bytes(proof["signature"])
    if not signature_holds(statement, signature=signature, public=public_key):
        raise ProofInvalid(reason="the signature of the seal does not hold")
    digest = _entry_digest(entry)
    leaf = entry_leaf(digest, Position(_whole(place["tx"]), _whole(place["ordinal"])))
    _check_path(proof, leaf, seal)
    return CheckedProof(
        stream=str(entry["stream"]),
        seq=_whole(entry["seq"]),
        hash=digest,
        seal=_whole(seal["number"]),
        sealed_at=str(seal["at"]),
        key=str(seal["key"]),
    )


def _check_path(proof: Mapping[str, Json], leaf: bytes, seal: Mapping[str, Json]) -> None:
    steps = proof["path"]
    if not isinstance(steps, list):
        raise ProofInvalid(reason="the path is not a list")
    root = root_from_path(
        leaf,
        index=_whole(proof["leaf_index"]),
        leaves=_whole(seal["entries"]),
        path=[_bytes(step) for step in steps],
    )
    if root is None or root.hex() != seal["root"]:
        raise ProofInvalid(reason="the entry is not under the root of the seal")


def _entry_digest(entry: Mapping[str, Json]) -> bytes:
    if set(entry) != {"stream", "seq", "at", "kind", "by", "body", "prev"}:
        raise ProofInvalid(reason="the entry has other parts")
    return entry_hash(
        stream=str(entry["stream"]),
        seq=_whole(entry["seq"]),
        at=str(entry["at"]),
        kind=str(entry["kind"]),
        by=str(entry["by"]),
        body=entry["body"],
        prev=_bytes(entry["prev"]),
    )


def _object(proof: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = proof[name]
    if not isinstance(value, dict):
        raise ProofInvalid(reason=f"{name} is not an object")
    return value


def _whole(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProofInvalid(reason=f"{value!r} is not a whole number")
    return value


def _bytes(value: Json) -> bytes:
    if not isinstance(value, str):
        raise ProofInvalid(reason=f"{value!r} is not hexadecimal")
    return bytes.fromhex(value)
