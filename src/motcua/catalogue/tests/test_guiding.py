"""The guide asks what the rules read, and ends where the engine would."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue import api
from motcua.catalogue.api import QuestionKind
from motcua.catalogue.source import load_folder

FOLDERS = sorted(
    path.parent for path in Path(__file__).parents[4].glob("procedures/*/procedure.yaml")
)
PROCEDURES = {folder.name.split("-")[0]: load_folder(folder).procedure for folder in FOLDERS}
BIRTH = PROCEDURES["1.001193"]
PLAIN = {
    "channel": "online",
    "applicant.age": 30,
    "applicant.verified": True,
    "form.birth_evidence": "notice",
    "form.surrogacy": False,
    "form.mother_citizen_id": True,
    "form.father_citizen_id": False,
    "form.relation": "mother",
    "form.extract_copies": 2,
}


def drawn(data, question):
    """Return an answer that the page would take."""
    kind = question.kind
    if kind is QuestionKind.CHOICE:
        return data.draw(st.sampled_from([value for value, _ in question.options]))
    if kind in {QuestionKind.YES_NO, QuestionKind.PRESENT}:
        return data.draw(st.booleans())
    if kind is QuestionKind.DATE:
        return data.draw(st.dates()).isoformat()
    if kind is QuestionKind.TEXT:
        return data.draw(st.text(max_size=20))
    whole = st.integers(int(question.least or 0), int(question.most or 30))
    if kind is QuestionKind.LINES:
        one = whole if question.whole else st.from_regex(r"[0-9]{4}", fullmatch=True)
        return data.draw(st.lists(one, min_size=1, max_size=4))
    return data.draw(whole)


@given(st.data(), st.sampled_from(sorted(PROCEDURES)))
def test_whatever_is_answered_the_guide_ends_with_papers_fees_and_a_limit(data, code):
    procedure, answers = PROCEDURES[code], {}
    while open_ := [q for q in api.questions(procedure, answers) if q.id not in answers]:
        answers[open_[0].id] = drawn(data, open_[0])
    found = api.guided(procedure, answers)
    assert found.limits.statutory
    assert all(fee.amount >= 0 for fee in found.fees)


def test_only_what_rules_read_is_asked():
    asked = [one.id for one in api.questions(BIRTH, PLAIN)]
    assert sorted(asked) == sorted(PLAIN)
    assert "form.child_full_name" not in asked


def test_a_personal_number_is_never_asked_only_whether_there_is_one():
    kinds = {one.id: one.kind for one in api.questions(BIRTH, PLAIN)}
    assert kinds["form.mother_citizen_id"] is QuestionKind.PRESENT
    for procedure in PROCEDURES.values():
        fields = procedure.form["properties"]
        for question in api.questions(procedure, {}):
            field = fields.get(question.id.removeprefix("form."), {})
            assert field.get("format") != "citizen-id" or question.kind is QuestionKind.PRESENT


def test_a_question_that_depends_on_another_waits_for_it():
    without = {k: v for k, v in PLAIN.items() if k == "channel"}
    assert "form.parents_married" not in [one.id for one in api.questions(BIRTH, without)]
    father = PLAIN | {"form.father_citizen_id": True}
    assert "form.parents_married" in [one.id for one in api.questions(BIRTH, father)]


def test_the_plain_birth_needs_the_notice_and_16_000_dong_for_two_copies():
    found = api.guided(BIRTH, PLAIN)
    assert [one.id for one in found.components] == ["birth_notice"]
    assert sum(fee.amount for fee in found.fees) == 16_000
    assert found.failures == ()


def test_123_2015_article_15_an_unmarried_father_is_told_of_the_other_procedure():
    answers = PLAIN | {"form.father_citizen_id": True, "form.parents_married": False}
    found = api.guided(BIRTH, answers)
    assert [(one.id, one.law) for one in found.failures] == [
        ("paternity_recognised", "123/2015/NĐ-CP Đ15")
    ]


def test_the_draft_takes_over_what_was_answered_whole():
    assert api.draft_of(BIRTH, PLAIN) == {
        "birth_evidence": "notice",
        "surrogacy": False,
        "relation": "mother",
        "extract_copies": 2,
    }


@pytest.mark.parametrize(
    ("code", "component", "words"),
    [
        ("1.001193", "birth_notice", "“Giấy tờ chứng minh việc sinh” là “Giấy chứng sinh”"),
        ("1.001193", "identity", "người nộp chưa có tài khoản định danh điện tử mức độ 2"),
        ("1.013225", "designer_licence", None),
    ],
)
def test_a_condition_is_said_in_words(code, component, words):
    procedure = PROCEDURES[code]
    rule = next(one.required for one in procedure.components if one.id == component)
    said = api.in_words(rule, procedure)
    assert said is not None
    assert said.vi
    assert said.en
    if words:
        assert said.vi == words


def test_what_cannot_be_said_is_not_said():
    assert api.in_words("form.events.exists(e, e.event_year < 2000)", BIRTH) is None
    assert api.in_words("form.nowhere == 'x'", BIRTH) is None
    assert api.in_words("(form.surrogacy || form.surrogacy) && form.surrogacy", BIRTH) is None
