"""The door of the dossiers room."""

from motcua.dossiers.gateway import configured as configured_gateway
from motcua.dossiers.rules.evaluation import Case, Sheet
from motcua.dossiers.rules.forecast import LEAST as LEAST_PAST
from motcua.dossiers.rules.precheck import Attached, Fault, faults_of, wanted
from motcua.dossiers.selectors.boards import (
    Board,
    BoardTask,
    Load,
    Proposal,
    board,
    led_units,
    may_assign,
    offices_of,
    proposals,
)
from motcua.dossiers.selectors.book import BookKey, BookLine, tracking_book, whole_book
from motcua.dossiers.selectors.complaints import complaints_about, complaints_for
from motcua.dossiers.selectors.desk import (
    AnswerLine,
    ComponentLine,
    Parties,
    TaskLine,
    actor_names,
    answers,
    components,
    consultations,
    parties,
    payments,
    supplement_draft,
    tasks,
)
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
from motcua.dossiers.selectors.evaluation import (
    Evaluation,
    OfficerLine,
    evaluate,
    evaluated_cases,
)
from motcua.dossiers.selectors.evidence import Evidence, evidence, proof_of_act
from motcua.dossiers.selectors.figures import (
    FEW,
    Figure,
    LiveFigures,
    Reason,
    live_figures,
    public_figures,
)
from motcua.dossiers.selectors.files import content, papers
from motcua.dossiers.selectors.following import Followed, followed
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
from motcua.dossiers.selectors.search import (
    FoundDossier,
    dossiers_of_people,
    scanned,
)
from motcua.dossiers.selectors.signs import Signs, signs
from motcua.dossiers.selectors.under_versions import in_flight
from motcua.dossiers.selectors.worklist import (
    COUNTED_MOST,
    Choices,
    Due,
    Whose,
    Wish,
    WorkCounts,
    WorkLine,
    chosen_lines,
    day_end,
    work_choices,
    work_counts,
    work_lines,
)
from motcua.dossiers.services.checklist import (
    Verdict,
    may_check,
    note_checks,
)
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
from motcua.dossiers.services.notices import Told, inbox, prefer
from motcua.dossiers.services.notices import Wanted as NoticeWish
from motcua.dossiers.services.notices import read_all as read_notices
from motcua.dossiers.services.notices import unread as unread_notices
from motcua.dossiers.services.notices import wanted as notice_wish
from motcua.dossiers.services.orders import Bill, bill, bill_of_order
from motcua.dossiers.services.orders import Doors as PaymentDoors
from motcua.dossiers.services.orders import ask as ask_order
from motcua.dossiers.services.orders import begin as begin_payment
from motcua.dossiers.services.orders import settle as settle_order
from motcua.dossiers.services.outbox import drain, issue_form
from motcua.dossiers.services.payments import record_payment
from motcua.dossiers.services.possible import (
    PossibleAct,
    possible_acts,
)
from motcua.dossiers.services.printing import book_pdf, slip_pdf
from motcua.dossiers.services.recounting import Moved, follow_calendar
from motcua.dossiers.services.results import correct, issue, preview_result, rate, sign
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
    "COUNTED_MOST",
    "FEW",
    "LEAST_PAST",
    "AnswerLine",
    "Attached",
    "Bill",
    "Board",
    "BoardTask",
    "BookKey",
    "BookLine",
    "Case",
    "Checked",
    "Choices",
    "ComponentLine",
    "Due",
    "Evaluation",
    "Evidence",
    "Fault",
    "Figure",
    "Filing",
    "Followed",
    "FoundDossier",
    "Given",
    "HandedIn",
    "Lateness",
    "LiveFigures",
    "Load",
    "Moved",
    "NoticeWish",
    "OfficerLine",
    "Outcome",
    "Parties",
    "PaymentDoors",
    "PaymentState",
    "PossibleAct",
    "Progress",
    "Proposal",
    "Reason",
    "Sheet",
    "Signs",
    "Snapshot",
    "Status",
    "Task",
    "TaskKind",
    "TaskLine",
    "TaskState",
    "Told",
    "Verdict",
    "Whose",
    "Wish",
    "WorkCounts",
    "WorkItem",
    "WorkLine",
    "accept",
    "actor_names",
    "answer",
    "answer_complaint",
    "answers",
    "apologise",
    "approve",
    "ask_order",
    "ask_payment",
    "ask_supplement",
    "assign",
    "begin_payment",
    "bill",
    "bill_of_order",
    "board",
    "book_pdf",
    "both_clocks",
    "check_draft",
    "chosen_lines",
    "claim",
    "close_waiting",
    "complain",
    "complaints_about",
    "complaints_for",
    "components",
    "configured_gateway",
    "consult",
    "consultations",
    "content",
    "correct",
    "count_day",
    "day_end",
    "dossier",
    "dossiers",
    "dossiers_of_people",
    "draft_apologies",
    "drain",
    "drop_component",
    "escalate_overdue",
    "evaluate",
    "evaluated_cases",
    "evidence",
    "faults_of",
    "follow_calendar",
    "followed",
    "forward",
    "hand_over",
    "handed_in",
    "in_flight",
    "inbox",
    "issue",
    "issue_form",
    "led_units",
    "live_figures",
    "may_assign",
    "may_check",
    "note_checks",
    "notice_wish",
    "offices_of",
    "own_drafts",
    "own_papers",
    "paper_content",
    "papers",
    "papers_for",
    "parties",
    "payments",
    "possible_acts",
    "prefer",
    "prefill",
    "preview_result",
    "progress",
    "proof_of_act",
    "proposals",
    "public_figures",
    "rate",
    "rating_of",
    "read_notices",
    "record_payment",
    "refuse",
    "remarks",
    "save_draft",
    "scanned",
    "send",
    "send_back",
    "settle_order",
    "sign",
    "signs",
    "slip_pdf",
    "status_name",
    "stop",
    "submit",
    "supplement",
    "supplement_draft",
    "tasks",
    "timeline",
    "tracking_book",
    "uid_of",
    "unread_notices",
    "verbs_of",
    "wanted",
    "warn_before_due",
    "whole_book",
    "why_this_date",
    "withdraw",
    "work_choices",
    "work_counts",
    "work_lines",
    "worklist",
]
