"""One broken procedure for every code: the finding names the file and the line."""

import re

import pytest

from motcua.catalogue.checks import Province, check_source
from motcua.catalogue.findings import CODES, Severity
from motcua.catalogue.tests.folders import FILES, changed, source

P, F, C, T = "procedure.yaml", "form.schema.json", "cases.yaml", "result.typ"
RENDERS = Province(render=lambda template, data: None)

# code: (file, old text, new text, a text that stands on the line of the finding)
BROKEN = {
    "yaml_broken": (P, "field: stalls", "field: [stalls", "level: commune"),
    "json_broken": (F, '"type": "object",', '"type": "object"', '"additionalProperties"'),
    "wrong_shape": (P, "field: stalls", "field: [stalls]", "field: [stalls]"),
    "unknown_key": (P, "service: full", "service: full\nimediate: true", "imediate"),
    "missing_key": (P, "field: stalls\n", "", 'code: "1.999001"'),
    "duplicate_key": (P, "field: stalls", "field: stalls\nfield: shops", "field: shops"),
    "unknown_word": (P, "level: commune", "level: village", "level: village"),
    "text_one_language": (P, "vi: Tiếp nhận, en: Receive", "vi: Tiếp nhận", "vi: Tiếp nhận"),
    "limit_unreadable": (P, "3 working days", "3 days", "statutory: 3 days"),
    "money_unreadable": (P, "50_000 VND", "50 nghìn", "50 nghìn"),
    "name_malformed": (P, "by: competent.clerk", "by: the clerk", "by: the clerk"),
    "fee_one_of": (P, "amount: 0 VND, channel", "channel", "same: true"),
    "same_first": (P, "fees:\n", "fees:\n  - {same: true, amount: 1 VND}\n", "amount: 1 VND"),
    "twice": (P, "id: identity", "id: mandate", "- id: application"),
    "instant_unreadable": (C, "at: 2026-03-04 09:10", "at: 4 March", "at: 4 March"),
    "form_invalid": (F, '"minItems": 1', '"minItems": "one"', "{"),
    "form_open": (F, '"additionalProperties": false', '"additionalProperties": true', "{"),
    "field_keyword_missing": (F, '"x-title-en": "Owner",', "", '"owner_kind": {'),
    "field_unused": (P, "if: '!has(form.tax_code)'", "if: applicant.verified", '"tax_code": {'),
    "field_held_by_state": (F, ',\n      "x-source": "enterprise.tax_code"', "", '"tax_code": {'),
    "field_source_unknown": (F, "enterprise.tax_code", "enterprise.vat", '"tax_code": {'),
    "rule_syntax": (P, "applicant.age >= 18", "applicant.age >=", "rule: applicant.age >="),
    "rule_unknown_variable": (P, "applicant.age >= 18", "person.age >= 18", "rule: person.age"),
    "rule_too_complex": (P, "applicant.age >= 18", "(" * 40 + "true" + ")" * 40, "rule: ((("),
    "rule_never_holds": (P, '== "household"', '== "company"', '== "company"'),
    "rule_always_holds": (P, "applicant.age >= 18", "applicant.age >= 0", "applicant.age >= 0"),
    "rule_fails": (P, "'!has(form.tax_code)'", 'form.tax_code == "1"', "if: form.tax_code"),
    "no_variant_fits": (P, "limits:", "variants:\n  a: applicant.verified\n\nlimits:", "variants:"),
    "variant_unknown": (P, "channel: counter, law", "variant: b, law", "variant: b"),
    "fact_unused": (P, 'seasonal_trades: ["4781"]', 'seasonal_trades: ["4781"]\n  no: 1', "no: 1"),
    "step_unknown": (P, "next: seal", "next: stamp", "next: stamp"),
    "step_unreachable": (P, "next: sign", "next: seal", "  sign:"),
    "step_without_exit": (P, "do: [hand_over]", "do: [hand_over]\n    next: seal", "  receive:"),
    "step_may_stick": (P, "next: sign", "next: [{if: applicant.verified, to: sign}]", "to: sign}"),
    "join_never_completes": (P, "next: hand_over", "next: hand_over\n    join: [seal]", "join:"),
    "join_missing": (P, "next: examine", "next: [examine, sign]", "  sign:"),
    "verb_not_of_post": (P, "do: [issue]", "do: [issue, sign]", "do: [issue, sign]"),
    "verb_never_listed": (P, "do: [hand_over]", "do: [hand_over, rate]", "do: [hand_over, rate]"),
    "step_leaving_verb": (P, "do: [issue]", "do: [send_back]", "do: [send_back]"),
    "way_without": (P, "do: [sign, send_back]", "do: [approve, send_back]", "  hand_over:"),
    "place_unknown": (P, "by: competent.clerk", "by: province.clerk", "by: province.clerk"),
    "norms_exceed_limit": (P, "norm: 30 working", "norm: 45 working", "committed: 4 working hours"),
    "committed_longer": (
        P,
        "committed: 4 working hours",
        "committed: 4 working days",
        "committed:",
    ),
    "immediate_needs_same_day": (P, "facts:", "immediate: true\nfacts:", "statutory: 3"),
    "limit_absent": (
        P,
        "statutory: 3 working days",
        "statutory: [{limit: 3 working days, channel: online}]",
        "statutory: [",
    ),
    "fee_without_law": (P, ", law: NQ 1", "", "amount: 50_000 VND"),
    "law_missing": (P, "    law: 168/2025/NĐ-CP Đ18\n", "", "id: age"),
    "case_failed": (C, "fee: 50_000 VND", "fee: 10_000 VND", "fee: 10_000 VND"),
    "case_broken": (P, "amount: 50_000 VND", 'rule: "1.5"', "- case: a household at"),
}
# These need more than one text replaced, or a province.
ELSEWHERE = {
    "file_missing",
    "file_too_large",
    "post_empty",
    "template_broken",
    "template_not_checked",
    "cases_none",
    "cases_no_acceptance",
}


def found_in(files, province=RENDERS):
    return check_source(source(files), province)


def line_of(text, marker):
    return next(n for n, line in enumerate(text.splitlines(), 1) if marker in line)


def test_the_sound_procedure_has_no_findings():
    assert found_in(FILES) == []


def test_every_code_has_a_broken_procedure():
    assert BROKEN.keys() | ELSEWHERE == CODES.keys()


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_procedure_is_told_by_file_and_line(code):
    name, old, new, marker = BROKEN[code]
    files = changed(name, old, new)
    every = found_in(files)
    found = [one for one in every if one.code == code]
    assert found, [str(one) for one in every]
    where = {"form": F, "field": F, "case": C}.get(code.partition("_")[0], name)
    one = found[0]
    assert (one.file, one.line) == (f"procedures/stall/{where}", line_of(files[where], marker)), one
    assert all((one.vi, one.en, one.hint.vi, one.hint.en))


def test_a_missing_file_is_told():
    for name in FILES:
        files = {key: text for key, text in FILES.items() if key != name}
        errors = [one for one in found_in(files) if one.severity is Severity.ERROR]
        told = [(one.code, one.file) for one in errors]
        assert told == [("file_missing", f"procedures/stall/{name}")]


def test_a_file_of_a_megabyte_is_refused():
    files = {**FILES, P: FILES[P] + "# " + "x" * 1_000_000}
    assert [one.code for one in found_in(files)] == ["file_too_large"]


def test_a_bomb_of_anchors_is_refused():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\n"
    assert [(one.code, one.line) for one in found_in({**FILES, P: bomb})] == [("yaml_broken", 1)]


@pytest.mark.parametrize("name", [P, C, F])
def test_a_pit_of_brackets_is_refused(name):
    found = found_in({**FILES, name: "[" * 50_000})
    assert {one.code for one in found} <= {"yaml_broken", "json_broken"}
    assert found


def test_a_post_that_nobody_holds_somewhere_is_told():
    def posts(post, competent):
        assert competent == "commune"
        return ["Phường A", "Xã B"] if post.role == "clerk" else []

    (one,) = found_in(FILES, Province(posts=posts, render=RENDERS.render))
    assert (one.code, one.line) == ("post_empty", line_of(FILES[P], "by: competent.clerk"))
    assert "Phường A, Xã B" in one.vi


def test_a_template_that_does_not_render_is_told():
    def render(template, data):
        raise ValueError(f"unknown variable: {sorted(data['facts']['form'])}")

    (one,) = found_in(FILES, Province(render=render))
    assert (one.code, one.file) == ("template_broken", "procedures/stall/result.typ")
    assert "owner_kind" in one.en


def test_without_a_typesetter_the_template_is_a_warning():
    (one,) = found_in(FILES, Province())
    assert (one.code, one.severity) == ("template_not_checked", Severity.WARNING)


def test_a_procedure_without_cases_is_told():
    assert {one.code for one in found_in({**FILES, C: "[]\n"})} == {"cases_none"}


def test_a_procedure_whose_cases_are_all_refused_is_told():
    last = FILES[C].partition("- case: seventeen")[2]
    found = {one.code for one in found_in({**FILES, C: f"- case: seventeen{last}"})}
    assert found == {"cases_no_acceptance"}


def test_the_reference_lists_every_code_with_its_severity(settings):
    page = (settings.ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \| (\w+) \|", page, re.MULTILINE))
    assert listed == {(code, str(said.severity)) for code, said in CODES.items()}
