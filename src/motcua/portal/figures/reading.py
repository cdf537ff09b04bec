"""The public figures as the pages read them: live, at most a minute old."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.core.cache import cache

from motcua.dossiers.api import Figure, public_figures

FRESH_SECONDS = 60


class Period(StrEnum):
    """Over which time figures are counted, up to now."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return timedelta(days={"year": 365, "quarter": 91, "month": 30}[self.value])


def read_figures(period: Period, *, at: datetime) -> tuple[Figure, ...]:
    """Return the figures of a period that ends now; whoever asks within a minute gets the same."""
    key = f"portal.figures.1:{period.value}"
    found: tuple[Figure, ...] | None = cache.get(key)
    if found is None:
        found = public_figures(since=at - period.length, until=at, at=at)
        cache.set(key, found, FRESH_SECONDS)
    return found
