"""The table of statuses beside the list that the law and the national service give."""

import pytest

from motcua.catalogue.types import Verb
from motcua.dossiers.errors import StatusForbids
from motcua.dossiers.rules.status import ENDED, MOVES, PAUSED, STAYS, moved, possible_verbs, require
from motcua.dossiers.types import Status

DOCUMENTED = {
    (0, "file", 1),
    (1, "accept", 2), (1, "refuse", 3), (1, "ask_supplement", 5), (1, "withdraw", 7),
    (2, "forward", 4), (2, "issue", 9), (2, "refuse", 9), (2, "withdraw", 7),
    (4, "ask_supplement", 5), (4, "ask_payment", 6), (4, "withdraw", 7), (4, "stop", 8),
    (4, "issue", 9), (4, "refuse", 9),
    (5, "supplement", 1), (5, "supplement", 4), (5, "withdraw", 7), (5, "stop", 8),
    (6, "record_payment", 4), (6, "withdraw", 7), (6, "stop", 8),
    (9, "hand_over", 10),
}  # fmt: skip
"""docs/decisions/0006-statuses.md, line by line."""


def test_the_table_is_the_documented_one():
    assert {(int(a), str(verb), int(b)) for a, verb, b in MOVES} == DOCUMENTED


def test_nothing_leads_out_of_an_end_and_everything_else_can_end():
    assert {3, 7, 8, 10} == ENDED
    assert not any(source in ENDED for source, _, _ in MOVES)
    for status in set(Status) - ENDED:
        reached, wave = set(), {status}
        while wave:
            reached |= wave
            wave = {b for a, _, b in MOVES if a in wave} - reached
        assert reached & ENDED


def test_the_clock_stops_in_statuses_5_and_6_alone():
    assert {5, 6} == PAUSED


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", list(Verb))
def test_a_verb_is_open_where_the_table_says_and_nowhere_else(status, verb):
    targets = {b for a, v, b in MOVES if (a, v) == (status, verb)}
    if status in STAYS.get(verb, ()):
        targets.add(status)
    assert (verb in possible_verbs(status)) == bool(targets)
    for target in Status:
        if target in targets:
            assert moved(verb, source=status, target=target) is target
        else:
            with pytest.raises(StatusForbids):
                moved(verb, source=status, target=target)
    if not targets:
        with pytest.raises(StatusForbids):
            require(verb, status)
