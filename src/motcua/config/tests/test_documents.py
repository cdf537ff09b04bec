"""Reference pages say what the code says."""

import re
import tomllib

import pytest
from django.conf import settings
from typer.main import get_command

from motcua.cli.main import app

ROOT = settings.ROOT


def first_column(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def test_every_setting_is_described_once():
    assert sorted(first_column("reference/settings.md")) == sorted(settings.ENVIRONMENT.names)


def test_every_command_is_described_once():
    lines = [line.split() for line in first_column("reference/cli.md")]
    described = {line[1] for line in lines if line[0] == "motcua"}
    assert sorted(described) == sorted(get_command(app).commands)


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = (project["project"]["dependencies"], *project["dependency-groups"].values())
    names = {re.split(r"[\[<>=~!]", line)[0].lower() for group in groups for line in group}
    assert {name.lower() for name in first_column("decisions/dependencies.md")} == names


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda p: p.stem
)
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
