"""Translations: compiled files say what their sources say, and every text of a page has one."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2]
CATALOGUES = sorted(SOURCE.rglob("locale/*/LC_MESSAGES/*.po"))


def texts(catalog):
    """Return each text with its translation; one that counts is known by its singular."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            message.string if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalog
        if message.id
    }


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.parents[3].name)
def test_a_compiled_catalogue_is_fresh(path):
    source = read_po(BytesIO(path.read_bytes()))
    compiled = read_mo(BytesIO(path.with_suffix(".mo").read_bytes()))
    assert texts(source) == texts(compiled), "run make messages"
    assert all(texts(source).values())


def test_every_text_of_a_page_is_translated():
    known = {t for path in CATALOGUES for t in texts(read_po(BytesIO(path.read_bytes())))}
    used = {
        text
        for page in SOURCE.rglob("templates/**/*.html")
        for text in re.findall(r'{% translate "([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert used <= known
