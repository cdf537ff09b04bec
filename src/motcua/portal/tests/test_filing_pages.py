"""Filing in a browser without scripts: from the first page to the confirmation."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from motcua.authority.api import grant_representation
from motcua.authority.tests.factories import make_person
from motcua.authority.types import Actor, ActorKind, RepresentationGround
from motcua.dossiers import api
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import CODE
from motcua.dossiers.tests.test_drafts import picture
from motcua.portal.filing.tokens import guide_token

ANSWERS = {"kind": "b", "verify": "no", "split": "no", "ask_justice": "no"}


def begin(town, *, draft=None, query=""):
    address = reverse("filing:start", args=[CODE]) + query
    told = {"place": town.world.desk.uid, "receipt": "no", "draft": draft or uuid4()}
    return town.citizen.post(address, told)


@pytest.fixture
def draft(town):
    begin(town)
    return Dossier.objects.get()


def to(draft, name, *args):
    return reverse(f"filing:{name}", args=[draft.uid, *args])


def upload(town, draft, content=None, name="can-cuoc.png", component="identity"):
    file = SimpleUploadedFile(name, picture(700, 900) if content is None else content)
    return town.citizen.post(to(draft, "paper", component), {"file": file})


def complete(town, draft):
    assert town.citizen.post(to(draft, "questions", 1), ANSWERS).status_code == 302
    assert upload(town, draft).status_code == 302


def test_the_first_page_says_what_is_needed_and_its_limits(town):
    page = town.citizen.get(reverse("filing:start", args=[CODE])).content.decode()
    assert "Căn cước" in page
    assert "20 MB" in page


def test_from_the_first_page_to_the_confirmation(town):
    answer = begin(town)
    draft = Dossier.objects.get()
    assert answer.url == to(draft, "resume")
    assert town.citizen.get(answer.url).url == to(draft, "questions", 1)
    assert town.citizen.get(to(draft, "questions", 1)).status_code == 200
    complete(town, draft)
    assert town.citizen.get(to(draft, "resume")).url == to(draft, "check")
    assert town.citizen.get(to(draft, "check")).status_code == 200
    sent = town.citizen.post(to(draft, "check"), {"declared": "on"}, follow=True)
    assert sent.redirect_chain[-1][0] == to(draft, "sent")
    draft.refresh_from_db()
    assert draft.status == api.Status.NEW
    said = {"kind": "b", "verify": False, "split": False, "ask_justice": False}
    assert draft.form == {**said, "full_name": town.world.citizen.name}


def test_sent_twice_it_is_one_dossier_and_the_second_press_shows_the_confirmation(town, draft):
    complete(town, draft)
    for _ in range(2):
        answer = town.citizen.post(to(draft, "check"), {"declared": "on"})
        assert answer.url == to(draft, "sent")
    assert Dossier.objects.count() == 1


def test_begun_twice_with_the_same_press_it_is_one_draft(town):
    press = uuid4()
    assert begin(town, draft=press).url == begin(town, draft=press).url
    assert Dossier.objects.count() == 1


def test_an_open_draft_is_offered_before_another_begins(town, draft):
    page = town.citizen.get(reverse("filing:start", args=[CODE])).content.decode()
    assert to(draft, "resume") in page


def test_what_a_guide_found_is_filled_in(town):
    token = guide_token(CODE, {"kind": "b", "stray": 1})
    begin(town, query=f"?guide={token}")
    assert Dossier.objects.get().form == {"kind": "b", "full_name": town.world.citizen.name}


def test_a_forged_guide_is_nothing(town):
    assert town.citizen.get(reverse("filing:start") + "?guide=abc").status_code == 404
    assert town.citizen.get(reverse("filing:start") + "?procedure=no").status_code == 404


def test_a_wrong_answer_stays_on_the_page_and_is_told_at_its_question(town, draft):
    answer = town.citizen.post(to(draft, "questions", 1), {**ANSWERS, "kind": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "là thông tin bắt buộc" in page
    assert page.count("checked") == 3
    draft.refresh_from_db()
    assert draft.form == {"full_name": town.world.citizen.name}


def test_saved_for_later_it_is_there_again(town, draft):
    answer = town.citizen.post(to(draft, "questions", 1), {"kind": "b", "later": "1"})
    assert answer.url == reverse("account:home")
    assert to(draft, "resume") in town.citizen.get(answer.url).content.decode()
    page = town.citizen.get(to(draft, "questions", 1)).content.decode()
    assert 'value="b"' in page
    assert "checked" in page


def test_the_list_of_papers_follows_the_answers(town, draft):
    town.citizen.post(to(draft, "questions", 1), {**ANSWERS, "verify": "yes"})
    page = town.citizen.get(to(draft, "papers")).content.decode()
    assert "Giấy tờ chứng minh" in page
    town.citizen.post(to(draft, "questions", 1), ANSWERS)
    assert "Giấy tờ chứng minh" not in town.citizen.get(to(draft, "papers")).content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "x.png"), (b"MZ program", "x.pdf"), (b"plain words", "x.png")],
)
def test_a_file_that_cannot_be_taken_is_told_and_loses_nothing(town, draft, content, name):
    upload(town, draft)
    answer = upload(town, draft, content, name)
    assert answer.status_code == 422
    assert "can-cuoc.png" in answer.content.decode()


def test_a_file_is_replaced_downloaded_and_taken_out(town, draft):
    upload(town, draft)
    upload(town, draft, name="moi.png", content=picture(800, 900))
    (one,) = api.handed_in(api.dossier(str(draft.uid), actor=town.world.applicant))
    assert one.name == "moi.png"
    answer = town.citizen.get(to(draft, "file", one.file_uid))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert town.other.get(to(draft, "file", one.file_uid)).status_code == 404
    town.citizen.post(to(draft, "paper", "identity"), {"remove": "1"})
    assert "moi.png" not in town.citizen.get(to(draft, "papers")).content.decode()


def test_the_check_lists_every_fault_with_a_link_to_its_place_and_does_not_send(town, draft):
    town.citizen.post(to(draft, "questions", 1), {"later": "1"})
    upload(town, draft, picture(200, 300))
    page = town.citizen.get(to(draft, "check")).content.decode()
    assert to(draft, "questions", 1) + "?mend=1" in page
    assert to(draft, "paper", "identity") in page
    assert town.citizen.post(to(draft, "check"), {"declared": "on"}).status_code == 422
    draft.refresh_from_db()
    assert draft.status == api.Status.DRAFT
    mend = town.citizen.get(to(draft, "questions", 1) + "?mend=1").content.decode()
    assert "là thông tin bắt buộc" in mend


def test_without_the_declaration_nothing_is_sent(town, draft):
    complete(town, draft)
    assert town.citizen.post(to(draft, "check"), {}).status_code == 422
    draft.refresh_from_db()
    assert draft.status == api.Status.DRAFT


def test_the_place_and_the_receipt_are_changed(town, draft):
    told = {"place": town.world.desk.uid, "receipt": "yes"}
    assert town.citizen.post(to(draft, "place"), told).url == to(draft, "questions", 1)
    draft.refresh_from_db()
    assert draft.facts["receipt"] is True
    assert town.citizen.post(to(draft, "place"), {**told, "place": uuid4()}).status_code == 422


NAMES = ["resume", "place", "papers", "check", "sent"]


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_enters_a_draft(town, draft, name):
    assert town.other.get(to(draft, name)).status_code == 404
    assert town.nobody.get(to(draft, name)).status_code == 302


def test_nobody_else_writes_into_a_draft(town, draft):
    for name, args in (("questions", [1]), ("paper", ["identity"]), ("check", []), ("place", [])):
        assert town.other.post(to(draft, name, *args), {"later": "1"}).status_code == 404
    draft.refresh_from_db()
    assert draft.seq == 1


def test_every_page_speaks_both_languages(town, draft):
    complete(town, draft)
    pages = [to(draft, name) for name in ("place", "papers", "check")]
    pages += [to(draft, "questions", 1), to(draft, "paper", "identity")]
    for page in pages:
        said = {
            language: town.citizen.get(page, headers={"accept-language": language}).content
            for language in ("vi", "en")
        }
        assert b'lang="en"' in said["en"]
        assert b'lang="vi"' in said["vi"]
        assert said["vi"] != said["en"]


def test_an_old_draft_of_long_ago_is_still_there(town, draft):
    Dossier.objects.filter(pk=draft.pk).update(created_at=draft.created_at - timedelta(days=90))
    assert town.citizen.get(to(draft, "resume")).status_code == 302


def test_one_files_for_whom_one_represents_and_gets_none_of_his_data(town):
    principal = make_person()
    row = town.world.citizen
    by = Actor(kind=ActorKind.PERSON, uid=principal.uid, person_id=principal.pk)
    grant_representation(
        principal.pk,
        representative_id=row.pk,
        ground=RepresentationGround.GRANTED,
        by=by,
        at=timezone.now(),
    )
    address = reverse("filing:start", args=[CODE])
    assert principal.name in town.citizen.get(address).content.decode()
    told = {"place": town.world.desk.uid, "receipt": "no", "draft": uuid4()}
    town.citizen.post(address, {**told, "whom": str(principal.uid)})
    draft = Dossier.objects.get()
    assert (draft.applicant_id, draft.submitter_id, draft.form) == (principal.pk, row.pk, {})
    stranger = town.other.post(address, {**told, "draft": uuid4(), "whom": str(principal.uid)})
    assert stranger.status_code == 302
    assert Dossier.objects.filter(applicant=principal).count() == 1
