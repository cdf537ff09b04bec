"""Papers that are printed and not issued: the tracking book and the control slip, as of now.

They have no number and no signature: what they say is what the register says at that instant.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from motcua.documents.api import typeset
from motcua.dossiers.selectors.book import BookLine
from motcua.dossiers.services.acting import PROVINCE
from motcua.dossiers.services.papers import control_slip, form_facts, issuer_of
from motcua.dossiers.services.signers import Deed
from motcua.dossiers.types import Snapshot


def book_pdf(
    lines: Sequence[BookLine], *, unit_id: int, since: date, until: date, at: datetime
) -> bytes:
    """Return a unit's tracking book (form 07) as PDF/A; ``until`` is excluded."""
    rows = [{**asdict(line), "key": None, "order": line.order} for line in lines]
    last = until - timedelta(days=1)
    facts = {"year": since.year, "since": since, "until": last, "rows": rows, "printed_at": at}
    return typeset("07", _paper(unit_id, facts, at=at), at=at)


def slip_pdf(dossier: Snapshot, *, at: datetime) -> bytes:
    """Return a dossier's control slip (form 06) as PDF/A."""
    deed = Deed(at)
    facts = {**form_facts(dossier, deed), **control_slip(dossier, deed), "printed_at": at}
    return typeset("06", _paper(dossier.receiving_id, facts, at=at), at=at)


def _paper(unit_id: int, facts: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    issuer = issuer_of(unit_id)
    head = {
        "superior": issuer.superior,
        "agency": issuer.name,
        "place": issuer.place,
        "date": at.astimezone(PROVINCE).date(),
    }
    return {"head": head, "facts": facts, "demo": settings.DEMONSTRATION}
