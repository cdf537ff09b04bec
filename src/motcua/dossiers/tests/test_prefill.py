"""What is filled in for the applicant, and what is not because it is somebody else's."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from motcua.authority.types import PersonKind, PersonView
from motcua.catalogue.api import load_folder
from motcua.dossiers import api
from motcua.dossiers.tests.factories import AT
from motcua.kernel.rules import compile_rule

PROCEDURES = Path(__file__).parents[4] / "procedures"
HOA = PersonView(
    id=1,
    uid=uuid4(),
    kind=PersonKind.CITIZEN,
    name="Trần Thị Hoa",
    number="031196000123",
    birth_on=date(1996, 4, 17),
    contact={"address": "Số 12 phố Cát Dài"},
    verified=True,
)


def filled(folder, form):
    procedure = load_folder(PROCEDURES / folder).procedure
    return {
        name: one["value"] for name, one in api.prefill(procedure, HOA, at=AT, form=form).items()
    }


def test_a_mother_is_filled_in_as_the_mother_and_not_as_the_father():
    found = filled("1.001193-birth-registration", {"relation": "mother"})
    assert found["mother_citizen_id"] == HOA.number
    assert not any(name.startswith("father") for name in found)


def test_before_she_says_who_she_is_nothing_is_filled_in():
    assert filled("1.001193-birth-registration", {}) == {}


def test_nobody_is_filled_in_as_the_dead():
    assert filled("1.000656-death-registration", {"relation": "spouse"}) == {}


@pytest.mark.parametrize("folder", sorted(p.name for p in PROCEDURES.iterdir() if p.is_dir()))
def test_every_condition_of_ones_own_answers_is_a_rule_of_the_form(folder):
    schema = load_folder(PROCEDURES / folder).procedure.form
    for field in schema["properties"].values():
        if "x-own-if" in field:
            assert "x-source" in field
            paths = compile_rule(field["x-own-if"], frozenset({"form"})).paths
            assert {path[1] for path in paths} <= schema["properties"].keys()
