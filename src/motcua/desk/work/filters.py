"""The worklist's address read into a wish, and written again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from motcua.catalogue.types import Channel
from motcua.dossiers.api import Due, Status, Whose, Wish, WorkLine

Word = TypeVar("Word", Whose, Due, Channel)
KEYS = ("procedure", "step", "status", "whose", "due", "channel", "post", "name")


def wish_of(asked: Mapping[str, Any]) -> Wish:
    """Return the wish of an address; what it says that cannot be meant narrows nothing."""
    return Wish(
        procedure=_text(asked, "procedure", 40),
        step=_text(asked, "step", 60),
        status=_status(_text(asked, "status", 3)),
        whose=_one_of(Whose, _text(asked, "whose", 10)) or Whose.ALL,
        due=_one_of(Due, _text(asked, "due", 10)) or Due.ANY,
        channel=_one_of(Channel, _text(asked, "channel", 10)),
        post=_post(_text(asked, "post", 60)),
        name=_text(asked, "name", 100),
    )


def query_of(asked: Mapping[str, Any], **changes: str) -> str:
    """Return the query string of the same list with changes; an empty value takes a key away."""
    values = {key: changes.get(key, str(asked.get(key, ""))) for key in (*KEYS, *changes)}
    return urlencode({key: value for key, value in values.items() if value})


def key_after(line: WorkLine) -> str:
    """Return the key of the page behind a line."""
    return f"{line.due_at.isoformat()}_{line.id}"


def after_of(asked: Mapping[str, Any]) -> tuple[datetime, int] | None:
    """Return the key that an address names; None begins at the first page."""
    due, _, key = str(asked.get("after", "")).replace(" ", "+").rpartition("_")
    try:
        found = datetime.fromisoformat(due), int(key)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None and 0 <= found[1] < 2**62 else None


def _text(asked: Mapping[str, Any], key: str, most: int) -> str:
    return "".join(sign for sign in str(asked.get(key, "")).strip()[:most] if sign.isprintable())


def _one_of(words: type[Word], text: str) -> Word | None:
    return words(text) if text in set(words) else None


def _status(text: str) -> Status | None:
    return Status(int(text)) if text.isdecimal() and int(text) in set(Status) else None


def _post(text: str) -> tuple[int, str] | None:
    unit, _, role = text.partition(":")
    return (int(unit), role) if unit.isdecimal() and len(unit) < 10 and role else None
