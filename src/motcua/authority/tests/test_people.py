"""People: sealed, found by number, erased for good."""

from datetime import date

import pytest
from django.db import connection

from motcua.authority import api, keys
from motcua.authority.errors import CipherBroken
from motcua.authority.models import Person
from motcua.authority.types import SYSTEM, PersonKind
from motcua.kernel.codes import CitizenIdInvalid, CitizenIdMismatch
from motcua.ledger.api import entries, head

from .factories import AT, citizen_number, make_account, make_person

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_number():
    number = citizen_number()
    person = make_person(number=number)
    assert api.find_person(f" {number[:3]} {number[3:]}") == person
    assert api.find_person(citizen_number()) is None


def test_registering_twice_gives_the_same_person():
    number = citizen_number()
    assert make_person(number=number) == make_person(number=number)
    assert Person.objects.count() == 1


def test_a_number_known_under_another_name_is_refused():
    number = citizen_number()
    make_person(number=number)
    with pytest.raises(api.NumberTaken):
        make_person(number=number, name="Người Khác")
    with pytest.raises(api.NumberTaken):
        make_person(number=number, birth_on=date(1990, 5, 18))


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"number": "123"}, CitizenIdInvalid),
        ({"birth_on": date(1991, 1, 1)}, CitizenIdMismatch),
        ({"name": " - "}, api.PersonInvalid),
        ({"name": "a" * 301}, api.PersonInvalid),
        ({"contact": {"password": "x"}}, api.PersonInvalid),
    ],
)
def test_bad_particulars_change_nothing(facts, error):
    with pytest.raises(error):
        make_person(**facts)
    assert not Person.objects.exists()


def test_a_citizen_and_his_household_business_are_two_persons():
    number = citizen_number()
    citizen = make_person(number=number)
    household = make_person(kind=PersonKind.HOUSEHOLD, name="Hộ Trần Thị Thử", number=number)
    assert citizen != household
    assert api.find_person(number) == citizen
    assert api.find_person(number, kind=PersonKind.HOUSEHOLD) == household


def test_nothing_personal_but_the_name_lies_in_the_database_in_clear():
    number = citizen_number()
    make_person(number=number, contact={"phone": "0912345678", "email": "thu@example.vn"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM authority_person p")
        rows = "".join(text for (text,) in cursor.fetchall())
        cursor.execute("SELECT coalesce(string_agg(e::text, ''), '') FROM ledger_entry e")
        trail = cursor.fetchone()[0]
    for secret in (number, "0912345678", "thu@example.vn", "1990-05-17"):
        assert secret not in rows
        assert secret.encode().hex() not in rows
        assert secret not in trail
    assert "Thử" not in trail


def test_a_cipher_moved_to_another_row_does_not_open():
    one, other = make_person(), make_person()
    Person.objects.filter(pk=one.pk).update(number_cipher=other.number_cipher)
    with pytest.raises(CipherBroken):
        api.contact_of(one.pk)


def test_digests_are_the_persons_own():
    one, other = make_person(), make_person()
    assert api.personal_digest(one.pk, "x") == api.personal_digest(one.pk, "x")
    assert api.personal_digest(one.pk, "x") != api.personal_digest(other.pk, "x")


def test_an_erased_person_leaves_a_row_and_a_ledger_that_verifies():
    number = citizen_number()
    person = make_person(number=number)
    account = make_account(person=person, email="thu@example.vn", name=person.name)
    api.erase_person(person.pk, ground="request", by=SYSTEM, at=AT)
    person.refresh_from_db()
    account.refresh_from_db()
    assert (person.name, person.salt_cipher, person.number_index) == ("", None, None)
    assert (account.email, account.name, account.is_active) == ("", "", False)
    assert [entry.kind for entry in entries(f"person:{person.uid}")] == [
        "person.registered",
        "person.erased",
    ]
    assert head(f"person:{person.uid}").seq == 2
    assert api.find_person(number) is None
    for ask in (
        lambda: api.personal_digest(person.pk, "x"),
        lambda: api.contact_of(person.pk),
        lambda: api.erase_person(person.pk, ground="request", by=SYSTEM, at=AT),
    ):
        with pytest.raises(api.PersonErased):
            ask()


def test_a_number_can_be_registered_again_after_erasure():
    number = citizen_number()
    first = make_person(number=number)
    api.erase_person(first.pk, ground="request", by=SYSTEM, at=AT)
    assert make_person(number=number) != first


def test_rotation_encrypts_everything_with_a_new_key_and_the_old_one_can_be_dropped(own_ring):
    number = citizen_number()
    person = make_person(number=number, contact={"phone": "0912345678"})
    digest = api.personal_digest(person.pk, "x")
    before = keys.key_ring().primary
    assert api.rotate_keys(by=SYSTEM, at=AT) == 1
    assert keys.key_ring().primary != before
    assert before in keys.key_ring().keys
    assert api.drop_old_keys(by=SYSTEM, at=AT) >= 1
    assert set(keys.key_ring().keys) == {keys.key_ring().primary}
    assert api.contact_of(person.pk).contact == {"phone": "0912345678"}
    assert api.find_person(number) == person
    assert api.personal_digest(person.pk, "x") == digest
    assert api.reencrypt(by=SYSTEM, at=AT) == 0


def test_old_keys_stay_while_something_still_uses_them(own_ring):
    before = keys.key_ring()
    keys.write_key_ring(keys.with_new_key(before))
    person = make_person()
    late = before.encrypt(b"{}", place=f"person:{person.uid}:contact_cipher")
    Person.objects.filter(pk=person.pk).update(contact_cipher=late)
    with pytest.raises(api.OldKeysInUse):
        api.drop_old_keys(by=SYSTEM, at=AT)
    assert before.primary in keys.key_ring().keys
    api.drop_old_keys(by=SYSTEM, at=AT)
    assert api.contact_of(person.pk).contact == {}


def test_a_ring_of_the_environment_is_not_rotated_from_here(settings):
    settings.PERSON_KEYS = keys.dump(keys.key_ring())
    for change in (api.rotate_keys, api.drop_old_keys):
        with pytest.raises(api.KeyRingElsewhere):
            change(by=SYSTEM, at=AT)


def test_a_view_does_not_show_personal_data_when_printed():
    person = make_person(contact={"phone": "0912345678"})
    seen = repr(api.contact_of(person.pk))
    assert "0912345678" not in seen
    assert "1990" not in seen
