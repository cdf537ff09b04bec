"""Parameters of requests that several rooms read alike."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

__all__ = ["Day"]


def _as_written(text: Any) -> Any:
    """Let no number pass for a day: pydantic would count seconds from 1970."""
    return text if not isinstance(text, str) or "-" in text[1:] else "no day"


Day = Annotated[date, BeforeValidator(_as_written)]
"""A civil date as YYYY-MM-DD."""
