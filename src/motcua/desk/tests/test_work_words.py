"""Every word of the worklist and the dossier page stands in both languages."""

import gettext
import io
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

DESK = Path(__file__).parents[1]
CATALOGUE = DESK / "work" / "locale" / "vi" / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
}  # fmt: skip


def asked():
    """Yield every message that the code and the templates ask for."""
    templates = (DESK / "templates" / "desk" / "work").glob("*.html")
    sources = [(path, templatize(path.read_text(), str(path))) for path in templates]
    code = [*(DESK / "work").rglob("*.py"), DESK / "templatetags" / "desk_work.py"]
    sources += [(path, path.read_text()) for path in code]
    for path, source in sources:
        lines = io.BytesIO(source.encode())
        for _, message, _, _ in extract("python", lines, KEYWORDS):
            yield path.name, message[0] if isinstance(message, tuple) else message


def test_every_message_is_said_in_vietnamese():
    with CATALOGUE.open("rb") as file:
        said = gettext.GNUTranslations(file)._catalog
    known = {key[0] if isinstance(key, tuple) else key for key, text in said.items() if text}
    messages = set(asked())
    assert len(messages) > 200
    assert sorted(message for message in messages if message[1] not in known) == []
