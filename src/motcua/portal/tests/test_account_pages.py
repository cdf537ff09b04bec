"""The account: one's own dossiers in plain words, and what one can do on them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.authority.types import Role
from motcua.catalogue.types import Channel
from motcua.dossiers import api
from motcua.dossiers.models import Complaint
from motcua.dossiers.tests.factories import AT, CODE
from motcua.dossiers.tests.test_drafts import picture
from motcua.dossiers.types import Given

LATER = AT + timedelta(minutes=1)


def online(town, **changes):
    given = (Given("identity", kind="original"),)
    wish = town.world.filing(**{"channel": Channel.ONLINE, "given": given, **changes})
    return api.submit(wish, by=town.world.applicant, at=AT)


def at(dossier, name, *args):
    return reverse(f"account:{name}", args=[dossier.uid, *args])


def page_of(town, address):
    answer = town.citizen.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def asked(town):
    dossier = online(town)
    return api.ask_supplement(
        dossier.uid,
        items=("proof", "form.kind"),
        reason="Thiếu giấy tờ chứng minh; loại chưa đúng.",
        by=town.world.receiver,
        at=LATER,
    )


def test_the_list_shows_ones_own_dossiers_with_their_status(town):
    dossier = online(town)
    page = page_of(town, reverse("account:home"))
    assert at(dossier, "dossier") in page
    assert "Mới đăng ký" in page
    assert at(dossier, "dossier") not in town.other.get(reverse("account:home")).content.decode()


def test_the_list_is_paged_by_key(town):
    dossiers = [online(town) for _ in range(21)]
    first = page_of(town, reverse("account:home"))
    assert at(dossiers[0], "dossier") not in first
    assert "?before=" in first
    older = page_of(town, f"{reverse('account:home')}?before={dossiers[1].id}")
    assert at(dossiers[0], "dossier") in older


def test_a_dossier_tells_who_has_it_why_the_date_and_what_happened(town):
    dossier = online(town)
    api.accept(dossier.uid, by=town.world.receiver, at=LATER)
    api.forward(dossier.uid, by=town.world.receiver, at=LATER)
    page = page_of(town, at(dossier, "dossier"))
    for words in ("Vì sao ", "Bộ phận Một cửa đã tiếp nhận", "Đang ở đâu"):
        assert words in page
    assert town.world.unit("economy").name_vi in page


def test_words_between_officers_are_not_shown(town):
    dossier = online(town)
    api.accept(dossier.uid, by=town.world.receiver, at=LATER)
    dossier = api.forward(dossier.uid, by=town.world.receiver, at=LATER)
    worker = town.world.worker(dossier, "examine")
    api.send_back(dossier.uid, reason="Nội bộ: xem lại", by=worker, at=LATER)
    page = page_of(town, at(dossier, "dossier"))
    assert "Nội bộ" not in page
    assert "Được chuyển lại bước trước" in page


def test_a_supplement_asks_for_the_very_paper_and_answer(town, asked):
    page = page_of(town, at(asked, "supplement"))
    assert 'name="file.proof"' in page
    assert 'name="kind"' in page
    assert 'name="file.identity"' not in page
    assert "Thiếu giấy tờ chứng minh; loại chưa đúng." in page


def test_a_supplement_goes_round(town, asked):
    file = SimpleUploadedFile("giay.png", picture(800, 900))
    answer = town.citizen.post(at(asked, "supplement"), {"kind": "a", "file.proof": file})
    assert answer.url == at(asked, "dossier")
    after = api.dossier(str(asked.uid), actor=town.world.applicant)
    assert (after.status, after.form["kind"]) == (api.Status.NEW, "a")
    assert "giay.png" in [one.name for one in api.handed_in(after)]
    assert town.citizen.get(at(asked, "supplement")).url == at(asked, "dossier")


def test_a_wrong_answer_loses_no_file_that_came_with_it(town, asked):
    file = SimpleUploadedFile("giay.png", picture(800, 900))
    answer = town.citizen.post(at(asked, "supplement"), {"kind": "z", "file.proof": file})
    assert answer.status_code == 422
    page = answer.content.decode()
    kept = page.split('name="kept.proof" value="')[1].split('"')[0]
    again = town.citizen.post(at(asked, "supplement"), {"kind": "a", "kept.proof": kept})
    assert again.url == at(asked, "dossier")


def test_a_file_of_somebody_else_is_not_taken_as_kept(town, asked):
    told = {"kind": "a", "kept.proof": str(uuid4())}
    assert town.citizen.post(at(asked, "supplement"), told).status_code == 422


def test_a_dossier_is_taken_back_with_a_reason(town):
    dossier = online(town)
    assert town.citizen.post(at(dossier, "withdraw"), {"reason": " "}).status_code == 422
    town.citizen.post(at(dossier, "withdraw"), {"reason": "Đổi ý"})
    after = api.dossier(str(dossier.uid), actor=town.world.applicant)
    assert after.status is api.Status.WITHDRAWN
    assert town.citizen.get(at(dossier, "withdraw")).url == at(dossier, "dossier")


def test_an_ended_dossier_is_rated_once(town):
    dossier = online(town)
    api.refuse(dossier.uid, reason="Không đúng nơi", by=town.world.receiver, at=LATER)
    assert town.citizen.post(at(dossier, "rate"), {"r5": "2"}).status_code == 422
    told = {"r5": "2", "r6": "1", "r7": "2", "comment": "Tốt"}
    assert town.citizen.post(at(dossier, "rate"), told).status_code == 302
    assert town.citizen.post(at(dossier, "rate"), told).status_code in {302, 422}
    assert at(dossier, "rate") not in page_of(town, at(dossier, "dossier"))


def test_a_complaint_reaches_the_head_and_its_answer_comes_back(town):
    dossier = online(town)
    told = {"text": "Chưa ai gọi", "complaint": uuid4()}
    for _ in range(2):
        assert town.citizen.post(at(dossier, "complain"), told).status_code == 302
    complaint = Complaint.objects.get()
    head = town.world.actor(town.world.commune, Role.UNIT_HEAD)
    api.answer_complaint(complaint.uid, text="Đã nhắc cán bộ", by=head, at=complaint.at)
    page = page_of(town, at(dossier, "complain"))
    assert "Đã nhắc cán bộ" in page


def test_papers_are_listed_and_downloaded_by_their_owner_alone(town):
    begun = town.citizen.post(
        reverse("filing:start", args=[CODE]),
        {"place": town.world.desk.uid, "receipt": "no", "draft": uuid4()},
    )
    uid = begun.url.split("/")[2]
    answers = {"kind": "b", "verify": "no", "split": "no", "ask_justice": "no"}
    town.citizen.post(reverse("filing:questions", args=[uid, 1]), answers)
    file = SimpleUploadedFile("can-cuoc.png", picture(800, 900))
    town.citizen.post(reverse("filing:paper", args=[uid, "identity"]), {"file": file})
    town.citizen.post(reverse("filing:check", args=[uid]), {"declared": "on"})
    found = api.dossier(uid, actor=town.world.applicant)
    api.accept(found.uid, by=town.world.receiver, at=found.acted_at)
    page = page_of(town, reverse("account:papers"))
    paper = re.search(r"/my/papers/[0-9a-f-]{36}/", page)[0]
    assert town.citizen.get(paper).headers["Content-Disposition"].startswith("attachment")
    assert town.other.get(paper).status_code == 404


NAMES = ["dossier", "supplement", "withdraw", "rate", "complain"]


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_enters_a_dossier(town, asked, name):
    assert town.other.get(at(asked, name)).status_code == 404
    assert town.other.post(at(asked, name), {"text": "x", "reason": "x"}).status_code in {404, 405}
    assert town.nobody.get(at(asked, name)).status_code == 302


def test_the_cost_of_the_list_does_not_grow(town, django_assert_max_num_queries):
    for _ in range(3):
        online(town)
    with django_assert_max_num_queries(14):
        town.citizen.get(reverse("account:home"))
