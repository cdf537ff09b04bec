"""The command as a whole: quick help, one line for a refusal."""

import subprocess
import sys
from pathlib import Path

import pytest

from motcua.cli import main, session
from motcua.kernel.errors import Conflict


def test_help_imports_no_django():
    code = "import sys, motcua.cli.main; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_refusal_is_one_line_and_exit_code_1(monkeypatch, capsys):
    monkeypatch.setattr(main, "app", lambda: _raise(Conflict()))
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"motcua: {Conflict.en}\n"


def test_a_folder_that_cannot_be_used_is_told_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(main, "app", lambda: Path("/proc/nowhere").mkdir())
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 1
    assert "/proc/nowhere" in capsys.readouterr().err


def test_a_bug_is_not_hidden(monkeypatch):
    monkeypatch.setattr(main, "app", lambda: _raise(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        main.run()


def _raise(error):
    raise error


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "MOTCUA_LANGUAGE": "en"}, "en"),
        ({"LANG": "C", "MOTCUA_LANGUAGE": "vi"}, "vi"),
    ],
)
def test_the_language_comes_from_the_setting_then_the_locale(variables, spoken, monkeypatch):
    for name in ("MOTCUA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert session.language() == spoken
