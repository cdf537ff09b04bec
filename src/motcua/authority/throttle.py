"""How often one place on the network may ask what is open to all."""

import time
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

__all__ = ["PerAddress"]

SECONDS: Final = 60


class PerAddress(BaseThrottle):
    """Counts the requests of an address within each minute, over every process of the machine.

    It holds no state of a request: ninja shares one instance among threads.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether the address has not used up its minute."""
        # The edge of the process: here the clock is read.
        key = f"asked:{self.name}:{address_of(request)}:{int(time.time() // SECONDS)}"
        if cache.add(key, 1, timeout=2 * SECONDS):
            return True
        try:
            asked: Any = cache.incr(key)
        except ValueError:  # it was swept out between the two
            return True
        return bool(asked <= settings.PUBLIC_REQUESTS)

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return SECONDS - time.time() % SECONDS


def address_of(request: HttpRequest) -> str:
    """Return who connects; behind a proxy, whom the proxy names last: what he sends is before."""
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.BEHIND_PROXY and told:
        return told.rpartition(",")[2].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))
