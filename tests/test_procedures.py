"""The executable procedures: sound, and playable by the filings of the demonstration."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from motcua.authority import api as authority
from motcua.catalogue import api as catalogue
from motcua.documents.typesetting import typeset_source
from motcua.kernel.codes import CitizenId
from motcua.kernel.forms import compile_form
from motcua.kernel.worktime import standard_calendar

ROOT = Path(__file__).parent.parent
FOLDERS = sorted(path.parent for path in ROOT.glob("procedures/*/procedure.yaml"))
FILINGS = sorted(ROOT.glob("scenarios/filings/*.yaml"))
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
APPLICANTS = {"supplement", "record_payment", "withdraw", "rate", "stop"}
"""Acts of the applicant, and of the clock, that a play names without a step."""
BESIDE = {"answer", "apologise", "assign", "claim", "correct"}
"""Acts that belong to every step."""


def told(path: Path) -> list[tuple[str, dict[str, Any]]]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert read["synthetic"] is True
    return [(name, {**one, "folder": read["procedure"]}) for name, one in read["filings"].items()]


ALL = [pytest.param(one, id=f"{path.stem}-{name}") for path in FILINGS for name, one in told(path)]


def source_and_case(filing: dict[str, Any]) -> tuple[Any, Any]:
    source = catalogue.load_folder(ROOT / "procedures" / filing["folder"])
    (case,) = [one for one in source.cases if one.name == filing["case"]]
    return source.procedure, case


def answers(filing: dict[str, Any], case: Any) -> dict[str, Any]:
    changed = {**case.filing.form, **filing.get("form", {})}
    return {name: value for name, value in changed.items() if value is not None}


def test_there_are_at_least_five_executable_procedures_with_filings():
    assert len(FOLDERS) >= 5
    assert {path.name.partition("-")[0] for path in FOLDERS} == {path.stem for path in FILINGS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_check_finds_nothing_in_a_procedure(folder):
    calendar = standard_calendar(range(2025, 2028))
    province = catalogue.Province(render=typeset_source, calendar=calendar)
    assert [str(one) for one in catalogue.check(folder, province)] == []


def test_a_real_process_that_adds_up_to_more_than_the_limit_is_refused(tmp_path):
    """LAND-09 of the sources: 0.5 + 9 + 2 + 0.5 days under a limit of 10."""
    folder = shutil.copytree(
        ROOT / "procedures" / "1.012785-land-transfer-certificate", tmp_path / "x"
    )
    written = (folder / "procedure.yaml").read_text(encoding="utf-8")
    head, step, tail = written.partition("  check:\n")
    (folder / "procedure.yaml").write_text(
        head + step + tail.replace("norm: 1 working day", "norm: 9 working days", 1),
        encoding="utf-8",
    )
    assert "norms_exceed_limit" in {one.code for one in catalogue.check(folder)}


@pytest.mark.django_db
def test_somebody_holds_every_post_of_every_step_in_every_unit():
    authority.seed_units(at=AT)
    authority.seed_staff(at=AT)
    province = catalogue.Province(posts=catalogue.posts_missing(AT.date()), render=typeset_source)
    found = [one for folder in FOLDERS for one in catalogue.check(folder, province)]
    assert [str(one) for one in found] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_procedure_has_eight_cases_and_a_refused_one(folder):
    cases = catalogue.load_folder(folder).cases
    assert len(cases) >= 8
    assert any(case.expect.is_accepted for case in cases)
    assert any(not case.expect.is_accepted for case in cases)


@pytest.mark.parametrize("filing", ALL)
def test_a_filing_of_the_demonstration_is_right(filing):
    procedure, case = source_and_case(filing)
    assert case.expect.is_accepted
    form = answers(filing, case)
    assert [error.path for error in compile_form(procedure.form).errors(form)] == []
    applicant = filing["applicant"]
    if "citizen_id" in applicant:
        born_on = date.fromisoformat(applicant["birth_on"])
        CitizenId.parse(applicant["citizen_id"]).check(born_on=born_on)


@pytest.mark.parametrize("filing", ALL)
def test_every_act_of_a_play_may_be_done_at_its_step(filing):
    procedure, _ = source_and_case(filing)
    for act in filing["play"]:
        if "at" not in act:
            assert act["do"] in APPLICANTS
            continue
        step = procedure.steps[act["at"]]
        assert act["do"] in BESIDE or act["do"] in {str(verb) for verb in step.do}
        if act["do"] == "answer":
            assert act["of"] in {asked.of.place for asked in step.consult}


@pytest.mark.parametrize("filing", ALL)
def test_what_a_play_says_is_in_both_languages(filing):
    for act in filing["play"]:
        for words in (act[key] for key in ("reason", "text") if key in act):
            assert set(words) == {"vi", "en"}
            assert all(words.values())


def test_the_plays_take_every_detour():
    acts = {act["do"] for path in FILINGS for _, one in told(path) for act in one["play"]}
    wanted = {
        "accept", "refuse", "ask_supplement", "supplement", "ask_payment", "record_payment",
        "forward", "send_back", "answer", "approve", "sign", "issue", "hand_over", "withdraw",
        "stop", "apologise", "rate",
    }  # fmt: skip
    assert acts >= wanted
