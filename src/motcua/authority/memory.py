"""Reference data kept in each process, with a cheap look whether it is old.

Units and calendars are read at every act and change a few times a year. A copy lives in the
process; at most once per window one row of :class:`ReferenceVersion` is read to see whether the
copy is old. A service that changes reference data calls :func:`forget`, so the process that made
the change sees it at once; other processes see it when their window ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Generic, TypeVar
from uuid import UUID

from django.conf import settings

from .models import ReferenceVersion

T = TypeVar("T")

WINDOW_SECONDS = 2.0
"""How long another process may keep an old copy; ``MOTCUA_REFERENCE_WINDOW`` changes it."""


class Memory(Generic[T]):
    """One kind of reference data, loaded whole when first asked for and after each change."""

    everything: "list[Memory[object]]" = []  # noqa: RUF012  # the registry that forget() walks

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._held: tuple[UUID | None, T] | None = None
        self._looked_at = 0.0
        Memory.everything.append(self)  # type: ignore[arg-type]  # the list does not read values

    def get(self) -> T:
        """Return the data, at most one window old."""
        now = monotonic()
        held = self._held
        if held is not None and now - self._looked_at < _window():
            return held[1]
        version = _version(self.name)
        if held is None or held[0] != version:
            held = (version, self._load())
            self._held = held
        self._looked_at = now
        return held[1]

    def look_again(self) -> None:
        """Make the next :meth:`get` compare versions."""
        self._looked_at = 0.0
        self._held = None if self._held is None or self._held[0] is None else self._held


def forget() -> None:
    """Make every kind of reference data compare its version at the next read."""
    for memory in Memory.everything:
        memory.look_again()


@contextmanager
def changing() -> Iterator[None]:
    """Wrap a change of reference data from outside its transaction.

    Whatever was read inside is compared again afterwards, so a rollback leaves no trace in memory.
    """
    try:
        yield
    finally:
        forget()


def _window() -> float:
    return float(getattr(settings, "MOTCUA_REFERENCE_WINDOW", WINDOW_SECONDS))


def _version(name: str) -> UUID | None:
    rows = ReferenceVersion.objects.filter(name=name).values_list("version", flat=True)
    return rows.first()
