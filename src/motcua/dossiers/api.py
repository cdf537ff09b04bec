"""The door of the dossiers room."""

from motcua.dossiers.rules.precheck import Attached, Fault, faults_of, wanted
from motcua.dossiers.selectors.book import BookKey, BookLine, tracking_book, whole_book
from motcua.dossiers.selectors.complaints import complaints_about, complaints_for
from motcua.dossiers.selectors.dossiers import (
    Progress,
    WorkItem,
    both_clocks,
    dossier,
    dossiers,
    progress,
    remarks,
    status_name,
    timeline,
    uid_of,
    why_this_date,
    worklist,
)
from motcua.dossiers.selectors.files import content, papers
from motcua.dossiers.selectors.parts import (
    HandedIn,
    handed_in,
    own_drafts,
    own_papers,
    paper_content,
    papers_for,
    rating_of,
)
from motcua.dossiers.selectors.prefill import prefill
from motcua.dossiers.services.complaints import answer_complaint, complain
from motcua.dossiers.services.desk import (
    accept,
    ask_payment,
    ask_supplement,
    hand_over,
    refuse,
    supplement,
)
from motcua.dossiers.services.drafts import Checked, check_draft, drop_component
from motcua.dossiers.services.endings import apologise, stop, withdraw
from motcua.dossiers.services.filing import Filing, save_draft
from motcua.dossiers.services.green import send, submit
from motcua.dossiers.services.outbox import drain, issue_form
from motcua.dossiers.services.payments import record_payment
from motcua.dossiers.services.printing import book_pdf, slip_pdf
from motcua.dossiers.services.recounting import Moved, follow_calendar
from motcua.dossiers.services.results import correct, issue, rate, sign
from motcua.dossiers.services.verbs import verbs_of
from motcua.dossiers.services.watching import (
    close_waiting,
    count_day,
    draft_apologies,
    escalate_overdue,
    warn_before_due,
)
from motcua.dossiers.services.work import (
    answer,
    approve,
    assign,
    claim,
    consult,
    forward,
    send_back,
)
from motcua.dossiers.types import (
    Given,
    Lateness,
    Outcome,
    PaymentState,
    Snapshot,
    Status,
    Task,
    TaskKind,
    TaskState,
)

__all__ = [
    "Attached",
    "BookKey",
    "BookLine",
    "Checked",
    "Fault",
    "Filing",
    "Given",
    "HandedIn",
    "Lateness",
    "Moved",
    "Outcome",
    "PaymentState",
    "Progress",
    "Snapshot",
    "Status",
    "Task",
    "TaskKind",
    "TaskState",
    "WorkItem",
    "accept",
    "answer",
    "answer_complaint",
    "apologise",
    "approve",
    "ask_payment",
    "ask_supplement",
    "assign",
    "book_pdf",
    "both_clocks",
    "check_draft",
    "claim",
    "close_waiting",
    "complain",
    "complaints_about",
    "complaints_for",
    "consult",
    "content",
    "correct",
    "count_day",
    "dossier",
    "dossiers",
    "draft_apologies",
    "drain",
    "drop_component",
    "escalate_overdue",
    "faults_of",
    "follow_calendar",
    "forward",
    "hand_over",
    "handed_in",
    "issue",
    "issue_form",
    "own_drafts",
    "own_papers",
    "paper_content",
    "papers",
    "papers_for",
    "prefill",
    "progress",
    "rate",
    "rating_of",
    "record_payment",
    "refuse",
    "remarks",
    "save_draft",
    "send",
    "send_back",
    "sign",
    "slip_pdf",
    "status_name",
    "stop",
    "submit",
    "supplement",
    "timeline",
    "tracking_book",
    "uid_of",
    "verbs_of",
    "wanted",
    "warn_before_due",
    "whole_book",
    "why_this_date",
    "withdraw",
    "worklist",
]
