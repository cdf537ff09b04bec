"""An SMS provider and Zalo OA that record what they get: ``python -m simulators.messages``.

Environment: SIMULATOR_PORT, SIMULATOR_SECRET.

``POST /sms``                    bearer token; ``{"to", "text", "request_id"}``
``POST /v3.0/oa/message/cs``     header ``access_token``; ``{"recipient": {"user_id"}, "message":
                                 {"text"}}``, answered with ``{"error": 0, "data": {"message_id"}}``
``GET  /``                       what came, newest first
A message that bears a ``request_id`` (for Zalo the header ``X-Request-Id``) known already is
answered as before and not recorded again.
"""

import hmac
import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from simulators.serving import Answered, Asked, page, serve, setting, told

KEPT = 500


@dataclass(frozen=True, slots=True)
class Message:
    """One message that came."""

    channel: str
    to: str
    text: str
    request_id: str


@dataclass(slots=True)
class Mailbox:
    """What came."""

    secret: str
    messages: list[Message] = field(default_factory=list)
    lock: Any = field(default_factory=Lock)

    def __call__(self, asked: Asked) -> Answered:
        """Answer a request."""
        answer = ROUTES.get((asked.method, asked.path))
        return told({"error": -404}, 404) if answer is None else answer(self, asked)

    def sms(self, asked: Asked) -> Answered:
        """Take a text message."""
        if not self._knows(asked.headers.get("authorization", "").removeprefix("Bearer ")):
            return told({"error": "unauthorized"}, 401)
        try:
            body = json.loads(asked.body)
            message = Message("sms", str(body["to"]), str(body["text"]), str(body["request_id"]))
        except (ValueError, KeyError, TypeError):
            return told({"error": "bad_request"}, 400)
        return told({"id": self._keep(message)})

    def zalo(self, asked: Asked) -> Answered:
        """Take a message of an official account; errors come with 200, as there."""
        if not self._knows(asked.headers.get("access_token", "")):
            return told({"error": -216, "message": "Access token is invalid"})
        try:
            body = json.loads(asked.body)
            to, text = str(body["recipient"]["user_id"]), str(body["message"]["text"])
        except (ValueError, KeyError, TypeError):
            return told({"error": -201, "message": "Params is invalid"})
        kept = self._keep(Message("zalo", to, text, asked.headers.get("x-request-id", "")))
        data = {"message_id": kept, "user_id": to}
        return told({"error": 0, "message": "Success", "data": data})

    def _knows(self, secret: str) -> bool:
        return hmac.compare_digest(secret.encode(), self.secret.encode())

    def _keep(self, message: Message) -> str:
        with self.lock:
            if not message.request_id or all(
                (m.channel, m.request_id) != (message.channel, message.request_id)
                for m in self.messages
            ):
                self.messages.append(message)
                del self.messages[:-KEPT]
        return message.request_id or str(len(self.messages))

    def show(self, asked: Asked) -> Answered:
        """Show what came."""
        del asked
        rows = "".join(
            f"<li>{m.channel} → {html.escape(m.to)}: {html.escape(m.text)}</li>"
            for m in reversed(self.messages)
        )
        return page("Tin nhắn đã gửi", f"<ol>{rows}</ol>" if rows else "<p>Chưa có tin nào.</p>")


ROUTES: dict[tuple[str, str], Callable[[Mailbox, Asked], Answered]] = {
    ("POST", "/sms"): Mailbox.sms,
    ("POST", "/v3.0/oa/message/cs"): Mailbox.zalo,
    ("GET", "/"): Mailbox.show,
}


def main() -> None:
    """Serve."""
    secret = setting("SIMULATOR_SECRET", "secret-of-the-demonstration")
    serve(Mailbox(secret), port=int(setting("SIMULATOR_PORT", "9803")), name="messages")


if __name__ == "__main__":
    main()
