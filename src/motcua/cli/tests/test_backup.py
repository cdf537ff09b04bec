"""``motcua backup`` and ``motcua restore``: a province is destroyed and comes back."""

import io
import json
import tarfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from motcua.cli import dump
from motcua.cli.archive import checked, writing
from motcua.cli.errors import ArchiveDamaged, ArchiveExists, ProgramsMissing
from motcua.cli.postgres import DURABLE, Cluster

from .conftest import Province, free_port

ISSUE = """
from motcua.documents import api
from motcua.documents.tests.factories import AT, BY, draft
print(api.issue(draft(), by=BY, at=AT).code)
"""
CHECK = """
import sys
from datetime import timedelta
from motcua.documents import api
from motcua.documents.tests.factories import AT
found = api.OfficialDocument.objects.get(code={code!r})
verdict = api.verify_upload(api.read_file(found.file.uid), at=AT + timedelta(days=1))
print(api.verify_code({code!r}).verdict, verdict.verdict, *(s.state for s in verdict.signatures))
"""


def shell(province, code, **more):
    done = province.run("django", "shell", "-v0", "-c", code, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def distribution_server(folder):
    """A server of the distribution's PostgreSQL, which a province would name in DATABASE_URL."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL of the distribution: apt install postgresql")
    data = folder / "theirs"
    server = Cluster(
        data, data, options=DURABLE, programs=programs[0].parent, locale=("--locale=C.UTF-8",)
    )
    server.start()
    try:
        server.ensure_database("source")
        server.ensure_database("target")
        yield server
    finally:
        server.stop()


def backed_up_and_restored(source, target, archive, **databases):
    """Take a province with one paper to another place; return its paper's code."""
    at, to = databases.get("at", {}), databases.get("to", {})
    code = shell(source, ISSUE, **at).splitlines()[-1]
    sealed = source.run("ledger", "seal", **at)
    assert sealed.returncode == 0, sealed.stderr
    done = source.run("backup", str(archive), **at)
    assert done.returncode == 0, done.stderr
    restored = target.run("restore", str(archive), **to)
    assert restored.returncode == 0, restored.stderr
    return code


def all_holds(province, code, **more):
    verified = province.run("ledger", "verify", **more)
    assert "whole" in verified.stdout
    assert verified.returncode == 0
    examined = province.run("doctor", **more)
    assert examined.returncode == 0, examined.stdout
    assert shell(province, CHECK.format(code=code), **more).splitlines()[-1] == (
        "genuine genuine valid valid"
    )
    again = province.run("seed", "--no-demo", **more)
    assert again.returncode == 0, again.stderr
    assert province.run("ledger", "seal", **more).returncode == 0
    assert province.run("ledger", "verify", **more).returncode == 0


def test_a_province_comes_back_whole_and_overwrites_nothing(made, folder):
    archive = folder / "a.tar"
    other = Province(home=folder / "other", port=free_port())
    code = backed_up_and_restored(made, other, archive)
    assert archive.stat().st_mode & 0o777 == 0o600
    all_holds(other, code)
    twice = made.run("backup", str(archive))
    assert (twice.returncode, "overwrites nothing" in twice.stderr) == (1, True)
    over = other.run("restore", str(archive))
    assert (over.returncode, "holds data" in over.stderr) == (1, True)


def test_a_province_on_its_own_server_comes_back_whole(folder):
    with distribution_server(folder) as server:
        at, to = ({"DATABASE_URL": server.url(name)} for name in ("source", "target"))
        source = Province(home=folder / "source", port=free_port())
        other = Province(home=folder / "other", port=free_port())
        assert source.run("seed", "--no-demo", **at).returncode == 0
        code = backed_up_and_restored(source, other, folder / "a.tar", at=at, to=to)
        all_holds(other, code, **to)


def test_a_newer_servers_backup_is_refused_by_an_older_server(made, folder):
    with distribution_server(folder) as server:
        made.run("backup", str(folder / "a.tar"))
        other = Province(home=folder / "other", port=free_port())
        told = other.run("restore", str(folder / "a.tar"), DATABASE_URL=server.url("target"))
        with psycopg.connect(server.url("target")) as link:
            (tables,) = link.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    assert told.returncode == 1
    assert "this server is older" in told.stderr
    assert tables == (0,)


def test_a_missing_file_is_told_and_the_rest_is_kept(made, folder):
    code = shell(made, ISSUE).splitlines()[-1]
    where = (
        "from motcua.documents.api import OfficialDocument as d;"
        f"print(d.objects.get(code='{code}').file.sha256)"
    )
    sha256 = shell(made, where).splitlines()[-1]
    content = made.home / "files" / sha256[:2] / sha256[2:4] / sha256
    aside = content.rename(folder / "aside")
    try:
        done = made.run("backup", str(folder / "a.tar"))
    finally:
        aside.rename(content)
    assert done.returncode == 1
    assert sha256 in done.stderr
    assert checked(folder / "a.tar", report=lambda *_: None).manifest["missing"] == [sha256]


# The archive itself, without a province.


def written(path, *, parts=None):
    source = path.parent / "part"
    facts = {"server": 18, "missing": []}
    with writing(path, facts) as draft:
        for name, content in (parts or {"database.dump": b"x" * 5000, "keys/a": b"k"}).items():
            source.write_bytes(content)
            draft.add_part(name, source)
    return path


def whole(path):
    return checked(path, report=lambda *_: None)


def test_an_archive_that_was_written_is_whole(tmp_path):
    assert [name for name, _ in whole(written(tmp_path / "a")).parts()] == [
        "database.dump", "keys/a",
    ]  # fmt: skip


def test_an_archive_never_overwrites(tmp_path):
    written(tmp_path / "a")
    with pytest.raises(ArchiveExists):
        written(tmp_path / "a")


def test_a_broken_off_backup_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), writing(tmp_path / "a", {}):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [0, 1, 511, 512, 3000, 6000])
def test_a_cut_off_archive_is_refused(tmp_path, length):
    path = written(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ArchiveDamaged):
        whole(path)


@pytest.mark.parametrize("at", [600, 5000])
def test_a_changed_byte_is_found(tmp_path, at):
    path = written(tmp_path / "a")
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match=r"database\.dump"):
        whole(path)


@pytest.mark.parametrize(
    "name", ["../x", "keys/../../x", "/etc/x", "keys/", "keys//x", "files/x", "other", "keys"]
)
def test_a_part_that_leads_elsewhere_is_refused(tmp_path, name):
    path = tmp_path / "a"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
        text = json.dumps({"format": 1, "parts": {}, "files": 0, "missing": []}).encode()
        manifest = tarfile.TarInfo("manifest.json")
        manifest.size = len(text)
        tar.addfile(manifest, io.BytesIO(text))
    with pytest.raises(ArchiveDamaged):
        whole(path)


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = tarfile.TarInfo("keys/a")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "a", "w") as tar:
        tar.addfile(link)
    with pytest.raises(ArchiveDamaged, match="keys/a"):
        whole(tmp_path / "a")


def test_a_part_that_is_left_out_is_missed(tmp_path):
    whole_one, less = written(tmp_path / "a"), tmp_path / "b"
    with tarfile.open(whole_one) as source, tarfile.open(less, "w") as target:
        for entry in source:
            if entry.name != "keys/a":
                target.addfile(entry, source.extractfile(entry))
    with pytest.raises(ArchiveDamaged, match="keys/a"):
        whole(less)


def test_programs_are_never_older_than_the_server():
    assert dump.programs_for(18).name == "bin"
    with pytest.raises(ProgramsMissing):
        dump.programs_for(99)


def test_a_password_does_not_stand_on_the_command_line():
    bare, password = dump._apart("postgresql://a:s%40cret@host:5/db?x=1")
    assert (bare, password) == ("postgresql://a@host:5/db?x=1", "s@cret")
