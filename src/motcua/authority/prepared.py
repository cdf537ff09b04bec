"""Statements that the server keeps planned, for the reads and writes that every act makes.

Django's own cursor sends every statement to be parsed and planned anew.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import pq

Link = psycopg.Connection[Any]
_names: WeakKeyDictionary[Link, dict[str, bytes]] = WeakKeyDictionary()
_number = count(1)


def prepared_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a statement, in the caller's transaction if there is one.

    Errors: those of Django's database layer.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchone()


def prepared_texts(statement: str, values: Sequence[Any]) -> tuple[str | None, ...] | None:
    """Return the first row of a statement whose columns are all text.

    Outside a transaction it goes straight to libpq: a third of the time of a cursor. Values are
    texts, whole numbers, bytes, ids and instants; the statement says their types where PostgreSQL
    cannot tell (``%s::jsonb``).

    Errors: those of Django's database layer.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    link: Link = database.connection
    if not link.autocommit or link.pgconn.transaction_status != pq.TransactionStatus.IDLE:
        return prepared_row(statement, values)
    with database.wrap_database_errors:
        return _straight(link, statement, [_sent(value) for value in values])


def _sent(value: Any) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return None if value is None else b"\\x" + value.hex().encode()
    return (value.isoformat() if isinstance(value, date | datetime) else str(value)).encode()


def _straight(
    link: Link, statement: str, values: list[bytes | None]
) -> tuple[str | None, ...] | None:
    result = link.pgconn.exec_prepared(_name(link, statement), cast("list[bytes]", values))
    if result.error_field(pq.DiagnosticField.SQLSTATE) == b"26000":
        # Somebody let go of all plans of this session (psycopg does after a roll-back).
        _names.pop(link, None)
        result = link.pgconn.exec_prepared(_name(link, statement), cast("list[bytes]", values))
    if result.status != pq.ExecStatus.TUPLES_OK:
        raise psycopg.errors.error_from_result(result)
    if not result.ntuples:
        return None
    cells = (result.get_value(0, column) for column in range(result.nfields))
    return tuple(None if cell is None else cell.decode() for cell in cells)


def _name(link: Link, statement: str) -> bytes:
    """Return the name under which the session keeps the statement; the first time, plan it."""
    known = _names.setdefault(link, {})
    if statement not in known:
        name = b"motcua_%d" % next(_number)
        head, *tail = statement.split("%s")
        numbered = head + "".join(f"${at}{part}" for at, part in enumerate(tail, 1))
        result = link.pgconn.prepare(name, numbered.encode())
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)
        known[statement] = name
    return known[statement]
