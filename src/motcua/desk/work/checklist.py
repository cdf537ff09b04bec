"""The ticks of the checklist, read from what the page sends."""

from collections.abc import Mapping
from typing import Any

from motcua.desk.work.page import DossierPage
from motcua.dossiers.api import Verdict

RIGHT, WRONG = "right", "wrong"


def verdicts_of(sent: Mapping[str, Any], page: DossierPage) -> dict[str, Verdict]:
    """Return the officer's word on each component that he said something of."""
    told = {}
    for line in page.components:
        said = sent.get(f"check_{line.wanted.id}")
        if said in {RIGHT, WRONG}:
            reason = str(sent.get(f"reason_{line.wanted.id}", ""))
            told[line.wanted.id] = Verdict(valid=said == RIGHT, reason=reason)
    return told
