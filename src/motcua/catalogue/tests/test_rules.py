"""What a version says about one dossier: limits, fees, papers, lanes, steps."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.errors import FeeNotWhole, NoVariantFits
from motcua.catalogue.rules import (
    choose_variant,
    consultations,
    facts_of,
    fees_due,
    ineligibilities,
    lane,
    limit_rules,
    limits,
    missing_components,
    next_steps,
    opens_after,
    papers_asked,
    previous_steps,
    required_components,
    walk,
)
from motcua.catalogue.tests.folders import source
from motcua.catalogue.types import (
    Channel,
    Component,
    Fee,
    Lane,
    LimitRule,
    Next,
    PaymentMoment,
    Post,
    Step,
    Text,
    Verb,
)
from motcua.kernel.worktime import Limit

STALL = source().procedure
CHANNELS = st.sampled_from(list(Channel))
A_DAY = Limit.parse("1 working days")


def facts(procedure=STALL, *, channel=Channel.ONLINE, age=30, verified=True, **rest):
    form = {"owner_kind": "person", "trades": ["4711"], **rest.pop("form", {})}
    applicant = {"kind": "citizen", "age": age, "verified": verified}
    return facts_of(procedure, form=form, applicant=applicant, channel=channel, **rest)


def line(days, *, channel=None, variant=None):
    return LimitRule(Limit.parse(f"{days} working days"), channel, variant)


def fee(amount, *, channel=None, variant=None, name="Lệ phí", rule=None):
    value = None if rule else Decimal(amount)
    return Fee(Text(name, name), PaymentMoment.FILING, value, rule, channel, variant, "law")


@pytest.mark.parametrize(
    ("channel", "variant", "days"),
    [
        (Channel.ONLINE, "hard", "1"),
        (Channel.POST, "hard", "2"),
        (Channel.ONLINE, "plain", "3"),
        (Channel.POST, "plain", "4"),
    ],
)
def test_the_most_specific_line_gives_the_limit(channel, variant, days):
    told = replace(
        STALL,
        statutory=(
            line(4),
            line(3, channel=Channel.ONLINE),
            line(2, variant="hard"),
            line(1, channel=Channel.ONLINE, variant="hard"),
        ),
        committed=(),
    )
    statutory, committed = limits(told, channel, variant)
    assert statutory.value == Decimal(days)
    assert committed == statutory


def test_a_channel_without_a_promise_keeps_the_limit_of_the_law():
    told = replace(STALL, committed=(line(1, channel=Channel.ONLINE),))
    assert limits(told, Channel.ONLINE).committed.value == 1
    statutory, committed = limit_rules(told, Channel.POST)
    assert committed is statutory


def test_a_limit_that_nobody_wrote_is_not_guessed():
    told = replace(STALL, statutory=(line(1, channel=Channel.ONLINE),))
    with pytest.raises(NoVariantFits):
        limits(told, Channel.POST)


def test_the_first_variant_that_holds_is_chosen():
    told = replace(STALL, variants={"old": "applicant.age > 60", "any": "applicant.age > 17"})
    assert choose_variant(STALL, facts()) == ""
    assert choose_variant(told, facts(age=61)) == "old"
    assert choose_variant(told, facts(age=60)) == "any"
    with pytest.raises(NoVariantFits):
        choose_variant(told, facts(age=17))


@pytest.mark.parametrize(("channel", "amount"), [("online", 0), ("counter", 50_000)])
def test_the_channel_of_the_filing_decides_the_fee(channel, amount):
    """Hải Phòng NQ 23/2026/NQ-HĐND: free online, unchanged at the counter."""
    (due,) = fees_due(STALL, facts(channel=Channel(channel)), PaymentMoment.FILING)
    assert due.amount == amount
    assert fees_due(STALL, facts(), PaymentMoment.RETURN) == ()


def test_no_line_for_the_channel_is_no_fee():
    assert fees_due(STALL, facts(channel=Channel.POST)) == ()


@pytest.mark.parametrize(
    ("pages", "amount"), [(1, 2000), (2, 4000), (3, 5000), (198, 200_000), (500, 200_000)]
)
def test_a_certified_copy_costs_by_the_page_up_to_200000_tt_226_2016(pages, amount):
    rule = "min(200000, min(pages, 2) * 2000 + max(pages - 2, 0) * 1000)"
    told = replace(STALL, fees=(fee(0, rule=rule),))
    assert [one.amount for one in fees_due(told, facts(pages=pages))] == [amount]


@pytest.mark.parametrize("rule", ["1.5", "-1", '"50000"', "true"])
def test_a_fee_that_is_no_whole_amount_is_refused(rule):
    with pytest.raises(FeeNotWhole):
        fees_due(replace(STALL, fees=(fee(0, rule=rule),)), facts())


@given(st.lists(st.tuples(st.integers(0, 9), st.none() | CHANNELS), max_size=6), CHANNELS)
def test_one_name_at_one_moment_is_one_fee_whatever_the_lines(lines, channel):
    told = replace(STALL, fees=tuple(fee(amount, channel=by) for amount, by in lines))
    due = fees_due(told, facts(channel=channel))
    fitting = [amount for amount, by in lines if by in (None, channel)]
    exact = [amount for amount, by in lines if by is channel]
    assert [int(one.amount) for one in due] == (exact or fitting)[:1]


def test_a_paper_is_asked_when_its_rule_holds_and_the_state_does_not_hold_it():
    asked = facts(form={"owner_kind": "household"}, verified=False)
    assert [one.id for one in required_components(STALL, asked)] == ["mandate", "identity"]
    held = facts(verified=False, holds=["population.identity"])
    assert required_components(STALL, held) == ()
    assert missing_components(STALL, asked, ["mandate"]) == ("identity",)


def test_who_is_not_eligible_is_told_why():
    (one,) = ineligibilities(STALL, facts(age=17))
    assert (one.id, one.otherwise.vi) == ("age", "Phải đủ 18 tuổi")
    assert ineligibilities(STALL, facts(age=18)) == ()


def test_red_is_asked_before_green():
    assert lane(STALL, facts()) is Lane.GREEN
    assert lane(STALL, facts(missing=["identity"])) is Lane.YELLOW
    assert lane(STALL, facts(form={"trades": ["4781"]})) is Lane.RED


def step(name, *ways, join=()):
    return Step(
        name, Text(name, name), Post("competent", "officer"), A_DAY, (Verb.FORWARD,),
        next=ways, join=join,
    )  # fmt: skip


LINKED = replace(
    STALL,
    start="a",
    steps={
        one.id: one
        for one in (
            step("a", Next(("p", "q"), "applicant.verified"), Next(("z",))),
            step("p", Next(("j",))),
            step("q", Next(("r",))),
            step("r", Next(("j",))),
            step("j", Next(("z",)), join=("p", "r")),
            step("z"),
        )
    },
)


def test_steps_side_by_side_meet_where_all_are_done():
    assert [one.id for one in walk(LINKED, facts())] == ["a", "p", "q", "r", "j", "z"]
    assert [one.id for one in walk(LINKED, facts(verified=False))] == ["a", "z"]
    assert not opens_after(LINKED, "j", {"a", "p"})
    assert opens_after(LINKED, "j", {"a", "p", "q", "r"})
    assert next_steps(LINKED.steps["z"], facts()) == ()
    assert previous_steps(LINKED, "j") == ("p", "r")


def test_an_opinion_is_asked_when_its_rule_holds():
    examine = STALL.steps["examine"]
    (asked,) = consultations(examine, facts())
    assert asked.of == Post("department:finance", "officer")
    assert consultations(examine, facts(form={"tax_code": "1"})) == ()


@pytest.mark.parametrize(
    ("written", "certified", "asked"),
    [
        ("1 bản chính", False, {"original": 1}),
        ("2 bản chính, 1 bản sao", False, {"original": 2, "copy": 1}),
        ("1 bản sao", True, {"certified": 1}),
        ("xuất trình bản chính", False, {"original": 1}),
        ("", False, {"original": 1}),
        ("", True, {"certified": 1}),
    ],
)
def test_a_component_tells_how_many_papers_of_which_kind_it_asks(written, certified, asked):
    component = Component("x", Text("", ""), copies=written, certified=certified)
    assert papers_asked(component) == asked
