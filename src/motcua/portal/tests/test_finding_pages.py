"""The pages on which people find what they need, without JavaScript."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing

from motcua.catalogue.api import current_version, procedure, questions
from motcua.catalogue.models import CatalogueEntry
from motcua.portal.finding import states
from motcua.portal.finding.events import life_events

EN = {"accept-language": "en"}
CODES = (
    *("1.000656", "1.001193", "1.001612", "1.004873"),
    *("1.012785", "1.013225", "2.000815", "2.002516"),
)


@pytest.mark.usefixtures("catalogue")
def test_the_home_page_shows_search_events_tracking_checking_and_figures(client):
    page = client.get("/").text
    for words in ("Sinh con", 'action="/search/"', 'action="/track/"', 'action="/v/"', "/figures/"):
        assert words in page
    assert client.get("/", headers=EN).text.count("Having a child") == 1


@pytest.mark.usefixtures("catalogue")
def test_every_procedure_of_a_life_event_is_in_the_catalogue():
    codes = {code for event in life_events() for code in event.procedures}
    known = set(CatalogueEntry.objects.filter(code__in=codes).values_list("code", flat=True))
    assert codes - known == set()


@pytest.mark.usefixtures("catalogue")
def test_searching_works_without_javascript_and_pages_follow(client):
    page = client.get("/search/", {"q": "khai sinh"}).text
    assert page.index("1.001193") < page.index("1.004884")
    page = client.get("/search/", {"q": "đất"}).text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    assert not set(re.findall(r"/procedures/([^/]+)/", page)) & set(
        re.findall(r"/procedures/([^/]+)/", second)
    )
    assert "find-one" in second


@pytest.mark.usefixtures("catalogue")
def test_as_one_types_only_the_list_comes_back(client):
    part = client.get("/search/", {"q": "khai sinh"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "1.001193" in part


@pytest.mark.usefixtures("catalogue")
def test_a_search_that_finds_nothing_helps_on(client):
    page = client.get("/search/", {"q": "khai sinhh"}).text
    assert "?q=khai+sinh" in page


@pytest.mark.usefixtures("catalogue")
def test_a_life_event_lists_its_procedures_in_their_order(client):
    page = client.get("/search/", {"event": "birth"}).text
    assert page.index("1.001193") < page.index("2.000986")


@pytest.mark.usefixtures("catalogue")
def test_filters_and_page_keys_that_nobody_gave_are_harmless(client):
    for query in ("after=x", "level=%00", "field=" + "x" * 300, "event=none", "q=" + "x" * 500):
        assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_procedure_page_shows_everything_in_both_languages(client, code, language):
    answer = client.get(f"/procedures/{code}/", headers={"accept-language": language})
    assert answer.status_code == 200
    for part in ("who", "time", "fee", "papers", "process", "live", "law"):
        assert f'id="{part}"' in answer.text
    assert f"/procedures/{code}/guide/" in answer.text
    assert answer.text.count('class="find-box"') == answer.text.count('class="find-badge"') > 3


@pytest.mark.usefixtures("published")
def test_a_procedure_page_says_when_a_paper_is_needed(client):
    page = client.get("/procedures/1.001193/").text
    assert "“Giấy tờ chứng minh việc sinh” là “Giấy chứng sinh”" in page
    assert "60/2014/QH13 Đ16(1)" in page
    assert "Chưa đủ hồ sơ" in page


@pytest.mark.usefixtures("catalogue")
def test_an_entry_without_a_version_shows_the_national_record_with_its_flags(client):
    page = client.get("/procedures/1.000894/")
    assert page.status_code == 200
    assert "dichvucong.gov.vn" in page.text
    flagged = CatalogueEntry.objects.filter(flags__kind="unit_missing").exclude(code__in=CODES)[0]
    shown = client.get(f"/procedures/{flagged.code}/", headers=EN).text
    assert "without saying which days" in shown


@pytest.mark.usefixtures("catalogue")
def test_entries_of_every_ministry_have_a_page(client):
    codes = CatalogueEntry.objects.order_by("ministry", "code").distinct("ministry")
    assert {client.get(f"/procedures/{one.code}/").status_code for one in codes} == {200}


def test_a_procedure_that_is_not_there_is_not_found(client, db):
    assert client.get("/procedures/9.999999/").status_code == 404
    assert client.get("/procedures/9.999999/guide/").status_code == 404


def walk(client, answers):
    """Answer the guide's questions; return the last page and the addresses on the way."""
    address, seen = "/procedures/1.001193/guide/", []
    for answer in answers:
        seen.append(address)
        sent = client.post(address, {"answer": answer})
        assert sent.status_code == 302, sent.text
        address = sent["Location"]
    return client.get(address), seen


PLAIN = {
    "channel": "online",
    "applicant.age": "30",
    "applicant.verified": "yes",
    "form.birth_evidence": "notice",
    "form.surrogacy": "no",
    "form.mother_citizen_id": "yes",
    "form.father_citizen_id": "no",
    "form.relation": "mother",
    "form.extract_copies": "2",
}


def birth():
    return procedure(current_version("1.001193", date(2026, 11, 24)))


def in_order():
    """Return the plain answers in the order in which they are asked."""
    asked = questions(birth(), PLAIN | {"form.father_citizen_id": False})
    return [PLAIN[one.id] for one in asked]


@pytest.mark.usefixtures("published")
def test_the_guide_ends_with_papers_fees_time_and_a_draft(client):
    last, _ = walk(client, in_order())
    assert "Giấy chứng sinh" in last.text
    assert "16.000" in last.text
    assert "Bạn có thể nộp" in last.text


@pytest.mark.usefixtures("published")
def test_the_guide_says_which_condition_failed_and_its_law(client):

    one = birth()
    answers = {
        "channel": "online",
        "applicant.age": 30,
        "applicant.verified": True,
        "form.birth_evidence": "notice",
        "form.surrogacy": False,
        "form.mother_citizen_id": True,
        "form.father_citizen_id": True,
        "form.parents_married": False,
        "form.relation": "mother",
        "form.extract_copies": 0,
    }
    page = client.get(f"/procedures/1.001193/guide/?s={states.written('1.001193', answers)}").text
    assert "123/2015/NĐ-CP Đ15" in page
    token = signing.loads(states.draft_token(one, answers), salt="motcua.portal.guide")
    assert token["procedure"] == "1.001193"
    assert token["form"]["relation"] == "mother"
    assert "father_citizen_id" not in token["form"]


@pytest.mark.usefixtures("published")
def test_back_goes_back_and_a_wrong_answer_is_told(client):
    _, seen = walk(client, in_order())
    assert all(client.get(address).status_code == 200 for address in seen)
    refused = client.post(seen[0], {"answer": "by pigeon"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


@pytest.mark.usefixtures("published")
def test_a_state_that_is_not_ours_begins_anew(client):
    other = states.written("1.000656", {"channel": "online"})
    for state in ("x", other, "x" * 9_000):
        page = client.get("/procedures/1.001193/guide/", {"s": state})
        assert page.status_code == 200
        assert 'name="answer"' in page.text
    assert states.read(parse_qs(urlsplit("?s=" + other).query)["s"][0], "1.000656")


@pytest.mark.usefixtures("catalogue")
def test_pages_ask_the_database_a_bounded_number_of_times(client, django_assert_max_num_queries):
    for address, most in (("/", 8), ("/search/?q=khai+sinh", 4), ("/procedures/1.001193/", 8)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
    with django_assert_max_num_queries(2):
        client.get("/procedures/1.001193/guide/")
