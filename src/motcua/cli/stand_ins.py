"""The partners of the province: where they are, and who stands in for them in a demonstration."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

SIMULATORS: Final = ("identity", "payments", "messages")
"""The programs under ``simulators/``, in the order of their ports after the site's own."""


def simulator_addresses(port: int) -> dict[str, str]:
    """Return where the simulators of a site listen: the next ports, or the ones before."""
    step = 1 if port + len(SIMULATORS) <= 65535 else -1
    return {
        name: f"http://127.0.0.1:{port + step * number}"
        for number, name in enumerate(SIMULATORS, start=1)
    }


def origins(*addresses: str) -> Iterable[str]:
    """Return the origins of addresses, once each, for the content security policy."""
    parts = [urlsplit(address) for address in addresses if address]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})
