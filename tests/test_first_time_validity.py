"""First-time validity: what an officer would send back is found before it is sent.

For each executable procedure the faulty filings of its ``cases.yaml`` are checked, and faulty
variants of its sound ones: each required answer left out, each answer written wrong, each paper
left out, each file broken, an applicant of another kind. Run with ``-s`` to read the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from motcua.catalogue.api import Procedure, facts_of, load_folder
from motcua.catalogue.source.cases import Case
from motcua.dossiers.rules.precheck import Attached, faults_of, wanted, with_variant
from motcua.kernel.forms import compile_form

FOLDERS = sorted(
    path
    for path in (Path(__file__).parents[1] / "procedures").iterdir()
    if (path / "procedure.yaml").exists()
)
LEAST = 0.95
LEAST_TRIED = 20
WRONG = {"integer": "abc", "number": "x", "boolean": "maybe", "array": "none", "object": "none"}
BAD_FORMAT = {"citizen-id": "12345", "date": "32/13/2026", "phone": "12", "email": "x"}


@dataclass(frozen=True)
class Try:
    """One faulty filing; ``expected`` are the places that an officer would name."""

    kind: str
    name: str
    facts: dict[str, Any]
    given: tuple[str, ...]
    expected: tuple[str, ...]
    files: tuple[Attached, ...] = ()


def facts_in(procedure: Procedure, case: Case, **changes: Any) -> dict[str, Any]:
    filing = case.filing
    known = {
        "form": filing.form,
        "applicant": applicant_of(procedure, case),
        "channel": filing.channel,
        "holds": filing.holds,
        "pages": filing.pages,
        **changes,
    }
    return with_variant(procedure, facts_of(procedure, **known))


def applicant_of(procedure: Procedure, case: Case) -> dict[str, Any]:
    filing = case.filing
    kind = filing.kind or procedure.applicants[0]
    return {"kind": kind, "age": filing.age, "verified": filing.verified}


def found(procedure: Procedure, one: Try) -> set[str]:
    faults = faults_of(procedure, one.facts, given=one.given, files=one.files)
    return {place_of(fault.place, fault.field) for fault in faults}


def place_of(place: str, field: str) -> str:
    return f"{place}:{field.lstrip('/').split('/')[0]}"


def told(procedure: Procedure, cases: tuple[Case, ...]) -> Iterator[Try]:
    """Yield the faulty filings that cases.yaml itself says an officer sends back."""
    for case in cases:
        expect = case.expect
        places = [
            *(f"form:{name.split('.')[0]}" for name in expect.errors or ()),
            *(f"components:{name}" for name in expect.missing or ()),
            *(f"applicant:{name}" for name in expect.ineligible or ()),
        ]
        if places:
            facts = facts_in(procedure, case)
            yield Try("cases.yaml", case.name, facts, tuple(case.filing.documents), tuple(places))


def sound(procedure: Procedure, cases: tuple[Case, ...]) -> list[tuple[Case, tuple[str, ...]]]:
    """Return the cases that nobody sends back once every paper is there, with those papers."""
    kept = []
    for case in cases:
        facts = facts_in(procedure, case)
        given = tuple(one.id for one in wanted(procedure, facts))
        if not faults_of(procedure, facts, given=given):
            kept.append((case, given))
    return kept


def generated(procedure: Procedure, cases: tuple[Case, ...]) -> Iterator[Try]:
    """Yield sound filings with one thing made wrong."""
    for case, given in sound(procedure, cases):
        yield from spoilt_answers(procedure, case, given)
        facts = facts_in(procedure, case)
        for one in given:
            rest = tuple(name for name in given if name != one)
            yield Try("paper left out", f"{case.name}: {one}", facts, rest, (f"components:{one}",))
        yield from spoilt_files(case, facts, given)
        kinds = {"citizen", "enterprise", "household"} - set(procedure.applicants)
        for kind in sorted(kinds):
            other = {**applicant_of(procedure, case), "kind": kind}
            changed = facts_in(procedure, case, applicant=other)
            yield Try(
                "other applicant", f"{case.name}: {kind}", changed, given, ("applicant:kind",)
            )


def spoilt_answers(procedure: Procedure, case: Case, given: tuple[str, ...]) -> Iterator[Try]:
    form = compile_form(procedure.form)
    for field in form.asked(case.filing.form):
        name = field.path[0]
        if len(field.path) != 1 or name not in case.filing.form:
            continue
        place = (f"form:{name}",)
        rest = {key: value for key, value in case.filing.form.items() if key != name}
        if field.required:
            yield Try(
                "left out",
                f"{case.name}: {name}",
                facts_in(procedure, case, form=rest),
                given,
                place,
            )
        for wrong in wrong_answers(field.schema):
            facts = facts_in(procedure, case, form={**case.filing.form, name: wrong})
            yield Try("written wrong", f"{case.name}: {name}={wrong!r}", facts, given, place)


def wrong_answers(schema: Any) -> list[Any]:
    if "enum" in schema:
        return ["no such choice"]
    wrong: list[Any] = [WRONG[schema["type"]]] if schema.get("type") in WRONG else []
    if schema.get("format") in BAD_FORMAT:
        wrong.append(BAD_FORMAT[schema["format"]])
    if "minimum" in schema:
        wrong.append(schema["minimum"] - 1)
    if "maximum" in schema:
        wrong.append(schema["maximum"] + 1)
    if schema.get("minLength"):
        wrong.append("")
    if "maxLength" in schema:
        wrong.append("x" * (schema["maxLength"] + 1))
    return wrong


def spoilt_files(case: Case, facts: dict[str, Any], given: tuple[str, ...]) -> Iterator[Try]:
    good = {one: Attached(one, sha256=one, shorter_side=1200) for one in given}
    for one in given:
        place = (f"components:{one}",)
        spoilt = {
            "unreadable": Attached(one, one, readable=False),
            "empty": Attached(one, one, size_bytes=0),
            "too small": Attached(one, one, shorter_side=200),
        }
        for kind, file in spoilt.items():
            files = tuple({**good, one: file}.values())
            yield Try(f"file {kind}", f"{case.name}: {one}", facts, given, place, files)
    for first, second in pairwise(given):
        same = tuple({**good, second: Attached(second, sha256=first)}.values())
        place = (f"components:{second}",)
        yield Try("file mismatched", f"{case.name}: {second}", facts, given, place, same)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_check_finds_what_an_officer_would_send_back(folder):
    source = load_folder(folder)
    procedure = source.procedure
    tries = [*told(procedure, source.cases), *generated(procedure, source.cases)]
    assert len(tries) >= LEAST_TRIED
    score: dict[str, list[int]] = {}
    missed = []
    for one in tries:
        places = found(procedure, one)
        for place in one.expected:
            hit = place in places
            tally = score.setdefault(one.kind, [0, 0])
            tally[0] += hit
            tally[1] += 1
            if not hit:
                missed.append(f"{one.kind}: {one.name} -> {place}")
    print(f"\n{folder.name}")
    for kind, (hits, of) in score.items():
        print(f"  {kind:16} {hits:5} of {of:5}  {hits / of:7.1%}")
    hits, of = score["cases.yaml"]
    assert hits / of >= LEAST, missed
    assert sum(h for h, _ in score.values()) / sum(o for _, o in score.values()) >= LEAST, missed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_check_finds_nothing_wrong_with_what_is_right(folder):
    source = load_folder(folder)
    accepted = [case for case in source.cases if case.expect.accepted]
    for case in accepted:
        facts = facts_in(source.procedure, case)
        faults = faults_of(source.procedure, facts, given=case.filing.documents)
        assert [fault.code for fault in faults] == [], case.name
