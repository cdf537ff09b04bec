"""Reading a folder: every value in its place, every mistake with its line."""

from decimal import Decimal

import pytest

from motcua.catalogue.errors import ProcedureBroken
from motcua.catalogue.source import load_files
from motcua.catalogue.tests.folders import FILES, changed
from motcua.catalogue.types import Channel, PaymentMoment, Post, Verb
from motcua.kernel.worktime import Limit


def test_a_folder_becomes_a_procedure():
    procedure = load_files(FILES, folder="procedures/x").procedure
    assert procedure.code == "1.999001"
    assert procedure.name.vi == "Đăng ký quầy hàng"
    assert procedure.statutory[0].limit == Limit.parse("3 working days")
    assert procedure.start == "receive"
    assert list(procedure.steps) == ["receive", "examine", "sign", "seal", "hand_over"]
    assert procedure.steps["examine"].by == Post("competent:economy", "officer")
    assert procedure.steps["sign"].do == (Verb.SIGN, Verb.SEND_BACK)
    assert procedure.form["required"] == ["owner_kind", "trades"]
    assert len(procedure.form_digest) == len(procedure.digest) == 64


def test_a_same_line_of_a_fee_takes_up_the_line_before():
    counter, online = load_files(FILES).procedure.fees
    assert (counter.amount, counter.channel) == (Decimal(50_000), Channel.COUNTER)
    assert (online.amount, online.channel) == (Decimal(0), Channel.ONLINE)
    assert online.name == counter.name
    assert online.when is PaymentMoment.FILING
    assert online.law == counter.law


def test_the_digest_changes_with_any_letter_of_any_file():
    digests = {load_files(FILES).digest}
    for name in FILES:
        digests.add(load_files({**FILES, name: FILES[name] + " "}).digest)
    assert len(digests) == len(FILES) + 1


def test_a_broken_procedure_is_not_handed_out():
    with pytest.raises(ProcedureBroken) as told:
        _ = load_files(changed("procedure.yaml", "3 working days", "3 days")).procedure
    assert told.value.count == 1
    assert "limit_unreadable" in str(told.value.first)


def test_plain_words_of_yaml_stay_what_json_says():
    files = changed(
        "procedure.yaml", 'seasonal_trades: ["4781"]', "seasonal_trades: [yes, 08, 1_0]"
    )
    assert load_files(files).procedure.facts["seasonal_trades"] == ["yes", "08", 10]


CASES = """\
- case: a stall
  at: 2026-03-04 09:10
  filing: {channel: online, form: {owner_kind: person, trades: ["4711"], note: old}}
  expect: {accepted: true}
- case: the same stall of a household
  at: 2026-03-04 09:10
  filing: {channel: online, like: a stall, form: {owner_kind: household, note: null}}
  expect: {missing: [mandate]}
"""


def test_a_case_takes_the_answers_of_an_earlier_one_and_changes_them():
    _, second = load_files({**FILES, "cases.yaml": CASES}).cases
    assert second.filing.form == {"owner_kind": "household", "trades": ["4711"]}


def test_a_case_cannot_be_like_one_that_does_not_stand_before_it():
    files = {**FILES, "cases.yaml": CASES.replace("like: a stall", "like: a shop")}
    (found,) = load_files(files).findings
    assert (found.code, found.line) == ("unknown_word", 5)


def test_a_procedure_says_how_many_sets_are_handed_in():
    assert load_files(FILES).procedure.sets == 1
    two = changed("procedure.yaml", "service: full", "service: full\nsets: 2")
    assert load_files(two).procedure.sets == 2
    none = changed("procedure.yaml", "service: full", "service: full\nsets: 0")
    (finding,) = load_files(none).findings
    assert finding.code == "wrong_shape"
