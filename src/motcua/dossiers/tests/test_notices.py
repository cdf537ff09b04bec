"""Notices: once each, on every channel chosen, tried again, gone with the person."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from simulators.messages import Mailbox
from simulators.serving import Server

from motcua.authority.services.erasure import erase_person
from motcua.authority.tests.factories import make_person
from motcua.authority.types import SYSTEM
from motcua.dossiers import api, channels
from motcua.dossiers.models import Notice, NoticeDelivery, NoticePreference, OutboxItem
from motcua.dossiers.rules.telling import FOR_OFFICERS, FOR_PEOPLE, sentence
from motcua.dossiers.services import notices
from motcua.dossiers.services.notices import Wanted
from motcua.dossiers.tests.factories import AT, World
from motcua.dossiers.tests.threads import together

TOKEN = "token-of-the-tests"
ALL = Wanted("vi", True, True, True, "zalo-1", "a@example.vn", "0900000001")


@pytest.fixture
def world(db):
    return World.make(verified=True)


@pytest.fixture
def box():
    box = Mailbox(TOKEN)
    server = Server(box)
    server.start()
    yield box, server.address
    server.end()


def ways(address, token=TOKEN):
    return {
        "email": channels.Mail(),
        "sms": channels.Sms(address, token),
        "zalo": channels.Zalo(address, token),
    }


def told(world, wish=ALL):
    notices.prefer(world.citizen.pk, wish, by=world.applicant, at=AT)
    dossier = world.filed()
    api.accept(dossier.uid, by=world.receiver, at=AT + timedelta(minutes=5))
    while api.drain(at=AT):
        continue
    return dossier


def test_a_notice_goes_once_by_every_channel_chosen(world, box, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    recorded, address = box
    told(world)
    count = Notice.objects.filter(person=world.citizen).count()
    assert count >= 2
    sent = sum(notices.deliver(at=AT, channels=ways(address)) for _ in range(3))
    assert sent == 3 * count
    assert len(mail.outbox) == count
    assert mail.outbox[0].to == ["a@example.vn"]
    by_channel = [m.channel for m in recorded.messages]
    assert (by_channel.count("sms"), by_channel.count("zalo")) == (count, count)
    assert {m.to for m in recorded.messages} == {"0900000001", "zalo-1"}


def test_what_leaves_the_platform_bears_no_name(world, box, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    recorded, address = box
    told(world)
    notices.deliver(at=AT, channels=ways(address))
    texts = [m.text for m in recorded.messages] + [m.subject + m.body for m in mail.outbox]
    assert not [text for text in texts if world.citizen.name in text]


def test_a_provider_that_refuses_is_tried_again_and_then_given_up(world, box):
    _, address = box
    told(world, Wanted(email=False, zalo=True, zalo_user="z"))
    row = NoticeDelivery.objects.order_by("id")[0]
    at = AT
    assert notices.deliver(at=at, channels=ways(address, "wrong")) == 0
    row.refresh_from_db()
    assert (row.attempts, row.error, row.given_up_at) == (1, "zalo -216", None)
    assert notices.deliver(at=at, channels=ways(address)) == 0, "not before its time"
    for _ in notices.WAITS:
        at += timedelta(days=1)
        notices.deliver(at=at, channels=ways(address, "wrong"))
    row.refresh_from_db()
    assert row.given_up_at is not None


def test_a_provider_that_comes_back_gets_the_notice(world, box):
    recorded, address = box
    told(world, Wanted(email=False, sms=True, phone="0900000001"))
    assert notices.deliver(at=AT, channels=ways("http://127.0.0.1:9")) == 0
    assert notices.deliver(at=AT + timedelta(hours=1), channels=ways(address)) >= 2
    assert notices.deliver(at=AT + timedelta(hours=2), channels=ways(address)) == 0
    assert len({m.request_id for m in recorded.messages}) == len(recorded.messages)


def test_the_same_try_twice_reaches_the_person_once(box):
    recorded, address = box
    letter = channels.Letter("uid-1", "1", "t", "x")
    for channel in ("sms", "zalo"):
        ways(address)[channel].send(letter)
        ways(address)[channel].send(letter)
    assert len(recorded.messages) == 2


def test_without_an_address_nothing_is_sent_and_nothing_fails(world, box):
    _, address = box
    told(world, Wanted())
    assert notices.deliver(at=AT, channels=ways(address)) == 0
    assert not NoticeDelivery.objects.filter(given_up_at=None).exists()


def test_the_inbox_is_ones_own_newest_first_and_is_read_once(world):
    told(world)
    mine = api.inbox(world.applicant, language="en")
    assert [each.id for each in mine] == sorted((each.id for each in mine), reverse=True)
    assert "was accepted" in mine[0].text
    assert api.unread_notices(world.applicant) == len(mine)
    assert api.read_notices(world.applicant, at=AT + timedelta(days=1)) == len(mine)
    assert api.read_notices(world.applicant, at=AT + timedelta(days=1)) == 0
    assert api.inbox(world.applicant, language="vi", before=mine[-1].id) == []
    other = make_person()
    stranger = type(world.applicant)(
        kind=world.applicant.kind, uid=other.uid, person_id=other.pk, name="x"
    )
    assert api.inbox(stranger, language="vi") == []


def test_an_officer_hears_of_the_task_that_is_his(world):
    dossier = told(world)
    item = OutboxItem.objects.filter(dossier_id=dossier.id)[0]
    task = dossier.tasks[0]
    from motcua.dossiers.models import Task

    Task.objects.filter(uid=task.uid).update(officer=world.posts[world.desk.pk, "receiver"])
    item.kind, item.facts = "assigned", {"task": str(task.uid)}
    notices.make(item, at=AT)
    notices.make(item, at=AT)
    assert len(api.inbox(world.receiver, language="vi")) == 1


def test_every_event_has_words_in_both_languages():
    for kind in (*FOR_PEOPLE, *FOR_OFFICERS):
        vi, en = (sentence(kind, language=each, code="H1") for each in ("vi", "en"))
        assert vi != en
        assert "H1" in vi
        assert "H1" in en


def test_an_erased_person_leaves_no_notice_and_no_wish(world):
    dossier = told(world)
    api.withdraw(dossier.uid, by=world.applicant, at=AT + timedelta(minutes=9), reason="Thôi")
    while api.drain(at=AT + timedelta(minutes=9)):
        continue
    erase_person(world.citizen.pk, ground="request", by=SYSTEM, at=AT + timedelta(days=1))
    assert not Notice.objects.filter(person=world.citizen).exists()
    assert not NoticePreference.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_notice_once(transactional_db, box):
    recorded, address = box
    told(World.make(verified=True), Wanted(email=False, sms=True, phone="0900000001"))
    together(*[partial(notices.deliver, at=AT, channels=ways(address))] * 3)
    assert len(recorded.messages) == Notice.objects.exclude(person=None).count()


def test_the_database_refuses_wrong_notices(world):
    told(world)
    row = Notice.objects.filter(person=world.citizen)[0]
    officer = world.posts[world.desk.pk, "receiver"]
    sent = row.deliveries.all()[0]
    facts = {"dossier": row.dossier, "kind": "filed", "created_at": AT, "item": row.item}
    refusals = [
        ("notice_is_once_a_person", lambda: Notice.objects.create(**facts, person=row.person)),
        ("notice_has_one_reader", lambda: Notice.objects.create(**facts)),
        (
            "notice_is_once_a_channel",
            lambda: NoticeDelivery.objects.create(notice=row, channel=sent.channel, next_try_at=AT),
        ),
        (
            "notice_channel_is_known",
            lambda: NoticeDelivery.objects.filter(pk=sent.pk).update(channel="fax"),
        ),
        (
            "notice_is_sent_or_given_up",
            lambda: NoticeDelivery.objects.filter(pk=sent.pk).update(sent_at=AT, given_up_at=AT),
        ),
        (
            "notice_language_is_known",
            lambda: NoticePreference.objects.update(language="fr"),
        ),
    ]
    Notice.objects.create(**facts, account=officer)
    refusals.append(
        ("notice_is_once_an_officer", lambda: Notice.objects.create(**facts, account=officer))
    )
    for name, write in refusals:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()
