"""Tables of the dossiers room."""

from motcua.dossiers.models.checklist import ComponentCheck
from motcua.dossiers.models.complaint import Complaint
from motcua.dossiers.models.dossier import CodeCounter, Dossier
from motcua.dossiers.models.notices import Notice, NoticeDelivery, NoticePreference
from motcua.dossiers.models.orders import OrderState, PaymentOrder
from motcua.dossiers.models.outbox import DailyStatistic, OutboxItem, Webhook, WebhookDelivery
from motcua.dossiers.models.papers import Component, DigitisedPaper, DraftPaper, FeePayment, Rating
from motcua.dossiers.models.task import Alert, Remark, Task

__all__ = [
    "Alert",
    "CodeCounter",
    "Complaint",
    "Component",
    "ComponentCheck",
    "DailyStatistic",
    "DigitisedPaper",
    "Dossier",
    "DraftPaper",
    "FeePayment",
    "Notice",
    "NoticeDelivery",
    "NoticePreference",
    "OrderState",
    "OutboxItem",
    "PaymentOrder",
    "Rating",
    "Remark",
    "Task",
    "Webhook",
    "WebhookDelivery",
]
