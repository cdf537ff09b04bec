"""Verification: read the ledger again from its bytes, and name the first entry that is not whole.

One pass in the order of positions. Each row brings the hash and the position of the entry before
it in its stream; leaves are gathered as the rows go by and compared with each seal in turn.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from motcua.ledger.errors import LedgerBodyInvalid
from motcua.ledger.merkle import leaf_hash, merkle_root
from motcua.ledger.rules import entry_hash, parse_body
from motcua.ledger.seals import signature_holds, statement_bytes
from motcua.ledger.selectors import seals as all_seals
from motcua.ledger.types import GENESIS, Seal

__all__ = ["Fault", "Finding", "Progress", "Report", "verify", "verify_stream"]

Progress = Callable[[int, int], None]
"""Told how many entries are done, of how many."""

BATCH = 2000
MOST_FINDINGS = 100


class Fault(StrEnum):
    """What is wrong with an entry or a seal."""

    CONTENT = "content"
    UNREADABLE = "unreadable"
    LINK = "link"
    MISSING = "missing"
    ORDER = "order"
    FUTURE = "future"
    SEAL_CHAIN = "seal_chain"
    SEAL_HASH = "seal_hash"
    SEAL_KEY = "seal_key"
    SEAL_SIGNATURE = "seal_signature"
    SEAL_COUNT = "seal_count"
    SEAL_ROOT = "seal_root"
    SEAL_PUBLISHED = "seal_published"


_SAID: Mapping[Fault, tuple[str, str]] = {
    Fault.CONTENT: (
        "nội dung không khớp với mã băm",
        "its hash is not that of its content",
    ),
    Fault.UNREADABLE: (
        "nội dung không thể có trong sổ",
        "it holds what no entry may hold",
    ),
    Fault.LINK: (
        "không nối với bút toán trước",
        "it does not name the hash of the entry before it",
    ),
    Fault.MISSING: (
        "thiếu bút toán ngay trước nó",
        "the entry before it is missing",
    ),
    Fault.ORDER: (
        "đứng trước bút toán mà nó nối tiếp",
        "its position is before that of the entry that it follows",
    ),
    Fault.FUTURE: (
        "vị trí thuộc về một giao dịch chưa xảy ra",
        "its position is that of a transaction yet to come",
    ),
    Fault.SEAL_CHAIN: (
        "niêm phong không nối tiếp niêm phong trước",
        "it does not follow the seal before it",
    ),
    Fault.SEAL_HASH: (
        "mã băm của niêm phong không khớp",
        "its hash is not that of its statement",
    ),
    Fault.SEAL_KEY: (
        "không có khóa công khai của niêm phong",
        "there is no public key of its name",
    ),
    Fault.SEAL_SIGNATURE: (
        "chữ ký niêm phong không hợp lệ",
        "its signature does not hold",
    ),
    Fault.SEAL_COUNT: (
        "số bút toán dưới niêm phong đã khác",
        "the number of entries under it has changed",
    ),
    Fault.SEAL_ROOT: (
        "các bút toán dưới niêm phong không cho ra gốc đã ký",
        "the entries under it do not lead to the signed root",
    ),
    Fault.SEAL_PUBLISHED: (
        "khác với gốc đã công bố",
        "it is not the seal that was published",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: with an entry (``stream``, ``seq``) or with a seal (``seal``)."""

    fault: Fault
    stream: str = ""
    seq: int = 0
    seal: int = 0
    detail: str = ""

    def message(self, language: str = "vi") -> str:
        """Return one line that names the entry or the seal and says what is wrong."""
        vi, en = _SAID[self.fault]
        detail = f" ({self.detail})" if self.detail else ""
        if language.startswith("en"):
            what = f"entry {self.seq} of {self.stream}" if self.stream else f"seal {self.seal}"
            return f"{what}: {en}{detail}"
        what = (
            f"bút toán {self.seq} của {self.stream}" if self.stream else f"niêm phong {self.seal}"
        )
        return f"{what}: {vi}{detail}"


@dataclass(frozen=True, slots=True)
class Report:
    """What verification read, and what it found; the first finding comes first."""

    entries: int
    sealed_entries: int
    seals: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Say that nothing is wrong."""
        return not self.findings


# A date before Christ or infinity has another text here, so that it cannot pass for a good one.
_COLUMNS = """
    SELECT e.tx, e.stream, e.seq,
           CASE WHEN e.at >= '0001-01-01 00:00:00+00' AND e.at < '10000-01-01 00:00:00+00'
                THEN to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                ELSE e.at::text END,
           e.kind, e.by, e.body::text, e.prev, e.hash,
           before.hash, (before.tx, before.ordinal) < (e.tx, e.ordinal),
           e.hash || int8send(e.tx) || int8send(e.ordinal)
    FROM ledger_entry e
    LEFT JOIN ledger_entry before ON before.stream = e.stream AND before.seq = e.seq - 1
"""
_BY_POSITION = _COLUMNS + "WHERE e.tx >= %s AND e.tx < %s ORDER BY e.tx, e.ordinal"
_BY_SEQUENCE = _COLUMNS + "WHERE e.stream = %s ORDER BY e.seq"
_COUNT = "SELECT count(*) FROM ledger_entry WHERE tx >= %s AND tx < %s"
_COUNT_STREAM = "SELECT count(*) FROM ledger_entry WHERE stream = %s"
_FUTURE = """
    SELECT stream, seq FROM ledger_entry
    WHERE tx > ledger_tx_offset() + greatest(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1,
        pg_current_xact_id_if_assigned()::text::bigint)
    ORDER BY tx, ordinal LIMIT 1
"""
_END = 2**63 - 1


def _no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class _Reader:
    """The state of one pass: what was found, and the seal whose leaves are being gathered."""

    keys: Mapping[str, bytes]
    published: Mapping[int, str]
    progress: Progress
    total: int = 0
    done: int = 0
    sealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    bad: set[tuple[str, int]] = field(default_factory=set)

    def report(self, seals: int) -> Report:
        return Report(self.done, self.sealed, seals, tuple(self.findings[:MOST_FINDINGS]))

    def blame(self, fault: Fault, stream: str, seq: int, detail: str = "") -> None:
        self.findings.append(Finding(fault, stream=stream, seq=seq, detail=detail))
        self.bad.add((stream, seq))

    def blame_seal(self, fault: Fault, number: int, detail: str = "") -> None:
        self.findings.append(Finding(fault, seal=number, detail=detail))

    @property
    def is_full(self) -> bool:
        return len(self.findings) >= MOST_FINDINGS

    def read(self, sql: str, *parameters: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of ``sql``, a batch at a time, after checking each."""
        for row in _stream_rows(sql, *parameters):
            self.check(row)
            self.done += 1
            if self.done % BATCH == 0:
                self.progress(self.done, self.total)
            if self.is_full:
                return
            yield row

    def check(self, row: tuple[Any, ...]) -> None:
        _, stream, seq, at, kind, by, body, prev, digest, before, is_after, _ = row
        try:
            own = entry_hash(
                stream=stream, seq=seq, at=at, kind=kind, by=by, body=parse_body(body), prev=prev
            )
        except (LedgerBodyInvalid, ValueError, RecursionError) as error:
            self.blame(Fault.UNREADABLE, stream, seq, str(error))
            return
        if own != digest:
            self.blame(Fault.CONTENT, stream, seq)
        elif seq > 1:
            self.check_link(stream, seq, prev, before, is_after)
        elif prev != GENESIS or seq < 1:
            self.blame(Fault.LINK, stream, seq)

    def check_link(
        self, stream: str, seq: int, prev: bytes, before: bytes | None, is_after: object
    ) -> None:
        if before is None:
            self.blame(Fault.MISSING, stream, seq)
        elif before != prev and (stream, seq - 1) not in self.bad:
            self.blame(Fault.LINK, stream, seq)
        elif not is_after:
            self.blame(Fault.ORDER, stream, seq)

    def check_seal(self, seal: Seal, last: Seal | None) -> None:
        """Check what a seal says of itself: chain, hash, key, signature, publication."""
        statement = statement_bytes(seal)
        follows = (
            (seal.number, seal.from_tx, seal.prev) == (last.number + 1, last.until_tx, last.hash)
            if last
            else (seal.number, seal.from_tx, seal.prev) == (1, 0, GENESIS)
        )
        if not follows:
            self.blame_seal(Fault.SEAL_CHAIN, seal.number)
        if sha256(statement).digest() != seal.hash:
            self.blame_seal(Fault.SEAL_HASH, seal.number)
        public = self.keys.get(seal.key)
        if public is None:
            self.blame_seal(Fault.SEAL_KEY, seal.number, seal.key)
        elif not signature_holds(statement, signature=seal.signature, public=public):
            self.blame_seal(Fault.SEAL_SIGNATURE, seal.number)
        if self.published.get(seal.number, seal.hash.hex()) != seal.hash.hex():
            self.blame_seal(Fault.SEAL_PUBLISHED, seal.number)

    def check_leaves(self, seal: Seal, leaves: Sequence[bytes]) -> None:
        self.sealed += len(leaves)
        if len(leaves) != seal.entries:
            detail = f"{len(leaves)} / {seal.entries}"
            self.blame_seal(Fault.SEAL_COUNT, seal.number, detail)
        elif merkle_root(leaves) != seal.root:
            self.blame_seal(Fault.SEAL_ROOT, seal.number)


def _stream_rows(sql: str, *parameters: str | int) -> Iterator[tuple[Any, ...]]:
    """Yield rows from a cursor on the server, in binary form: bytes come as bytes."""
    connection.ensure_connection()
    with connection.connection.cursor(name="ledger_verify") as cursor:
        cursor.itersize = BATCH
        cursor.execute(sql, parameters, binary=True)
        yield from cursor


def _count(sql: str, *parameters: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])


@transaction.atomic
def verify(
    *,
    keys: Mapping[str, bytes],
    first_seal: int = 1,
    last_seal: int | None = None,
    published: Mapping[int, str] | None = None,
    progress: Progress = _no_progress,
) -> Report:
    """Read the whole ledger, or what lies under a range of seals, and say what is wrong.

    ``keys`` are the public keys to trust, by id; ``published`` the hashes of seals that were made
    public, by number: without them a ledger whose newest seals were cut off with their entries
    looks like one that never had them. Entries that no seal covers yet are checked when
    ``last_seal`` is not given.
    """
    published = published or {}
    seals = all_seals(first=max(first_seal - 1, 1), last=last_seal)
    last = seals[0] if first_seal > 1 and seals and seals[0].number < first_seal else None
    ranged = [seal for seal in seals if seal.number >= first_seal]
    start = last.until_tx if last else 0
    end = _END if last_seal is None else max((seal.until_tx for seal in ranged), default=start)
    reader = _Reader(keys, published, progress, total=_count(_COUNT, start, end))
    for seal in ranged:
        reader.check_seal(seal, last)
        last = seal
    _check_published_is_there(reader, ranged, first_seal, last_seal)
    _read_by_seals(reader, ranged, start, end)
    if last_seal is None:
        _check_future(reader)
    progress(reader.done, reader.total)
    return reader.report(len(ranged))


def _check_published_is_there(
    reader: _Reader, seals: Sequence[Seal], first: int, last: int | None
) -> None:
    present = {seal.number for seal in seals}
    for number in sorted(reader.published):
        if number >= first and (last is None or number <= last) and number not in present:
            reader.blame_seal(Fault.SEAL_PUBLISHED, number)


def _read_by_seals(reader: _Reader, seals: Sequence[Seal], start: int, end: int) -> None:
    waiting, leaves = list(reversed(seals)), list[bytes]()
    for row in reader.read(_BY_POSITION, start, end):
        while waiting and row[0] >= waiting[-1].until_tx:
            reader.check_leaves(waiting.pop(), leaves)
            leaves = []
        if waiting:
            leaves.append(leaf_hash(row[-1]))
    while waiting and not reader.is_full:
        reader.check_leaves(waiting.pop(), leaves)
        leaves = []


def _check_future(reader: _Reader) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FUTURE)
        row = cursor.fetchone()
    if row:
        reader.blame(Fault.FUTURE, *row)


@transaction.atomic
def verify_stream(stream: str, *, progress: Progress = _no_progress) -> Report:
    """Read one stream and say what is wrong with its chain; seals are not looked at."""
    reader = _Reader({}, {}, progress, total=_count(_COUNT_STREAM, stream))
    for _ in reader.read(_BY_SEQUENCE, stream):
        pass
    progress(reader.done, reader.total)
    return reader.report(0)
