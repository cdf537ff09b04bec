"""The national catalogue: imported whole, its traps kept and flagged, confirmed by a manager."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from motcua.authority.api import SYSTEM, Actor, ActorKind, Appointment, NotAllowed, Role
from motcua.catalogue.errors import (
    CatalogueFileBroken,
    EntryNotFound,
    FlagConfirmedAlready,
    FlagNotFound,
)
from motcua.catalogue.models import (
    CatalogueEntry,
    CatalogueFlag,
    CatalogueRecord,
    CatalogueTerm,
    FlagKind,
)
from motcua.catalogue.national.reading import read_catalogue
from motcua.catalogue.national.services import confirm_flag, import_catalogue
from motcua.catalogue.national.traps import find_traps
from motcua.catalogue.selectors import entry, is_executable, search_entries
from motcua.ledger.api import entries as ledger_entries

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def officer(*roles):
    grounds = tuple(Appointment(unit_id=1, role=role) for role in roles)
    return Actor(kind=ActorKind.OFFICER, uid=UUID(int=7), appointments=grounds)


MANAGER = officer(Role.REFORM_OFFICE)
STRANGER = officer(Role.RECEIVER)
FACTS = {one.code: one for one in read_catalogue()}
SOME = [FACTS[code] for code in ("1.001193", "2.001610", "2.000815", "1.014027")]


def kinds(code):
    return {(trap.kind, trap.channel) for trap in find_traps(FACTS[code])}


def test_the_package_holds_the_whole_catalogue():
    assert sum(one.listed for one in FACTS.values()) == 2642
    assert sum(one.record is not None for one in FACTS.values()) == 230
    assert sum(one.partial for one in FACTS.values()) == 13


def test_a_limit_without_unit_stays_without_unit():
    online = FACTS["1.001193"].terms[0]
    assert (online.channel, online.value, online.unit) == ("online", Decimal(1), "unspecified")
    assert ("unit_missing", "online") in kinds("1.001193")


def test_an_online_fee_of_100_dong_is_kept_and_suspected():
    facts = FACTS["2.001610"]
    assert {one.channel: one.fee for one in facts.terms}["online"] == Decimal(100)
    (trap,) = [one for one in find_traps(facts) if one.kind == "fee_suspect"]
    assert trap.blocking
    assert trap.evidence == {"fee": "100 VND", "others": ["100000"], "perhaps": "100000 VND"}
    assert ("fee_differs", "any") in kinds("2.001610")


def test_a_fee_in_dollars_and_several_lines_of_one_channel_are_flagged():
    assert {("fee_foreign", "counter"), ("several_cases", "any")} <= kinds("2.000815")
    assert ("limit_missing", "counter") in kinds("2.000815")


def test_a_partial_record_is_flagged():
    assert ("record_partial", "any") in kinds("1.014027")
    assert not FACTS["1.014027"].listed


def test_an_ordinary_entry_has_no_traps():
    assert any(not find_traps(one) for one in FACTS.values())


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "entries").mkdir()
    (tmp_path / "records").mkdir()
    (tmp_path / "entries" / "finance.jsonl").write_text('{"format": 1, "count": 2}\n')
    with pytest.raises(CatalogueFileBroken, match=r"finance\.jsonl"):
        read_catalogue(tmp_path)


@pytest.mark.django_db
def test_the_import_brings_everything_and_a_second_one_writes_nothing():
    steps = []
    done = import_catalogue(by=SYSTEM, at=AT, progress=lambda n, of: steps.append((n, of)))
    assert (done.read, done.written, done.records) == (2655, 2655, 230)
    assert CatalogueEntry.objects.filter(listed=True).count() == 2642
    assert CatalogueRecord.objects.count() == 230
    assert CatalogueFlag.objects.filter(blocking=True).count() > 1000
    assert steps[-1] == (2655, 2655)
    assert import_catalogue(by=SYSTEM, at=AT).written == 0
    assert [one.kind for one in ledger_entries("catalogue:national")] == ["catalogue.imported"]


@pytest.mark.django_db
def test_a_change_of_one_entry_rewrites_that_entry_only_and_reopens_its_flag():
    import_catalogue(SOME, by=SYSTEM, at=AT)
    confirm_flag(
        "2.001610", "fee_suspect", channel="online", value="100000 VND", ground="TT 47/2019",
        by=MANAGER, at=AT,
    )  # fmt: skip
    private = FACTS["2.001610"]
    terms = tuple(
        replace(one, fee=Decimal(200)) if one.fee == 100 else one for one in private.terms
    )
    changed = replace(private, terms=terms, digest="1" * 64)
    assert import_catalogue([*SOME[:1], changed, *SOME[2:]], by=SYSTEM, at=AT).written == 1
    flag = CatalogueFlag.objects.get(entry__code="2.001610", kind="fee_suspect")
    assert flag.confirmed_at is None
    assert flag.evidence["fee"] == "200 VND"


@pytest.mark.django_db
def test_a_confirmation_stays_while_its_evidence_stays():
    import_catalogue(SOME, by=SYSTEM, at=AT)
    confirm_flag(
        "1.001193", "unit_missing", channel="online", value="1 working day", ground="60/2014/QH13",
        by=MANAGER, at=AT,
    )  # fmt: skip
    renamed = replace(FACTS["1.001193"], name="Khai sinh", digest="2" * 64)
    import_catalogue([renamed, *SOME[1:]], by=SYSTEM, at=AT)
    flag = CatalogueFlag.objects.get(entry__code="1.001193", kind="unit_missing", channel="online")
    assert (flag.confirmed_value, flag.confirmed_by) == ("1 working day", MANAGER.label)


@pytest.mark.django_db
def test_an_entry_is_executable_when_every_blocking_flag_is_confirmed():
    import_catalogue(SOME, by=SYSTEM, at=AT)
    assert not is_executable("1.001193")
    for channel in ("online", "counter", "post"):
        confirm_flag(
            "1.001193", "unit_missing", channel=channel, value="1 working day", ground="law",
            by=MANAGER, at=AT,
        )  # fmt: skip
    assert is_executable("1.001193")
    assert {one.limit_unit for one in entry("1.001193").terms.all()} == {"unspecified"}
    written = list(ledger_entries("catalogue:1.001193"))
    assert [one.kind for one in written] == ["catalogue.flag_confirmed"] * 3
    assert written[0].by == MANAGER.label


@pytest.mark.django_db
def test_a_confirmation_is_refused_with_its_reason_and_changes_nothing():
    import_catalogue(SOME, by=SYSTEM, at=AT)
    told: dict[str, Any] = {
        "channel": "online",
        "value": "1 working day",
        "ground": "law",
        "at": AT,
    }
    with pytest.raises(NotAllowed):
        confirm_flag("1.001193", "unit_missing", by=STRANGER, **told)
    with pytest.raises(EntryNotFound):
        confirm_flag("9.999999", "unit_missing", by=MANAGER, **told)
    with pytest.raises(FlagNotFound):
        confirm_flag("1.001193", "fee_suspect", by=MANAGER, **told)
    assert not CatalogueFlag.objects.exclude(confirmed_at=None).exists()
    confirm_flag("1.001193", "unit_missing", by=MANAGER, **told)
    with pytest.raises(FlagConfirmedAlready):
        confirm_flag("1.001193", "unit_missing", by=MANAGER, **told)


@pytest.mark.django_db
def test_only_operators_and_the_reform_office_import():
    with pytest.raises(NotAllowed):
        import_catalogue(SOME, by=STRANGER, at=AT)
    import_catalogue(SOME, by=officer(Role.OPERATOR), at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("khai sinh", "1.001193"),
        ("KHAI SINH đăng ký", "1.001193"),
        ("2.001610", "2.001610"),
        ("doanh nghiep tu nhan", "2.001610"),
    ],
)
def test_a_search_needs_no_accents(words, first):
    import_catalogue(SOME, by=SYSTEM, at=AT)
    assert search_entries(words)[0].code == first


@pytest.mark.django_db
def test_a_search_narrows_by_ministry_level_and_flag(django_assert_num_queries):
    import_catalogue(SOME, by=SYSTEM, at=AT)
    with django_assert_num_queries(3):
        assert [one.code for one in search_entries("", ministry="finance")] == ["2.001610"]
        assert {one.code for one in search_entries("", level="province")} == {"2.001610"}
        (found,) = search_entries("", flag="fee_suspect")
    assert found.open_flags > 1
    assert not search_entries("100% _ không có")


BREAKS = {
    "catalogue_entry_names_its_source": (CatalogueEntry, {"source_url": ""}),
    "catalogue_entry_is_of_a_known_ministry": (CatalogueEntry, {"ministry": "magic"}),
    "catalogue_term_has_its_own_position": (CatalogueTerm, {"position": 0}),
    "catalogue_term_limit_has_value_and_unit": (CatalogueTerm, {"limit_unit": "fortnight"}),
    "catalogue_term_fee_has_amount_and_currency": (CatalogueTerm, {"fee_currency": "EUR"}),
    "catalogue_term_is_of_a_known_channel": (CatalogueTerm, {"channel": "pigeon"}),
    "catalogue_flag_stands_once": (CatalogueFlag, {"kind": "unit_missing", "channel": "any"}),
    "catalogue_flag_is_of_a_known_kind": (CatalogueFlag, {"kind": "odd"}),
    "catalogue_flag_confirmed_has_actor_instant_and_ground": (CatalogueFlag, {"confirmed_at": AT}),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "broken"), BREAKS.items())
def test_the_database_refuses(name, broken):
    import_catalogue(SOME, by=SYSTEM, at=AT)
    model, change = broken
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**change)


def test_the_reference_counts_the_entries_of_every_flag(settings):
    page = (settings.ROOT / "docs" / "reference" / "catalogue.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \| (\d+) \|", page, re.MULTILINE)
    found = {
        (code, trap.kind, trap.blocking)
        for code, facts in FACTS.items()
        for trap in find_traps(facts)
    }
    counted = Counter((kind, blocking) for _, kind, blocking in found)
    assert {(kind, blocks == "yes"): int(count) for kind, blocks, count in rows} == counted
    assert {kind for kind, _ in counted} == set(FlagKind.values)
