"""Reading one dossier as a :class:`Snapshot` and writing one :class:`Change`, one statement each.

An act costs two round trips and one commit: the rules run between them, on values. The write is
compare-and-swap on ``seq``: who read an older dossier is told, and nothing of the act remains.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import DatabaseError, connection

from motcua.authority.api import prepared_texts
from motcua.catalogue.types import Channel, Lane
from motcua.documents.api import COMMIT_SQL, NumberTaken, PreparedDocument, commit_parameters
from motcua.dossiers.errors import DossierMoved, DossierNotFound
from motcua.dossiers.types import (
    UNNUMBERED,
    Change,
    Outcome,
    Payment,
    PaymentState,
    Snapshot,
    Status,
    Task,
    TaskKind,
    TaskState,
)
from motcua.kernel.codes import DossierCode
from motcua.ledger.api import GENESIS, Head, Prepared, envelope_around, prepare

STALE = "MC409"
NAMES = frozenset(f.name for f in fields(Snapshot)) - {"tasks", "payments"}
INSTANTS = tuple(name for name in NAMES if name.endswith("_at") or name == "waiting_since")
BLANK = frozenset({"lane", "outcome"})
"""The columns of words in which nothing is an empty string (STYLE: no NULL in text)."""
FIRST = NAMES - {"id", "seq", "head", "acted_at"}
"""The columns of a new row that a snapshot tells; the write itself gives the others."""
LOAD = """
SELECT row_to_json(d)::text,
  (SELECT json_agg(t) FROM dossiers_task t WHERE t.dossier_id = d.id)::text,
  (SELECT json_agg(p) FROM dossiers_feepayment p WHERE p.dossier_id = d.id)::text
FROM dossiers_dossier d WHERE d.uid = %s::uuid
"""
"""One row of three JSON texts: a third of the time of thirty typed columns and two jsonb_agg."""

COMMIT = """
SELECT done.dossier_id::text, done.code FROM dossiers_commit(%s::jsonb, %s::bytea, %s::bytea) done
"""
COMMIT_WITH_PAPER = COMMIT.replace(" FROM", f", {COMMIT_SQL}::text FROM")


def blank(**known: Any) -> Snapshot:
    """Return a draft that is not in the database yet: what is known of it, and nothing else."""
    empty: dict[str, Any] = {f.name: None for f in fields(Snapshot)}
    empty |= {"tasks": (), "payments": (), "code": "", "variant": "", "id": 0, "seq": 0}
    empty |= {"head": GENESIS, "status": Status.DRAFT, "rebooked": False, "sealed": False}
    empty |= {"intake_supplements": 0, "appraisal_supplements": 0}
    return Snapshot(**empty | known)


def stream(uid: UUID) -> str:
    """Return the name of a dossier's ledger stream."""
    return f"dossier:{uid}"


def load(uid: UUID) -> Snapshot:
    """Return the dossier as it is now, tasks and payments with it.

    Errors: DossierNotFound.
    """
    row = prepared_texts(LOAD, [uid])
    if row is None:
        raise DossierNotFound(reference=str(uid))
    dossier, tasks, payments = (orjson.loads(part) if part else [] for part in row)
    return snapshot(dossier, tasks=sorted(tasks, key=_id), payments=sorted(payments, key=_id))


def _id(item: Mapping[str, Any]) -> int:
    number: int = item["id"]
    return number


def lock(uid: UUID) -> None:
    """Hold the dossier until the caller's transaction ends.

    A statement of its own: a locking SELECT that waited would still read the tasks of before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dossiers_dossier WHERE uid = %s FOR UPDATE", [uid])


def snapshot(row: Mapping[str, Any], *, tasks: Iterable[Any], payments: Iterable[Any]) -> Snapshot:
    """Return a dossier, read as JSON, as a value."""
    values = {name: row[name] for name in NAMES}
    for name in INSTANTS:
        values[name] = datetime.fromisoformat(row[name]) if row[name] else None
    values |= {
        "uid": UUID(row["uid"]),
        "result_uid": UUID(row["result_uid"]) if row["result_uid"] else None,
        "head": bytes.fromhex(row["head"].removeprefix("\\x")),
        "status": Status(row["status"]),
        "channel": Channel(row["channel"]),
        "lane": Lane(row["lane"]) if row["lane"] else None,
        "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
        "tasks": tuple(_task(item) for item in tasks),
        "payments": tuple(_payment(item) for item in payments),
    }
    return Snapshot(**values)


def _task(item: Mapping[str, Any]) -> Task:
    return Task(
        uid=UUID(item["uid"]),
        step=item["step"],
        kind=TaskKind(item["kind"]),
        unit_id=item["unit_id"],
        role=item["role"],
        officer_id=item["officer_id"],
        state=TaskState(item["state"]),
        norm=item["norm"],
        opened_at=datetime.fromisoformat(item["opened_at"]),
        due_at=datetime.fromisoformat(item["due_at"]),
        first_opened_at=datetime.fromisoformat(item["first_opened_at"]),
        rounds=tuple((start, end) for start, end in item["rounds"]),
        came_from=item["came_from"],
    )


def _payment(item: Mapping[str, Any]) -> Payment:
    return Payment(
        uid=UUID(item["uid"]),
        name=item["name"],
        amount=int(item["amount"]),
        moment=item["moment"],
        state=PaymentState(item["state"]),
        reference=item["reference"],
    )


def commit(
    dossier: Snapshot,
    change: Change,
    *,
    remark: str = "",
    items: tuple[str, ...] = (),
    document: PreparedDocument | None = None,
) -> Snapshot:
    """Write an act and its ledger entry in one statement; return the dossier after it.

    ``remark`` is what the actor wrote; the ledger has its digest in the change's body.
    ``document`` is a paper that is issued by the same act, in the same statement.

    Errors: DossierMoved when another act came first, NumberTaken when another paper took the
    document's number; then nothing is written.
    """
    entry = _entry(dossier, change)
    parts = payload(dossier, change) | _record(entry, change)
    if remark or items:
        parts["remark"] = {"text": remark, "items": list(items)}
    _, code = _write(parts, entry, document)
    if change.numbering is not None:
        change = _numbered(change, code)
        entry = _entry(dossier, change)
    return applied(dossier, change, head=entry.hash)


def create(dossier: Snapshot, change: Change, *, columns: Mapping[str, Any]) -> Snapshot:
    """Write a dossier that is not in the database yet, with its first act, in one statement.

    ``columns`` are those that no later act may set.

    Errors: DossierMoved when there is a dossier of the same uid.
    """
    entry = _entry(dossier, change)
    known = {name: getattr(dossier, name) for name in FIRST} | dict(columns)
    parts = payload(dossier, change) | _record(entry, change)
    parts["new"] = {name: _stored(name, value) for name, value in known.items()}
    dossier_id, _ = _write(parts, entry, None)
    return applied(replace(dossier, id=dossier_id), change, head=entry.hash)


def _entry(dossier: Snapshot, change: Change) -> Prepared:
    head = Head(stream=stream(dossier.uid), seq=dossier.seq, hash=dossier.head)
    kind = f"dossier.{change.verb.value}"
    return prepare(head, kind=kind, by=change.by, at=change.at, body=change.body)


def _record(entry: Prepared, change: Change) -> dict[str, Any]:
    """Return what the write needs of the ledger entry, and of the book that numbers it."""
    parts: dict[str, Any] = {"kind": entry.kind, "stream": entry.stream, "body": entry.body}
    if change.numbering is not None:
        book = change.numbering
        before, after = envelope_around(entry, UNNUMBERED)
        parts["number"] = {
            "agency": book.agency,
            "day": book.on.isoformat(),
            "prefix": DossierCode.prefix(book.agency, book.on),
            "before": before,
            "after": after,
        }
    return parts


def _numbered(change: Change, code: str) -> Change:
    return replace(change, set={**change.set, "code": code}, body={**change.body, "code": code})


def _write(
    parts: Mapping[str, Any], entry: Prepared, document: PreparedDocument | None
) -> tuple[int, str]:
    """Return the dossier's key, and its code when the write gave it one."""
    values = [orjson.dumps(parts, default=_plain).decode(), entry.prev, entry.hash]
    statement = COMMIT
    if document is not None:
        statement, values = COMMIT_WITH_PAPER, [*commit_parameters(document), *values]
    try:
        row = prepared_texts(statement, values)
    except DatabaseError as error:
        cause = error.__cause__
        if not isinstance(cause, psycopg.Error) or cause.sqlstate != STALE:
            raise
        if document is not None and cause.diag.message_primary == "number_taken":
            raise NumberTaken(number=document.symbol) from error
        raise DossierMoved(expected=entry.seq - 1) from error
    dossier_id, code, *_ = row or ()
    return int(dossier_id or 0), code or ""


def payload(dossier: Snapshot, change: Change) -> dict[str, Any]:
    """Return the change as ``dossiers_commit`` reads it."""
    parts: dict[str, Any] = {
        "dossier": dossier.id,
        "seq": dossier.seq + 1,
        "at": change.at,
        "by": change.by,
        "verb": change.verb.value,
        "set": {name: _stored(name, value) for name, value in change.set.items()},
    }
    lists = {
        "close": change.close,
        "touch": change.touch,
        "open": change.open,
        "charge": change.charge,
        "pay": change.pay,
        "outbox": change.notices,
    }
    return parts | {name: rows for name, rows in lists.items() if rows}


def _stored(name: str, value: Any) -> Any:
    return "" if value is None and name in BLANK else value


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def applied(dossier: Snapshot, change: Change, *, head: bytes) -> Snapshot:
    """Return the dossier as the change leaves it, without asking the database."""
    by_uid = {task.uid: task for task in (*change.close, *change.touch)}
    kept = tuple(by_uid.get(task.uid, task) for task in dossier.tasks)
    paid = {payment.uid: payment for payment in change.pay}
    payments = tuple(paid.get(payment.uid, payment) for payment in dossier.payments)
    values = {name: value for name, value in change.set.items() if name in NAMES}
    return replace(
        dossier,
        seq=dossier.seq + 1,
        head=head,
        acted_at=change.at,
        tasks=(*kept, *change.open),
        payments=(*payments, *change.charge),
        **values,
    )
