"""What becomes of a result that is signed and not yet issued when its dossier takes another way."""

from typing import Any

from motcua.catalogue.types import Procedure, Verb
from motcua.dossiers.types import Snapshot


def is_unissued(dossier: Snapshot) -> bool:
    """Return whether a result was signed and still waits for the unit's seal."""
    return dossier.result_uid is not None and not dossier.sealed


def without_result(dossier: Snapshot) -> dict[str, Any]:
    """Return the values of a dossier whose unissued result is taken back; the paper is revoked."""
    return {"result_uid": None} if is_unissued(dossier) else {}


def signs_again(procedure: Procedure, step: str) -> bool:
    """Return whether the way from a step leads through a signature on the result."""
    seen: set[str] = set()
    ahead = [step]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        if Verb.SIGN in procedure.steps[name].do:
            return True
        ahead.extend(target for way in procedure.steps[name].next for target in way.to)
    return False
