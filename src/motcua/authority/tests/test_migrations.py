"""The tables as migrated are the tables as declared."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", "authority", check=True, dry_run=True, verbosity=0)


def test_every_declared_constraint_is_in_the_database():
    declared = {
        constraint.name
        for model in apps.get_app_config("authority").get_models()
        for constraint in model._meta.constraints
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        present = {name for (name,) in cursor.fetchall()}
    assert declared <= present
