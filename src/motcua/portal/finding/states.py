"""The state of a guide: the answers so far, signed in the address; nothing is kept."""

from typing import Any

from django.core import signing

from motcua.catalogue.api import Procedure, draft_of

SALT = "motcua.portal.guide.state"
DRAFT_SALT = "motcua.portal.guide"
"""What the filing's page reads; see ``filing:start``."""
LASTS_SECONDS = 24 * 3600
LONGEST = 8_000

Answers = dict[str, Any]


def written(code: str, answers: Answers) -> str:
    """Return the answers as the address bears them."""
    return signing.dumps([code, answers], salt=SALT, compress=True)


def read(text: str, code: str) -> Answers:
    """Return the answers of an address; none when it is not ours, of another procedure or old."""
    if not text or len(text) > LONGEST:
        return {}
    try:
        told, answers = signing.loads(text, salt=SALT, max_age=LASTS_SECONDS)
    except (signing.BadSignature, ValueError):
        return {}
    return dict(answers) if told == code else {}


def draft_token(procedure: Procedure, answers: Answers) -> str:
    """Return what ``filing:start?guide=`` takes: the procedure and the fields answered whole."""
    told = {"procedure": procedure.code, "form": draft_of(procedure, answers)}
    return signing.dumps(told, salt=DRAFT_SALT, compress=True)
