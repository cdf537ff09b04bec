"""The halves of an envelope around what only the database knows."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ledger.api import GENESIS, Head, LedgerBodyInvalid, envelope_around, prepare

AT = datetime(2026, 11, 23, tzinfo=UTC)


def entry(**body):
    return prepare(
        Head("dossier:1", 0, GENESIS), kind="dossier.accept", by="system", at=AT, body=body
    )


@given(st.from_regex(r"[A-Z0-9.\-]{1,40}", fullmatch=True), st.text(st.characters(codec="utf-8")))
def test_filling_the_hole_gives_the_hash_of_the_filled_entry(code, other):
    other = other.replace("\0", "").replace("#", "")
    before, after = envelope_around(entry(code="#", other=other), "#")
    digest = sha256((before + code + after).encode()).digest()
    assert digest == entry(code=code, other=other).hash


@pytest.mark.parametrize("body", [{"code": "x"}, {"code": "#", "other": "#"}, {"code": "a#b"}])
def test_a_hole_that_is_not_there_exactly_once_is_refused(body):
    with pytest.raises(LedgerBodyInvalid):
        envelope_around(entry(**body), "#")
