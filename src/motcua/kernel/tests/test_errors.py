"""Errors say in both languages what is wrong, and keep the facts for machines."""

import pickle

import pytest

from motcua.kernel.errors import Conflict, DomainError, NotFound, every_error, facts_of


class LampOut(Conflict):
    """A lamp of this test is out."""

    code = "test_lamp_out"
    vi = "Đèn {lamp} đã tắt vì {why}."
    en = "Lamp {lamp} is out: {why}."


def test_the_message_is_filled_with_the_facts_of_each_language():
    error = LampOut(lamp=3, why={"vi": "mất điện", "en": "power cut"})
    assert error.message("vi") == "Đèn 3 đã tắt vì mất điện."
    assert error.message("en-GB") == str(error) == "Lamp 3 is out: power cut."


def test_facts_are_attributes_and_unknown_ones_are_told():
    error = LampOut(lamp=3)
    assert error.lamp == 3
    with pytest.raises(AttributeError, match="why"):
        error.why  # noqa: B018


def test_a_missing_fact_does_not_hide_the_error():
    assert LampOut(lamp=3).message("en") == "Lamp 3 is out: {why}."


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(LampOut(lamp=3, why="x")))
    assert (type(error), error.facts) == (LampOut, {"lamp": 3, "why": "x"})


def test_a_family_gives_its_status():
    assert LampOut().status == 409
    assert NotFound().status == 404


def test_every_family_has_its_own_code_and_both_languages():
    """``tests/test_architecture.py`` asks the same of every error of the house."""
    families = [kind for kind in every_error() if kind.__module__ == DomainError.__module__]
    assert len({kind.code for kind in families}) == len(families) == 11
    for kind in families:
        assert {"code", "vi", "en", "__doc__"} <= kind.__dict__.keys(), kind
        assert facts_of(kind)["vi"] == facts_of(kind)["en"], kind
