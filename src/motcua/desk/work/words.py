"""The words of the worklist and the dossier page that are not in a template."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.types import Channel, Verb

Lazy = str | Promise

DO: Final[dict[Verb, Lazy]] = {
    Verb.ACCEPT: _("Accept"),
    Verb.FORWARD: _("Forward"),
    Verb.APPROVE: _("Approve"),
    Verb.SIGN: _("Sign"),
    Verb.ISSUE: _("Seal and issue"),
    Verb.HAND_OVER: _("Hand the result over"),
    Verb.ANSWER: _("Give an opinion"),
    Verb.SUPPLEMENT: _("Take in a supplement"),
    Verb.RECORD_PAYMENT: _("Record a payment"),
    Verb.ASK_SUPPLEMENT: _("Ask for a supplement"),
    Verb.ASK_PAYMENT: _("Ask for a payment"),
    Verb.CONSULT: _("Ask for an opinion"),
    Verb.SEND_BACK: _("Send back"),
    Verb.CLAIM: _("Take this task"),
    Verb.ASSIGN: _("Assign"),
    Verb.APOLOGISE: _("Apologise and re-book"),
    Verb.REFUSE: _("Refuse"),
    Verb.STOP: _("Stop"),
    Verb.WITHDRAW: _("Withdraw for the applicant"),
    Verb.CORRECT: _("Correct an error"),
}
"""What an officer does, as a button says it."""

DONE: Final[dict[str, Lazy]] = {
    "save_draft": _("Draft saved"),
    "file": _("Filed"),
    "accept": _("Accepted"),
    "forward": _("Forwarded"),
    "approve": _("Approved"),
    "sign": _("Signed"),
    "issue": _("Sealed and issued"),
    "hand_over": _("Result handed over"),
    "answer": _("Opinion given"),
    "supplement": _("Supplement handed in"),
    "record_payment": _("Payment recorded"),
    "ask_supplement": _("Supplement asked"),
    "ask_payment": _("Payment asked"),
    "consult": _("Opinion asked"),
    "send_back": _("Sent back"),
    "claim": _("Task taken"),
    "assign": _("Task assigned"),
    "apologise": _("Apologised and re-booked"),
    "refuse": _("Refused"),
    "stop": _("Stopped"),
    "withdraw": _("Withdrawn"),
    "correct": _("Error corrected"),
    "rate": _("Rated by the applicant"),
    "recount": _("Due date counted anew"),
}
"""What happened, as the history says it."""

CHANNELS: Final[dict[Channel, Lazy]] = {
    Channel.ONLINE: _("Online"),
    Channel.COUNTER: _("At the counter"),
    Channel.POST: _("By post"),
}

ROLES: Final[dict[str, Lazy]] = {
    "receiver": _("Receiver"),
    "officer": _("Case officer"),
    "unit_head": _("Head of unit"),
    "clerk": _("Clerk"),
    "supervisor": _("Supervisor"),
}

MARKS: Final[dict[str, Lazy]] = {
    "late": _("Late"),
    "today": _("Due today"),
    "soon": _("In time"),
    "waiting": _("Clock stopped"),
}
"""How a task stands against its time; said in words beside the colour."""

PAPERS: Final[dict[str, Lazy]] = {
    "01": _("Receipt and appointment (form 01)"),
    "02": _("Request for a supplement (form 02)"),
    "03": _("Refusal (form 03)"),
    "04": _("Apology and new appointment (form 04)"),
    "05": _("Notice of stopping (form 05)"),
    "06": _("Control slip (form 06)"),
    "fee-receipt": _("Fee receipt"),
    "hand-over": _("Hand-over slip"),
    "transfer": _("Transfer slip"),
    "result": _("Result"),
    "result-return": _("Slip of the return"),
}
"""The papers of a dossier."""

KINDS: Final[dict[str, Lazy]] = {
    "original": _("Original"),
    "certified": _("Certified copy"),
    "copy": _("Plain copy"),
    "electronic": _("Electronic file"),
}
"""How a component was handed in."""
