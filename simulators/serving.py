"""What the simulators share: requests in, answers out, over the HTTP server of Python."""

import base64
import html
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def basic(self) -> tuple[str, str] | None:
        """Name and secret of HTTP basic authentication."""
        kind, _, rest = self.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return None
        try:
            name, _, secret = base64.b64decode(rest).decode().partition(":")
        except ValueError:
            return None
        return name, secret


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Asked], Answered]


def told(content: object, status: int = 200) -> Answered:
    """Return an answer in JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answered(status, body, {"Content-Type": "application/json", "Cache-Control": "no-store"})


def sent_to(url: str) -> Answered:
    """Return a redirect that is followed by GET."""
    return Answered(303, headers={"Location": url, "Cache-Control": "no-store"})


STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem}"
    "button{font:inherit;display:block;width:100%;text-align:start;padding:.7rem;margin:.5rem 0;"
    "cursor:pointer}.note{border:2px dashed;padding:.5rem 1rem}"
)


def page(title: str, content: str, status: int = 200) -> Answered:
    """Return a page that says what it is: a simulator."""
    body = (
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style><body><main>"
        '<p class="note">Trang giả lập, dữ liệu không có thật. <span lang="en">'
        "A simulator: nothing here is real.</span></p>"
        f"<h1>{html.escape(title)}</h1>{content}</main></body></html>"
    )
    headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return Answered(status, body.encode(), headers)


def hidden(facts: Mapping[str, str]) -> str:
    """Return facts as the hidden fields of a form."""
    return "".join(
        f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">'
        for k, v in facts.items()
    )


class Handler(BaseHTTPRequestHandler):
    """Turns a request into ``Asked`` and ``Answered`` back."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    def do_POST(self) -> None:
        """Answer."""
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size <= MOST_BYTES else b""
        is_form = "urlencoded" in self.headers.get("Content-Type", "")
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
            if is_form
            else {},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        answer = self.server.answer(asked) if size <= MOST_BYTES else told({}, 413)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep quiet: what comes may hold a code or a token."""


class Server(ThreadingHTTPServer):
    """One simulator, listening."""

    daemon_threads = True

    def __init__(self, answer: Answer, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.answer = answer
        super().__init__((host, port), Handler)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> Thread:
        """Serve on a thread of its own, for tests."""
        thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        return thread

    def end(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()


def setting(name: str, default: str) -> str:
    """Return a variable of the environment."""
    return os.environ.get(name, "") or default


def serve(answer: Answer, *, port: int, name: str) -> None:
    """Listen on a loopback port until told to stop."""
    server = Server(answer, port=port)
    sys.stdout.write(f"{name}: {server.address}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
