"""The leader's pages: who may open them, what they show, what they change."""

import io
from datetime import UTC, date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from motcua.authority.api import absences_of, actor_for_account, delegations_of
from motcua.authority.models import Account
from motcua.authority.tests.factories import make_account
from motcua.authority.types import SYSTEM
from motcua.documents.api import read_file
from motcua.dossiers import api
from motcua.dossiers.errors import NoTask
from motcua.dossiers.selectors.files import file_of
from motcua.dossiers.tests.factories import AT, World


@pytest.fixture
def world(db):
    """A small province at work."""
    return World.make()


@pytest.fixture(autouse=True)
def _at_work(monkeypatch):
    """Let the pages stand at the instant at which the small province works."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT.astimezone(UTC))


def signed_in(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def chair(world):
    return signed_in(world.posts[world.commune.pk, "unit_head"])


def page(client, name, *args, **query):
    return client.get(reverse(f"lead:{name}", args=args), query)


OF_UNIT = ("board", "proposals", "unit-absences", "register", "register-print")


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("head", {*OF_UNIT, "evaluation", "cases"}),
        ("receiver", {"evaluation"}),
        ("auditor", {*OF_UNIT, "evaluation", "cases", "signs"}),
        ("supervisor", {*OF_UNIT, "evaluation", "cases", "signs"}),
        ("other_head", set()),
        ("citizen", set()),
        ("anonymous", set()),
    ],
)
def test_each_page_of_a_unit_opens_to_who_leads_or_oversees_it(world, who, opens):
    client = {
        "head": lambda: signed_in(world.posts[world.commune.pk, "unit_head"]),
        "receiver": lambda: signed_in(world.posts[world.desk.pk, "receiver"]),
        "auditor": lambda: signed_in(world.posts[world.province.pk, "auditor"]),
        "supervisor": lambda: signed_in(world.posts[world.province.pk, "supervisor"]),
        "other_head": lambda: signed_in(world.posts[world.unit("justice").pk, "unit_head"]),
        "citizen": lambda: signed_in(make_account(person=world.citizen)),
        "anonymous": Client,
    }[who]()
    world.done()
    pages = (*OF_UNIT, "evaluation", "cases", "signs")
    opened = {name for name in pages if page(client, name, world.commune.uid).status_code == 200}
    assert opened == opens


def test_the_board_shows_the_open_work_and_that_its_history_is_short(world, chair):
    dossier = world.examined()
    text = page(chair, "board", world.commune.uid).content.decode()
    assert dossier.code in text or api.dossier(str(dossier.uid), actor=world.receiver).code in text
    assert "Not enough history" in text


def test_an_absence_is_announced_confirmed_and_ends_by_itself(world, chair):
    economy = world.unit("economy")
    absent, other = world.posts[economy.pk, "officer"], world.posts[world.desk.pk, "receiver"]
    client = signed_in(absent)
    answer = client.post(
        reverse("lead:absences"),
        {"substitute": other.pk, "since": "2026-11-23", "last": "2026-11-25"},
    )
    assert answer.status_code == 302
    (line,) = absences_of(absent.pk)
    assert (line.since, line.until) == (date(2026, 11, 23), date(2026, 11, 26))
    address = reverse("lead:absence", args=[line.uid])
    assert client.post(address, {"do": "confirm"}).status_code == 403
    assert chair.post(address, {"do": "confirm"}).status_code == 302
    assert absences_of(absent.pk)[0].confirmed_at
    dossier = world.examined()

    def seen(days):
        actor = actor_for_account(other, at=AT + timedelta(days=days))
        return dossier.uid in {item.dossier for item in api.worklist(actor)}

    assert seen(0)
    assert not seen(4)


def test_a_bad_absence_is_told_with_what_was_typed(world):
    client = signed_in(world.posts[world.desk.pk, "receiver"])
    answer = client.post(
        reverse("lead:absences"), {"substitute": "", "since": "2026-11-25", "last": "2026-11-23"}
    )
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()


def world_now(dossier):
    """Return a dossier as it is now."""
    return api.dossier(str(dossier.uid), actor=SYSTEM)


def words_of(dossier):
    """Return the words of the signed result."""
    (paper,) = [p for p in api.papers(dossier) if p.uid == dossier.result_uid]
    content = read_file(file_of(paper).uid)
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def granting(world, deputy, **facts):
    values = {
        "to": deputy.pk,
        "formula": "KT.",
        "acts": ["sign", "approve"],
        "procedures": ["9.000001"],
        "since": "2026-11-23",
        "last": "2026-12-31",
        "document_number": "12/QĐ-UBND",
        "document_on": "2026-11-20",
    }
    return {**values, **facts}


def test_a_delegation_is_granted_used_on_the_paper_narrowed_and_then_refused(world, chair):
    deputy = world.posts[world.unit("economy").pk, "officer"]
    answer = chair.post(reverse("lead:grant", args=[world.commune.uid]), granting(world, deputy))
    assert answer.status_code == 302, answer.content.decode()
    (line,) = delegations_of(deputy.pk)
    dossier = world.examined()
    at = AT + timedelta(minutes=20)
    api.forward(dossier.uid, by=world.worker(dossier, "examine"), at=at)
    who = actor_for_account(deputy, at=at)
    dossier = api.approve(dossier.uid, by=world.worker(world_now(dossier), "approve"), at=at)
    dossier = api.sign(dossier.uid, by=who, at=at)
    assert "KT." in words_of(dossier)
    address = reverse("lead:delegation", args=[line.uid])
    narrowed = {
        "do": "narrow",
        "acts": ["approve"],
        "procedures": ["9.000001"],
        "last": "2026-12-31",
    }
    assert chair.post(address, narrowed).status_code == 302
    other = world.examined()
    api.forward(other.uid, by=world.worker(other, "examine"), at=at)
    who = actor_for_account(deputy, at=at)
    api.approve(other.uid, by=world.worker(world_now(other), "approve"), at=at)
    with pytest.raises(NoTask):
        api.sign(other.uid, by=who, at=at)
    assert chair.post(address, {"do": "revoke"}).status_code == 302
    text = chair.get(address).content.decode()
    assert all(word in text for word in ("Granted", "Narrowed", "Revoked"))


def test_a_delegation_that_cannot_stand_is_refused_with_a_clear_text(world, chair):
    deputy = world.posts[world.unit("economy").pk, "officer"]
    answer = chair.post(
        reverse("lead:grant", args=[world.commune.uid]),
        granting(world, deputy, since="2001-01-01"),
    )
    assert answer.status_code == 422
    assert "outlasts the giver" in answer.content.decode()
    assert not delegations_of(deputy.pk)


def test_only_the_head_grants_and_only_the_parties_and_oversight_read(world):
    deputy = world.posts[world.unit("economy").pk, "officer"]
    address = reverse("lead:grant", args=[world.commune.uid])
    for role, unit in (("auditor", world.province), ("receiver", world.desk)):
        client = signed_in(world.posts[unit.pk, role])
        assert client.get(address).status_code == 403
        assert client.post(address, granting(world, deputy)).status_code == 403
    assert not delegations_of(deputy.pk)


def test_the_figures_lead_down_to_dossiers_and_their_ledger(world, chair):
    done = world.done()
    text = page(chair, "cases", world.commune.uid).content.decode()
    below = reverse("lead:entries", args=[world.commune.uid, done.uid])
    assert below in text
    assert "dossier.issue" in chair.get(below).content.decode()
    stranger = signed_in(world.posts[world.unit("justice").pk, "unit_head"])
    assert stranger.get(below).status_code == 404


@pytest.mark.parametrize(
    ("kind", "begins"), [("sheet.csv", b"\xef\xbb\xbf"), ("sheet.xlsx", b"PK")]
)
def test_the_sheets_are_given_as_files(world, chair, kind, begins):
    world.done()
    answer = page(chair, "export", world.commune.uid, kind)
    assert answer.content.startswith(begins)
    assert page(chair, "export", world.commune.uid, "sheet.exe").status_code == 404


def test_a_period_that_is_none_is_told(world, chair):
    answer = page(chair, "evaluation", world.commune.uid, since="2026-11-25", last="2026-11-20")
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["board", "evaluation", "register", "unit-absences"])
def test_the_pages_take_a_bounded_number_of_queries(
    world, chair, django_assert_max_num_queries, name
):
    for _ in range(3):
        world.done()
        world.examined()
    page(chair, name, world.commune.uid)
    with django_assert_max_num_queries(22):
        page(chair, name, world.commune.uid)


def test_what_begins_like_a_formula_is_written_as_text():
    from motcua.desk.lead.sheets import _safe

    assert _safe("=1+1") == "'=1+1"
    assert _safe("Nguyễn Văn An") == "Nguyễn Văn An"
