"""``motcua up`` for real: a data folder, a free port, processes that are counted."""

import signal
import socket
import time

import httpx
import psutil
import psycopg
import pytest

from .conftest import STOP_SECONDS, wait_a_little


def stopped(process):
    process.wait(STOP_SECONDS)
    return process.out.read_text()


def until_gone(province, word=""):
    until = time.monotonic() + STOP_SECONDS
    while province.processes(word) and time.monotonic() < until:
        wait_a_little()
    return province.processes(word)


def until_told(process, word):
    until = time.monotonic() + STOP_SECONDS
    while word not in process.out.read_text() and time.monotonic() < until:
        wait_a_little()
    assert word in process.out.read_text()


def child(process, name):
    return next(
        p
        for p in psutil.Process(process.pid).children()
        if p.cmdline()[-2:] == ["motcua.cli.serve", name]
    )


def test_up_serves_stops_on_ctrl_c_and_keeps_the_data(province):
    first = province.start("up", "--no-demo")
    assert province.answer(of=first).status_code == 200
    assert province.answer("/readyz").json() == {"status": "ok"}
    assert province.answer("/static/look/look.css", of=first).status_code == 200
    words = ("createsuperuser", "--noinput", "--username=kept", "--email=kept@example.vn")
    assert province.run("django", *words, DJANGO_SUPERUSER_PASSWORD="x").returncode == 0
    first.send_signal(signal.SIGINT)
    told = stopped(first)
    assert first.returncode == 0, told
    assert f"http://127.0.0.1:{province.port}" in told
    assert "Warning" not in told
    assert not until_gone(province)

    second = province.start("up", "--no-demo")
    assert province.answer(of=second).status_code == 200
    third = province.run("up", "--no-demo")
    assert third.returncode == 1
    assert f"already running (process {second.pid})" in third.stderr
    asked = province.run(
        "django", "shell", "-v0", "-c",
        "from django.contrib.auth import get_user_model as m; print(m().objects.get().username)",
    )  # fmt: skip
    assert asked.stdout.strip() == "kept", asked.stderr
    second.terminate()
    assert "Tables" not in stopped(second)
    assert not until_gone(province)


def test_after_kill_9_nothing_serves_and_the_next_start_finds_all(made):
    first = made.start("up", "--no-demo")
    made.answer(of=first)
    first.kill()
    first.wait()
    assert not until_gone(made, "motcua.cli.serve")
    for process in made.processes("postgres"):  # and the machine loses its power
        process.kill()
    assert not until_gone(made)

    second = made.start("up", "--no-demo")
    assert made.answer("/readyz", of=second).json() == {"status": "ok"}
    second.send_signal(signal.SIGINT)
    assert "Tables" not in stopped(second)


def test_a_dead_child_is_told_and_started_again(made):
    up = made.start("up", "--no-demo")
    made.answer(of=up)
    until_told(up, "Ctrl-C")  # a death before that is a failed start, not one to mend
    dead = child(up, "web")
    dead.kill()
    dead.wait(STOP_SECONDS)
    until = time.monotonic() + STOP_SECONDS
    while time.monotonic() < until:
        try:
            if child(up, "web").pid != dead.pid and made.answer(of=up).status_code == 200:
                break
        except StopIteration:
            wait_a_little()
    up.terminate()
    told = stopped(up)
    assert "web: exit -9" in told
    assert up.returncode == 0
    assert not until_gone(made)


def test_a_taken_port_is_one_line(province):
    with socket.socket() as other:
        other.bind(("127.0.0.1", province.port))
        other.listen()
        refused = province.run("up")
    assert refused.returncode == 1
    assert refused.stderr == (
        f"motcua: Port {province.port} on 127.0.0.1 is taken by another program;"
        " set MOTCUA_PORT to another one.\n"
    )
    assert not (province.home / "postgres").exists()


def test_the_refusal_speaks_vietnamese(province):
    refused = province.run("up", MOTCUA_HOST="192.0.2.1", LANG="vi_VN.UTF-8")
    assert refused.stderr.startswith(f"motcua: Không thể mở cổng {province.port} trên 192.0.2.1")


def test_bad_settings_are_all_named_in_one_line(province):
    refused = province.run(
        "up", MOTCUA_PORT="80x", MOTCUA_HTTPS="maybe", DATABASE_URL="mysql://a:secret@b/c"
    )
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "MOTCUA_PORT='80x' is not a whole number from 1 to 65535" in refused.stderr
    assert "MOTCUA_HTTPS='maybe' is not yes or no" in refused.stderr
    assert "DATABASE_URL is not a postgresql:// address" in refused.stderr
    assert "secret" not in refused.stderr


def test_a_database_that_does_not_answer_is_one_line(province):
    refused = province.run("doctor", DATABASE_URL="postgresql://a:secret@127.0.0.1:9/c")
    assert refused.returncode == 1
    assert refused.stderr.startswith("motcua: The database does not answer")
    assert refused.stderr.count("\n") == 1
    assert "secret" not in refused.stderr


def test_ctrl_c_during_the_set_up_stops_all(province):
    up = province.start("up", "--no-demo")
    until = time.monotonic() + STOP_SECONDS
    while not (province.home / "postgres" / "postmaster.pid").exists():
        assert time.monotonic() < until
        wait_a_little()
    up.send_signal(signal.SIGINT)
    stopped(up)
    assert not until_gone(province)
    again = province.start("up", "--no-demo")
    assert province.answer(of=again).status_code == 200
    again.terminate()
    stopped(again)


def test_web_and_worker_cannot_change_the_ledger(made):
    up = made.start("up", "--no-demo")
    made.answer("/readyz", of=up)
    url = child(up, "web").environ()["DATABASE_URL"]
    with psycopg.connect(url) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("UPDATE ledger_entry SET kind = 'x'")
    with psycopg.connect(url) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
    up.terminate()
    stopped(up)


def test_the_site_speaks_http_only_to_known_hosts(made):
    up = made.start("up", "--no-demo")
    made.answer(of=up)
    strange = httpx.get(f"http://127.0.0.1:{made.port}/", headers={"Host": "evil.example"})
    assert strange.status_code == 400
    up.terminate()
    stopped(up)
