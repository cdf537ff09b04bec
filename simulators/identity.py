"""An OpenID Connect provider that stands in for VNeID: ``python -m simulators.identity``.

Environment: SIMULATOR_PORT, SIMULATOR_CLIENT, SIMULATOR_SECRET, SIMULATOR_REDIRECTS (addresses that
codes may be sent to, separated by spaces), SIMULATOR_ALGORITHM (ES256 or RS256).

OpenID Connect Core 1.0, code flow; PKCE (RFC 7636) with S256 is required; a code serves once, for a
minute. Besides the standard claims it tells ``citizen_id`` and, in ``acr``, the assurance level.
"""

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from simulators.citizens import CITIZENS, Citizen
from simulators.serving import Answered, Asked, hidden, page, sent_to, serve, setting, told

CODE_SECONDS = 60
TOKEN_SECONDS = 600
SCOPES = ("openid", "profile", "citizen")
ASKED_FIELDS = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "nonce",
    "code_challenge", "code_challenge_method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for until it is redeemed."""

    citizen: Citizen
    redirect_uri: str
    nonce: str
    challenge: str
    scope: str
    until: float


@dataclass(slots=True)
class Provider:
    """The provider: its clients, its keys, and what it has granted."""

    issuer: str
    client: str
    secret: str
    redirects: Sequence[str]
    algorithm: str = "ES256"
    citizens: Sequence[Citizen] = CITIZENS
    clock: Callable[[], float] = time.time
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, tuple[Citizen, float]] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)
    key: Any = None

    def __post_init__(self) -> None:
        if self.algorithm == "RS256":
            self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        else:
            self.key = ec.generate_private_key(ec.SECP256R1())

    def __call__(self, asked: Asked) -> Answered:
        """Answer a request."""
        answer = ROUTES.get((asked.method, asked.path))
        return told({"error": "not_found"}, 404) if answer is None else answer(self, asked)

    @property
    def key_id(self) -> str:
        """The name of the key in use."""
        return hashlib.sha256(json.dumps(self._public(), sort_keys=True).encode()).hexdigest()[:16]

    def _public(self) -> dict[str, Any]:
        kind = RSAAlgorithm if self.algorithm == "RS256" else ECAlgorithm
        return dict(kind.to_jwk(self.key.public_key(), as_dict=True))

    def discovery(self, asked: Asked) -> Answered:
        """Say where everything is."""
        del asked
        return told(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "scopes_supported": SCOPES,
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": [self.algorithm],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_basic",
                    "client_secret_post",
                ],
                "code_challenge_methods_supported": ["S256"],
                "acr_values_supported": ["1", "2"],
                "claims_supported": [
                    "sub", "name", "birthdate", "address", "citizen_id", "acr",
                ],
            }
        )  # fmt: skip

    def keys(self, asked: Asked) -> Answered:
        """Give the public key."""
        del asked
        public = self._public()
        return told({"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": self.algorithm}]})

    def ask(self, asked: Asked) -> Answered:
        """Show who may sign in."""
        wish = {name: asked.query.get(name, "") for name in ASKED_FIELDS}
        refused = self._refusal(wish)
        if refused is not None:
            return refused
        choices = "".join(
            f'<button name="citizen" value="{each.number}">{html.escape(each.name)}<br>'
            f"<small>{each.number} · {html.escape(each.residence)} · "
            f"mức độ {each.level}</small></button>"
            for each in self.citizens
        )
        return page(
            "Đăng nhập bằng định danh điện tử",
            f'<p>Chọn một công dân mẫu.</p><form method="post" action="/authorize">{hidden(wish)}'
            f'{choices}<button name="cancel" value="1">Hủy</button></form>',
        )

    def choose(self, asked: Asked) -> Answered:
        """Send the chosen citizen back with a code."""
        wish = {name: asked.form.get(name, "") for name in ASKED_FIELDS}
        refused = self._refusal(wish)
        if refused is not None:
            return refused
        if "cancel" in asked.form:
            return _back(wish, error="access_denied")
        number = asked.form.get("citizen", "")
        chosen = next((each for each in self.citizens if each.number == number), None)
        if chosen is None:
            return page("Không có công dân này", "", 400)
        code = secrets.token_urlsafe(32)
        with self.lock:
            self.grants[code] = Grant(
                chosen, wish["redirect_uri"], wish["nonce"], wish["code_challenge"],
                wish["scope"], self.clock() + CODE_SECONDS,
            )  # fmt: skip
        return _back(wish, code=code, iss=self.issuer)

    def _refusal(self, wish: Mapping[str, str]) -> Answered | None:
        """Never redirect to an address that is not the client's own (RFC 6749, 4.1.2.1)."""
        if wish["client_id"] != self.client or wish["redirect_uri"] not in self.redirects:
            return page("Ứng dụng không được đăng ký", "", 400)
        if wish["response_type"] != "code":
            return _back(wish, error="unsupported_response_type")
        if "openid" not in wish["scope"].split():
            return _back(wish, error="invalid_scope")
        if wish["code_challenge_method"] != "S256" or not wish["code_challenge"]:
            return _back(wish, error="invalid_request")
        return None

    def token(self, asked: Asked) -> Answered:
        """Redeem a code."""
        name, secret = asked.basic or (
            asked.form.get("client_id", ""),
            asked.form.get("client_secret", ""),
        )
        if name != self.client or not hmac.compare_digest(secret.encode(), self.secret.encode()):
            return told({"error": "invalid_client"}, 401)
        if asked.form.get("grant_type") != "authorization_code":
            return told({"error": "unsupported_grant_type"}, 400)
        with self.lock:
            grant = self.grants.pop(asked.form.get("code", ""), None)
        if grant is None or not self._redeems(grant, asked.form):
            return told({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(32)
        self.tokens[access] = (grant.citizen, self.clock() + TOKEN_SECONDS)
        return told(
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": grant.scope,
                "id_token": self._id_token(grant),
            }
        )

    def _redeems(self, grant: Grant, form: Mapping[str, str]) -> bool:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return (
            self.clock() < grant.until
            and form.get("redirect_uri", "") == grant.redirect_uri
            and hmac.compare_digest(challenge, grant.challenge)
        )

    def _id_token(self, grant: Grant) -> str:
        now = int(self.clock())
        claims = {
            "iss": self.issuer,
            "aud": self.client,
            "iat": now,
            "auth_time": now,
            "exp": now + TOKEN_SECONDS,
            "sub": self.subject(grant.citizen),
            "acr": str(grant.citizen.level),
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.key_id})

    def subject(self, citizen: Citizen) -> str:
        """Return the citizen's name for this client: it says nothing and is the same each time."""
        seed = f"{self.client}:{citizen.number}"
        return hashlib.sha256(seed.encode()).hexdigest()[:32]

    def userinfo(self, asked: Asked) -> Answered:
        """Tell who signed in."""
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        citizen, until = self.tokens.get(token, (None, 0.0))
        if kind.lower() != "bearer" or citizen is None or self.clock() >= until:
            return told({"error": "invalid_token"}, 401)
        return told(
            {
                "sub": self.subject(citizen),
                "name": citizen.name,
                "birthdate": citizen.birth_on,
                "address": {"formatted": citizen.residence},
                "citizen_id": citizen.number,
                "acr": str(citizen.level),
            }
        )


def _back(wish: Mapping[str, str], **facts: str) -> Answered:
    state = {"state": wish["state"]} if wish["state"] else {}
    joint = "&" if "?" in wish["redirect_uri"] else "?"
    return sent_to(f"{wish['redirect_uri']}{joint}{urlencode({**facts, **state})}")


ROUTES: dict[tuple[str, str], Callable[[Provider, Asked], Answered]] = {
    ("GET", "/.well-known/openid-configuration"): Provider.discovery,
    ("GET", "/jwks"): Provider.keys,
    ("GET", "/authorize"): Provider.ask,
    ("POST", "/authorize"): Provider.choose,
    ("POST", "/token"): Provider.token,
    ("GET", "/userinfo"): Provider.userinfo,
}


def main() -> None:
    """Serve."""
    port = int(setting("SIMULATOR_PORT", "9801"))
    callback = "http://127.0.0.1:8000/accounts/oidc/vneid/login/callback/"
    provider = Provider(
        issuer=f"http://127.0.0.1:{port}",
        client=setting("SIMULATOR_CLIENT", "motcua"),
        secret=setting("SIMULATOR_SECRET", "secret-of-the-demonstration"),
        redirects=setting("SIMULATOR_REDIRECTS", callback).split(),
        algorithm=setting("SIMULATOR_ALGORITHM", "ES256"),
    )
    serve(provider, port=port, name="identity")


if __name__ == "__main__":
    main()
