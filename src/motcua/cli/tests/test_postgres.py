"""The embedded server: shared through locks, stopped by the last, safe after a crash."""

import subprocess
import sys

import psycopg
import pytest

from motcua.cli.errors import ServerNotStarted, SocketFolderForeign
from motcua.cli.postgres import FLEETING, Cluster, sharing, socket_folder

HOLD = """
import sys
from pathlib import Path
from motcua.cli.postgres import FLEETING, Cluster, sharing
home = Path(sys.argv[1])
with sharing(Cluster(data=home / "postgres", socket=home / "postgres", options=FLEETING), home):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def cluster(folder):
    made = Cluster(data=folder / "postgres", socket=folder / "postgres", options=FLEETING)
    yield made
    made.stop()


def holder(home):
    """Return another process that shares the server until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"holding\n"
    return process


def test_the_last_who_shares_the_server_stops_it(cluster, folder):
    other = holder(folder)
    with sharing(cluster, folder):
        assert cluster.answers()
    assert cluster.answers(), "another process still uses it"
    other.communicate()
    assert not cluster.answers()


def test_a_killed_process_holds_the_server_no_more(cluster, folder):
    other = holder(folder)
    other.kill()
    other.communicate()
    assert cluster.answers(), "it was nobody's to stop"
    with sharing(cluster, folder):
        pass
    assert not cluster.answers()


def test_a_database_is_made_once(cluster):
    cluster.start()
    cluster.ensure_database("motcua")
    cluster.ensure_database("motcua")
    with psycopg.connect(cluster.url("motcua")) as link:
        assert link.execute("SELECT current_database()").fetchone() == ("motcua",)


def test_a_long_path_gets_a_short_private_socket(folder):
    data = folder / ("d" * 60) / ("e" * 60) / "postgres"
    cluster = Cluster(data=data, socket=socket_folder(data), options=FLEETING)
    cluster.start()
    try:
        assert cluster.answers()
        assert cluster.socket != data
        assert cluster.socket.stat().st_mode & 0o077 == 0
    finally:
        cluster.stop()
        cluster.socket.rmdir()


def test_a_socket_folder_of_someone_else_is_refused(folder):
    foreign = folder / "foreign"
    foreign.mkdir()
    try:
        foreign.chmod(0o777)
        subprocess.run(["chown", "nobody", str(foreign)], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        pytest.skip("only root gives folders away")
    with pytest.raises(SocketFolderForeign):
        Cluster(data=folder / "postgres", socket=foreign, options=FLEETING).start()


def test_a_folder_of_another_version_is_told_with_its_log(folder, cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerNotStarted, match=r"postgres\.log"):
        cluster.start()


def test_personal_data_of_a_failed_statement_stays_out_of_the_log(cluster):
    cluster.start()
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as link:
        link.execute("CREATE TABLE t (n text PRIMARY KEY)")
        link.execute("INSERT INTO t VALUES (%s)", ["031301003021"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            link.execute("INSERT INTO t VALUES (%s)", ["031301003021"])
    assert "031301003021" not in cluster.log.read_text()
