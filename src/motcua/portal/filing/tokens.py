"""What a guide hands over to a new draft: answers under our own signature, for a day."""

from collections.abc import Mapping
from typing import Any

from django.core import signing

SALT = "motcua.portal.guide"
LASTS_SECONDS = 24 * 3600
LONGEST = 8_000


def guide_token(procedure: str, form: Mapping[str, Any]) -> str:
    """Return a token for ``filing:start?guide=``: the procedure and the answers found so far."""
    return signing.dumps({"procedure": procedure, "form": dict(form)}, salt=SALT, compress=True)


def read_guide_token(token: str) -> tuple[str, dict[str, Any]] | None:
    """Return procedure and answers of a token; None when it is not ours, or too old."""
    if not token or len(token) > LONGEST:
        return None
    try:
        told = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return None
    return str(told["procedure"]), dict(told["form"])
