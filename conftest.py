"""Fixtures of every room. The server that tests run on: src/motcua/config/tests/server.py."""

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Serve static files by their own names: no test waits for them to be gathered."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory):
    """Give each process of the run its own cache: one that empties it disturbs nobody's count."""
    from django.core.cache import caches
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("cache")
    own = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder}
    with override_settings(CACHES={"default": own}):
        assert caches["default"]._dir == str(folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def _keys_of_people():
    """Make the keys of personal data in the run's own folder."""
    from motcua.authority.api import ensure_key_ring

    ensure_key_ring()


@pytest.fixture(autouse=True)
def _fresh_memory():
    """Let no test see the units and calendars of another one."""
    from motcua.authority.api import forget

    forget()


@pytest.fixture(scope="session", autouse=True)
def _every_answer_is_declared():
    """Compare every answer of the API, in every test, with the OpenAPI document."""
    from django.test import Client

    from motcua.config.tests.declared import check

    asked = Client.request

    def request(self, **facts):
        answer = asked(self, **facts)
        check(answer)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


_EMPTYING_GUARDS = """
    SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
           format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass,
                  CASE tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END, tgname)
    FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 32 <> 0
"""


@pytest.fixture(scope="session", autouse=True)
def _emptying_passes_the_guards():
    """Let transactional tests empty every table after themselves, the guarded ones too."""
    from django.db import transaction
    from django.db.backends.postgresql.operations import DatabaseOperations

    def execute_sql_flush(self, statements):
        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute(_EMPTYING_GUARDS)
            guards = cursor.fetchall()
            for statement in (*(off for off, _ in guards), *statements, *(on for _, on in guards)):
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield
