"""Dossiers that go the whole way."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from motcua.authority.types import Level
from motcua.documents.api import document
from motcua.dossiers import api
from motcua.dossiers.services.papers import result_return, symbol_of
from motcua.dossiers.services.signers import Deed
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


def test_the_slip_of_the_return_names_the_result_that_it_goes_with(world):
    after = api.hand_over(world.done().uid, by=world.receiver, at=AT + timedelta(hours=1))
    shown = result_return(after, Deed(AT))["result"]
    assert shown["number"] == document(after.result_uid).symbol
    assert shown["on"] is not None


@pytest.mark.parametrize(
    ("name", "level", "symbol"),
    [
        ("Ủy ban nhân dân phường An Biên", Level.COMMUNE, "UBND"),
        (
            "Trung tâm Phục vụ hành chính công, Ủy ban nhân dân phường An Biên",
            Level.ONE_STOP,
            "TTPVHCC",
        ),
        ("Sở Tư pháp", Level.DEPARTMENT, "STP"),
    ],
)
def test_a_number_bears_the_letters_of_the_units_own_name(name, level, symbol):
    assert symbol_of(SimpleNamespace(name_vi=name, level=level)) == symbol
