"""The visual language in a browser: each component, light and dark, small and large."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

OFFICER = "nhan.an-bien"
GUIDE = "/look/"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_style_guide_has_no_barrier(open_page, sign_in, axe, shot, dark, language):
    page = open_page(dark=dark, language=language)
    sign_in(page, OFFICER, then=GUIDE)
    page.goto(GUIDE)
    assert page.get_attribute("html", "lang") == language
    axe(page)
    shot(page, f"guide-{language}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("width", [320, 768, 1440, 1920])
def test_the_style_guide_fits_every_width(open_page, sign_in, fits, shot, width):
    page = open_page(width=width)
    sign_in(page, OFFICER, then=GUIDE)
    page.goto(GUIDE)
    fits(page)
    shot(page, f"guide-{width}")


def test_the_style_guide_bears_twice_the_size(open_page, sign_in, fits, axe):
    page = open_page(width=1280)
    sign_in(page, OFFICER, then=GUIDE)
    page.goto(GUIDE)
    page.evaluate("() => { document.documentElement.style.zoom = '2'; }")
    fits(page)
    axe(page)


def test_the_keyboard_reaches_everything(page, sign_in, tabbed):
    sign_in(page, OFFICER, then=GUIDE)
    page.goto(GUIDE)
    tabbed(page)


@pytest.mark.parametrize("path", ["/accounts/login/", "/v/", "/nowhere"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_for_everybody_have_no_barrier(open_page, axe, fits, shot, path, dark):
    page = open_page(width=320, dark=dark)
    page.goto(path)
    axe(page)
    fits(page)
    shot(page, f"public{path.replace('/', '-')}{'dark' if dark else 'light'}")


def test_a_visitor_changes_the_language_without_scripts(open_page):
    page = open_page(scripts=False)
    page.goto("/v/")
    assert page.get_attribute("html", "lang") == "vi"
    page.get_by_role("button", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    assert page.url.endswith("/v/")


def test_a_visitor_changes_the_colours_without_scripts(open_page):
    page = open_page(scripts=False, language="en")
    page.goto("/v/")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != light


def test_an_officer_signs_in_with_his_second_factor(open_page, sign_in, site, axe, shot):
    page = open_page(language="en")
    sign_in(page, "vanthu.an-bien")
    page.goto("/accounts/2fa/totp/activate/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", site.password)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
    secret = page.input_value("#authenticator_secret")
    axe(page)
    page.fill("input[name=code]", code_of(secret))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.context.clear_cookies()
    sign_in(page, "vanthu.an-bien")
    axe(page)
    shot(page, "second-factor")
    page.fill("input[name=code]", code_of(secret))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto("/accounts/2fa/")
    axe(page)
    assert "/accounts/2fa/" in page.url


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
