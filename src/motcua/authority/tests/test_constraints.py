"""Every constraint, tried by SQL that goes round Python."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from motcua.authority.models import Unit
from motcua.authority.types import Role

from .factories import make_account, make_officer, make_person, make_province

UNIT = """INSERT INTO authority_unit
 (uid, code, slug, name_vi, name_en, level, parent_id, valid, statistic_code, source, synthetic)
 SELECT gen_random_uuid(), {code}, {slug}, 'x', 'x', {level}, {parent}, {valid}, '', {source}, true
   FROM authority_unit WHERE slug = 'commune'"""
SUCCESSION = """INSERT INTO authority_unitsuccession (old_id, new_id, kind, "on", divided, source)
 SELECT id, {new}, {kind}, '2026-01-01', false, {source} FROM authority_unit
  WHERE slug = 'commune'"""
POSTING = """INSERT INTO authority_posting (account_id, unit_id, role, period)
 SELECT account_id, unit_id, {role}, {period} FROM authority_posting LIMIT 1"""
DELEGATION = """INSERT INTO authority_delegation
 (uid, unit_id, role, giver_id, account_id, formula, procedures, acts, period, document_number,
  document_on)
 SELECT gen_random_uuid(), unit_id, {role}, account_id, {to}, {formula}, {procedures}, {acts},
        {period}, {number}, '2026-01-01' FROM authority_posting LIMIT 1"""
ABSENCE = """INSERT INTO authority_absence (uid, account_id, substitute_id, period)
 SELECT gen_random_uuid(), account_id, {to}, {period} FROM authority_posting LIMIT 1"""
CONFIRMED = """INSERT INTO authority_absence
 (uid, account_id, substitute_id, period, confirmed_at)
 SELECT gen_random_uuid(), account_id, (SELECT max(id) FROM authority_account),
        '[2026-01-01,2026-02-01)', {confirmed} FROM authority_posting LIMIT 1"""
HOURS = """INSERT INTO authority_workingperiod (unit_id, weekday, starts, ends, valid, source)
 VALUES (NULL, {weekday}, {starts}, {ends}, {valid}, {source})"""
DAY_OFF = """INSERT INTO authority_dayoff (unit_id, "on", reason_vi, reason_en, article, source)
 VALUES (NULL, '2026-03-03', 'x', 'x', '', {source})"""
SWAP = """INSERT INTO authority_swap (off_on, work_on, reason_vi, reason_en, article, source)
 VALUES ({off}, {work}, 'x', 'x', '', {source})"""
HALF = """INSERT INTO authority_halfday
 (unit_id, "on", starts, ends, reason_vi, reason_en, article, source)
 VALUES (NULL, '2026-03-03', '08:00', {ends}, 'x', 'x', '', {source})"""
CLOSURE = """INSERT INTO authority_closure (unit_id, span, reason_vi, reason_en, article, source)
 SELECT id, {span}, 'x', 'x', '', {source} FROM authority_unit WHERE slug = 'commune'"""
CLIENT = """INSERT INTO authority_apiclient (uid, name, unit_id, role, account_id, registered_at)
 SELECT gen_random_uuid(), 'c', {unit}, {role}, {account}, now() FROM authority_posting LIMIT 1"""
TOKEN = """WITH c AS (INSERT INTO authority_apiclient (uid, name, role, registered_at)
   VALUES (gen_random_uuid(), 'c', '', now()) RETURNING id)
 INSERT INTO authority_apitoken (uid, client_id, digest, scopes, issued_at, expires_at)
 SELECT gen_random_uuid(), id, {digest}, {scopes}, now(), {expires} FROM c"""
REQUEST = """INSERT INTO authority_idempotentrequest (client, key, fingerprint, asked_at)
 VALUES ('c', {key}, 'x', now())"""
PERSON = "UPDATE authority_person SET {change}"

OTHER = "(SELECT max(id) FROM authority_account)"
SELF = "account_id"
SHA = r"sha256('x'::bytea)"
UNIT_OK = {
    "code": "'T00.X'",
    "slug": "'x'",
    "level": "'commune'",
    "parent": "parent_id",
    "valid": "'[2020-01-01,)'",
    "source": "'test'",
}
SUCCESSION_OK = {"new": "parent_id", "kind": "'merge'", "source": "'test'"}
POSTING_OK = {"role": "'auditor'", "period": "'[2020-01-01,)'"}
DELEGATION_OK = {
    "role": "'clerk'",
    "to": OTHER,
    "formula": "'KT.'",
    "procedures": "NULL",
    "acts": "'{sign}'",
    "period": "'[2026-01-01,2026-02-01)'",
    "number": "'1/QĐ'",
}
ABSENCE_OK = {"to": OTHER, "period": "'[2026-01-01,2026-02-01)'"}
HOURS_OK = {
    "weekday": "1",
    "starts": "'08:00'",
    "ends": "'11:00'",
    "valid": "'[2020-01-01,)'",
    "source": "'test'",
}
DAY_OFF_OK = {"source": "'test'"}
SWAP_OK = {"off": "'2026-03-03'", "work": "'2026-03-07'", "source": "'test'"}
HALF_OK = {"ends": "'11:00'", "source": "'test'"}
CLOSURE_OK = {"span": "'[2026-03-03,2026-03-04)'", "source": "'test'"}
CLIENT_OK = {"unit": "NULL", "role": "''", "account": "NULL"}
TOKEN_OK = {"digest": SHA, "scopes": "'{x}'", "expires": "now() + interval '1 day'"}
REQUEST_OK = {"key": "'k'"}

# Name of the constraint; the statement with good values; the values that break it; and whether the
# good statement is run first, so that the second one meets it.
ONCE, TWICE = False, True
BREAKS = [
    ("unit_code_is_held_by_one_unit_a_day", UNIT, UNIT_OK, {"slug": "'y'"}, TWICE),
    ("unit_slug_is_held_by_one_sibling_a_day", UNIT, UNIT_OK, {"code": "'T00.Y'"}, TWICE),
    ("unit_exists_on_some_day", UNIT, UNIT_OK, {"valid": "'empty'"}, ONCE),
    ("unit_code_is_capitals_digits_dots", UNIT, UNIT_OK, {"code": "'t00..x'"}, ONCE),
    ("unit_level_is_known", UNIT, UNIT_OK, {"level": "'hamlet'"}, ONCE),
    ("unit_is_not_its_own_parent", "UPDATE authority_unit SET parent_id = id", {}, {}, ONCE),
    ("unit_part_has_a_parent", UNIT, UNIT_OK, {"parent": "NULL"}, ONCE),
    ("unit_has_a_source", UNIT, UNIT_OK, {"source": "''"}, ONCE),
    ("succession_is_written_once", SUCCESSION, SUCCESSION_OK, {}, TWICE),
    ("succession_kind_is_known", SUCCESSION, SUCCESSION_OK, {"kind": "'swap'"}, ONCE),
    (
        "succession_has_successor_unless_dissolved",
        SUCCESSION,
        SUCCESSION_OK,
        {"new": "NULL::bigint"},
        ONCE,
    ),
    ("succession_is_to_another_unit", SUCCESSION, SUCCESSION_OK, {"new": "id"}, ONCE),
    ("succession_has_a_source", SUCCESSION, SUCCESSION_OK, {"source": "''"}, ONCE),
    ("account_has_a_username", "UPDATE authority_account SET username = ''", {}, {}, ONCE),
    ("posting_of_one_account_does_not_overlap", POSTING, POSTING_OK, {}, TWICE),
    ("posting_lasts_some_day", POSTING, POSTING_OK, {"period": "'empty'"}, ONCE),
    ("posting_role_is_known", POSTING, POSTING_OK, {"role": "'king'"}, ONCE),
    (
        "delegation_is_bounded_in_time",
        DELEGATION,
        DELEGATION_OK,
        {"period": "'[2026-01-01,)'"},
        ONCE,
    ),
    ("delegation_role_is_known", DELEGATION, DELEGATION_OK, {"role": "'king'"}, ONCE),
    ("delegation_formula_is_of_the_law", DELEGATION, DELEGATION_OK, {"formula": "''"}, ONCE),
    ("delegation_is_to_another_account", DELEGATION, DELEGATION_OK, {"to": SELF}, ONCE),
    ("delegation_names_its_acts", DELEGATION, DELEGATION_OK, {"acts": "'{}'"}, ONCE),
    (
        "delegation_names_its_procedures_or_all",
        DELEGATION,
        DELEGATION_OK,
        {"procedures": "'{}'::varchar[]"},
        ONCE,
    ),
    ("delegation_has_a_document", DELEGATION, DELEGATION_OK, {"number": "''"}, ONCE),
    (
        "absence_confirmed_has_instant_and_head",
        CONFIRMED,
        {"confirmed": "NULL"},
        {"confirmed": "now()"},
        ONCE,
    ),
    ("absence_of_one_account_does_not_overlap", ABSENCE, ABSENCE_OK, {}, TWICE),
    ("absence_is_bounded_in_time", ABSENCE, ABSENCE_OK, {"period": "'[2026-01-01,)'"}, ONCE),
    ("absence_substitute_is_another_account", ABSENCE, ABSENCE_OK, {"to": SELF}, ONCE),
    (
        "published_year_has_a_source",
        "INSERT INTO authority_publishedyear (year, provisional, source) VALUES (2026, false, '')",
        {},
        {},
        ONCE,
    ),
    ("working_periods_of_a_unit_do_not_overlap", HOURS, HOURS_OK, {"starts": "'10:59'"}, TWICE),
    ("working_period_weekday_is_one_to_seven", HOURS, HOURS_OK, {"weekday": "8"}, ONCE),
    ("working_period_ends_after_it_starts", HOURS, HOURS_OK, {"ends": "'08:00'"}, ONCE),
    ("working_period_is_valid_some_day", HOURS, HOURS_OK, {"valid": "'empty'"}, ONCE),
    ("working_period_has_a_source", HOURS, HOURS_OK, {"source": "''"}, ONCE),
    ("day_off_is_written_once", DAY_OFF, DAY_OFF_OK, {}, TWICE),
    ("day_off_has_a_source", DAY_OFF, DAY_OFF_OK, {"source": "''"}, ONCE),
    ("swap_is_between_two_days", SWAP, SWAP_OK, {"work": "'2026-03-03'"}, ONCE),
    ("swap_has_a_source", SWAP, SWAP_OK, {"source": "''"}, ONCE),
    ("half_day_is_written_once", HALF, HALF_OK, {}, TWICE),
    ("half_day_ends_after_it_starts", HALF, HALF_OK, {"ends": "'08:00'"}, ONCE),
    ("half_day_has_a_source", HALF, HALF_OK, {"source": "''"}, ONCE),
    ("closures_of_a_unit_do_not_overlap", CLOSURE, CLOSURE_OK, {}, TWICE),
    ("closure_is_bounded_in_time", CLOSURE, CLOSURE_OK, {"span": "'[2026-03-03,)'"}, ONCE),
    ("closure_has_a_source", CLOSURE, CLOSURE_OK, {"source": "''"}, ONCE),
    ("client_role_stands_with_a_unit", CLIENT, CLIENT_OK, {"unit": "unit_id"}, ONCE),
    (
        "client_acts_for_a_unit_or_as_an_account",
        CLIENT,
        CLIENT_OK,
        {"unit": "unit_id", "role": "'clerk'", "account": "account_id"},
        ONCE,
    ),
    ("token_expires_after_issue", TOKEN, TOKEN_OK, {"expires": "now()"}, ONCE),
    ("token_digest_is_sha256", TOKEN, TOKEN_OK, {"digest": "'short'::bytea"}, ONCE),
    ("token_has_a_scope", TOKEN, TOKEN_OK, {"scopes": "'{}'"}, ONCE),
    ("idempotency_key_is_used_once", REQUEST, REQUEST_OK, {}, TWICE),
    ("idempotency_key_is_not_empty", REQUEST, REQUEST_OK, {"key": "''"}, ONCE),
    ("person_kind_is_known", PERSON, {}, {"change": "kind = 'ghost'"}, ONCE),
    (
        "person_has_number_and_salt_until_erased",
        PERSON,
        {},
        {"change": "salt_cipher = NULL"},
        ONCE,
    ),
    ("person_erased_holds_nothing", PERSON, {}, {"change": "erased_at = registered_at"}, ONCE),
    (
        "person_is_erased_after_registration",
        PERSON,
        {},
        {
            "change": "erased_at = registered_at - interval '1 day', number_cipher = NULL,"
            " number_index = NULL, birth_cipher = NULL, contact_cipher = NULL,"
            " salt_cipher = NULL, name = '', search_key = ''"
        },
        ONCE,
    ),
    (
        "person_number_is_known_once",
        PERSON,
        {},
        {
            "change": "number_index = (SELECT number_index FROM authority_person"
            " ORDER BY number_index LIMIT 1)"
        },
        ONCE,
    ),
]


@pytest.fixture
def rows(db):
    province = make_province()
    make_officer(Unit.objects.get(parent_id=province.id, slug="commune"), Role.CLERK)
    make_account()
    make_person()
    make_person()


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("name", "statement", "good", "bad", "first"), BREAKS, ids=[each[0] for each in BREAKS]
)
def test_the_database_refuses(name, statement, good, bad, first):
    if first:
        run(statement.format(**good))
    with pytest.raises(DatabaseError, match=name):
        run(statement.format(**{**good, **bad}))


def test_every_constraint_is_tried():
    declared = {
        constraint.name
        for model in apps.get_app_config("authority").get_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith("authority_")
    }
    elsewhere = {name for name in declared if name.startswith("representation_")}
    assert declared - elsewhere == {name for name, *_ in BREAKS}
    told = Path(__file__).with_name("test_representation.py").read_text()
    assert [name for name in sorted(elsewhere) if name not in told] == []
