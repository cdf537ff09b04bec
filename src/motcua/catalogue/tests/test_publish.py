"""Versions: published once, never changed, found by day, executable for ever."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.authority.api import SYSTEM, Actor, ActorKind, Appointment, NotAllowed, Role
from motcua.catalogue.api import (
    Channel,
    Province,
    choose_variant,
    current_version,
    current_versions,
    diff,
    facts_of,
    limits,
    procedure,
    publish,
    retire,
    versions,
)
from motcua.catalogue.errors import (
    ProcedureBroken,
    ProcedureNotFound,
    VersionDatesClash,
    VersionNotFound,
)
from motcua.catalogue.models import CatalogueFlag, ProcedureRetirement, ProcedureVersion
from motcua.catalogue.national.reading import read_catalogue
from motcua.catalogue.national.services import import_catalogue
from motcua.catalogue.tests.folders import FILES, changed
from motcua.ledger.api import entries as ledger_entries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
"""18:30 in UTC is the next morning in the province."""
CODE = "1.999001"


@pytest.fixture
def folder(tmp_path):
    """Return a writer of folders: the sound one, with a text replaced when told."""

    def write(files=FILES):
        path = tmp_path / "1.999001-stall"
        path.mkdir(exist_ok=True)
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8")
        return path

    return write


FASTER = changed("procedure.yaml", "statutory: 3 working days", "statutory: 2 working days")
FASTER["cases.yaml"] = FILES["cases.yaml"].replace("2026-03-09 17:00", "2026-03-06 17:00")


def test_a_folder_becomes_a_version_that_is_rebuilt_without_it(folder):
    path = folder()
    first = publish(path, by=SYSTEM, at=AT)
    for file in path.iterdir():
        file.unlink()
    told = procedure(first)
    assert (told.code, told.version, told.start) == (CODE, 1, "receive")
    assert procedure(first) is told
    assert current_version(CODE, TODAY) == first
    (entry,) = ledger_entries(f"procedure:{CODE}")
    assert (entry.kind, entry.by, entry.body["digest"]) == (
        "procedure.published",
        "system",
        told.digest,
    )


def test_publishing_the_same_again_writes_nothing(folder):
    first = publish(folder(), by=SYSTEM, at=AT)
    assert publish(folder(), by=SYSTEM, at=AT) == first
    assert len(versions(CODE)) == 1
    assert len(list(ledger_entries(f"procedure:{CODE}"))) == 1


def test_a_change_makes_the_next_version_and_a_dossier_keeps_its_own(folder):
    first = publish(folder(), by=SYSTEM, at=AT)
    second = publish(folder(FASTER), by=SYSTEM, at=AT, valid_from=date(2026, 12, 1))
    assert current_version(CODE, date(2026, 11, 30)) == first
    assert current_version(CODE, date(2026, 12, 1)) == second
    assert [str(limits(procedure(one), Channel.POST).statutory) for one in (first, second)] == [
        "3 working days",
        "2 working days",
    ]
    (change,) = diff(first, second)
    assert (change.path, change.before, change.after) == (
        "statutory.0.limit",
        "3 working days",
        "2 working days",
    )
    assert [one.number for one in versions(CODE)] == [2, 1]
    assert [one.id for one in current_versions(date(2026, 12, 1))] == [second]


def test_a_going_back_to_an_older_text_is_a_new_version(folder):
    publish(folder(), by=SYSTEM, at=AT)
    publish(folder(FASTER), by=SYSTEM, at=AT)
    third = publish(folder(), by=SYSTEM, at=AT)
    assert procedure(third).version == 3


def test_a_procedure_with_errors_is_not_published(folder):
    with pytest.raises(ProcedureBroken) as told:
        publish(folder(changed("procedure.yaml", "next: sign", "next: seal")), by=SYSTEM, at=AT)
    assert "procedure.yaml:" in str(told.value.first)
    with pytest.raises(ProcedureBroken):
        publish(folder(changed("procedure.yaml", "3 working days", "3 days")), by=SYSTEM, at=AT)
    empty = Province(posts=lambda post, competent: ["Phường A"])
    with pytest.raises(ProcedureBroken, match="post_empty"):
        publish(folder(), by=SYSTEM, at=AT, province=empty)
    assert not ProcedureVersion.objects.exists()


def test_only_the_reform_office_publishes_and_retires(folder):
    def officer(role):
        ground = Appointment(unit_id=1, role=role)
        return Actor(kind=ActorKind.OFFICER, uid=UUID(int=7), appointments=(ground,))

    with pytest.raises(NotAllowed):
        publish(folder(), by=officer(Role.UNIT_HEAD), at=AT)
    first = publish(folder(), by=officer(Role.REFORM_OFFICE), at=AT)
    with pytest.raises(NotAllowed):
        retire(first, on=TODAY, ground="QĐ 1", by=officer(Role.RECEIVER), at=AT)


def test_a_version_does_not_begin_before_the_one_that_it_follows(folder):
    publish(folder(), by=SYSTEM, at=AT, valid_from=date(2027, 1, 1))
    with pytest.raises(VersionDatesClash):
        publish(folder(FASTER), by=SYSTEM, at=AT, valid_from=date(2026, 12, 31))


def test_a_retired_procedure_takes_no_filings_and_stays_executable(folder):
    first = publish(folder(), by=SYSTEM, at=AT)
    retire(first, on=date(2026, 12, 1), ground="QĐ 2/QĐ-UBND", by=SYSTEM, at=AT)
    retire(first, on=date(2026, 12, 9), ground="QĐ 3/QĐ-UBND", by=SYSTEM, at=AT)
    assert current_version(CODE, date(2026, 11, 30)) == first
    with pytest.raises(ProcedureNotFound):
        current_version(CODE, date(2026, 12, 1))
    assert current_versions(date(2026, 12, 1)) == ()
    told = procedure(first)
    facts = facts_of(
        told,
        form={"owner_kind": "person", "trades": ["4711"]},
        applicant={"kind": "citizen", "age": 30, "verified": True},
        channel=Channel.ONLINE,
    )
    assert choose_variant(told, facts) == ""
    again = publish(folder(), by=SYSTEM, at=AT, valid_from=date(2026, 12, 5))
    assert again != first
    assert current_version(CODE, date(2026, 12, 5)) == again


def test_an_unknown_procedure_or_version_is_told():
    with pytest.raises(ProcedureNotFound):
        current_version("9.999999", TODAY)
    with pytest.raises(VersionNotFound):
        procedure(-1)


def test_a_version_answers_the_flags_of_its_national_entry(folder):
    facts = [one for one in read_catalogue() if one.code == "1.001193"]
    import_catalogue(facts, by=SYSTEM, at=AT)
    files = {name: text.replace(CODE, "1.001193") for name, text in FILES.items()}
    publish(folder(files), by=SYSTEM, at=AT)
    flags = CatalogueFlag.objects.filter(kind="unit_missing")
    assert {one.confirmed_value for one in flags} == {"3 working days"}
    assert all("version 1" in one.confirmed_ground for one in flags)
    kinds = [one.kind for one in ledger_entries("catalogue:1.001193")]
    assert kinds == ["catalogue.flags_answered"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_procedureversion SET files = '{}'",
        "DELETE FROM catalogue_procedureversion",
        "UPDATE catalogue_procedureretirement SET ground = 'x'",
        "DELETE FROM catalogue_procedureretirement",
    ],
)
def test_versions_and_retirements_never_change(folder, statement):
    first = publish(folder(), by=SYSTEM, at=AT)
    retire(first, on=TODAY, ground="QĐ 1", by=SYSTEM, at=AT)
    with (
        pytest.raises(IntegrityError, match="never_changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


BREAKS = {
    "procedure_version_follows_the_last": {"number": 3},
    "procedure_version_begins_in_order": {"valid_from": date(2020, 1, 1)},
    "procedure_version_has_a_digest": {"digest": "x" * 64},
    "procedure_version_names_its_publisher": {"published_by": ""},
}


@pytest.mark.parametrize(("name", "change"), BREAKS.items())
def test_the_database_refuses_a_version(folder, name, change):
    publish(folder(), by=SYSTEM, at=AT)
    row = {
        "code": CODE,
        "number": 2,
        "digest": "a" * 64,
        "folder": "x",
        "files": {},
        "valid_from": TODAY,
        "published_by": "system",
        "published_at": AT,
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProcedureVersion.objects.create(**(row | change))


def test_the_database_refuses_a_number_taken_by_another_publisher(folder):
    """The trigger does not see what another transaction writes; the unique index does."""
    publish(folder(), by=SYSTEM, at=AT)
    table = "catalogue_procedureversion"
    columns = "code, digest, folder, files, valid_from, published_by, published_at, number, uid"
    copied = columns.replace("uid", "gen_random_uuid()")
    copy = f"INSERT INTO {table} ({columns}) SELECT {copied} FROM {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        with (
            pytest.raises(IntegrityError, match="procedure_version_has_its_own_number"),
            transaction.atomic(),
        ):
            cursor.execute(copy)


def test_the_database_refuses_a_retirement_without_ground(folder):
    first = publish(folder(), by=SYSTEM, at=AT)
    with (
        pytest.raises(IntegrityError, match="procedure_retirement_names_its_ground"),
        transaction.atomic(),
    ):
        ProcedureRetirement.objects.create(
            version_id=first, retired_on=TODAY, ground="", retired_by="system", retired_at=AT
        )


def test_every_declared_constraint_is_in_the_database():
    from django.apps import apps

    declared = {
        constraint.name
        for model in apps.get_app_config("catalogue").get_models()
        for constraint in model._meta.constraints
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        held = {name for (name,) in cursor.fetchall()}
    assert declared <= held
