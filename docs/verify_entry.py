#!/usr/bin/env python3
"""Check offline that a ledger entry stands under a signed seal.

    python3 verify_entry.py proof.json PUBLIC_KEY

``proof.json`` comes from ``motcua ledger proof`` or from the public page; ``PUBLIC_KEY`` is the
sealing key in 64 hexadecimal digits, or a file of published roots that lists it. Take it from a
source other than the proof. Needs Python 3.9 and ``cryptography``, nothing of Motcua.
"""

import hashlib
import json
import os
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(data):
    return hashlib.sha256(data).digest()


def in_order(value):
    """Sort keys by UTF-16 code units (RFC 8785, 3.2.3) and refuse what the ledger never holds."""
    if isinstance(value, float):
        raise ValueError("a number that is not whole")
    if isinstance(value, list):
        return [in_order(item) for item in value]
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return {key: in_order(item) for key, item in pairs}
    return value


def canonical(value):
    text = json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def root_of(leaf, index, leaves, path):
    """Climb from a leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < leaves:
        raise ValueError("the leaf lies outside the tree")
    node, last = leaf, leaves - 1
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        while index % 2 == 0 and index == last:
            index, last = index // 2, last // 2
        pair = sibling + node if index % 2 else node + sibling
        node = sha256(b"\x01" + pair)
        index, last = index // 2, last // 2
    while last:
        if index % 2 or index < last:
            raise ValueError("the path is too short")
        index, last = index // 2, last // 2
    return node


def check(proof, key):
    """Return the hash of the entry; raise ValueError with the reason when the proof fails."""
    entry, place, seal = proof["entry"], proof["position"], proof["seal"]
    if seal["type"] != "motcua.ledger.seal.v1":
        raise ValueError("not a seal of the ledger")
    if seal["key"] != hashlib.sha256(key).hexdigest()[:16]:
        raise ValueError("sealed with another key: " + seal["key"])
    try:
        signature = bytes.fromhex(proof["signature"])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, canonical(seal))
    except InvalidSignature:
        raise ValueError("the signature of the seal does not hold") from None
    names = ("at", "body", "by", "kind", "prev", "seq", "stream")
    digest = sha256(canonical({name: entry[name] for name in names}))
    position = place["tx"].to_bytes(8, "big") + place["ordinal"].to_bytes(8, "big")
    path = [bytes.fromhex(step) for step in proof["path"]]
    leaf = sha256(b"\x00" + digest + position)
    if root_of(leaf, proof["leaf_index"], seal["entries"], path).hex() != seal["root"]:
        raise ValueError("the entry is not under the root of the seal")
    return digest


def read_key(text, name):
    if not os.path.exists(text):
        return bytes.fromhex(text)
    with open(text, encoding="utf-8") as file:
        keys = {key["id"]: key["ed25519"] for key in json.load(file)["keys"]}
    if name not in keys:
        raise ValueError("the published keys do not list " + name)
    return bytes.fromhex(keys[name])


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip())
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            proof = json.load(file)
        digest = check(proof, read_key(arguments[1], proof["seal"]["key"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        print("NOT PROVEN:", error)
        return 1
    entry, seal = proof["entry"], proof["seal"]
    print(f"PROVEN: entry {entry['seq']} of {entry['stream']}, {digest.hex()},")
    print(f"        stood in the ledger at {seal['at']} (seal {seal['number']}).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
