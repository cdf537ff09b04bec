"""Every constraint and trigger of the room, tried with rows that go round the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.dossiers import api
from motcua.dossiers.models import (
    Alert,
    CodeCounter,
    Component,
    DailyStatistic,
    DigitisedPaper,
    Dossier,
    DraftPaper,
    FeePayment,
    OutboxItem,
    Remark,
    Task,
    Webhook,
    WebhookDelivery,
)
from motcua.dossiers.tests.factories import AT, uid
from motcua.dossiers.types import Status

EARLY = AT - timedelta(days=9)

BREAKS = [
    ("dossier_status_is_national", {"status": 11}),
    ("dossier_filed_has_instant", {"filed_at": None}),
    ("dossier_filed_has_instant", {"status": Status.DRAFT}),
    ("dossier_accepted_has_code_and_due", {"due_at": None}),
    ("dossier_accepted_has_code_and_due", {"clock": None}),
    ("dossier_accepted_has_code_and_due", {"appointment_at": None}),
    ("dossier_accepted_has_code_and_due", {"accepted_at": None}),
    ("dossier_waiting_says_since", {"status": Status.SUPPLEMENT}),
    ("dossier_waiting_says_since", {"waiting_since": AT}),
    ("dossier_finished_has_outcome", {"status": Status.STOPPED}),
    ("dossier_finished_has_outcome", {"status": Status.WITHDRAWN, "finished_at": AT}),
    ("dossier_returned_has_instant", {"returned_at": AT}),
    (
        "dossier_granted_done_has_sealed_result",
        {"status": Status.DONE, "finished_at": AT, "outcome": "granted", "result_uid": None},
    ),
    (
        "dossier_granted_done_has_sealed_result",
        {"status": Status.DONE, "finished_at": AT, "outcome": "granted", "result_uid": uid()},
    ),
    ("dossier_supplement_asked_once_a_stage", {"intake_supplements": 2}),
    ("dossier_supplement_asked_once_a_stage", {"appraisal_supplements": 2}),
    ("dossier_acted_on_has_instant", {"acted_at": None}),
    ("dossier_accepted_not_before_filing", {"accepted_at": EARLY}),
    ("dossier_acts_in_order", {"acted_at": EARLY}),
    ("dossier_first_due_time_is_kept", {"original_due_at": AT + timedelta(days=99)}),
    ("dossier_code_is_kept", {"code": "H24.1-261123-9999"}),
]
"""Changes of an accepted dossier at work that the database refuses, by the rule that does."""


@pytest.mark.parametrize(("name", "change"), BREAKS)
def test_the_database_refuses_a_wrong_dossier(world, name, change):
    dossier = world.examined()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Dossier.objects.filter(pk=dossier.id).update(**change)


def refused(name, rows, **change):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)


def refused_again(name, row, **change):
    """Refuse a copy of a row."""
    row.pk = None
    for field, value in change.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def test_dossier_working_was_accepted(world):
    filed = Dossier.objects.filter(pk=world.filed().id)
    refused("dossier_working_was_accepted", filed, status=Status.PROCESSING)


def test_dossier_code_is_unique(world):
    first, second = world.examined(), world.filed()
    row = Dossier.objects.get(pk=first.id)
    fields = ["accepted_at", "due_at", "original_due_at", "appointment_at", "clock"]
    values = {name: getattr(row, name) for name in fields}
    refused("dossier_code_is_unique", Dossier.objects.filter(pk=second.id), code=row.code, **values)


def test_dossier_end_is_final(world):
    ended = api.withdraw(world.examined().uid, by=world.applicant, at=AT + timedelta(hours=1))
    refused("dossier_end_is_final", Dossier.objects.filter(pk=ended.id), status=Status.PROCESSING)


def test_dossier_version_is_kept(world):
    rows = Dossier.objects.filter(pk=world.filed().id)
    refused("dossier_version_is_kept", rows, version_id=world.version.pk + 1)


def test_counters(world):
    row = CodeCounter.objects.create(agency="H24.1", day=AT.date(), last=1)
    refused("counter_starts_at_one", CodeCounter.objects.filter(pk=row.pk), last=0)
    refused_again("counter_is_one_a_day", row)


def test_tasks(world):
    dossier = world.examined()
    tasks = Task.objects.filter(dossier_id=dossier.id, state="open")
    refused("task_closed_has_instant_and_verb", tasks, state="done")
    refused("task_closed_has_instant_and_verb", tasks, closed_at=AT)
    refused("task_due_not_before_opening", tasks, due_at=EARLY)
    refused_again("task_step_is_open_once", tasks.get(), uid=uid())
    alert = Alert.objects.create(task=tasks.get(), kind="warning", at=AT)
    refused("alert_kind_is_known", Alert.objects.filter(pk=alert.pk), kind="shout")
    refused_again("alert_is_given_once", alert)


def test_payments(world):
    payments = FeePayment.objects.filter(dossier_id=world.filed().id)
    refused("payment_is_not_negative", payments, amount=-1)
    refused("payment_paid_has_instant", payments, paid_at=None)
    refused("payment_paid_has_instant", payments, state="due")


def test_components_and_papers(world):
    dossier = world.filed()
    components = Component.objects.filter(dossier_id=dossier.id)
    refused("component_kind_is_known", components, kind="rumour")
    refused_again("component_is_given_once_an_act", components.get())
    paper = DigitisedPaper(
        uid=uid(),
        owner_id=world.citizen.pk,
        kind="x",
        name="x",
        file_uid=uid(),
        from_dossier_id=dossier.id,
        digitised_at=AT,
    )
    refused_again("paper_valid_after_digitising", paper, valid_until=EARLY)
    draft = DraftPaper.objects.create(dossier_id=dossier.id, form="04", created_at=AT)
    refused_again("draft_is_one_a_form", draft)


def test_remarks(world):
    dossier = world.filed()
    remark = Remark.objects.create(
        dossier_id=dossier.id, seq=1, verb="file", by="system", at=AT, text="x"
    )
    refused_again("remark_is_one_an_act", remark)


def test_webhooks_and_deliveries(world):
    dossier = world.filed()
    hook = Webhook.objects.create(
        client_uid=uid(), url="https://a.example/x", secret="s", created_at=AT
    )
    item = OutboxItem.objects.filter(dossier_id=dossier.id).first()
    delivery = WebhookDelivery.objects.create(webhook=hook, item=item, body={}, next_try_at=AT)
    refused_again("delivery_is_one_an_event", delivery, uid=uid())
    refused_again("webhook_address_is_once_a_client", hook, uid=uid())


def test_statistics(world):
    row = DailyStatistic.objects.create(
        day=AT.date(), unit_id=world.commune.pk, procedure_code="9.000001"
    )
    refused_again("statistic_is_one_a_day", row)
