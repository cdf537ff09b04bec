"""A real province in a real browser: the fixtures of the browser tests.

The seeded province is kept in ``var/browser`` and brought up to date by ``motcua seed``, which does
nothing when nothing changed. Each run works on a copy of it that is thrown away.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "browser"
SHOTS = ROOT / "var" / "shots"
LOCK = KEPT.with_name("browser.lock")
MOTCUA = str(Path(sys.executable).with_name("motcua"))
SEED_SECONDS = 600
START_SECONDS = 120
SMALLEST, PHONE, LARGE = 320, 360, 1440
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    # Nothing outside this machine has a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def chromium_program() -> str | None:
    """Return Debian's chromium, or what ``MOTCUA_CHROMIUM`` names."""
    named = os.environ.get("MOTCUA_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items):
    """Mark every test here; all of one run go to one worker, which starts one site."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if chromium_program() is None:
                item.add_marker(pytest.mark.skip("no chromium: apt-get install chromium"))


@dataclass(frozen=True, slots=True)
class Site:
    """A running province."""

    url: str
    home: Path
    password: str

    def __truediv__(self, path: str) -> str:
        """Return an address of the site: ``site / "desk/"``."""
        return f"{self.url}/{path.lstrip('/')}"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A granian that serves a copy of the seeded province, with its worker."""
    from motcua.cli.postgres import socket_folder

    with tempfile.TemporaryDirectory(prefix="motcua-site-") as folder:
        home = Path(folder) / "home"
        _seeded_copy(home)
        port = _free_port()
        facts = {"MOTCUA_PORT": str(port), "MOTCUA_WEB_PROCESSES": "1", "MOTCUA_WORKER_JOBS": "1"}
        log = Path(folder) / "log"
        with log.open("wb") as out:
            up = subprocess.Popen(
                [MOTCUA, "up"],
                env=_environment(home, **facts),
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
            )
        try:
            _wait(up, f"http://127.0.0.1:{port}/readyz", log)
            password = (home / "secrets" / "demo-password").read_text().strip()
            yield Site(url=f"http://127.0.0.1:{port}", home=home, password=password)
        finally:
            up.terminate()
            up.wait(timeout=60)
            shutil.rmtree(socket_folder(home / "postgres"), ignore_errors=True)


@pytest.fixture(scope="module")
def browser():
    """A Chromium. One a module: while it is open, the thread runs Playwright's event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_program(), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, site):
    """A function that opens a page of the site: ``open_page(width=360, language="vi")``.

    ``dark``, ``scripts`` (False: JavaScript is off) and what Playwright's contexts take beside.
    """
    contexts = []

    def opened(*, width=LARGE, height=900, language="vi", dark=False, scripts=True, **more):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            timezone_id="Asia/Ho_Chi_Minh",
            **more,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A large page in Vietnamese that fails the test when a script of it fails."""
    opened = open_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    assert faults == []


@pytest.fixture
def sign_in(site) -> Callable[..., None]:
    """A function that signs a demo account in: ``sign_in(page, "nhan.an-bien")``."""

    def signed_in(page, account, *, password=None, then="/"):
        page.goto(f"/accounts/login/?next={then}")
        page.fill("input[name=login]", account)
        page.fill("input[name=password]", password or site.password)
        with page.expect_navigation():
            page.locator("form:has(input[name=login]) button[type=submit]").first.click()
        assert "/accounts/login" not in page.url, page.inner_text("main")

    return signed_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """A function that fails on any violation: ``axe(page)``."""
    from axe_playwright_python.sync_playwright import Axe

    def checked(page):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(WCAG)}})
        told = [
            f"{each['id']}: {each['help']}: {node['target']} {node['html'][:160]}"
            for each in found.response["violations"]
            for node in each["nodes"]
        ]
        assert told == [], page.url

    return checked


@pytest.fixture
def shot() -> Callable[..., Path]:
    """A function that keeps a picture of the page: ``shot(page, "portal-home-360")``."""

    def taken(page, name, *, whole=True):
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=whole)
        return path

    return taken


@pytest.fixture
def fits() -> Callable[..., None]:
    """A function that fails when a page scrolls sideways: ``fits(page)``."""

    def checked(page):
        wide = page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], page.url

    return checked


@pytest.fixture
def tabbed() -> Callable[..., None]:
    """A function that fails when the tab key does not reach every control of a page."""
    controls = """() => {
        const shown = (e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0;
        const all = [...document.querySelectorAll('a[href],button,input,select,textarea,summary')];
        window.__reached = new Set();
        addEventListener('focusin', (event) => window.__reached.add(event.target));
        window.__controls = all.filter(shown).filter((e) => e.type !== 'hidden');
        return window.__controls.length;
    }"""
    # A group of radio buttons is one stop.
    missed = """() => window.__controls.filter((e) => !window.__reached.has(e))
        .filter((e) => e.type !== 'radio').map((e) => e.outerHTML.slice(0, 120))"""

    def checked(page):
        count = page.evaluate(controls)
        page.evaluate("() => document.activeElement?.blur()")
        for _ in range(count + 40):
            page.keyboard.press("Tab")
        assert page.evaluate(missed) == [], page.url

    return checked


@pytest.fixture
def transferred() -> Callable[..., int]:
    """A function that returns the bytes that came over the wire: ``transferred(page, "/")``."""

    def counted(page, path):
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes: list[int] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
        return int(sum(sizes))

    return counted


def _seeded_copy(home: Path) -> None:
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _seed() != 0:
            # Its tables are of another line of migrations: begin anew.
            shutil.rmtree(KEPT, ignore_errors=True)
            assert _seed() == 0, "motcua seed failed: see var/browser.log"
        subprocess.run(["cp", "-a", str(KEPT), str(home)], check=True)
        home.parent.chmod(0o755)


def _seed() -> int:
    with KEPT.with_name("browser.log").open("wb") as log:
        done = subprocess.run(
            [MOTCUA, "seed"],
            env=_environment(KEPT),
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=SEED_SECONDS,
            check=False,
            cwd=ROOT,
        )
    return done.returncode


def _environment(home: Path, **facts: str) -> dict[str, str]:
    """Return the environment without what the test run set for itself."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("MOTCUA_")}
    for key in ("DATABASE_URL", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE"):
        own.pop(key, None)
    return own | {
        "MOTCUA_HOME": str(home),
        "MOTCUA_PUBLIC_REQUESTS": "100000",
        **facts,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(up: subprocess.Popen[bytes], address: str, log: Path) -> None:
    from threading import Event
    from time import monotonic

    end, pause = monotonic() + START_SECONDS, Event()
    while monotonic() < end and up.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            pause.wait(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text()[-3000:]}")
