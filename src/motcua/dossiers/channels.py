"""The ways a notice leaves the platform: e-mail, SMS, Zalo, behind one interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx
from django.core.mail import EmailMessage

TIMEOUT_SECONDS = 10


class ChannelFailed(Exception):
    """The provider did not take the message; it may be tried again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice on its way; ``uid`` is the same at every try."""

    uid: str
    to: str
    title: str
    text: str


class Channel(Protocol):
    """One way to reach a person."""

    def send(self, letter: Letter) -> None:
        """Hand a letter to the provider. Errors: ChannelFailed."""


class Mail:
    """E-mail, by Django's own means."""

    def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server."""
        message = EmailMessage(
            letter.title, letter.text, to=[letter.to],
            headers={"Message-ID": f"<{letter.uid}@motcua>"},
        )  # fmt: skip
        try:
            message.send()
        except OSError as error:
            raise ChannelFailed(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class Sms:
    """A provider of text messages that speaks JSON."""

    url: str
    token: str

    def send(self, letter: Letter) -> None:
        """Hand the text to the provider."""
        body = {"to": letter.to, "text": letter.text, "request_id": letter.uid}
        _posted(f"{self.url}/sms", body, {"Authorization": f"Bearer {self.token}"})


@dataclass(frozen=True, slots=True)
class Zalo:
    """A Zalo official account: its errors come with status 200."""

    url: str
    token: str

    def send(self, letter: Letter) -> None:
        """Hand the text to the official account."""
        body = {"recipient": {"user_id": letter.to}, "message": {"text": letter.text}}
        headers = {"access_token": self.token, "X-Request-Id": letter.uid}
        told = _posted(f"{self.url}/v3.0/oa/message/cs", body, headers)
        if told.get("error") != 0:
            raise ChannelFailed(f"zalo {told.get('error')}")


def _posted(url: str, body: object, headers: Mapping[str, str]) -> dict[str, object]:
    try:
        answer = httpx.post(url, json=body, headers=dict(headers), timeout=TIMEOUT_SECONDS)
        told = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ChannelFailed(type(error).__name__) from error
    return told if isinstance(told, dict) else {}


def configured() -> dict[str, Channel]:
    """Return the channels that the settings name; read at the edge of a process only."""
    from django.conf import settings

    found: dict[str, Channel] = {"email": Mail()}
    if settings.SMS_URL:
        found["sms"] = Sms(settings.SMS_URL, settings.SMS_TOKEN)
    if settings.ZALO_URL:
        found["zalo"] = Zalo(settings.ZALO_URL, settings.ZALO_TOKEN)
    return found
