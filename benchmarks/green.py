"""The green lane over HTTP: from the request to a decided, sealed and registered result.

A real granian server on 127.0.0.1 with one process, one caller, a token, a fresh person a filing.
The peer is the published figure of the reference system: decided in one to three seconds.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median, quantiles
from urllib.request import urlopen

import httpx
from django.utils import timezone

from motcua.authority.api import issue_token, register_client, register_person
from motcua.authority.types import SYSTEM, PersonKind, Scope
from motcua.dossiers.tests.factories import ANSWERS, CODE, World

Row = dict[str, object]
REFERENCE_SECONDS = 1.0
START_SECONDS = 30


def run(*, filings: int = 300, warm: int = 20) -> list[Row]:
    """Return the median and the 99th percentile in milliseconds."""
    world = World.make()
    people = [_person(number) for number in range(filings + warm)]
    token = _token()
    with _server() as address:
        spent = _file_all(address, token, world, people)[warm:]
    slow = quantiles(spent, n=100)[98]
    return [_row("p50", median(spent)), _row("p99", slow)]


def _row(name: str, seconds: float) -> Row:
    return {
        "name": f"green lane, HTTP request to sealed PDF, {name}",
        "value": round(seconds * 1000),
        "unit": "ms",
        "against": f"reference system: {REFERENCE_SECONDS * 1000:,.0f} ms at best",
        "ratio": round(seconds / REFERENCE_SECONDS, 3),
    }


def _person(number: int) -> str:
    person = register_person(
        kind=PersonKind.CITIZEN,
        name=f"Người Thử {number}",
        number=f"031190{700000 + number}",
        birth_on=date(1990, 1, 1),
        verified=True,
        by=SYSTEM,
        at=timezone.now(),
    )
    return str(person.uid)


def _token() -> str:
    at = timezone.now()
    client = register_client("benchmark", by=SYSTEM, at=at)
    scopes = frozenset({Scope.DOSSIERS_FILE, Scope.DOSSIERS_READ})
    until = at + timedelta(days=1)
    return issue_token(client.pk, scopes=scopes, expires_at=until, by=SYSTEM, at=at)


@contextmanager
def _server() -> Iterator[str]:
    """Serve the site on a free port; stop it by its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--workers", "1", "motcua.config.wsgi:application"],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)  # a server that starts tells nobody when it is ready
    raise TimeoutError(address)


def _file_all(address: str, token: str, world: World, people: list[str]) -> list[float]:
    headers = {"Authorization": f"Bearer {token}"}
    spent = []
    with httpx.Client(base_url=address, headers=headers, timeout=30) as http:
        for person in people:
            wish = {
                "procedure": CODE,
                "receiving": str(world.desk.uid),
                "applicant": person,
                "form": {**ANSWERS, "kind": "a"},
            }
            began = time.perf_counter()
            answer = http.post("/api/v1/dossiers", json=wish)
            spent.append(time.perf_counter() - began)
            assert answer.status_code == 201, answer.text
            assert answer.json()["status"] == 10, answer.text
    return spent
