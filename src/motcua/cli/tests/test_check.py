"""`motcua check`: findings as a compiler prints them, and the exit code."""

import pytest
from typer.testing import CliRunner

from motcua.catalogue.tests.folders import FILES, changed
from motcua.cli.main import app


@pytest.fixture
def folder(tmp_path):
    def write(files):
        path = tmp_path / "stall"
        path.mkdir()
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8")
        return path

    return write


def run(*words):
    return CliRunner(env={"MOTCUA_LANGUAGE": "en"}).invoke(app, ["check", "--no-staff", *words])


def test_a_sound_procedure_gives_exit_code_0(folder, tmp_path):
    folder(FILES)
    done = run(str(tmp_path))
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == "procedures: 1, errors: 0, warnings: 0"


def test_an_error_is_printed_with_file_and_line_and_gives_exit_code_1(folder):
    path = folder(changed("procedure.yaml", "next: seal", "next: stamp"))
    done = run(str(path))
    assert done.exit_code == 1
    assert "procedure.yaml:66: error[step_unknown] there is no step 'stamp'" in done.output


def test_a_folder_without_a_procedure_is_told(tmp_path):
    done = run(str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "no procedure folder" in done.output


def test_the_shell_may_name_the_readme_beside_the_folders(folder, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("# Procedures", encoding="utf-8")
    done = run(str(readme), str(folder(FILES)))
    assert done.exit_code == 0, done.output
