"""What people write is bounded in the services too, for pages and commands as for the API."""

from datetime import timedelta

import pytest

from motcua.catalogue.types import Consultation, Post
from motcua.dossiers import api, errors, store
from motcua.dossiers.tests.factories import ANSWERS, AT
from motcua.kernel.errors import DomainError
from motcua.kernel.worktime import Limit

LATER = AT + timedelta(hours=1)
BAD = ["x" * 4001, "a\x00b", "\x1b[31m", "\ud800"]
DAY = Limit.parse("1 working day")


def consultation(**changes):
    return Consultation(**{"of": Post("department:justice", "officer"), "norm": DAY} | changes)


WORDS = {
    "refuse": lambda d, by, text: api.refuse(d.uid, reason=text, by=by, at=LATER),
    "stop": lambda d, by, text: api.stop(d.uid, reason=text, by=by, at=LATER),
    "send_back": lambda d, by, text: api.send_back(d.uid, reason=text, by=by, at=LATER),
    "withdraw": lambda d, by, text: api.withdraw(d.uid, reason=text, by=by, at=LATER),
    "consult": lambda d, by, text: api.consult(
        d.uid, asked=consultation(), question=text, by=by, at=LATER
    ),
    "consult-law": lambda d, by, text: api.consult(
        d.uid, asked=consultation(law=text), question="?", by=by, at=LATER
    ),
    "ask_supplement": lambda d, by, text: api.ask_supplement(
        d.uid, items=("proof",), reason=text, by=by, at=LATER
    ),
    "ask_supplement-item": lambda d, by, text: api.ask_supplement(
        d.uid, items=(text,), reason="Thiếu", by=by, at=LATER
    ),
    "ask_supplement-law": lambda d, by, text: api.ask_supplement(
        d.uid, items=("proof",), reason="Thiếu", sector_law=text, by=by, at=LATER
    ),
    "ask_payment": lambda d, by, text: api.ask_payment(
        d.uid, amounts={text: 1000}, by=by, at=LATER
    ),
    "record_payment": lambda d, by, text: api.record_payment(
        d.uid, payment=d.payments[0].uid, amount=1, reference=text, by=by, at=LATER
    ),
    "rate": lambda d, by, text: api.rate(d.uid, scores={7: 2}, comment=text, by=by, at=LATER),
}


@pytest.mark.parametrize("verb", WORDS)
@pytest.mark.parametrize("text", BAD, ids=["long", "nul", "escape", "half"])
def test_a_text_that_cannot_be_kept_is_refused(world, verb, text):
    dossier = world.examined()
    by = world.applicant if verb in {"withdraw", "rate"} else world.worker(dossier, "examine")
    with pytest.raises(errors.TextRefused):
        WORDS[verb](dossier, by, text)
    assert store.load(dossier.uid) == dossier


@pytest.mark.parametrize("amounts", [{"": 1}, {"x": 0}, {"x": -5}, {"x": 10**14}])
def test_an_obligation_has_a_name_and_an_amount(world, amounts):
    dossier = world.examined()
    with pytest.raises(errors.AmountsInvalid):
        api.ask_payment(dossier.uid, amounts=amounts, by=world.worker(dossier, "examine"), at=LATER)


def test_a_question_goes_to_a_post_that_exists(world):
    dossier = world.examined()
    by = world.worker(dossier, "examine")
    for post in (Post("department:nowhere", "officer"), Post("department:justice", "wizard")):
        with pytest.raises(DomainError):
            api.consult(dossier.uid, asked=consultation(of=post), question="?", by=by, at=LATER)
    assert store.load(dossier.uid) == dossier


@pytest.mark.parametrize(
    "answers", [{"a": float("nan")}, {"a": 2**60}, {"a": "\x00"}, {"a": "\ud800"}]
)
def test_answers_that_cannot_be_written_down_are_refused(world, answers):
    wish = world.filing(form={**ANSWERS, **answers})
    for act in (api.save_draft, api.submit):
        with pytest.raises(errors.FormUnreadable):
            act(wish, by=world.receiver, at=AT)
    assert api.dossiers(world.receiver) == []


def test_what_an_officer_asks_for_in_his_own_words_stays_out_of_the_ledger(world):
    dossier = api.ask_supplement(
        world.filed().uid,
        items=("proof", "Căn cước của bà Kín Đáo"),
        reason="Thiếu",
        by=world.receiver,
        at=LATER,
    )
    body = api.timeline(dossier)[-1].body
    assert (body["items"], body["others"]) == (["proof"], 1)
    assert api.remarks(dossier)[dossier.seq].items[1].startswith("Căn cước")
