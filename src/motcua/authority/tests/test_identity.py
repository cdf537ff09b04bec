"""Citizens sign in over HTTP with the identity simulator: the real protocol, step by step."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as configured
from django.db import connection
from django.urls import reverse
from simulators.citizens import CITIZENS
from simulators.identity import Provider
from simulators.serving import Server

from motcua.authority import identity
from motcua.authority.errors import IdentityTooWeak, IdentityUnreadable
from motcua.authority.models import Account, Person
from motcua.authority.seeds.people import PEOPLE, seed_people
from motcua.authority.selectors.people import find_person
from motcua.authority.services.erasure import erase_person
from motcua.authority.tests.factories import AT
from motcua.authority.types import SYSTEM, PersonKind

CALLBACK = "http://testserver/accounts/oidc/vneid/login/callback/"
LOGIN = "/accounts/oidc/vneid/login/?process=login"
NEW = CITIZENS[4]


@pytest.fixture(params=["ES256", "RS256"])
def algorithm(request):
    return request.param


@pytest.fixture
def provider(settings):
    yield from serving(settings, "ES256")


def serving(settings, algorithm):
    """Serve a provider and let the site speak to it."""
    provider = Provider("", "motcua", "s3cret", [CALLBACK], algorithm=algorithm)
    server = Server(provider)
    provider.issuer = server.address
    server.start()
    known = deepcopy(configured.SOCIALACCOUNT_PROVIDERS)
    app = known["openid_connect"]["APPS"][0]
    app["secret"] = provider.secret
    app["settings"]["server_url"] = provider.issuer
    settings.SOCIALACCOUNT_PROVIDERS = known
    yield provider
    server.end()


def asked(client, path=LOGIN):
    """Begin at the site; return the address at the provider."""
    answer = client.post(path)
    assert answer.status_code == 302, answer.content
    return answer.url


def chosen(url, citizen):
    """Choose a citizen at the provider; return where it sends the browser."""
    wish = dict(parse_qsl(urlsplit(url).query))
    site = f"http://{urlsplit(url).netloc}"
    assert httpx.get(url).status_code == 200
    answer = httpx.post(f"{site}/authorize", data={**wish, "citizen": citizen.number})
    assert answer.status_code == 303
    return answer.headers["location"]


def back(client, url):
    parts = urlsplit(url)
    return client.get(f"{parts.path}?{parts.query}")


def signed_in(client, citizen, path=LOGIN):
    return back(client, chosen(asked(client, path), citizen))


def account_in(client):
    return Account.objects.filter(pk=client.session.get("_auth_user_id")).first()


@pytest.mark.django_db
def test_the_first_sign_in_registers_a_verified_person(client, settings, algorithm):
    for _ in serving(settings, algorithm):
        assert signed_in(client, NEW).status_code == 302
    account = account_in(client)
    person = find_person(NEW.number, kind=PersonKind.CITIZEN)
    assert account.person == person
    assert person.verified_at is not None
    assert not account.has_usable_password()


@pytest.mark.django_db
def test_a_known_person_enters_by_the_account_he_has(client, provider):
    seed_people(at=AT)
    signed_in(client, CITIZENS[0])
    assert account_in(client).username == "congdan1"
    client.logout()
    signed_in(client, CITIZENS[0])
    assert account_in(client).username == "congdan1"
    assert SocialAccount.objects.count() == 1


@pytest.mark.django_db
def test_nothing_of_the_person_is_kept_beside_the_person(client, provider):
    signed_in(client, NEW)
    client.logout()
    signed_in(client, NEW)
    row = SocialAccount.objects.get()
    assert row.extra_data == {}
    assert NEW.number not in row.uid + account_in(client).username + account_in(client).email


@pytest.mark.django_db
def test_a_weak_identity_signs_nobody_in_and_registers_nobody(client, provider):
    before = Person.objects.count()
    answer = signed_in(client, CITIZENS[5])
    assert answer.status_code == 403
    assert account_in(client) is None
    assert Person.objects.count() == before


@pytest.mark.django_db
def test_who_cancels_is_told_and_not_signed_in(client, provider):
    url = asked(client)
    wish = dict(parse_qsl(urlsplit(url).query))
    answer = httpx.post(f"{provider.issuer}/authorize", data={**wish, "cancel": "1"})
    page = client.get(back(client, answer.headers["location"]).url)
    assert page.status_code == 200
    assert account_in(client) is None


@pytest.mark.django_db
def test_a_forged_state_or_a_code_of_another_browser_signs_nobody_in(client, provider):
    url = chosen(asked(client), NEW)
    forged = url.replace("state=", "state=x")
    assert account_in(client) is None
    back(client, forged)
    assert account_in(client) is None
    other = type(client)()
    back(other, url)
    assert account_in(other) is None


@pytest.mark.django_db
def test_a_return_that_comes_twice_signs_in_once_and_breaks_nothing(client, provider):
    url = chosen(asked(client), NEW)
    assert back(client, url).status_code == 302
    assert back(client, url).status_code < 500
    assert account_in(client) is not None
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "given"),
    [("/ho-so/", "/ho-so/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_after_the_sign_in_one_lands_on_our_own_site(client, provider, wanted, given):
    answer = signed_in(client, NEW, f"{LOGIN}&next={wanted}")
    assert answer.url == given


@pytest.mark.django_db
def test_an_identity_is_not_tied_to_the_account_of_an_officer(client, provider):
    officer = Account.objects.create_user("officer", password="one door for all")
    client.force_login(officer)
    answer = signed_in(client, NEW, "/accounts/oidc/vneid/login/?process=connect")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.django_db
def test_who_was_erased_comes_back_as_somebody_new(client, provider):
    signed_in(client, NEW)
    old = account_in(client)
    person = old.person
    client.logout()
    erase_person(person.pk, ground="request", by=SYSTEM, at=AT.replace(year=2030))
    assert not SocialAccount.objects.exists()
    assert signed_in(client, NEW).status_code == 302
    assert account_in(client) != old
    assert account_in(client).person != person


@pytest.mark.django_db
def test_signing_out_takes_a_post_and_ends_the_session(client, provider):
    signed_in(client, NEW)
    assert client.get(reverse("account_logout")).status_code == 200
    assert account_in(client) is not None
    assert client.post(reverse("account_logout")).status_code == 302
    assert account_in(client) is None


@pytest.mark.django_db
def test_the_sign_in_page_may_send_its_form_to_the_provider(client):
    answer = client.get(reverse("account_login"))
    assert b"VNeID" in answer.content
    policy = answer.headers["Content-Security-Policy"]
    assert configured.OIDC_ISSUER in policy


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_person_and_one_account(transactional_db):
    def enter(_):
        try:
            return identity.account_of(claims, at=AT)
        finally:
            connection.close()

    claims = identity.Claims(NEW.number, NEW.name, None, NEW.residence, 2)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(enter, range(4)))
    assert len({account.pk for account in results}) == 1, results
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_claims_that_lack_a_part_or_speak_of_two_people_are_refused():
    about = {"sub": "a", "citizen_id": NEW.number, "name": NEW.name, "birthdate": NEW.birth_on}
    told = {"userinfo": about, "id_token": {"sub": "a", "acr": "2"}}
    assert identity.claims_of(told).level == 2
    broken = [
        {**told, "id_token": {"sub": "b", "acr": "2"}},
        {"userinfo": about},
        {**told, "userinfo": {**about, "citizen_id": 31}},
        {**told, "userinfo": {**about, "name": " "}},
        {**told, "userinfo": {**about, "birthdate": "8/3/1990"}},
    ]
    for each in broken:
        with pytest.raises(IdentityUnreadable):
            identity.claims_of(each)
    weak = identity.claims_of({**told, "id_token": {"sub": "a"}})
    with pytest.raises(IdentityTooWeak):
        identity.account_of(weak, at=AT)


def test_the_simulator_keeps_the_protocol(provider):
    verifier = "v" * 64
    digest = hashlib.sha256(verifier.encode()).digest()
    wish = {
        "client_id": "motcua", "redirect_uri": CALLBACK, "response_type": "code",
        "scope": "openid profile citizen", "state": "s", "nonce": "n",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }  # fmt: skip
    site = provider.issuer

    def choose(**changes):
        data = {**wish, **changes, "citizen": NEW.number}
        answer = httpx.post(f"{site}/authorize", data=data)
        return dict(parse_qsl(urlsplit(answer.headers.get("location", "")).query)), answer

    def redeem(code, **changes):
        data = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK,
            "code_verifier": verifier, "client_id": "motcua", "client_secret": "s3cret",
            **changes,
        }  # fmt: skip
        return httpx.post(f"{site}/token", data=data)

    assert choose(redirect_uri="https://evil.example/")[1].status_code == 400
    assert choose(code_challenge="")[0]["error"] == "invalid_request"
    assert choose(code_challenge_method="plain")[0]["error"] == "invalid_request"
    assert choose(response_type="token")[0]["error"] == "unsupported_response_type"
    code = choose()[0]["code"]
    assert redeem(code, client_secret="x").json()["error"] == "invalid_client"
    assert redeem(code, code_verifier="x").json()["error"] == "invalid_grant"
    assert redeem(code).json()["error"] == "invalid_grant", "a code is tried once"
    told = redeem(choose()[0]["code"]).json()
    keys = jwt.PyJWKSet.from_dict(httpx.get(f"{site}/jwks").json())
    claims = jwt.decode(told["id_token"], keys.keys[0], ["ES256"], audience="motcua")
    assert (claims["iss"], claims["nonce"], claims["acr"]) == (site, "n", "2")
    about = httpx.get(
        f"{site}/userinfo", headers={"Authorization": f"Bearer {told['access_token']}"}
    ).json()
    assert (about["sub"], about["citizen_id"]) == (claims["sub"], NEW.number)
    assert httpx.get(f"{site}/userinfo").status_code == 401
    provider.clock = partial(float, 2e12)
    assert redeem(choose()[0]["code"]).status_code == 200
    late = choose()[0]["code"]
    provider.clock = partial(float, 3e12)
    assert redeem(late).json()["error"] == "invalid_grant"


def test_the_simulated_citizens_are_the_applicants_of_the_demonstration():
    ours = {(number, name) for _, kind, name, number, _ in PEOPLE if kind is PersonKind.CITIZEN}
    assert ours <= {(each.number, each.name) for each in CITIZENS}
    assert replace(CITIZENS[0]) == CITIZENS[0]
