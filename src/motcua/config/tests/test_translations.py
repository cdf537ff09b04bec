"""Translations: compiled files say what their sources say, and every text has its Vietnamese."""

import re
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from tests.messages import SOURCE, catalogues, held, used

PLACES = re.compile(r"%\([a-z_.]+\)[sd]|\{[a-z_]+\}")


def named(path):
    return str(path.relative_to(SOURCE).parents[3])


def texts(catalog):
    # One reader gives the forms of a plural as a list, the other as a tuple.
    return {
        (message.context, _hashable(message.id)): _hashable(message.string)
        for message in catalog
        if message.id
    }


def written(path):
    return read_po(BytesIO(path.read_bytes()), locale="vi")


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_a_compiled_catalogue_is_fresh(path):
    compiled = read_mo(BytesIO(path.with_suffix(".mo").read_bytes()))
    assert {k: v for k, v in texts(written(path)).items() if _whole(v)} == texts(compiled), (
        "run make messages"
    )


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_every_text_of_a_catalogue_has_its_vietnamese(path):
    empty = [message.id for message in written(path) if message.id and not _whole(message.string)]
    assert empty == []
    assert [message.id for message in written(path) if message.fuzzy and message.id] == []


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_a_translation_fills_in_the_same_facts(path):
    changed = [
        message.id
        for message in written(path)
        if isinstance(message.id, str)
        and sorted(PLACES.findall(message.id)) != sorted(PLACES.findall(str(message.string)))
    ]
    assert changed == []


def test_every_text_given_to_gettext_stands_in_a_catalogue():
    known = held()
    missing = [
        f"{path.relative_to(SOURCE)}: {text}"
        for path, (context, text, _) in used()
        if (context, text) not in known
    ]
    assert missing == [], "run make messages, then write the msgstr"


def _whole(said):
    return all(said) if isinstance(said, tuple) else bool(said)


def _hashable(said):
    return said if isinstance(said, str) else tuple(said)
