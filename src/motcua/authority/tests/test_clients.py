"""API clients, tokens and writes that are answered once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from motcua.authority import api
from motcua.authority.models import ApiToken, IdempotentRequest
from motcua.authority.types import SYSTEM, ActorKind, Role, Scope
from motcua.ledger.api import entries

from .factories import AT, make_account, make_officer, make_unit

READ = frozenset({Scope.DOSSIERS_READ})
YEAR = AT + timedelta(days=365)


def issue(client, scopes=READ, expires_at=YEAR):
    return api.issue_token(client.pk, scopes=scopes, expires_at=expires_at, by=SYSTEM, at=AT)


def register(**facts):
    return api.register_client("Portal", by=SYSTEM, at=AT, **facts)


@pytest.mark.django_db
class TestTokens:
    def test_a_client_of_a_unit_acts_for_it(self, django_assert_num_queries):
        unit = make_unit()
        client = register(unit_id=unit.pk, role=Role.RECEIVER)
        raw = issue(client)
        with django_assert_num_queries(1):
            actor = api.actor_for_token(raw, at=AT)
        assert actor.kind is ActorKind.CLIENT
        assert actor.label == f"client:{client.uid}"
        assert actor.roles_at(unit.pk) == {Role.RECEIVER}
        assert actor.has_scope(Scope.DOSSIERS_READ)
        assert not actor.has_scope(Scope.DOSSIERS_ACT)

    def test_a_client_of_an_account_acts_as_that_officer_within_its_scopes(self):
        officer = make_officer(make_unit(), Role.CLERK)
        actor = api.actor_for_token(issue(register(account_id=officer.pk)), at=AT)
        assert actor.label == f"officer:{officer.uid}"
        assert actor.has_role(Role.CLERK)
        assert not actor.has_scope(Scope.DOSSIERS_ACT)

    def test_only_the_hash_of_a_token_is_stored(self):
        raw = issue(register())
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(t)::text FROM authority_apitoken t")
            assert raw not in cursor.fetchone()[0]

    def test_an_unknown_expired_or_revoked_token_is_nobodys(self):
        client = register()
        raw = issue(client, expires_at=AT + timedelta(hours=1))
        for wrong, at in (("mc_x", AT), ("", AT), (raw, AT + timedelta(hours=1))):
            with pytest.raises(api.TokenUnknown):
                api.actor_for_token(wrong, at=at)
        token = ApiToken.objects.get()
        api.revoke_token(token.pk, by=SYSTEM, at=AT)
        with pytest.raises(api.TokenUnknown):
            api.actor_for_token(raw, at=AT)
        with pytest.raises(api.TokenUnknown):
            api.revoke_token(token.pk, by=SYSTEM, at=AT)

    def test_closing_a_client_ends_its_tokens(self):
        client = register()
        raw = issue(client)
        api.close_client(client.pk, by=SYSTEM, at=AT)
        with pytest.raises(api.TokenUnknown):
            api.actor_for_token(raw, at=AT)
        with pytest.raises(api.ClientUnknown):
            issue(client)
        kinds = [entry.kind for entry in entries(f"client:{client.uid}")]
        assert kinds == ["client.registered", "token.issued", "client.closed"]

    def test_a_closed_accounts_token_is_nobodys(self):
        account = make_account()
        raw = issue(register(account_id=account.pk))
        account.is_active = False
        account.save()
        with pytest.raises(api.TokenUnknown):
            api.actor_for_token(raw, at=AT)

    @pytest.mark.parametrize("scopes", [frozenset(), frozenset({"everything"})])
    def test_a_scope_that_does_not_exist_is_refused(self, scopes):
        with pytest.raises(api.ScopeUnknown):
            issue(register(), scopes=scopes)

    def test_only_operators_make_clients(self):
        clerk = api.actor_for_account(make_officer(make_unit(), Role.CLERK), at=AT)
        with pytest.raises(api.NotAllowed):
            api.register_client("x", by=clerk, at=AT)


def ask(key="k", content=b"a", do=lambda: (201, {"id": 1}), client="client:1"):
    return api.once(client, key, fingerprint=api.fingerprint(content), at=AT, do=do)


@pytest.mark.django_db
class TestOnce:
    def test_a_repeated_request_gets_the_first_answer_and_does_nothing(self):
        first = ask()
        again = ask(do=lambda: pytest.fail("done twice"))
        assert (first.status, first.body, first.replayed) == (201, {"id": 1}, False)
        assert (again.status, again.body, again.replayed) == (201, {"id": 1}, True)

    def test_a_key_with_another_content_is_refused(self):
        ask()
        with pytest.raises(api.IdempotencyKeyReused):
            ask(content=b"b")

    def test_keys_of_other_clients_do_not_meet(self):
        ask()
        assert not ask(client="client:2", content=b"b").replayed

    def test_a_refused_write_leaves_nothing_and_may_be_tried_again(self):
        def refuse():
            make_unit()
            raise api.NotAllowed(reason="test")

        with pytest.raises(api.NotAllowed):
            ask(do=refuse)
        assert not IdempotentRequest.objects.exists()
        assert not ask().replayed

    @pytest.mark.parametrize("key", ["", "k" * 201])
    def test_a_key_of_no_or_too_great_length_is_refused(self, key):
        with pytest.raises(api.IdempotencyKeyInvalid):
            ask(key=key)

    def test_old_answers_are_forgotten(self):
        ask()
        assert api.purge_requests(before=AT) == 0
        assert api.purge_requests(before=AT + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_one_writes_and_both_get_its_answer():
    barrier, answers, done = Barrier(2), [], []

    def write():
        done.append(1)
        return 201, {"count": len(done)}

    def run():
        try:
            barrier.wait(timeout=10)
            answers.append(ask(do=write))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(done) == 1
    assert [answer.body for answer in answers] == [{"count": 1}] * 2
    assert sorted(answer.replayed for answer in answers) == [False, True]
