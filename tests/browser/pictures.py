"""``make pictures``: the three pictures of the README, taken from the running system."""

from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


@pytest.fixture
def picture(open_page):
    """A function that takes one picture of a page, as a visitor sees it first."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def taken(page, name):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{name}.png")

    return taken


def test_picture_of_the_portal(open_page, picture):
    page = open_page(width=1280, height=860, language="en")
    page.goto("/")
    picture(page, "portal")


def test_picture_of_the_guide(open_page, picture):
    page = open_page(width=1280, height=860, language="en")
    page.goto("/procedures/1.001193/guide/")
    picture(page, "guide")


def test_picture_of_a_dossier_on_the_desk(open_page, picture, sign_in):
    page = open_page(width=1440, height=900, language="en")
    sign_in(page, "nhan.an-bien", then="/desk/")
    page.goto("/desk/")
    first = page.locator("main a[href*='/desk/dossiers/']").first
    if first.count():
        first.click()
    picture(page, "desk")
