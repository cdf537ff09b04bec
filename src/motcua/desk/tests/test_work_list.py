"""The worklist in a browser: what is on it, many at once, and that it is nobody else's."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from motcua.authority.tests.factories import make_officer, make_unit
from motcua.authority.types import Level, Role
from motcua.desk.models import SavedFilter
from motcua.desk.work.filters import after_of, query_of, wish_of
from motcua.dossiers import api
from motcua.dossiers.tests.factories import CODE


def lately(minutes=30):
    return timezone.now() - timedelta(minutes=minutes)


def page(client, path="/desk/", **asked):
    answer = client.get(path, asked)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def ticked(*dossiers):
    return [f"{d.open_tasks()[0].uid}:{d.seq}" for d in dossiers]


def other_desk(world):
    commune = make_unit(parent=world.province, slug="other-commune")
    unit = make_unit(parent=commune, slug="other-one-stop", level=Level.ONE_STOP)
    client = Client()
    client.force_login(make_officer(unit, Role.RECEIVER))
    return client


def test_an_officer_sees_what_his_posts_have_to_do(world, desk):
    dossier = world.filed(at=lately())
    shown = page(desk())
    assert f"/desk/dossiers/{dossier.uid}" in shown
    assert "left" in shown
    assert str(dossier.uid) not in page(other_desk(world))
    assert "Nothing to do here" in page(desk(world.commune, "clerk"))


def test_the_worklist_is_for_officers(world, desk):
    assert desk() is not None
    assert Client().get("/desk/").status_code == 302
    citizen = Client()
    from motcua.authority.tests.factories import make_account

    citizen.force_login(make_account(person=world.citizen))
    assert citizen.get("/desk/").status_code == 403


def test_the_worklist_costs_the_same_however_long_it_is(world, desk, django_assert_max_num_queries):
    client = desk()
    for count in (1, 8):
        for _ in range(count):
            world.filed(at=lately())
        page(client)
        with django_assert_max_num_queries(7):
            page(client)


def test_filters_narrow_the_list_and_can_be_kept(world, desk):
    dossier = world.filed(at=lately())
    client = desk()
    assert str(dossier.uid) in page(client, procedure=CODE, whose="free")
    assert str(dossier.uid) not in page(client, whose="mine")
    assert str(dossier.uid) not in page(client, name="khong co")
    client.post("/desk/filters", {"name": "Gấp", "query": "due=late&x=1&procedure=" + CODE})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("Gấp", f"procedure={CODE}&due=late")
    assert "Gấp" in page(client)
    assert desk(world.commune, "clerk").post(f"/desk/filters/{kept.pk}/delete").status_code == 404
    assert client.post(f"/desk/filters/{kept.pk}/delete").status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "a\x00b"])
def test_a_filter_needs_a_name(desk, name):
    desk().post("/desk/filters", {"name": name})
    assert not SavedFilter.objects.exists()


def test_an_officer_keeps_a_bounded_number_of_filters(desk):
    client = desk()
    for number in range(25):
        client.post("/desk/filters", {"name": f"f{number}"})
    assert SavedFilter.objects.count() == 20


@pytest.mark.parametrize(
    ("name", "change"),
    [("filter_has_a_name", {"name": ""}), ("filter_name_is_one_an_officer", {"name": "a"})],
)
def test_the_database_refuses(world, name, change):
    account = world.posts[world.desk.pk, "receiver"]
    for each in ("a", "b"):
        SavedFilter.objects.create(account=account, name=each, query="", saved_at=lately())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SavedFilter.objects.filter(name="b").update(**change)


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "99"}, {"status": "x"}, {"whose": "x"}, {"due": "x"}, {"channel": "x"},
        {"post": "x:y"}, {"post": "99999999999:receiver"}, {"after": "x"}, {"after": "2026_1"},
        {"after": "2026-01-01T00:00:00+00:00_" + "9" * 40}, {"name": "\x00"}, {"step": "'" * 90},
    ],
)  # fmt: skip
def test_an_address_that_says_nonsense_narrows_nothing(desk, asked):
    page(desk(), **asked)


def test_an_address_is_written_as_it_is_read():
    asked = {"procedure": "1", "whose": "mine", "due": "late", "after": "x", "odd": "1"}
    query = query_of(asked, due="")
    assert query == "procedure=1&whose=mine"
    assert wish_of(asked).due is api.Due.LATE
    assert after_of(asked) is None


def test_fifty_are_accepted_at_once_and_each_outcome_is_told(world, desk):
    client = desk()
    good, stale = world.filed(at=lately()), world.filed(at=lately())
    unpaid = api.submit(world.filing(), by=world.receiver, at=lately())
    api.claim(stale.uid, task=stale.open_tasks()[0].uid, by=world.receiver, at=lately(20))
    sent = {"do": "accept", "chosen": [*ticked(good, stale, unpaid), "x", "x:y"]}
    answer = client.post("/desk/bulk", sent)
    assert answer.headers["Location"] == "/desk/outcome"
    shown = page(client, "/desk/outcome")
    assert "1 dossier done" in shown
    assert "2 dossiers were left as they were" in shown
    assert "not yet paid" in shown
    state = [api.dossier(str(d.uid), actor=world.receiver).status for d in (good, stale, unpaid)]
    assert state == [api.Status.ACCEPTED, api.Status.NEW, api.Status.NEW]
    client.post("/desk/bulk", sent)
    assert api.dossier(str(good.uid), actor=world.receiver).seq == good.seq + 1


def test_all_of_a_page_are_ticked_with_one_click_and_sent_on(world, desk):
    client = desk()
    ready = [api.accept(world.filed(at=lately()).uid, by=world.receiver, at=lately(20))]
    shown = page(client, all="1")
    assert shown.count("checked") == 1
    assert 'value="accept"' not in shown
    client.post("/desk/bulk", {"do": "forward", "chosen": ticked(*ready)})
    assert "1 dossier done" in page(client, "/desk/outcome")


def test_nothing_is_done_on_what_is_not_the_officers(world, desk):
    dossier = world.filed(at=lately())
    other_desk(world).post("/desk/bulk", {"do": "accept", "chosen": ticked(dossier)})
    for sent in ({"do": "stop", "chosen": ticked(dossier)}, {"do": "accept"}):
        assert desk().post("/desk/bulk", sent).headers["Location"] == "/desk/"
    assert api.dossier(str(dossier.uid), actor=world.receiver).seq == dossier.seq


def test_many_papers_are_signed_at_once_after_a_look(world, desk):
    ready = []
    for _ in range(3):
        dossier = world.filed(at=lately())
        api.accept(dossier.uid, by=world.receiver, at=lately(25))
        dossier = api.forward(dossier.uid, by=world.receiver, at=lately(24))
        for step, act in (("examine", api.forward), ("approve", api.approve)):
            dossier = act(dossier.uid, by=world.worker(dossier, step), at=lately(20))
        ready.append(dossier)
    client = desk(world.commune, "unit_head")
    assert 'value="sign"' in page(client)
    sent = {"do": "sign", "chosen": ticked(*ready)}
    look = client.post("/desk/bulk", sent).content.decode()
    assert "3 papers to sign" in look
    assert "3 × Test procedure" in look
    client.post("/desk/bulk", {**sent, "sure": "1"})
    assert "3 dossiers done" in page(client, "/desk/outcome")
    states = [api.dossier(str(d.uid), actor=world.receiver) for d in ready]
    assert all(state.result_uid for state in states)


def test_a_scan_lands_on_the_dossier_and_a_name_lists_them(world, desk):
    dossier = api.accept(world.filed(at=lately()).uid, by=world.receiver, at=lately(20))
    client, foreign = desk(), other_desk(world)
    for text in (dossier.code, f"https://x.vn/track/{dossier.code}"):
        answer = client.get("/desk/search", {"q": text})
        assert answer.headers["Location"] == f"/desk/dossiers/{dossier.uid}"
        assert foreign.get("/desk/search", {"q": text}).status_code == 200
    name = api.parties(dossier).applicant.name
    assert str(dossier.uid) in page(client, "/desk/search", q=name.upper())
    for text in ("", "\x00", "x" * 600, "khong co ai ca"):
        assert "Nothing found" in page(client, "/desk/search", q=text)


def test_the_next_dossier_is_another_one(world, desk):
    first, second = world.filed(at=lately(30)), world.filed(at=lately(20))
    client = desk()
    where = client.get("/desk/next", {"left": first.uid}).headers["Location"]
    assert where == f"/desk/dossiers/{second.uid}"
    assert desk(world.commune, "clerk").get("/desk/next").headers["Location"] == "/desk/"


def test_the_shortcuts_are_listed(desk):
    assert "Keyboard shortcuts" in page(desk(), "/desk/keys")
