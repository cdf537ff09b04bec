"""Children: revived with pauses that grow, given up in the end, stopped with their group."""

import subprocess
import sys
from itertools import pairwise

import pytest

from motcua.cli.children import DEATHS, Child
from motcua.cli.errors import ChildKeepsDying


def child(tmp_path, code):
    return Child("web", [sys.executable, "-c", code], tmp_path / "log" / "web.out")


def live(dying, told):
    """Let time pass in quarters of a second, and note each death."""
    for quarter in range(1000):
        dying.revive(now=quarter / 4)
        if dying.process:
            dying.process.wait()
            told.append(quarter / 4)


def test_a_child_that_keeps_dying_is_given_up_with_its_last_words(tmp_path):
    dying = child(tmp_path, "raise SystemExit('no such thing')")
    told: list[float] = []
    with pytest.raises(ChildKeepsDying, match=r"ending \(5 times\); see .*web.out. no such thing"):
        live(dying, told)
    assert len(told) == DEATHS
    pauses = [after - before for before, after in pairwise(told)]
    assert pauses == sorted(pauses)


def test_rare_deaths_are_forgiven(tmp_path):
    dying = child(tmp_path, "raise SystemExit(1)")
    for hour in range(3 * DEATHS):
        dying.start()
        dying.process.wait()
        assert dying.revive(now=3600.0 * hour) == "web: exit 1"


def test_a_child_that_ignores_the_request_is_ended_with_its_group(tmp_path, monkeypatch):
    monkeypatch.setattr("motcua.cli.children.GRACE_SECONDS", 0.2)
    deaf = child(
        tmp_path,
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); signal.pause()",
    )
    deaf.start()
    while "deaf" not in deaf.log.read_text():
        pass
    deaf.stop()
    assert deaf.process.returncode == -9
    deaf.stop()


def test_a_child_that_was_never_started_is_stopped_in_peace(tmp_path):
    child(tmp_path, "").stop()


def test_a_process_whose_parent_ended_before_it_could_ask_ends():
    """Found by killing ``up`` in the moment in which it started the worker."""
    asked = "from motcua.cli.children import die_with_parent; die_with_parent(2**22 + 1)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 1
