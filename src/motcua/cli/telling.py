"""Dossiers in plain words on a terminal, in the user's language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from motcua.cli.session import language, say

if TYPE_CHECKING:
    from motcua.dossiers.api import Lateness, Snapshot
    from motcua.ledger.api import Entry

__all__ = ["clocks", "facts", "hour", "payments", "tasks", "terminal", "timeline", "why"]

PLACE = ZoneInfo("Asia/Ho_Chi_Minh")
HASH_SHOWN = 12
WIDE = 160
WORDS: Mapping[str, tuple[str, str]] = {
    "save_draft": ("lưu nháp", "saved a draft"),
    "file": ("nộp hồ sơ", "filed the dossier"),
    "accept": ("tiếp nhận, cấp mã và hẹn ngày", "accepted it, gave it a code and a date"),
    "refuse": ("từ chối", "refused"),
    "ask_supplement": ("yêu cầu bổ sung", "asked for a supplement"),
    "supplement": ("bổ sung hồ sơ", "handed in what was missing"),
    "ask_payment": ("yêu cầu nộp tiền", "asked for a payment"),
    "record_payment": ("ghi nhận đã nộp tiền", "recorded a payment"),
    "assign": ("phân công", "chose the officer"),
    "claim": ("nhận việc", "took the task"),
    "forward": ("chuyển bước tiếp theo", "finished the step and sent it on"),
    "send_back": ("trả lại bước trước", "sent it back"),
    "consult": ("xin ý kiến", "asked another agency"),
    "answer": ("trả lời ý kiến", "answered the question"),
    "approve": ("duyệt", "approved"),
    "sign": ("ký kết quả", "signed the result"),
    "issue": ("đóng dấu, phát hành", "sealed and issued the result"),
    "withdraw": ("rút hồ sơ", "withdrew the dossier"),
    "stop": ("dừng giải quyết", "stopped the dossier"),
    "apologise": ("xin lỗi, hẹn lại ngày trả", "apologised and gave a new date"),
    "correct": ("đính chính kết quả", "corrected the result"),
    "hand_over": ("trả kết quả", "handed the result over"),
    "rate": ("đánh giá", "rated the service"),
}
PAID = {"due": ("chưa nộp", "due"), "paid": ("đã nộp", "paid"), "cancelled": ("hủy", "cancelled")}


def terminal(*, stderr: bool = False) -> Console:
    """Return the terminal; codes and hashes are not coloured as numbers, files have long lines."""
    told = Console(stderr=stderr, highlight=False)
    return told if told.is_terminal else Console(stderr=stderr, highlight=False, width=WIDE)


def hour(at: datetime | None) -> str:
    """Return an instant in the province's own time."""
    return at.astimezone(PLACE).strftime("%d/%m/%Y %H:%M") if at else "-"


def facts(found: "Snapshot", *, procedure: str) -> RenderableType:
    """Return what a dossier is and where it stands."""
    from motcua.authority.api import unit
    from motcua.dossiers.api import status_name

    table = _pairs()
    rows = (
        (say(vi="Mã hồ sơ", en="Code"), found.code or "-"),
        ("id", str(found.uid)),
        (say(vi="Thủ tục", en="Procedure"), procedure),
        (
            say(vi="Trạng thái", en="Status"),
            f"{int(found.status)} {status_name(found.status, language())}",
        ),
        (say(vi="Luồng", en="Lane"), str(found.lane or "-")),
        (say(vi="Nơi nhận", en="Received at"), unit(found.receiving_id).name(language())),
        (say(vi="Giải quyết", en="Decided by"), unit(found.competent_id).name(language())),
        (say(vi="Nộp lúc", en="Filed"), hour(found.filed_at)),
        (say(vi="Tiếp nhận lúc", en="Accepted"), hour(found.accepted_at)),
        (say(vi="Hạn", en="Due"), hour(found.due_at)),
        (say(vi="Hẹn trả", en="Appointment"), hour(found.appointment_at)),
        (say(vi="Xong lúc", en="Finished"), hour(found.finished_at)),
        ("seq", str(found.seq)),
    )
    for name, value in rows:
        table.add_row(name, Text(value))
    return table


def clocks(pair: "tuple[Lateness, Lateness] | None") -> RenderableType:
    """Return the verdicts of both clocks."""
    table = _pairs()
    names = (
        say(vi="Đồng hồ pháp luật", en="The law's clock"),
        say(vi="Đồng hồ thống kê (QĐ 766)", en="The statistics' clock (Decision 766)"),
    )
    for name, clock in zip(names, pair or (), strict=False):
        late = say(vi="TRỄ", en="LATE") if clock.late else say(vi="đúng hạn", en="in time")
        hours = abs(clock.working_seconds) / 3600
        apart = say(vi=f"{hours:.1f} giờ làm việc", en=f"{hours:.1f} working hours")
        table.add_row(name, Text(f"{hour(clock.due_at)}  {late}  ({apart})"))
    return table


def tasks(found: "Snapshot") -> RenderableType:
    """Return the open tasks and whose they are."""
    from motcua.authority.api import unit

    table = Table(box=None, title=say(vi="Việc đang mở", en="Open tasks"), title_justify="left")
    for name in (
        say(vi="Bước", en="Step"),
        say(vi="Đơn vị", en="Unit"),
        say(vi="Vai trò", en="Role"),
        say(vi="Hạn", en="Due"),
        "id",
    ):
        table.add_column(name)
    for task in found.open_tasks():
        where = unit(task.unit_id).name(language())
        table.add_row(task.step, where, task.role, hour(task.due_at), str(task.uid))
    return table


def payments(found: "Snapshot") -> RenderableType:
    """Return what the dossier owes and has paid."""
    table = Table(box=None, title=say(vi="Phí, lệ phí", en="Fees"), title_justify="left")
    for payment in found.payments:
        state = PAID[payment.state.value][0 if language() == "vi" else 1]
        amount = f"{payment.amount:,} VND".replace(",", ".")
        table.add_row(payment.name, amount, state, str(payment.uid))
    return table


def why(lines: Iterable[str]) -> RenderableType:
    """Return the lines that lead to the due time."""
    title = Text(say(vi="Vì sao là ngày này?", en="Why this date?"), style="bold")
    return Group(title, *(Text(f"  {line}") for line in lines))


def timeline(entries: "Iterable[Entry]", *, remarks: Mapping[int, str]) -> RenderableType:
    """Return the ledger of a dossier: when, who, what, and the hash of each entry."""
    told = list(entries)
    names = dict(_names({entry.by for entry in told}))
    table = Table(box=None, show_header=False, pad_edge=False)
    for entry in told:
        what = said(entry.kind)
        if remarks.get(entry.seq):
            what += f": {remarks[entry.seq]}"
        digest = bytes(entry.hash).hex()[:HASH_SHOWN]
        row = (str(entry.seq), hour(entry.at), names[entry.by], what, digest)
        table.add_row(*(Text(cell) for cell in row))
    return table


def said(kind: str) -> str:
    """Return an act in words."""
    verb = kind.rpartition(".")[2]
    return WORDS.get(verb, (verb, verb))[0 if language() == "vi" else 1]


def _names(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield who is behind each label; an applicant stays unnamed."""
    from django.contrib.auth import get_user_model

    kinds = {label: label.partition(":")[0::2] for label in labels}
    uids = [uid for kind, uid in kinds.values() if kind == "officer"]
    known = dict(get_user_model().objects.filter(uid__in=uids).values_list("uid", "username"))
    accounts = {str(uid): username for uid, username in known.items()}
    words = {
        "person": say(vi="người nộp", en="the applicant"),
        "client": say(vi="ứng dụng", en="a program"),
        "system": say(vi="hệ thống", en="the system"),
    }
    for label, (kind, uid) in kinds.items():
        yield label, accounts.get(uid) or words.get(kind, label)


def _pairs() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column()
    return table
