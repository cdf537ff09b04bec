"""Who an account or a token is, and on which grounds it may act at an instant."""

from datetime import date, datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection

from motcua.authority.errors import AccountUnknown, ClientUnknown, TokenUnknown
from motcua.authority.models import Account, ApiClient, ApiToken, Person, Posting
from motcua.authority.types import Actor, ActorKind, Appointment, Formula, Officer, Role

PLACE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

GROUNDS: Final = """
SELECT p.unit_id, p.role, NULL::bigint, '', NULL::varchar[], NULL::varchar[], NULL::uuid
  FROM authority_posting p
  JOIN authority_unit u ON u.id = p.unit_id AND u.valid @> %(on)s
 WHERE p.account_id = %(me)s AND p.period @> %(on)s
UNION ALL
SELECT p.unit_id, p.role, NULL, '', NULL, NULL, a.uid
  FROM authority_absence b
  JOIN authority_posting p ON p.account_id = b.account_id AND p.period @> %(on)s
  JOIN authority_account a ON a.id = b.account_id
  JOIN authority_unit u ON u.id = p.unit_id AND u.valid @> %(on)s
 WHERE b.substitute_id = %(me)s AND b.period @> %(on)s AND b.cancelled_at IS NULL
UNION ALL
SELECT d.unit_id, d.role, d.id, d.formula, d.procedures, d.acts, g.uid
  FROM authority_delegation d
  JOIN authority_account g ON g.id = d.giver_id
  JOIN authority_unit u ON u.id = d.unit_id AND u.valid @> %(on)s
 WHERE d.account_id = %(me)s AND d.period @> %(on)s
   AND (d.revoked_at IS NULL OR d.revoked_at > %(at)s)
 ORDER BY 1, 2, 3 NULLS FIRST, 7 NULLS FIRST
"""
"""Own postings, postings of those whom one stands in for (theirs only: no chain), delegations.

A unit that is no longer in force gives no ground.
"""


def day_of(at: datetime) -> date:
    """Return the civil date of the province at an instant."""
    return at.astimezone(PLACE).date()


def actor_for_account(account: Account, *, at: datetime) -> Actor:
    """Return who an account is at an instant: an officer with grounds, or an applicant.

    One query for the grounds, one more for an applicant.
    Errors: AccountUnknown when the account is closed.
    """
    if not account.is_active:
        raise AccountUnknown()
    grounds = _grounds(account.pk, at)
    if account.person_id is not None and not grounds:
        return _applicant(account.person_id, account.pk)
    return Actor(
        kind=ActorKind.OFFICER,
        uid=account.uid,
        account_id=account.pk,
        person_id=account.person_id,
        name=account.get_full_name(),
        appointments=grounds,
    )


def _grounds(account_id: int, at: datetime) -> tuple[Appointment, ...]:
    with connection.cursor() as cursor:
        cursor.execute(GROUNDS, {"me": account_id, "on": day_of(at), "at": at})
        rows = cursor.fetchall()
    return tuple(
        Appointment(
            unit_id=unit_id,
            role=Role(role),
            delegation_id=delegation_id,
            formula=Formula(formula),
            procedures=None if procedures is None else frozenset(procedures),
            acts=None if acts is None else frozenset(acts),
            on_behalf_of=None if behalf is None else f"{ActorKind.OFFICER}:{behalf}",
        )
        for unit_id, role, delegation_id, formula, procedures, acts, behalf in rows
    )


def _applicant(person_id: int, account_id: int | None) -> Actor:
    person = Person.objects.only("uid", "name").get(pk=person_id)
    return Actor(
        kind=ActorKind.PERSON,
        uid=person.uid,
        account_id=account_id,
        person_id=person_id,
        name=person.name,
    )


def actor_for_token(raw: str, *, at: datetime) -> Actor:
    """Return who calls with a token, bounded by the token's scopes.

    Errors: TokenUnknown for an unknown, expired or revoked token and for a closed client.
    """
    digest = sha256(raw.encode()).digest()
    rows = ApiToken.objects.select_related("client__account", "client__unit")
    token = rows.filter(digest=digest).first()
    if token is None or not _stands(token, at):
        raise TokenUnknown()
    scopes = frozenset(token.scopes)
    if token.client.account is not None:
        return _as_account(token.client.account, scopes, at)
    return _as_client(token.client, scopes)


def _stands(token: ApiToken, at: datetime) -> bool:
    closed = token.client.closed_at
    revoked = token.revoked_at
    return (
        token.issued_at <= at < token.expires_at
        and (revoked is None or at < revoked)
        and (closed is None or at < closed)
    )


def _as_account(account: Account, scopes: frozenset[str], at: datetime) -> Actor:
    try:
        actor = actor_for_account(account, at=at)
    except AccountUnknown as closed:
        raise TokenUnknown() from closed
    return Actor(
        kind=actor.kind,
        uid=actor.uid,
        account_id=actor.account_id,
        person_id=actor.person_id,
        name=actor.name,
        appointments=actor.appointments,
        scopes=scopes,
    )


def _as_client(caller: ApiClient, scopes: frozenset[str]) -> Actor:
    grounds = (
        ()
        if caller.unit_id is None
        else (Appointment(unit_id=caller.unit_id, role=Role(caller.role)),)
    )
    return Actor(
        kind=ActorKind.CLIENT,
        uid=caller.uid,
        name=caller.name,
        appointments=grounds,
        scopes=scopes,
    )


def officers_of(unit_id: int, role: Role, on: date) -> tuple[Officer, ...]:
    """Return the officers posted in a role at a unit on a day, by username."""
    rows = (
        Posting.objects.filter(
            unit_id=unit_id, role=role, period__contains=on, account__is_active=True
        )
        .select_related("account")
        .order_by("account__username", "id")
    )
    return tuple(
        Officer(
            account_id=row.account_id,
            uid=row.account.uid,
            username=row.account.username,
            name=row.account.get_full_name(),
            unit_id=unit_id,
            role=role,
        )
        for row in rows
    )


def client(name: str) -> ApiClient:
    """Return an open API client by its name. Errors: ClientUnknown."""
    found = ApiClient.objects.filter(name=name, closed_at__isnull=True).first()
    if found is None:
        raise ClientUnknown()
    return found


def account(username: str) -> Account:
    """Return an account by its username. Errors: AccountUnknown."""
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise AccountUnknown()
    return found
