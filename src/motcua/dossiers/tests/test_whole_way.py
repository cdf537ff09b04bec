"""Dossiers that go the whole way."""

from datetime import timedelta

from motcua.dossiers import api
from motcua.dossiers.tests.factories import AT
from motcua.dossiers.types import Outcome, Status


def test_a_dossier_goes_from_filing_to_a_signed_result(world):
    dossier = world.done()
    after = api.hand_over(dossier.uid, by=world.receiver, at=AT + timedelta(hours=1))
    assert after.status is Status.RETURNED
    assert after.outcome is Outcome.GRANTED
    kinds = [entry.kind for entry in api.timeline(after)]
    assert kinds == [
        "dossier.file", "dossier.record_payment", "dossier.accept",
        "dossier.forward", "dossier.forward", "dossier.approve", "dossier.sign", "dossier.issue",
        "dossier.hand_over",
    ]  # fmt: skip
