"""The language of the visitor, for content that is kept in both."""

from typing import Protocol

from django.utils.translation import get_language


class InBoth(Protocol):
    """Anything that says itself in both languages."""

    @property
    def vi(self) -> str:
        """The Vietnamese words."""

    @property
    def en(self) -> str:
        """The English words."""


def spoken() -> str:
    """Return the language of this request: vi or en."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def said(text: InBoth) -> str:
    """Return a text of both languages in the visitor's."""
    return text.en if spoken() == "en" else text.vi
