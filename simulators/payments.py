"""A payment gateway that moves no money: ``python -m simulators.payments``.

Environment: SIMULATOR_PORT, SIMULATOR_MERCHANT, SIMULATOR_SECRET.

Made after the gateways of the country: parameters sorted by name, joined as a query, signed by
HMAC-SHA256 in hex (``signature``), both ways; amounts in whole VND.

``POST /orders``    merchant, order, amount, description, return_url, notify_url, expires_at
``GET  /pay``       the page where a person pays, fails or cancels; then back to ``return_url``
``POST /query``     merchant, order: how the order stands
The merchant is told by ``POST notify_url``, again and again until it answers ``{"code": "00"}``.
"""

import hashlib
import hmac
import html
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Thread
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from simulators.serving import Answered, Asked, hidden, page, sent_to, serve, setting, told

OUTCOMES = {"pay": "paid", "fail": "failed", "cancel": "cancelled"}
RETRIES = (0.0, 1.0, 5.0, 30.0, 120.0)
"""Seconds before each try to notify."""


def signature(facts: Mapping[str, str], secret: str) -> str:
    """Return the signature of parameters, without the one that they may bear."""
    signed = urlencode(sorted((k, v) for k, v in facts.items() if k != "signature"))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Order:
    """What somebody is to pay."""

    facts: Mapping[str, str]
    state: str = "waiting"
    transaction: str = ""
    notified: int = 0


@dataclass(slots=True)
class Gateway:
    """The gateway and its orders."""

    address: str
    merchant: str
    secret: str
    retries: Sequence[float] = RETRIES
    clock: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep
    orders: dict[str, Order] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)

    def __call__(self, asked: Asked) -> Answered:
        """Answer a request."""
        answer = ROUTES.get((asked.method, asked.path))
        return told({"code": "404"}, 404) if answer is None else answer(self, asked)

    def _is_signed(self, facts: Mapping[str, str]) -> bool:
        known = facts.get("merchant") == self.merchant
        given = facts.get("signature", "")
        right = signature(facts, self.secret)
        return known and hmac.compare_digest(given.encode(), right.encode())

    def signed(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Return facts with our signature."""
        return {**facts, "signature": signature(facts, self.secret)}

    def create(self, asked: Asked) -> Answered:
        """Take an order down; the same order again is the same order."""
        facts = asked.form
        if not self._is_signed(facts):
            return told({"code": "97", "message": "signature"}, 403)
        amount = facts.get("amount", "")
        if not (amount.isascii() and amount.isdigit() and int(amount) > 0 and facts.get("order")):
            return told({"code": "03", "message": "amount or order"}, 422)
        with self.lock:
            order = self.orders.setdefault(facts["order"], Order(dict(facts)))
        if order.facts["amount"] != amount:
            return told({"code": "02", "message": "order known with another amount"}, 409)
        url = f"{self.address}/pay?{urlencode({'order': facts['order']})}"
        return told(self.signed({"code": "00", "order": facts["order"], "pay_url": url}))

    def show(self, asked: Asked) -> Answered:
        """Show the page where a person pays."""
        order = self.orders.get(asked.query.get("order", ""))
        if order is None:
            return page("Không có giao dịch này", "", 404)
        self._expire(order)
        amount = f"{int(order.facts['amount']):,}".replace(",", ".")
        about = html.escape(order.facts.get("description", ""))
        choices = (
            '<button name="do" value="pay">Thanh toán thành công</button>'
            '<button name="do" value="fail">Thanh toán thất bại</button>'
            '<button name="do" value="cancel">Hủy giao dịch</button>'
        )
        form = f'<form method="post" action="/pay">{hidden({"order": order.facts["order"]})}'
        back = f'<p><a href="{html.escape(self._return(order))}">Quay lại</a></p>'
        ended = f"<p>Giao dịch đã kết thúc: {order.state}.</p>{back}"
        waiting = order.state == "waiting"
        return page(
            "Thanh toán giả lập",
            f"<p><strong>{amount} đ</strong><br>{about}</p>"
            + (f"{form}{choices}</form>" if waiting else ended),
        )

    def pay(self, asked: Asked) -> Answered:
        """Settle an order once, tell the merchant, and send the person back."""
        order = self.orders.get(asked.form.get("order", ""))
        state = OUTCOMES.get(asked.form.get("do", ""))
        if order is None or state is None:
            return page("Không có giao dịch này", "", 404)
        self.settle(order.facts["order"], state)
        return sent_to(self._return(order))

    def settle(self, name: str, state: str) -> None:
        """Bring a waiting order to its end and begin to notify."""
        order = self.orders[name]
        with self.lock:
            self._expire(order)
            if order.state != "waiting":
                return
            order.state = state
            order.transaction = hashlib.sha256(name.encode()).hexdigest()[:14].upper()
        Thread(target=self.notify, args=(order,), daemon=True).start()

    def _expire(self, order: Order) -> None:
        until = datetime.fromisoformat(order.facts["expires_at"]).timestamp()
        if order.state == "waiting" and self.clock() >= until:
            order.state = "expired"

    def standing(self, order: Order) -> dict[str, str]:
        """Return how an order stands, signed."""
        return self.signed(
            {
                "merchant": self.merchant,
                "order": order.facts["order"],
                "amount": order.facts["amount"],
                "state": order.state,
                "transaction": order.transaction,
            }
        )

    def _return(self, order: Order) -> str:
        url = order.facts["return_url"]
        return f"{url}{'&' if '?' in url else '?'}{urlencode(self.standing(order))}"

    def notify(self, order: Order) -> None:
        """Tell the merchant until it has understood."""
        for wait in self.retries:
            if wait:
                self.pause(wait)
            order.notified += 1
            if self._told(order):
                return

    def _told(self, order: Order) -> bool:
        body = urlencode(self.standing(order)).encode()
        request = Request(order.facts["notify_url"], data=body)  # noqa: S310 - the merchant's own
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
                return bool(json.load(answer).get("code") == "00")
        except (URLError, OSError, ValueError):
            return False

    def query(self, asked: Asked) -> Answered:
        """Tell how an order stands."""
        if not self._is_signed(asked.form):
            return told({"code": "97", "message": "signature"}, 403)
        order = self.orders.get(asked.form.get("order", ""))
        if order is None:
            return told(self.signed({"code": "91", "order": asked.form.get("order", "")}), 404)
        self._expire(order)
        return told(self.standing(order))


ROUTES: dict[tuple[str, str], Callable[[Gateway, Asked], Answered]] = {
    ("POST", "/orders"): Gateway.create,
    ("GET", "/pay"): Gateway.show,
    ("POST", "/pay"): Gateway.pay,
    ("POST", "/query"): Gateway.query,
}


def main() -> None:
    """Serve."""
    port = int(setting("SIMULATOR_PORT", "9802"))
    gateway = Gateway(
        address=f"http://127.0.0.1:{port}",
        merchant=setting("SIMULATOR_MERCHANT", "MOTCUA"),
        secret=setting("SIMULATOR_SECRET", "secret-of-the-demonstration"),
    )
    serve(gateway, port=port, name="payments")


if __name__ == "__main__":
    main()
