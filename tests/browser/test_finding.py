"""A citizen finds what he needs on a small phone, and without JavaScript."""

import pytest

PAGES = {
    "home": "/",
    "search": "/search/?q=khai+sinh",
    "nothing": "/search/?q=khai+sinhh",
    "procedure": "/procedures/1.001193/",
    "national": "/procedures/1.000894/",
    "guide": "/procedures/1.001193/guide/",
    "track": "/track/",
    "figures": "/figures/",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_finding_is_accessible_and_fits_a_phone(page, axe, shot, name):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
    shot(page, f"finding-{name}-360")


def test_a_citizen_searches_on_a_phone_and_reaches_the_guide(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/search/")
    page.fill("#q", "giay khai sinh")
    page.press("#q", "Enter")
    page.click("#found a[href='/procedures/1.001193/']")
    page.click("a[href='/procedures/1.001193/guide/']")
    assert page.locator("input[name=answer]").count() == 3
