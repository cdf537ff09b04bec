"""Erasing a person from his dossiers: working copies go, what the State issued stays.

Which of the two a thing is, and why: docs/decisions/0007-erasure.md.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from motcua.authority.api import Erasure
from motcua.authority.types import ActorKind
from motcua.documents.api import files_stored_by, forget_files
from motcua.dossiers.errors import DossierStillOpen
from motcua.dossiers.models import (
    Complaint,
    Component,
    ComponentCheck,
    DigitisedPaper,
    Dossier,
    DraftPaper,
    FeePayment,
    OutboxItem,
    Rating,
    Remark,
)
from motcua.dossiers.rules.status import ENDED
from motcua.dossiers.services import notices
from motcua.dossiers.services.outbox import MOST_ATTEMPTS
from motcua.dossiers.types import Status

NAMED_MOST = 5
KEPT_FACTS = frozenset({"filed_by", "pages", "copies", "receipt"})
"""Facts of the filing that tell nothing of the person but a label; access and counts need them."""


def erase(erasure: Erasure) -> Collection[UUID]:
    """Erase a person from every dossier; return the ids of the dossiers that he had a part in.

    Runs in the transaction of the erasure and holds his dossiers, so that no act comes between.

    Errors: DossierStillOpen, naming them.
    """
    person = erasure.person.id
    his = Q(applicant=person) | Q(submitter=person)
    rows = list(Dossier.objects.select_for_update().filter(his).order_by("id"))
    _refuse_open(rows)
    own = [row for row in rows if row.applicant_id == person]
    files = _files_of(erasure, own)
    _empty_dossiers(own)
    _empty_papers(person, own)
    _strike_out(erasure, [row for row in rows if row.applicant_id != person])
    notices.forget(person)
    forget_files(files)
    return {row.uid for row in rows}


def _refuse_open(rows: Iterable[Dossier]) -> None:
    ended = {int(status) for status in ENDED} | {int(Status.DRAFT)}
    owed = OutboxItem.objects.filter(
        dossier__in=[row.pk for row in rows],
        kind="paper",
        done_at__isnull=True,
        attempts__lt=MOST_ATTEMPTS,
    )
    owing = set(owed.values_list("dossier_id", flat=True))
    still = [row.code or str(row.uid) for row in rows if row.status not in ended or row.pk in owing]
    if still:
        raise DossierStillOpen(dossiers=", ".join(still[:NAMED_MOST]))


def _files_of(erasure: Erasure, own: Iterable[Dossier]) -> set[UUID]:
    """Return the files handed in by or for the person that no other person's dossier uses."""
    given = Component.objects.filter(dossier__in=own, file_uid__isnull=False)
    papers = DigitisedPaper.objects.filter(owner=erasure.person.id)
    files = files_stored_by(f"{ActorKind.PERSON}:{erasure.person.uid}")
    files |= {uid for uid in given.values_list("file_uid", flat=True) if uid}
    files |= set(papers.values_list("file_uid", flat=True))
    others = Component.objects.filter(file_uid__in=files).exclude(dossier__in=own)
    kept = DigitisedPaper.objects.filter(file_uid__in=files).exclude(owner=erasure.person.id)
    files -= {uid for uid in others.values_list("file_uid", flat=True) if uid}
    return files - set(kept.values_list("file_uid", flat=True))


def _empty_dossiers(own: Iterable[Dossier]) -> None:
    rows = list(own)
    for row in rows:
        row.form, row.origins = {}, {}
        row.facts = {name: row.facts[name] for name in KEPT_FACTS & row.facts.keys()}
    Dossier.objects.bulk_update(rows, ["form", "origins", "facts"])
    Remark.objects.filter(dossier__in=rows).update(text="", items=[])
    Rating.objects.filter(dossier__in=rows).update(comment="")
    Complaint.objects.filter(dossier__in=rows).update(text="-")
    Complaint.objects.filter(dossier__in=rows).exclude(answer="").update(answer="-")
    ComponentCheck.objects.filter(dossier__in=rows).update(reason="")
    FeePayment.objects.filter(dossier__in=rows).update(name="-", reference="")
    DraftPaper.objects.filter(dossier__in=rows).delete()


def _empty_papers(person: int, own: Iterable[Dossier]) -> None:
    Component.objects.filter(dossier__in=own).update(paper=None, file_uid=None)
    papers = DigitisedPaper.objects.filter(owner=person)
    elsewhere = Component.objects.filter(paper=OuterRef("pk"))
    papers.exclude(Exists(elsewhere)).delete()


def _strike_out(erasure: Erasure, others: Iterable[Dossier]) -> None:
    """Strike the person's name and number out of the dossiers that he filed for somebody else."""
    words = Struck(erasure.person.name, erasure.person.number)
    rows = list(others)
    for row in rows:
        row.form, row.facts = words.without(row.form), words.without(row.facts)
    Dossier.objects.bulk_update(rows, ["form", "facts"])
    remarks = list(Remark.objects.filter(dossier__in=rows))
    for remark in remarks:
        remark.text, remark.items = words.without(remark.text), words.without(remark.items)
    Remark.objects.bulk_update(remarks, ["text", "items"])
    complaints = list(Complaint.objects.filter(dossier__in=rows))
    for complaint in complaints:
        complaint.text, complaint.answer = map(words.without, (complaint.text, complaint.answer))
    Complaint.objects.bulk_update(complaints, ["text", "answer"])
    checks = list(ComponentCheck.objects.filter(dossier__in=rows))
    for check in checks:
        check.reason = words.without(check.reason)
    ComponentCheck.objects.bulk_update(checks, ["reason"])
    lines = list(FeePayment.objects.filter(dossier__in=rows))
    for line in lines:
        line.name, line.reference = words.without(line.name), words.without(line.reference)
    FeePayment.objects.bulk_update(lines, ["name", "reference"])
    ratings = list(Rating.objects.filter(dossier__in=rows))
    for rating in ratings:
        rating.comment = words.without(rating.comment)
    Rating.objects.bulk_update(ratings, ["comment"])


class Struck:
    """Words to be struck out of texts and of JSON, whatever their case and spaces."""

    def __init__(self, *words: str) -> None:
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in words if word.strip())
        self._found = re.compile("|".join(spaced) or r"(?!)", re.IGNORECASE)

    def without(self, value: Any) -> Any:
        """Return a value without the words, at every depth."""
        if isinstance(value, str):
            return self._found.sub("…", value)
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {name: self.without(item) for name, item in value.items()}
        return value
