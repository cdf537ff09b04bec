"""Which stand-ins for partners ``motcua up`` starts, and what it tells them."""

from pathlib import Path
from urllib.parse import urlsplit

from motcua.cli.children import Child, simulator_child

CALLBACK = "/accounts/oidc/vneid/login/callback/"


def simulators() -> dict[str, str]:
    """Return the simulators that this site speaks to, with their addresses."""
    from django.conf import settings

    if not (Path(settings.ROOT) / "simulators").is_dir():
        return {}
    used = {settings.OIDC_ISSUER, settings.PAYMENT_URL, settings.SMS_URL, settings.ZALO_URL}
    return {name: url for name, url in settings.SIMULATOR_ADDRESSES.items() if url in used}


def simulator_children(logs: Path) -> list[Child]:
    """Return the simulators as processes, not started yet."""
    return [
        simulator_child(name, log=logs / f"{name}.out", environment=_environment(name, url))
        for name, url in simulators().items()
    ]


def _environment(name: str, url: str) -> dict[str, str]:
    from django.conf import settings

    client = {"identity": settings.OIDC_CLIENT, "payments": settings.PAYMENT_MERCHANT}
    return {
        "SIMULATOR_PORT": str(urlsplit(url).port),
        "SIMULATOR_SECRET": settings.SIMULATOR_SECRET,
        "SIMULATOR_CLIENT": client.get(name, ""),
        "SIMULATOR_MERCHANT": client.get(name, ""),
        "SIMULATOR_REDIRECTS": " ".join(f"{site}{CALLBACK}" for site in _own_addresses()),
    }


def _own_addresses() -> list[str]:
    """Return under which names a browser may have found us."""
    from django.conf import settings

    named = [f"http://{host}:{settings.PORT}" for host in ("127.0.0.1", "localhost")]
    return sorted({settings.PUBLIC_URL, *named})
