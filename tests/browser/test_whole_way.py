"""From the search on a phone, scripts off, to the result that four officers made and signed."""

import re

import pytest

PROCEDURE = "1.004873"
ANSWERS = {
    "relation": "self",
    "subject_sex": "Nữ",
    "subject_residence": "Số 5 phố Chợ Hàng, phường An Biên, thành phố Hải Phòng",
    "residences_since_adult": "1",
    "former_marriage": "none",
    "issued_before": "no",
    "purpose": "loan",
}
"""By the names of the inputs; what the State holds of the citizen is not asked."""
OFFICERS = [
    ("nhan.an-bien", "accept"),
    ("nhan.an-bien", "forward"),
    ("xuly.an-bien.office", "forward"),
    ("lanhdao.an-bien", "sign"),
    ("vanthu.an-bien", "issue"),
    ("nhan.an-bien", "hand_over"),
]


def answer(page):
    """Fill in what the page asks."""
    for name, value in ANSWERS.items():
        shown = page.locator(f"main [name='{name}']")
        if not shown.count():
            continue
        if shown.first.get_attribute("type") == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif shown.first.evaluate("each => each.tagName") == "SELECT":
            shown.first.select_option(value)
        else:
            shown.first.fill(value)


def press(page):
    with page.expect_navigation():
        page.locator("main form button.primary, main a.button.primary").last.click()


@pytest.fixture
def filed(open_page, sign_in, shot):
    """Search, begin, answer page by page and send, on a phone of 360 px without scripts."""
    page = open_page(width=360, height=740, scripts=False)
    page.goto("/search/?q=xac+nhan+tinh+trang+hon+nhan")
    page.locator(f"main a[href*='{PROCEDURE}']").first.click()
    sign_in(page, "congdan1", then=f"/filing/start/{PROCEDURE}/")
    page.goto(f"/filing/start/{PROCEDURE}/")
    place = page.locator("select[name=place] option", has_text="phường An Biên").first
    page.locator("select[name=place]").select_option(place.get_attribute("value"))
    press(page)
    for number in range(12):
        if page.locator("main input[name=declared]").count():
            break
        answer(page)
        shot(page, f"way-citizen-{number}")
        press(page)
    shot(page, "way-citizen-check")
    page.locator("main input[name=declared]").check()
    press(page)
    shot(page, "way-citizen-sent")
    return page


def address_of(page):
    return page.locator("main a.button.primary").get_attribute("href")


def test_a_citizen_files_without_scripts_and_officers_bring_a_signed_result(
    filed, open_page, sign_in, shot, site
):
    uid = re.search(r"[0-9a-f-]{36}", address_of(filed))[0]
    for number, (account, verb) in enumerate(OFFICERS):
        desk = open_page()
        sign_in(desk, account)
        desk.goto(f"/desk/dossiers/{uid}" + ("/sign" if verb == "sign" else ""))
        form = desk.locator(f"form[action*='/acts/{verb}']").first
        fold = desk.locator("details", has=form)
        if fold.count() and not form.is_visible():
            fold.last.locator("summary").first.click()
        shot(desk, f"way-desk-{number}-{verb}")
        for box in form.locator("input[type=checkbox]").all():
            box.check()
        # The next officer comes once the answer to this act is there, not while it is made.
        with desk.expect_navigation():
            form.locator("button[type=submit]").last.click()
        desk.context.close()
    filed.goto(f"/my/dossiers/{uid}/" if not address_of(filed) else address_of(filed))
    shot(filed, "way-citizen-result")
    text = filed.inner_text("main")
    assert "Giấy xác nhận tình trạng hôn nhân" in text
    paper = filed.locator("main a[href*='/v/']").first.get_attribute("href")
    filed.goto(paper)
    assert "Lãnh" in filed.inner_text("main") or "ký" in filed.inner_text("main")
