#!/usr/bin/env python3
"""Check a document of the province from its QR alone, without any network.

    python3 verify_document.py TEXT keys.json [revocations.json]

TEXT is what a QR reader shows (the whole address, or the part behind ``#``). ``keys.json`` is
/api/v1/documents/keys and ``revocations.json`` is /api/v1/documents/revocations, fetched once from
a source that you trust. Needs Python 3.9 and ``cryptography``, nothing of Motcua.

Exit code: 0 genuine, 1 not genuine, 2 revoked or superseded, 3 wrong use.
The paper must show just what is printed here: compare number, agency, dossier and date.
"""

import base64
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = ("code", "kind", "number", "agency", "dossier", "date", "digest", "key")


def unpacked(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of(published, key_id):
    for key in published["keys"]:
        if key["kid"] == key_id:
            return Ed25519PublicKey.from_public_bytes(unpacked(key["public_key"]))
    raise ValueError(f"the key {key_id!r} is not among the published ones")


def read_statement(text, published):
    """Return what the statement says; ValueError or InvalidSignature when it is not genuine."""
    address, _, statement = text.strip().rpartition("#")
    payload, signature = (unpacked(part) for part in statement.split("."))
    version, *values = json.loads(payload)
    if version != 1 or len(values) != len(FIELDS):
        raise ValueError("a statement of an unknown version")
    facts = dict(zip(FIELDS, values))  # noqa: B905  (Python 3.9 has no strict)
    key_of(published, facts["key"]).verify(signature, payload)
    if address and not address.endswith("/" + facts["code"]):
        raise ValueError("the address names another document than the statement")
    return facts


def end_of(code, signed, published):
    """Return the entry of the signed revocation list on this document, or None."""
    text = signed["list"].encode()
    key_of(published, signed["kid"]).verify(unpacked(signed["signature"]), text)
    listed = json.loads(text)
    print(f"revocation list of {listed['issued_at']}")
    return next((entry for entry in listed["revoked"] if entry["code"] == code), None)


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 3
    files = []
    for path in arguments[1:]:
        with open(path, encoding="utf-8") as file:
            files.append(json.load(file))
    try:
        facts = read_statement(arguments[0], files[0])
        end = end_of(facts["code"], files[1], files[0]) if len(files) == 2 else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"NOT GENUINE: {error}")
        return 1
    except InvalidSignature:
        print("NOT GENUINE: the signature does not hold")
        return 1
    for name in FIELDS:
        print(f"{name:8} {facts[name]}")
    if end:
        followed = f", replaced by {end['superseded_by']}" if end["superseded_by"] else ""
        print(f"REVOKED at {end['at']}{followed}")
        return 2
    print("GENUINE" if len(files) == 2 else "GENUINE WHEN ISSUED (no revocation list given)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
