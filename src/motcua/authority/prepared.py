"""Statements that the server keeps planned, for the reads and writes that every act makes."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def prepared_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a statement, in the caller's transaction if there is one.

    Django's own cursor sends every statement to be parsed and planned anew.

    Errors: those of Django's database layer.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchone()
