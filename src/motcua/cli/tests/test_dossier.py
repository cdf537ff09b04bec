"""``motcua dossier`` as an operator and officers use it."""

import pytest
import yaml
from typer.testing import CliRunner

from motcua.cli import errors
from motcua.cli.main import app
from motcua.cli.play.cast import scan_of
from motcua.dossiers.errors import DossierMoved, DossierNotFound, FilingRefused, NoTask
from motcua.dossiers.tests.factories import ANSWERS, CODE, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")


@pytest.fixture
def world():
    return World.make()


@pytest.fixture
def path(tmp_path, world):
    return write(tmp_path / "filing.yaml", filing())


def filing(**changes):
    applicant = {"name": "Trần Thị Thử", "number": "031190000123", "birth_on": "1990-01-02"}
    told = {
        "procedure": CODE,
        "channel": "counter",
        "receiving": "commune",
        "applicant": applicant,
        "form": ANSWERS,
        "components": [{"component": "identity", "kind": "original"}],
    }
    return {**told, **changes}


def write(path, told):
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return path


def motcua(*words):
    return CliRunner().invoke(app, ["dossier", *map(str, words)])


def done(*words):
    said = motcua(*words)
    assert said.exit_code == 0, said.exception
    return said.stdout.split()[0]


def officer(world, unit, role):
    return world.posts[unit.pk, role].username


def filed(world, path):
    """File, pay and accept; return the code."""
    uid = done("file", path)
    desk = officer(world, world.desk, "receiver")
    done("act", uid, "record-payment", "--by", desk, "--reference", "BL-1")
    return done("act", uid, "accept", "--by", desk)


def test_a_dossier_goes_the_whole_way_by_command(world, path):
    code = filed(world, path)
    economy = world.unit("economy")
    desk = officer(world, world.desk, "receiver")
    done("act", code, "forward", "--by", desk)
    done("act", code, "forward", "--by", officer(world, economy, "officer"), "--task", "examine")
    done("act", code, "approve", "--by", officer(world, economy, "unit_head"))
    done("act", code, "sign", "--by", officer(world, world.commune, "unit_head"))
    done("act", code, "issue", "--by", officer(world, world.commune, "clerk"))
    said = motcua("act", code, "hand-over", "--by", desk, "--how", "counter")
    assert "10 Result returned" in said.stdout
    done("act", code, "rate", "--by", "applicant", "--score", "7=2", "--comment", "Good")
    shown = motcua("show", code).stdout
    for word in ("signed the result", "in time", "Why this date?", "result", desk):
        assert word in shown


def test_papers_are_written_as_files(world, path, tmp_path):
    from django.utils import timezone

    from motcua.dossiers.api import drain

    code = filed(world, path)
    while drain(at=timezone.now()):
        continue
    said = motcua("papers", code, "--to", tmp_path)
    assert said.exit_code == 0
    (receipt,) = (tmp_path / code).glob("*-01.pdf")
    assert receipt.read_bytes().startswith(b"%PDF")


def test_a_list_shows_what_one_may_see(world, path):
    code = filed(world, path)
    assert code in motcua("list").stdout
    assert code in motcua("list", "--by", officer(world, world.desk, "receiver")).stdout
    stranger = officer(world, world.unit("justice"), "officer")
    assert code not in motcua("list", "--by", stranger).stdout
    assert isinstance(motcua("show", code, "--by", stranger).exception, DossierNotFound)


def test_a_supplement_is_asked_and_brought_as_a_file(world, path, tmp_path):
    uid = done("file", path)
    desk = officer(world, world.desk, "receiver")
    done("act", uid, "ask-supplement", "--by", desk, "--item", "proof", "--reason", "Missing")
    scan = tmp_path / "proof.pdf"
    scan.write_bytes(scan_of("proof"))
    said = motcua("act", uid, "supplement", "--by", "applicant", "--file", f"proof={scan}")
    assert "1 Newly submitted" in said.stdout


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("dance",), errors.VerbUnknown),
        (("refuse",), errors.OptionMissing),
        (("ask-supplement", "--reason", "x"), errors.OptionMissing),
        (("record-payment", "--payment", "x", "--reference", "x"), errors.OptionMissing),
        (("rate", "--score", "seven"), errors.OptionMissing),
        (("supplement", "--file", "proof"), errors.OptionMissing),
        (("forward", "--task", "moon"), errors.TaskNotOpen),
        (("answer", "--reason", "Yes"), errors.TaskNotOpen),
        (("sign",), NoTask),
        (("forward", "--expected-seq", "0"), DossierMoved),
    ],
)
def test_a_wrong_act_is_refused_and_changes_nothing(world, path, words, refusal):
    code = filed(world, path)
    before = motcua("show", code).stdout.partition("clock")[0]
    said = motcua("act", code, *words, "--by", officer(world, world.desk, "receiver"))
    assert isinstance(said.exception, refusal)
    assert motcua("show", code).stdout.partition("clock")[0] == before


@pytest.mark.parametrize(
    ("change", "refusal", "word"),
    [
        ({"more": 1}, errors.FilingFileInvalid, "more"),
        ({"channel": "pigeon"}, errors.FilingFileInvalid, "channel"),
        ({"components": [{"component": "identity", "file": "no.pdf"}]}, errors.FilingFileInvalid,
         "no.pdf"),
        ({"form": {}}, FilingRefused, ""),
    ],
)  # fmt: skip
def test_a_wrong_filing_is_refused_whole(world, tmp_path, change, refusal, word):
    said = motcua("file", write(tmp_path / "wrong.yaml", filing(**change)))
    assert isinstance(said.exception, refusal)
    assert word in said.exception.message("vi")
    assert len(motcua("list").stdout.splitlines()) == 1


def test_a_file_that_is_no_filing_is_refused(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    for text in ("- a list", "{", "\x00"):
        wrong.write_text(text)
        assert isinstance(motcua("file", wrong).exception, errors.FilingFileInvalid)
