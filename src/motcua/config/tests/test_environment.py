"""The environment is read once, and every bad variable is named."""

import os
import stat
from pathlib import Path

import pytest

from motcua.config.environment import (
    ONLY_WHEN_ASKED,
    SESSION,
    BadEnvironment,
    Environment,
    connection,
    secret,
)


def test_what_is_not_set_has_its_default():
    read = Environment({"MOTCUA_PORT": "  "})
    assert read.whole("MOTCUA_PORT", 8000, least=1, most=65535) == 8000
    assert read.flag("MOTCUA_HTTPS", default=True) is True
    assert read.words("MOTCUA_ALLOWED_HOSTS", ("localhost",)) == ["localhost"]
    assert read.folder("MOTCUA_HOME", Path("/var")) == Path("/var")
    read.refuse_bad()


@pytest.mark.parametrize(
    ("raw", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False)]
)
def test_a_flag_is_yes_or_no(raw, meant):
    assert Environment({"MOTCUA_HTTPS": raw}).flag("MOTCUA_HTTPS", default=not meant) is meant


@pytest.mark.parametrize("raw", ["0", "65536", "-1", "8e3", "٣", "1.0", "1" * 30])
def test_a_port_outside_its_bounds_is_refused(raw):
    read = Environment({"MOTCUA_PORT": raw})
    read.whole("MOTCUA_PORT", 8000, least=1, most=65535)
    with pytest.raises(BadEnvironment, match=r"MOTCUA_PORT=.* is not a whole number from 1 to"):
        read.refuse_bad()


@pytest.mark.parametrize(
    "raw", ["mysql://a/b", "postgresql://a:b@c:port/d", "nonsense", "http://["]
)
def test_a_bad_database_address_is_refused_and_not_shown(raw):
    read = Environment({"DATABASE_URL": raw})
    read.database("DATABASE_URL", "postgresql://x/y")
    with pytest.raises(BadEnvironment) as refused:
        read.refuse_bad()
    assert str(refused.value) == "DATABASE_URL is not a postgresql:// address"


def test_all_bad_variables_are_named_at_once(tmp_path):
    file = tmp_path / "file"
    file.touch()
    read = Environment({"A": "maybe", "B": "x", "C": str(file)})
    read.flag("A", default=False)
    read.choice("B", "y", ("y", "z"))
    read.folder("C", tmp_path)
    with pytest.raises(BadEnvironment) as refused:
        read.refuse_bad()
    assert str(refused.value) == (
        f"A='maybe' is not yes or no; B='x' is not one of y, z; C='{file}' is not a folder"
    )


def test_a_mistyped_variable_is_told_with_the_nearest_known():
    read = Environment({"MOTCUA_PROT": "80", "PATH": "/bin"})
    read.whole("MOTCUA_PORT", 8000, least=1, most=65535)
    assert read.unknown("MOTCUA_") == ["MOTCUA_PROT ~ MOTCUA_PORT"]


def test_a_database_address_gives_its_parts():
    made = connection("postgresql://an%40b:p%2Fw@db.example:5433/motcua?sslmode=require")
    assert made["USER"] == "an@b"
    assert made["PASSWORD"] == "p/w"
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("db.example", "5433", "motcua")
    assert made["OPTIONS"] == {
        "sslmode": "require",
        "options": SESSION,
        "prepare_threshold": ONLY_WHEN_ASKED,
    }


def test_a_socket_folder_with_odd_letters_survives_the_address():
    assert connection("postgresql://postgres@/motcua?host=/a%20b%26c")["HOST"] == "/a b&c"


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secrets" / "django"
    first = secret(path)
    assert len(first) > 60
    assert secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["django"]
