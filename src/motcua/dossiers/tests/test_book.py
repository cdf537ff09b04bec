"""The tracking book: its lines, its pages, who may read it, and its print."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from motcua.authority.types import SYSTEM
from motcua.documents.tests.test_typesetting import text_of
from motcua.dossiers import api
from motcua.dossiers.errors import BookNotYours, BookPeriodInvalid, BookTooLong
from motcua.dossiers.selectors import book
from motcua.dossiers.tests.factories import AT, make_other_commune, stranger
from motcua.dossiers.tests.test_rest import caller

DAY = {"since": date(2026, 11, 23), "until": date(2026, 11, 24)}


def accepted(world, minutes):
    at = AT + timedelta(minutes=minutes)
    return api.accept(world.filed(at=at).uid, by=world.receiver, at=at)


def test_the_book_holds_what_the_desk_accepted_in_the_period(world):
    returned = api.hand_over(world.done().uid, by=world.receiver, at=AT + timedelta(hours=1))
    later = accepted(world, 90)
    world.filed(at=AT + timedelta(minutes=100))
    lines = api.tracking_book(world.desk.pk, **DAY, actor=world.receiver)
    assert [(line.order, line.code) for line in lines] == [(1, returned.code), (2, later.code)]
    assert (lines[0].owner, lines[0].sets) == (world.citizen.name, 1)
    assert (lines[0].returned_at, lines[1].returned_at) == (AT + timedelta(hours=1), None)
    assert lines[0].return_channel == "Trực tuyến"
    assert lines[0].lead == world.commune.name_vi
    tomorrow = {"since": DAY["until"], "until": date(2026, 11, 25)}
    assert api.tracking_book(world.desk.pk, **tomorrow, actor=world.receiver) == []


def test_pages_of_the_book_give_every_line_once(world):
    for minutes in (1, 2, 2, 3, 4):
        accepted(world, minutes)
    whole = api.whole_book(world.desk.pk, **DAY, actor=SYSTEM)
    seen, after = [], None
    while page := api.tracking_book(world.desk.pk, **DAY, actor=SYSTEM, after=after, limit=2):
        seen += page
        after = page[-1].key
    assert seen == whole
    assert [line.order for line in whole] == [1, 2, 3, 4, 5]


def test_the_unit_those_above_it_and_overseers_read_the_book(world):
    accepted(world, 1)
    readers = (
        world.receiver,
        world.actor(world.commune, "unit_head"),
        world.actor(world.province, "auditor"),
        world.actor(world.province, "supervisor"),
    )
    for actor in readers:
        assert len(api.tracking_book(world.desk.pk, **DAY, actor=actor)) == 1


def test_nobody_else_reads_the_book(world):
    others = (
        stranger(),
        make_other_commune(world),
        world.applicant,
        world.actor(world.province, "operator"),
    )
    for actor in others:
        with pytest.raises(BookNotYours):
            api.tracking_book(world.desk.pk, **DAY, actor=actor)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_book_has_a_period_of_a_day_to_a_year(world, days):
    until = DAY["since"] + timedelta(days=days)
    with pytest.raises(BookPeriodInvalid):
        api.tracking_book(world.desk.pk, since=DAY["since"], until=until, actor=SYSTEM)


def test_a_print_that_would_be_too_long_is_refused(world, monkeypatch):
    monkeypatch.setattr(book, "MOST_LINES", 1)
    accepted(world, 1)
    accepted(world, 2)
    with pytest.raises(BookTooLong):
        api.whole_book(world.desk.pk, **DAY, actor=SYSTEM)


def test_the_printed_book_and_slip_say_what_the_register_says(world):
    dossier = world.done()
    lines = api.whole_book(world.desk.pk, **DAY, actor=SYSTEM)
    shown = text_of(api.book_pdf(lines, unit_id=world.desk.pk, **DAY, at=AT)).replace("\u200b", "")
    assert "SỔ THEO DÕI HỒ SƠ" in shown
    assert "Từ ngày 23/11/2026 đến ngày 23/11/2026" in shown
    assert dossier.code in shown.replace(" ", "")
    slip = text_of(api.slip_pdf(dossier, at=AT))
    assert "PHIẾU KIỂM SOÁT" in slip
    assert "Thẩm định" in slip
    assert "officer:" not in slip


def test_the_api_gives_the_book_in_pages_and_as_pdf(client, world):
    world.filed(at=timezone.now())
    accepted(world, 1)
    accepted(world, 2)
    call = caller(client, account=world.posts[world.desk.pk, "receiver"])
    path = f"/units/{world.desk.code}/book"
    period = "since=2026-11-23&until=2026-11-24"
    first = call.get(f"{path}?{period}&limit=1").json()
    second = call.get(first["next"].removeprefix("/api/v1")).json()
    assert [page["items"][0]["order"] for page in (first, second)] == [1, 2]
    assert call.get(f"{path}?{period}&after=nonsense").status_code == 422
    printed = call.get(f"{path}.pdf?{period}")
    assert printed.content.startswith(b"%PDF")
    code = first["items"][0]["code"]
    assert call.get(f"/dossiers/{code}/control-slip.pdf").content.startswith(b"%PDF")
