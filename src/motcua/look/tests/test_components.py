"""The components, the drawings and the choice of colours."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.shortcuts import render
from django.template import engines
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from motcua.look import charts
from motcua.look.samples import Sample, samples


def drawn(source, **context):
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


@pytest.fixture
def guide(rf):
    """The style guide as a visitor sees it who is not signed in."""
    request = rf.get("/look/")
    with override("en"):
        return render(request, "look/guide.html", samples()).content.decode()


@pytest.mark.django_db
def test_the_style_guide_shows_every_component(guide):
    shown = {path.stem for path in (Path(__file__).parents[1] / "templates/cotton").glob("*.html")}
    for name in shown - {"fact", "event", "field", "upload", "pages", "facts"}:
        mark = {"notice": "notice info", "errors": 'class="errors"'}.get(name, name)
        assert mark in guide
    assert "<c-" not in guide
    assert " style=" not in guide


def test_a_wrong_field_says_so_to_all_senses():
    form = Sample({}, prefix="w")
    html = drawn('<c-field :field="field" />', field=form["full_name"])
    assert 'aria-invalid="true"' in html
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert all(f'id="{name}"' in html for name in described)


def test_the_error_summary_leads_to_the_field():
    html = drawn('<c-errors :form="form" />', form=Sample({}, prefix="w"))
    assert 'href="#id_w-full_name"' in html
    assert 'href="#id_w-way_0"' in html
    assert drawn('<c-errors :form="form" />', form=Sample(prefix="w")).strip() == ""


def test_the_error_summary_takes_plain_facts_too():
    listed = [{"field": "id_name", "message": "Too <long>"}]
    html = drawn('<c-errors :errors="listed" />', listed=listed)
    assert '<a href="#id_name">Too &lt;long&gt;</a>' in html


def test_a_button_is_a_link_when_it_leads_somewhere():
    assert '<a class="button secondary" href="/x"' in drawn(
        '<c-button variant="secondary" href="/x">Go</c-button>'
    )
    assert 'name="verb" value="sign"' in drawn('<c-button name="verb" value="sign">Sign</c-button>')


def test_a_chart_is_one_named_picture_in_the_colours_of_the_page():
    svg = charts.draw(samples()["chart"], title="On <time>")
    assert '<title id="' in svg
    assert "On &lt;time&gt;" in svg
    assert 'role="img"' in svg
    assert "var(--chart-1)" in svg
    assert "currentColor" in svg
    assert "style=" not in svg


def test_the_same_chart_is_drawn_alike_and_once(monkeypatch):
    first = charts.draw(samples()["chart"], title="A title of its own")
    monkeypatch.setattr(charts.vl_convert, "vegalite_to_svg", None)
    assert charts.draw(samples()["chart"], title="A title of its own") == first


def test_the_style_sheet_is_small_and_fetches_nothing():
    sheet = Path(finders.find("look/look.css")).read_text()
    assert len(sheet.encode()) < 30_000
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    sprite = Path(finders.find("look/icons.svg")).read_text()
    known = set(re.findall(r'id="([a-z-]+)"', sprite))
    source = Path(__file__).parents[2]
    asked = {
        name
        for page in source.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', page.read_text())
    }
    assert asked <= known


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("pink", "")])
@pytest.mark.django_db
def test_the_visitor_chooses_his_colours(client, chosen, kept):
    answer = client.post("/look/theme", {"theme": chosen, "next": "/v/"})
    assert answer["Location"] == "/v/"
    assert client.cookies["theme"].value == kept
    assert (f'data-theme="{kept}"' in client.get("/v/").text) is bool(kept)


@pytest.mark.django_db
def test_the_choice_of_colours_leads_nowhere_else(client):
    answer = client.post("/look/theme", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_the_style_guide_is_for_officers(client):
    assert client.get("/look/").status_code == 302


def test_the_shells_take_no_name_of_a_page():
    """What a shell keeps for itself begins with ``shell_``; the views own every other name."""
    shells = (Path(__file__).parents[1] / "templates" / "look").glob("*.html")
    kept = {name for page in shells for name in re.findall(r" as (\w+) %}", page.read_text())}
    assert {name for name in kept if not name.startswith("shell_")} <= {"LANGUAGE_CODE", "css"}
